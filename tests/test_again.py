"""Answers that depend on earlier calls or on chance are found; rounding is not taken for that."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.again import alike, asked_again, repeatable
from autograder.course import Assignment
from autograder.engine import run
from autograder.functions import Functions
from autograder.loading import Cell
from autograder.plan import Plan
from autograder.process import WorkerProcess
from autograder.targets import FromPath

FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=32)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(value=VALUES)
def test_a_value_is_like_itself(value):
    assert alike(value, value)
    assert not alike(value, [value])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (np.array([1.0, np.nan]), np.array([1.0 + 1e-9, np.nan]), True),
        (np.array([1.0]), np.array([1.001]), False),
        (np.array([1.0]), np.array([[1.0]]), False),
        (np.array([1.0]), np.array([1.0], np.float32), False),
        ((1.0, [2.0]), (1.0, [2.0 + 1e-12]), True),
        ((1.0, [2.0]), (1.0, [2.1]), False),
        ({"a": 1.0}, {"a": 1.0 + 1e-12}, True),
        ({"a": 1.0}, {"b": 1.0}, False),
        (1, 2, False),
        (1, 1.0, False),
        (np.float64(1.0), np.float64(1.0 + 1e-12), True),
        (np.array([[1, 2], [3, 4]]), np.array([[2, 1], [4, 3]])[:, ::-1], True),
        (np.array([True, False]), np.array([False, True])[::-1], True),
        (np.array(["a", "b"]), np.array(["b", "a"])[::-1], True),
        (np.array([1, 2]), np.array([1, 3]), False),
        (np.array([1, 2]), np.array([1, 2], np.int32), False),
        ("a", "b", False),
    ],
)
def test_rounding_makes_no_difference_and_everything_else_does(a, b, expected):
    assert alike(a, b) is expected


def test_calls_with_functions_are_not_repeated():
    with WorkerProcess({"p": [("p.py", Cell(SOURCE, "line 1"))]}) as worker:
        functions = Functions(worker, "p")
        functions.kind(abs)
        functions.kind([{"a": abs}])
        functions.steady(1)
        assert repeatable(functions.calls, "kind") is None
        functions.kind(2)
        functions.kind(3)
        assert repeatable(functions.calls, "kind").args == (2,)


SOURCE = """
import random, time
import numpy as np
calls = []
def kind(x): return str(type(x))
def steady(x): return np.asarray(x) * 2.0
def counting(x):
    calls.append(x)
    return len(calls)
def remembering(x):
    calls.append(x)
    return calls[0]
def by_chance(x): return random.random()
def by_numpys_chance(x): return np.random.rand()
def by_the_clock(x): return time.time_ns()
def fails_later(x):
    calls.append(x)
    if len(calls) > 1: raise ValueError(x)
    return 1
"""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("steady", False),
        ("counting", True),
        ("remembering", True),
        ("by_chance", True),
        ("by_numpys_chance", True),
        ("by_the_clock", True),
        ("fails_later", True),
    ],
)
def test_what_is_not_a_function_of_its_arguments_is_found(name, found):
    with WorkerProcess({"p": [("p.py", Cell(SOURCE, "line 1"))]}) as worker:
        functions = Functions(worker, "p")
        getattr(functions, name)(1)
        calls = {"a": functions.last}
        if name == "remembering":
            getattr(functions, name)(2)
            calls["b"] = functions.last
        assert bool(asked_again(worker, "p", calls, seed=0)) is found


CHECKS = '''
from autograder.checks import check
from autograder.compare import assert_close

@check("double", kind="example", points=1)
def test_double_of_two(submission):
    """Two."""
    assert_close(submission.double(2.0), 4.0)

@check("double", kind="example", points=1)
def test_double_of_three(submission):
    """Three."""
    assert_close(submission.double(3.0), 6.0)
'''


def test_a_check_that_was_passed_by_state_is_taken_back(tmp_path):
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "test_tiny.py").write_text(CHECKS)
    source = "answers = [4.0, 6.0]\ndef double(x): return answers.pop(0)\n"
    (tmp_path / "tiny.py").write_text(source)
    reports = []
    run(Plan(Assignment(tmp_path)), [FromPath("tiny", tmp_path / "tiny.py")], reports.append)
    (report,) = reports
    assert report.score < report.max_score
    wrong = [check for check in report.checks() if check.outcome == "failed"]
    assert wrong
    assert all(check.category == "unstable" for check in wrong)
    assert "depends on earlier calls" in wrong[0].message
    assert len(wrong[0].counterexample.returned) == 2
