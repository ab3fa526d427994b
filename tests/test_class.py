"""The example class gets the scores that it should, and its reports keep to the schema."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from autograder.feedback import student_view
from autograder.report import SCHEMA_FILE, Report

ROOT = Path(__file__).parent.parent
GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text())
# Results in float32 lie at the tolerance: another processor or NumPy may move a few of them over.
FLOAT32_SLACK = 1.0
SECRET = "a secret seed for the test"


def autograder(*arguments, cwd=ROOT, env=None):
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    out = tmp_path_factory.mktemp("class")
    arguments = ("--out", out, "--seed", SECRET, "--jobs", 2)
    done = autograder("grade", ROOT / "examples" / "class", *arguments)
    assert done.returncode == 0, done.stderr
    return out, done


@pytest.fixture(scope="module")
def reports(graded):
    out, _ = graded
    texts = {path.stem: path.read_text() for path in (out / "reports").glob("*.json")}
    return {name: Report.from_json(text) for name, text in texts.items()}


def test_every_submission_has_its_score(reports):
    assert reports.keys() == GOLDEN.keys()
    for name, report in reports.items():
        scores = {problem.name: problem.score for problem in report.problems}
        slack = FLOAT32_SLACK if name == "dmitri" else 0.0
        assert scores == pytest.approx(GOLDEN[name], abs=slack, rel=0), name


def test_the_homework_is_worth_a_hundred_points(reports):
    assert {report.max_score for report in reports.values()} == {100.0}


def test_no_check_failed_by_the_graders_fault(reports):
    errors = [
        c.name for report in reports.values() for c in report.checks() if c.outcome == "error"
    ]
    assert errors == []


def test_reports_keep_to_the_schema(graded):
    schema = json.loads(SCHEMA_FILE.read_text())
    files = sorted((graded[0] / "reports").glob("*.json"))
    assert len(files) == len(GOLDEN)
    for path in files:
        jsonschema.validate(json.loads(path.read_text()), schema)


def test_the_table_and_the_csv_name_every_submission(graded):
    out, done = graded
    rows = (out / "grades.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == sorted(GOLDEN)
    for name in GOLDEN:
        assert re.search(rf"^ *{name} ", done.stdout, re.MULTILINE)


def test_the_secret_seed_stands_nowhere(graded):
    out, done = graded
    written = [path.read_text() for path in out.rglob("*") if path.is_file()]
    assert SECRET not in "".join([*written, done.stdout, done.stderr])


def test_what_a_student_sees_of_hidden_checks(reports):
    for report in reports.values():
        jsonschema.validate(student_view(report).to_dict(), json.loads(SCHEMA_FILE.read_text()))
        for check in student_view(report).checks():
            if check.hidden:
                assert check.counterexample is None
                assert check.printed is None


@pytest.mark.parametrize("name", ["greta", "hugo", "nora"])
def test_what_could_not_be_run_is_told(reports, name):
    notes = [note for problem in reports[name].problems for note in problem.notes]
    wanted = {"greta": "was never closed", "hugo": "did not finish", "nora": "NameError"}[name]
    assert any(wanted in note for note in notes)


CANVAS = "Student,ID,SIS Login ID,Section,Homework 3 (1)\n"
MOODLE = "Email address,Homework 3 (Real)\n"


def test_the_exports_of_the_documentation_are_made(graded, tmp_path):
    """Every command of the section on output formats, as it stands there."""
    text = (ROOT / "docs" / "ci.md").read_text().partition("## Output formats")[2]
    blocks = re.findall(r"^```sh\n(.*?)^```", text.partition("\n## ")[0], re.DOTALL | re.MULTILINE)
    commands = [line for block in blocks for line in block.splitlines()]
    assert len(commands) >= 11
    (tmp_path / "graded").symlink_to(graded[0])
    names = sorted(GOLDEN)
    rows = "".join(f"{name},{number},{name},A,\n" for number, name in enumerate(names))
    (tmp_path / "canvas.csv").write_text(CANVAS + rows)
    rows = "".join(f"{name}@uni.example,-\n" for name in names)
    (tmp_path / "moodle.csv").write_text(MOODLE + rows)
    given = {"CLASSROOM": "c", "ASSIGNMENT": "a", "OWNER": "kofi", "COMMIT_URL": "u"}
    given |= {"SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d", "RELEASE_URL": "r"}
    given |= {name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_ENV")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=tmp_path,
            env={**os.environ, **given, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    score = json.loads((graded[0] / "reports" / "kofi.json").read_text())["score"]
    assert f"kofi@uni.example,{score:g}\n" in (tmp_path / "import.csv").read_text()
    assert json.loads((tmp_path / "result.json").read_text())["score"] == 100 * score
    results = json.loads((tmp_path / "results" / "results.json").read_text())
    assert results["score"] == pytest.approx(score / 100)
    assert (tmp_path / "GITHUB_STEP_SUMMARY").stat().st_size > 1000
    assert "AUTOGRADER_RUNNERS=" in (tmp_path / "GITHUB_ENV").read_text()
