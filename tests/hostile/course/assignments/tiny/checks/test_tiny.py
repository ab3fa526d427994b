"""What the four small exercises must satisfy."""

import numpy as np
from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays, numbers
from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=5, database=None, deadline=None)


@check("double", kind="example", points=1)
def test_double_of_the_worked_example(submission):
    """Doubles the worked example."""
    assert_close(submission.double(np.array([1.5, -2.0])), np.array([3.0, -4.0]))


@check("double", kind="agreement", points=2)
@few
@given(x=arrays(3))
def test_double_agrees(submission, reference, x):
    """Agrees with the reference."""
    assert_close(submission.double(x), reference.double(x))


@check("double", kind="agreement", points=1)
@few
@given(x=arrays(2))
def test_double_twice(submission, reference, x):
    """Agrees with the reference when it is applied to its own result."""
    desired = reference.double(reference.double(x))
    assert_close(submission.double(submission.double(x)), desired)


@check("double", kind="property", points=1)
@few
@given(x=arrays(2), y=arrays(2))
def test_double_adds_up(submission, x, y):
    """The double of a sum is the sum of the doubles."""
    assert_close(submission.double(x + y), submission.double(x) + submission.double(y))


@check("total", kind="agreement", points=2)
@few
@given(xs=st.lists(numbers(-3.0, 3.0), min_size=2, max_size=4))
def test_total_agrees(submission, reference, xs):
    """Agrees with the reference."""
    assert_close(submission.total(xs), reference.total(xs))


@check("total", kind="example", points=1)
def test_total_of_the_worked_example(submission):
    """Adds the worked example."""
    assert_close(submission.total([1.0, 2.0, 4.0]), 7.0)


@check("numerical_slope", kind="example", points=1)
def test_slope_of_a_square(submission):
    """The square has slope 6 at 3."""
    assert_close(submission.numerical_slope(lambda t: t * t, 3.0), 6.0, rtol=1e-4)


@check("numerical_slope", kind="agreement", points=2)
@few
@given(a=numbers(0.5, 2.0), x=numbers(-2.0, 2.0))
def test_slope_of_a_cubic(submission, reference, a, x):
    """Agrees with the reference on a cubic."""

    def cubic(t):
        return a * t * t * t

    assert_close(
        submission.numerical_slope(cubic, x),
        reference.numerical_slope(cubic, x),
        rtol=1e-4,
        atol=1e-4,
    )


@check("doubles", kind="planted", points=1)
def test_doubles_sees_a_wrong_version(submission, reference, planted):
    """Notices a version that does not double."""
    answer = submission.doubles(planted.double__counts_up)
    assert answer is False, "a wrong version should not pass"
