"""The kit for GitHub: the steps of its workflows, run on repositories that students have edited."""

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

RIGHT = "def to_celsius(fahrenheit):\n    return (fahrenheit - 32.0) / 1.8\n"
WRONG = "def to_celsius(fahrenheit):\n    return fahrenheit\n"
#: A stand-in for GitHub's command: an archive of a repository, made as GitHub makes it.
GH = """#!/bin/sh
repository=${2#repos/}; repository=${repository%/tarball}
exec git -C "$REPOSITORIES/$repository" archive --format=tar.gz --prefix=one-commit/ HEAD
"""
#: What a student may change to be graded by something else than the course's files.
EDITS = {
    ".github/workflows/grade.yml": "on: push\njobs: {}\n",
    "checks/test_conversion.py": "def test_nothing():\n    pass\n",
    "assignments/temperature/checks/test_conversion.py": "def test_nothing():\n    pass\n",
    "solutions/temperature/conversion.py": "to_celsius = None\n",
    "autograder/__init__.py": "raise SystemExit(0)\n",
    "grading/fetch.sh": "exit 0\n",
    "conftest.py": "import os\nos._exit(0)\n",
    "pytest.ini": "[pytest]\naddopts = --collect-only\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-k nothing'\n",
    ".gitattributes": "* export-subst\n",
    "constraints.txt": "numpy==1.0\n",
}


@pytest.fixture(scope="module")
def kit(make_kit):
    return make_kit("github")


@pytest.fixture(scope="module")
def repositories(kit, tmp_path_factory):
    """Repositories of students, made from the template, some of them edited."""
    folder = tmp_path_factory.mktemp("repositories")
    for name, answer, edits in (
        ("right", RIGHT, {}),
        ("wrong", WRONG, {}),
        ("edited", WRONG, EDITS),
        ("_nested", RIGHT, {"old/conversion.py": WRONG}),
    ):
        repository = folder / "class" / name
        repository.mkdir(parents=True)
        files = {p.relative_to(kit / "template"): p for p in (kit / "template").rglob("*")}
        for inside, path in files.items():
            if path.is_file() and path.suffix != ".ipynb":
                (repository / inside).parent.mkdir(parents=True, exist_ok=True)
                (repository / inside).write_bytes(path.read_bytes())
        for inside, text in {"conversion.py": answer, **edits}.items():
            (repository / inside).parent.mkdir(parents=True, exist_ok=True)
            (repository / inside).write_text(text)
        git = ["git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@example.org"]
        for step in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "My answers"]):
            subprocess.run([*git, *step], check=True)
    return folder


def workflow(kit, name):
    return yaml.safe_load((kit / name).read_text())


def steps(kit, name):
    """Return the scripts of a workflow by their names; the installation is not one of them."""
    ((_, job),) = workflow(kit, name)["jobs"].items()
    return {s["name"]: s for s in job["steps"] if "run" in s and "Install" not in s["name"]}


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a step as GitHub runs it, in a folder."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.environ["PATH"]])
    summary = tmp_path / "summary.md"
    base = {"PATH": path, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    base |= {"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(summary), "CI": "true"}

    def run(step, folder, **environment):
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=folder,
            env={**base, **environment},
            capture_output=True,
            text=True,
            timeout=300,
        )
        return done.returncode, done.stdout + done.stderr

    run.summary = summary
    return run


@pytest.fixture
def graded(kit, repositories, run, seed):
    """Run the workflow of the staff on all repositories, and on one that does not exist."""
    folder = kit / "instructor"
    names = ["right", "wrong", "edited", "_nested", "gone"]
    lines = ["# the class", *(f"class/{name}" for name in names), "no repository", ""]
    (folder / "grading" / "repositories.txt").write_text("\n".join(lines))
    secrets = {"PROPGRADE_SEED": seed, "REPOSITORIES": str(repositories)}
    found = steps(kit, "instructor/.github/workflows/grade.yml")
    return {name: run(step, folder, **secrets) for name, step in found.items()}


def test_edits_of_workflow_checks_and_configuration_change_no_grade(kit, graded, run, seed):
    assert {name: code for name, (code, _) in graded.items()} == {
        "Fetch": 0,
        "Grade": 0,
        "Summary": 0,
        "Tell which repositories could not be fetched": 1,
    }, graded
    text = (kit / "instructor" / "graded" / "grades.csv").read_text()
    scores = {r["submission"]: float(r["score"]) for r in csv.DictReader(io.StringIO(text))}
    assert scores == {
        "class--right": 3.0,
        "class--wrong": 0.0,
        "class--edited": 0.0,
        "class--_nested": 3.0,  # a copy in a folder does not replace the file above it
    }
    _, missing = graded["Tell which repositories could not be fetched"]
    assert "class/gone: could not be fetched" in missing
    assert "no: not of the form owner/name" in missing
    assert "4 submissions" in run.summary.read_text()
    assert seed not in str(graded) + run.summary.read_text()


def test_nothing_is_graded_without_a_secret_seed(kit, run):
    step = steps(kit, "instructor/.github/workflows/grade.yml")["Grade"]
    code, said = run(step, kit / "instructor", PROPGRADE_SEED="")
    assert code != 0
    assert "Add it to the secrets" in said


@pytest.mark.parametrize(("name", "code"), [("right", 0), ("wrong", 1)])
def test_the_template_gives_feedback(kit, repositories, run, name, code):
    found = steps(kit, "template/.github/workflows/feedback.yml")
    folder = repositories / "class" / name
    ended, said = run(found["Check"], folder)
    assert ended == code, said
    ended, said = run(found["Show what was found"], folder)
    assert ended == 0
    assert "::notice title=Score::" in said
    assert ("::error" in said) == bool(code)
    assert "| `conversion` |" in run.summary.read_text()


@pytest.mark.parametrize(
    "name", ["template/.github/workflows/feedback.yml", "instructor/.github/workflows/grade.yml"]
)
def test_workflows_may_only_read_and_pin_what_they_use(kit, name):
    text = (kit / name).read_text()
    found = workflow(kit, name)
    assert found["permissions"] == {"contents": "read"}
    (job,) = found["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used)
    for step in job["steps"]:
        assert "${{" not in step.get("run", ""), "text of others would become a part of a script"
    installs = [step["run"] for step in job["steps"] if "install" in step.get("run", "")]
    assert all("./" in command and ".whl" in command for command in installs)
    assert "pull_request_target" not in text


def test_the_template_holds_no_secret(kit, seed):
    assert "secrets." not in (kit / "template/.github/workflows/feedback.yml").read_text()
    for path in (kit / "template").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert seed.encode() not in data
            assert b"5 / 9" not in data
