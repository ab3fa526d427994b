"""What holds for every output format."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reports import FORBIDDEN, KINDS, SECRETS, check, made, report, two_problems
from test_format_classroom50 import RUNNER

from autograder import formats
from autograder.report import SCHEMA_FILE

HERE = Path(__file__).parent
FOR_STUDENTS = [name for name in formats.names() if formats.load(name).readers == "students"]
#: Of Canvas and of Moodle.
GRADEBOOK = "Student,ID,SIS Login ID,Section,Username,hw (1)\nAnna,1,anna,A,anna,\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with a gradebook and two reports."""
    reports = {"anna": two_problems(), "bo": report(check(), submission="bo")}
    for name, one in reports.items():
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / f"{name}.json").write_text(one.to_json())
    (tmp_path / "book.csv").write_text(GRADEBOOK)
    return tmp_path


def options_of(name):
    gradebook = ["--gradebook", "book.csv", "--column", "hw"]
    return gradebook if formats.load(name).readers == "staff" and name != "csv" else []


def run(*arguments, cwd, **env):
    return subprocess.run(
        [sys.executable, "-m", "autograder", "export", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **RUNNER, **env},
        capture_output=True,
        check=False,
    )


def test_every_format_has_a_test_of_its_own_and_stands_in_the_documentation():
    ours = {
        path.stem.removeprefix("test_format_").replace("_", "-")
        for path in HERE.glob("test_format_*")
    }
    assert ours == set(formats.names())
    documented = (HERE.parents[1] / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [name for name in formats.names() if f"autograder export {name}" not in documented] == []


@pytest.mark.parametrize("name", FOR_STUDENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_students_never_read_what_is_hidden(name, kind, monkeypatch):
    for variable, value in RUNNER.items():
        monkeypatch.setenv(variable, value)
    text = made(name, KINDS[kind]).text
    assert not FORBIDDEN.search(text)
    if name == "github-reporter":
        import base64

        lines = [line.split("=", 1)[1] for line in text.splitlines()[:-1]]
        text = b"".join(map(base64.b64decode, lines)).decode()
        assert not FORBIDDEN.search(text)
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("name", formats.names())
def test_the_same_reports_give_the_same_bytes(name, folder):
    files = ["reports/anna.json"]
    texts = []
    for seed in ("1", "2"):
        done = run(name, *files, *options_of(name), cwd=folder, PYTHONHASHSEED=seed, TZ=f"X{seed}")
        assert done.returncode == 0, done.stderr
        texts.append(done.stdout)
    assert texts[0] == texts[1]
    assert texts[0].endswith(b"\n")
    assert b"\r" not in texts[0]
    done = run(name, *files, *options_of(name), "--out", "made/file", cwd=folder)
    assert (folder / "made" / "file").read_bytes() == texts[0]
    assert done.stdout == b"wrote made/file\n"


def test_a_format_imports_only_what_it_needs(folder):
    code = (
        "import sys\n"
        "from autograder.cli import main\n"
        "main(['export', 'gradescope', 'reports/anna.json', '--out', 'x'])\n"
        "print(*sorted(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "autograder.formats.gradescope" in loaded
    others = {f"autograder.formats.{name.replace('-', '_')}" for name in formats.names()}
    assert loaded & others == {"autograder.formats.gradescope"}
    assert not loaded & {"numpy", "pytest", "hypothesis", "rich", "jinja2"}


def test_help_names_every_format_and_who_reads_it(folder):
    text = run("--help", cwd=folder).stdout.decode()
    for name in formats.names():
        assert re.search(rf"^  {name} .*\((students|staff)\)$", text, re.MULTILINE)
    done = run("moodle", "--help", cwd=folder)
    assert done.returncode == 0
    assert b"--gradebook" in done.stdout


def test_a_folder_of_reports_is_read_in_order(folder):
    done = run("csv", "reports", cwd=folder)
    rows = done.stdout.decode().splitlines()
    assert [row.partition(",")[0] for row in rows[1:]] == ["anna"] * 5 + ["bo"]


def test_feedback_may_be_less(folder):
    full, hint, score = (
        run("markdown", "reports/anna.json", "--feedback", level, cwd=folder).stdout.decode()
        for level in ("full", "hint", "score")
    )
    assert "f([0, 0])" in full
    assert "f([0, 0])" not in hint
    assert "Sum over" in hint
    assert "Sum over" not in score
    assert "3.25 of 4" in score


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["latex", "reports/anna.json"], 2, "There is no format latex. The formats are canvas, "),
        (["gradescope", "reports"], 2, "gradescope takes one report, but 2 were given"),
        (["gradescope", "book.csv"], 2, "book.csv is not a report"),
        (["gradescope", "nowhere.json"], 2, "nowhere.json is not a report"),
        (["gradescope", "old.json"], 2, "old.json is not a report"),
        (["csv", "."], 2, "is not a report"),
        (["csv", "empty"], 2, "There is no report in empty"),
        (["gradescope", "reports/anna.json", "--out", "book.csv/x"], 2, "book.csv"),
        (["gradescope"], 2, "required: REPORT"),
        (
            ["canvas", "reports", "--gradebook", "book.csv", "--column", "hw"],
            1,
            "column SIS Login ID: bo",
        ),
    ],
)
def test_what_cannot_be_written_says_why(folder, arguments, code, said):
    (folder / "empty").mkdir()
    (folder / "old.json").write_text(json.dumps({"schema": "propgrade/report/v0"}))
    done = run(*arguments, cwd=folder)
    assert done.returncode == code
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_reports_keep_to_the_schema():
    import jsonschema

    schema = json.loads(SCHEMA_FILE.read_text())
    for kind in KINDS.values():
        jsonschema.validate(kind.to_dict(), schema)
