"""Examples that are handed out with an assignment: what they hold, and when they are used."""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest

from autograder import corpus, shipped, wire
from autograder.checks import check_of
from autograder.course import find_assignment
from autograder.engine import run
from autograder.plan import Plan
from autograder.targets import FromPath

ROOT = Path(__file__).parents[1]
HOMEWORK = find_assignment(ROOT / "assignments" / "homework3")
CHECKS = """
from hypothesis import given

from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays


@check("twice", kind="property", points=1)
@given(x=arrays((3,)))
def test_doubles(submission, x):
    '''Doubles.'''
    assert_close(submission.twice(x), 2 * x)


@check("twice", kind="agreement", points=1)
@given(x=arrays((3,)))
def test_agrees(submission, reference, x):
    '''Agrees.'''
    assert_close(submission.twice(x), reference.twice(x))
"""
NAME = "doubling::test_doubles"
RIGHT = "def twice(x):\n    return 2 * x\n"
#: Wrong for a number that the engine never draws.
WRONG_FAR_OUT = "def twice(x):\n    return 2 * x + (x > 100)\n"


@pytest.fixture
def course(tmp_path):
    """Make an assignment, and functions that hand out examples and that grade a text."""
    checks = tmp_path / "homework" / "checks"
    checks.mkdir(parents=True)
    source = checks / "test_doubling.py"
    source.write_text(CHECKS)
    assignment = find_assignment(checks.parent)

    def hand_out(*drawn):
        data = shipped.pack(source, {NAME: wire.dumps([{"x": x} for x in drawn])})
        shipped.path_of(source).write_bytes(data)
        return source

    def check(text, **options):
        (tmp_path / "doubling.py").write_text(text)
        reports = []
        target = FromPath("student", tmp_path / "doubling.py")
        run(Plan(assignment, cache=tmp_path / "cache", **options), [target], reports.append)
        return json.loads(reports[0].to_json())["problems"][0]["exercises"][0]["checks"]

    return hand_out, check


@pytest.fixture
def drawn(monkeypatch):
    """Note the checks whose examples are drawn."""
    found = []

    def draw(test, draw=corpus.draw):
        found.append(check_of(test).title)
        return draw(test)

    monkeypatch.setattr(corpus, "draw", draw)
    return found


def test_nothing_is_drawn_where_examples_were_handed_out(course, drawn):
    hand_out, check = course
    hand_out(np.ones(3), np.zeros(3))
    for _ in range(2):
        result, hidden = check(RIGHT)
        assert (result["outcome"], hidden["outcome"]) == ("passed", "skipped")
    assert drawn == []


@pytest.mark.parametrize("harm", ["other checks", "cut off", "garbled", "absent"])
def test_a_file_of_examples_that_cannot_be_used_counts_as_absent(course, drawn, harm):
    hand_out, check = course
    source = hand_out(np.full(3, 1000.0))
    path = shipped.path_of(source)
    data = path.read_bytes()
    if harm == "other checks":
        source.write_text(CHECKS + "\n")
    elif harm == "cut off":
        path.write_bytes(data[:-20])
    elif harm == "garbled":
        path.write_bytes(data[:90] + b"no" + data[92:])
    else:
        path.unlink()
    assert check(WRONG_FAR_OUT)[0]["outcome"] == "passed"
    assert drawn == ["Doubles."]


def test_an_example_that_the_engine_does_not_draw_is_reported_as_it_is(course):
    """As when the file was made with another version of Hypothesis."""
    hand_out, check = course
    hand_out(np.ones(3), np.full(3, 1000.0))
    for _ in range(2):
        result = check(WRONG_FAR_OUT)[0]
        assert (result["outcome"], result["category"]) == ("failed", "mismatch")
        assert "1000.0" in result["counterexample"]["called"][0]


def test_what_fails_once_and_not_again_is_unstable(course):
    hand_out, check = course
    hand_out(np.ones(3))
    once = "n = 0\ndef twice(x):\n    global n\n    n += 1\n    return 2 * x + (n == 1)\n"
    assert check(once)[0]["category"] == "unstable"


def test_a_smaller_example_is_looked_for_first(course):
    hand_out, check = course
    hand_out(np.array([0.1, 0.7, 0.3]))
    shown = check("def twice(x):\n    return 2 * x + 1.0\n")[0]["counterexample"]["called"]
    assert shown == ["twice(np.array([0.0, 0.0, 0.0]))"]


@pytest.mark.parametrize("problem", HOMEWORK.problems)
def test_what_is_handed_out_are_drawn_arguments_of_shown_checks(problem):
    source = HOMEWORK.checks / f"test_{problem}.py"
    assert shipped.is_current(source), "Run `autograder release`."
    pieces = shipped.read(source)
    names = {}
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), names)
    tests = {f"{problem}::{name}": test for name, test in names.items() if check_of(test)}
    shown = {
        name
        for name, test in tests.items()
        if not check_of(test).hidden and hasattr(test, "hypothesis")
    }
    assert {name.partition("[")[0] for name in pieces} == shown
    for name, piece in pieces.items():
        test = tests[name.partition("[")[0]]
        fixtures = set(inspect.signature(test).parameters)
        given = set(inspect.signature(test.hypothesis.inner_test).parameters) - fixtures
        assert {frozenset(example) for example in wire.loads(piece)} == {frozenset(given)}
