"""What conversion must satisfy."""

import numpy as np
from hypothesis import given

from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays


@check("to_celsius", kind="example", points=1)
def test_to_celsius_of_freezing_and_boiling(submission):
    """Gives 0 where water freezes and 100 where it boils."""
    assert_close(submission.to_celsius(np.array([32.0, 212.0])), np.array([0.0, 100.0]))


@check("to_celsius", kind="agreement", points=2)
@given(degrees=arrays((3,)))
def test_to_celsius_agrees_with_the_reference(submission, reference, degrees):
    """Agrees with the reference."""
    assert_close(submission.to_celsius(degrees), reference.to_celsius(degrees))
