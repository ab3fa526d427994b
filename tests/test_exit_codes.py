"""Every command ends with the code that the table in docs/ci.md gives."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import cli
from autograder.commands.grade import _exit_code
from autograder.exit_codes import ExitCode
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report, Sandbox
from autograder.summary import summary

ROOT = Path(__file__).parent.parent
CHECKS = '''
from autograder.checks import check

@check("double", kind="example", points=3)
def test_double(submission):
    """Two."""
    assert submission.double(1.0) == 2.0

@check("double", kind="agreement", points=5)
def test_agrees(submission, reference):
    """Agrees."""
    assert submission.double(3.0) == reference.double(3.0)

@check("negate", kind="example", points=1)
def test_negate(submission):
    """Minus one."""
    assert submission.negate(1.0) == -1.0
'''
RIGHT = "def double(x):\n    return 2 * x\n\n\ndef negate(x):\n    return -x\n"
WRONG = RIGHT.replace("-x", "x")  # 3 of 4 points without the reference, 8 of 9 with it


@pytest.fixture
def course(tmp_path):
    checks = tmp_path / "assignments" / "hw" / "checks"
    solutions = tmp_path / "solutions" / "hw"
    for folder in (checks, solutions, tmp_path / "class"):
        folder.mkdir(parents=True)
    (checks / "test_arithmetic.py").write_text(CHECKS)
    (solutions / "arithmetic.py").write_text(RIGHT)
    (tmp_path / "class" / "anna.py").write_text(RIGHT)
    (tmp_path / "class" / "bo.py").write_text(WRONG)
    return tmp_path


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "XDG_CACHE_HOME": str(cwd / "cache"), "PROPGRADE_SEED": "secret"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_table_has_every_code():
    text = (ROOT / "docs" / "ci.md").read_text()
    codes = {int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)}
    assert codes == {code.value for code in ExitCode}
    table = text.partition("| command | 0")[2].partition("\n\n")[0]
    documented = {
        word
        for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for word in re.findall(r"`(\w+)", cell)
    }
    action = next(a for a in cli._parser()._actions if a.choices)
    assert documented == set(action.choices)


def test_help_has_every_code(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert re.search("Exit codes: 0 .*, 1 .*, 2 .*, 3 .*, 4 .*, 5 .*docs/ci.md", shown)


@pytest.mark.parametrize(
    ("name", "more", "code"),
    [
        ("anna", [], ExitCode.OK),
        ("bo", [], ExitCode.FOUND),
        ("bo", ["--fail-under", "75"], ExitCode.OK),
        ("bo", ["--fail-under", "75.1"], ExitCode.BELOW),
    ],
)
def test_check(course, name, more, code):
    work = course / "assignments" / "hw" / "arithmetic.py"
    work.write_text((course / "class" / f"{name}.py").read_text())
    done = run("check", work.parent, *more, cwd=course)
    assert done.returncode == code, done.stderr


def test_check_where_a_check_breaks(course):
    broken = CHECKS.replace("assert submission.negate(1.0) == -1.0", "raise RuntimeError")
    (course / "assignments" / "hw" / "checks" / "test_arithmetic.py").write_text(broken)
    work = course / "assignments" / "hw" / "arithmetic.py"
    work.write_text(WRONG)
    for more in ([], ["--fail-under", "0"]):
        assert run("check", work.parent, *more, cwd=course).returncode == ExitCode.BROKEN


def test_grade(course):
    arguments = ["grade", "class", "--out", "out", "--no-similarity"]
    below = run(*arguments, "--fail-under", "90", cwd=course)
    assert below.returncode == ExitCode.BELOW, below.stderr
    assert run(*arguments, "--fail-under", "88", cwd=course).returncode == ExitCode.OK
    assert run(*arguments, cwd=course).returncode == ExitCode.OK


def row(score, *, outcome="failed", status="graded"):
    checks = [CheckResult("t", "t", "example", False, 100.0, score, outcome)]
    problem = ProblemResult("p", exercises=[ExerciseResult("f", checks)])
    problems = [] if status == "error" else [problem]
    return summary(Report("hw", "s", status, "id", False, {}, problems=problems))


@pytest.mark.parametrize(
    ("rows", "level", "fail_under", "code"),
    [
        ([row(0)], "good", None, 0),
        ([row(0, status="unreadable")], "strong", None, 0),
        ([row(50)], "good", 50, 0),
        ([row(50)], "weak", None, 3),
        ([row(50)], "none", 50, 3),
        ([row(100), row(49)], "good", 50, 4),
        ([row(49)], "weak", 50, 4),
        ([row(100), row(0, outcome="error")], "weak", 50, 5),
        ([row(100), row(0, status="error")], "good", None, 5),
        ([row(100), row(0, outcome="skipped")], "good", 1, 4),  # nothing is no pass
    ],
)
def test_the_greatest_code_of_a_class(rows, level, fail_under, code):
    assert _exit_code(rows, Sandbox(level), fail_under) == code


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (RuntimeError("inside"), ExitCode.BROKEN, "Please report it"),
        (PermissionError(13, "Permission denied", "out"), ExitCode.COULD_NOT_RUN, "denied: 'out'"),
        (KeyboardInterrupt(), ExitCode.COULD_NOT_RUN, "interrupted"),
    ],
)
def test_what_a_command_raises(monkeypatch, capsys, raised, code, said):
    def doctor():
        raise raised

    monkeypatch.setattr("autograder.commands.doctor.doctor", doctor)
    assert cli.main(["doctor"]) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert ("Traceback" in shown) == (code == ExitCode.BROKEN)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["check", "--fail-under", "101"],
        ["check", "--fail-under", "nan"],
        ["grade", "x", "--out", "y", "--submitted-at", "yesterday"],
    ],
)
def test_wrong_options(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == ExitCode.COULD_NOT_RUN


def test_commands_that_only_write_or_show(course, capsys, monkeypatch):
    monkeypatch.chdir(course)
    report = Report("hw", "anna", "graded", "id", False, {})
    Path("anna.json").write_text(report.to_json())
    assert cli.main(["show", "anna.json"]) == ExitCode.OK
    assert cli.main(["show", "class/anna.py"]) == ExitCode.COULD_NOT_RUN
    assert cli.main(["export", "csv", "anna.json", "--out", "x.csv"]) == ExitCode.OK
    assert cli.main(["export", "csv", "class/anna.py"]) == ExitCode.COULD_NOT_RUN
    assert cli.main(["verify", "--course", "class"]) == ExitCode.COULD_NOT_RUN
