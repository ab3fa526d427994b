"""A student's check asks again only about problems that changed."""

import json
import os
import subprocess
import sys

import pytest

from autograder import engine
from autograder.commands.check import check

CHECKS = """
from autograder.checks import check


@check("{name}", kind="example", points=1)
def test_{name}(submission):
    '''Gives its number.'''
    assert submission.{name}() == {number}


@check("{name}", kind="agreement", points=1)
def test_agrees(submission, reference):
    '''Agrees.'''
    assert submission.{name}() == reference.{name}()
"""
RIGHT = {"one": "def one():\n    return 1\n", "two": "def two():\n    return 2\n"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Make a homework of two problems, with right answers."""
    folder = tmp_path / "homework"
    (folder / "checks").mkdir(parents=True)
    for number, (name, answer) in enumerate(RIGHT.items(), start=1):
        text = CHECKS.format(name=name, number=number)
        (folder / "checks" / f"test_{name}.py").write_text(text)
        (folder / f"{name}.py").write_text(answer)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def ran(monkeypatch):
    """Note which problems are run, in each run."""
    found = []

    def run(plan, targets, on_report, run=engine.run):
        found.append(list(plan.problems or plan.assignment.problems))
        run(plan, targets, on_report)

    monkeypatch.setattr(engine, "run", run)
    return found


def checked(path, **options):
    """Check; return the exit code and the report."""
    report = path.parent / "report.json"
    code = check(path, json=report, **options)
    return int(code), json.loads(report.read_text())


def test_what_passed_is_not_run_again_and_gives_the_same_report(home, ran):
    first, second = checked(home), checked(home)
    assert first == second
    assert first[0] == 0
    assert ran == [["one", "two"]]


def test_only_what_changed_is_run_again(home, ran):
    _, first = checked(home)
    (home / "two.py").write_text("# Better.\n" + RIGHT["two"])
    _, second = checked(home)
    assert ran[1:] == [["two"]]
    assert second["problems"] == first["problems"]
    assert second["submission_sha256"] != first["submission_sha256"]


def test_what_failed_is_run_again(home, ran):
    (home / "one.py").write_text("def one():\n    return 3\n")
    assert [checked(home)[0] for _ in range(3)] == [1, 1, 1]
    assert ran == [["one", "two"], ["one"], ["one"]]


@pytest.mark.parametrize(
    "text", ["def one(:\n", "1 / 0\n", "def one():\n    raise NotImplementedError\n"]
)
def test_a_problem_with_something_to_say_is_run_again(home, ran, text):
    (home / "one.py").write_text(RIGHT["one"] if "raise" not in text else text)
    with (home / "one.py").open("a") as stream:
        stream.write(text)
    first, second = checked(home), checked(home)
    assert first == second
    assert ran == [["one", "two"], ["one"]]


def test_another_text_of_the_checks_or_of_the_engine_counts_as_new(home, ran, monkeypatch):
    checked(home)
    path = home / "checks" / "test_one.py"
    path.write_text(path.read_text() + "\n# More.\n")
    checked(home)
    monkeypatch.setattr("autograder.verdicts.__version__", "another")
    checked(home)
    assert ran == [["one", "two"]] * 3


def test_a_file_alone_and_a_keyword_are_as_before(home, ran):
    checked(home)
    code, report = checked(home / "two.py")
    assert (code, [p["name"] for p in report["problems"]]) == (0, ["two"])
    assert len(ran) == 1
    code, report = checked(home, keyword="agrees")
    assert len(ran) == 2
    names = [c["name"] for p in report["problems"] for e in p["exercises"] for c in e["checks"]]
    assert names == ["one::test_agrees", "two::test_agrees"]


def test_what_is_missing_is_still_said(home, ran):
    checked(home)
    (home / "one.py").unlink()
    code, report = checked(home)
    assert code == 1
    assert [p["files"] for p in report["problems"]] == [[], ["two.py"]]
    assert ran[1:] == [["one"]]


def test_nothing_heavy_is_imported_where_nothing_changed(home):
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from autograder.cli import main\n"
        "assert main(['check']) == 0\n"
        "print([name for name in ('numpy', 'pytest', 'hypothesis') if name in sys.modules])\n"
    )
    for expected in ("['numpy', 'pytest', 'hypothesis']", "[]"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=home, capture_output=True, text=True, env=os.environ
        )
        assert done.stdout.splitlines()[-1] == expected, done.stderr
