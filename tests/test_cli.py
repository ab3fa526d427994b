"""The commands, run as people run them, on a small assignment and on the real one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from autograder.report import SCHEMA_FILE

ROOT = Path(__file__).parent.parent

CHECKS = '''
"""What arithmetic must satisfy."""
import numpy as np
from hypothesis import given
from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays


@check("double", kind="property", points=2, hint="Multiply by two.")
@given(x=arrays((2, 3)))
def test_double_is_a_sum(submission, x):
    """Doubles every entry."""
    assert_close(submission.double(x), x + x)


@check("double", kind="agreement", points=1)
@given(x=arrays((3,)))
def test_double_agrees(submission, reference, x):
    """Agrees with the reference."""
    assert_close(submission.double(x), reference.double(x))


@check("negate", kind="example", points=1)
def test_negate(submission):
    """Negates one."""
    assert_close(submission.negate(1.0), -1.0)
'''
RIGHT = "def double(x):\n    return 2 * x\n\n\ndef negate(x):\n    return -x\n"


@pytest.fixture
def student(tmp_path):
    """A student's folder: checks and one right answer."""
    folder = tmp_path / "hw"
    (folder / "checks").mkdir(parents=True)
    (folder / "checks" / "test_arithmetic.py").write_text(CHECKS)
    (folder / "arithmetic.py").write_text(RIGHT)
    return folder


def run(*arguments, cwd, code=None, **env):
    command = [sys.executable, *(code or ["-m", "autograder"]), *map(str, arguments)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cwd / ".cache"), **env}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    return done


def test_a_right_answer_passes(student):
    done = run("check", cwd=student)
    assert done.returncode == 0, done.stderr
    assert "3 of 3" in done.stdout
    assert "1 point graded after submission" in done.stdout
    assert "sha256" in done.stdout


def test_a_wrong_answer_is_shown_on_the_smallest_input(student):
    (student / "arithmetic.py").write_text(RIGHT.replace("2 * x", "2 * x + (x > 1)"))
    done = run("check", "--json", student / "report.json", cwd=student)
    assert done.returncode == 1
    report = json.loads((student / "report.json").read_text())
    jsonschema.validate(report, json.loads(SCHEMA_FILE.read_text()))
    check = report["problems"][0]["exercises"][0]["checks"][0]
    assert check["counterexample"]["called"] == [
        "double(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 2.0]]))"
    ]
    assert "Multiply by two." in done.stdout


def test_the_same_submission_gives_the_same_bytes(student):
    (student / "arithmetic.py").write_text(RIGHT.replace("2 * x", "x * x"))
    for name in ("one.json", "two.json"):
        run("check", "--json", student / name, cwd=student)
    assert (student / "one.json").read_bytes() == (student / "two.json").read_bytes()


def test_keyword_selects_checks(student):
    done = run("check", "-k", "negate", "-v", cwd=student)
    assert "Negates one." in done.stdout
    assert "Doubles" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check", "nowhere.py"], "nowhere.py does not exist"),
        (["check", "-k", "nothing_of_that_name"], "There is no check"),
        (["grade", ".", "--out", "out"], "There are no solutions for hw"),
    ],
)
def test_what_cannot_be_run_says_why(student, arguments, sentence):
    done = run(*arguments, cwd=student)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_checks_are_the_courses_fault(student):
    (student / "checks" / "test_arithmetic.py").write_text("import nothing_of_that_name\n")
    done = run("check", cwd=student)
    assert done.returncode == 2
    assert "The checks cannot be loaded" in done.stderr


def test_plain_pytest_runs_the_same_checks(student):
    (student / "arithmetic.py").write_text(RIGHT.replace("-x", "x"))
    done = run("-q", cwd=student, code=["-m", "pytest"])
    assert "1 failed, 1 passed, 1 skipped" in done.stdout
    assert "you were asked   negate(1.0)" in done.stdout


def test_pytest_options_of_the_person_do_not_matter(student):
    done = run("check", cwd=student, PYTEST_ADDOPTS="--collect-only -k nothing")
    assert done.returncode == 0, done.stderr


def test_the_students_path_needs_no_unix(student):
    """`check` runs where the modules that only Unix has cannot be imported."""
    code = (
        "import os, sys\n"
        "for name in ('fcntl', 'resource', 'termios', 'pwd', 'grp', 'pty', 'tty', 'syslog'):\n"
        "    sys.modules[name] = None\n"
        "for name in ('fork', 'forkpty', 'setsid', 'getuid', 'geteuid', 'getpgid'):\n"
        "    delattr(os, name)\n"
        "from autograder.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = run("check", cwd=student, code=["-c", code])
    assert done.returncode == 0, done.stderr
    assert "3 of 3" in done.stdout


def test_a_class_is_graded_whatever_is_in_it(student, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(student, course / "assignments" / "hw")
    (course / "solutions" / "hw").mkdir(parents=True)
    (course / "solutions" / "hw" / "arithmetic.py").write_text(RIGHT)
    everyone = course / "class"
    for name, text in {"right": RIGHT, "broken": "def double(x:\n", "=cmd": RIGHT}.items():
        (everyone / name).mkdir(parents=True)
        (everyone / name / "arithmetic.py").write_text(text)
    (everyone / "not_a.zip").write_bytes(b"PK nonsense")
    (everyone / "empty").mkdir()
    done = run("grade", "class", "--out", "out", cwd=course, PROPGRADE_SEED="s3cret")
    assert done.returncode == 0, done.stderr
    scores = {
        path.stem: json.loads(path.read_text())["score"]
        for path in (course / "out" / "reports").glob("*.json")
    }
    assert scores == {"right": 4, "broken": 0, "=cmd": 4, "not_a": 0, "empty": 0}
    assert "'=cmd" in (course / "out" / "grades.csv").read_text()
    assert "could not be read" in done.stdout
    assert "public seed" not in done.stderr


def test_generated_files_are_up_to_date():
    done = run("release", "--check", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
