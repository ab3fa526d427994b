"""What is kept of a comparison to draw it: small arrays of numbers, as JSON data."""

import json
import re

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from test_pages import report

from autograder.compare import Mismatch, assert_close, assert_equal, assert_gradient, assert_shape
from autograder.picture import picture
from autograder.render.svg import drawing
from autograder.report import SCHEMA_FILE

EXAMPLES = settings(
    max_examples=50,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
SCHEMA = json.loads(SCHEMA_FILE.read_text())
shapes = st.lists(st.integers(0, 13), max_size=3).map(tuple)
pairs = shapes.flatmap(lambda shape: st.tuples(*[arrays(np.float64, shape)] * 2))


@EXAMPLES
@given(pairs, st.booleans())
def test_whatever_is_kept_is_small_valid_and_can_be_drawn(pair, sequence):
    actual, desired = pair
    kept = picture(actual, desired, sequence=sequence)
    small = actual.ndim <= 2 and actual.size > 0 and max(actual.shape, default=1) <= 12
    assert (kept is not None) == small
    if kept is None:
        return
    made = report()
    made.checks()[0].counterexample.picture = kept
    jsonschema.validate(json.loads(json.dumps(made.to_dict(), allow_nan=False)), SCHEMA)
    assert len(kept["actual"]) == len(kept["desired"])
    drawn = drawing(kept) or ""
    placed = re.findall(r'(?:points|x|y|cx|cy|opacity|width|height)="([^"]*)"', drawn)
    assert not [value for value in placed if "nan" in value or "inf" in value]


@pytest.mark.parametrize("value", [0.0, 5e-324, 1.7e308, -1.7e308])
def test_a_constant_curve_can_be_drawn(value):
    array = np.full((4, 1), value)
    assert "<polyline" in drawing(picture(array, array, sequence=True))


@pytest.mark.parametrize("dtype", ["complex128", "U3", "object"])
def test_only_real_numbers_are_kept(dtype):
    array = np.array([1, 2, 3]).astype(dtype)
    assert picture(array, array) is None


def test_vectors_over_steps_are_curves_and_others_are_maps():
    steps = np.arange(8.0).reshape(4, 2)
    assert picture(steps, steps, sequence=True)["kind"] == "trajectory"
    assert picture(steps, steps)["kind"] == "heatmap"
    assert picture(steps[0], steps[0])["actual"] == [[0.0, 1.0]]
    assert picture(steps[:, 0], steps[:, 0], sequence=True)["actual"] == [
        [0.0],
        [2.0],
        [4.0],
        [6.0],
    ]


COMPARISONS = {
    "close": lambda: assert_close(np.zeros(3), np.ones(3)),
    "nested": lambda: assert_close({"a": (1.0, np.zeros(3))}, {"a": (1.0, np.ones(3))}),
    "equal": lambda: assert_equal(np.zeros(3, int), np.ones(3, int)),
    "gradient": lambda: assert_gradient(np.zeros(3), np.sum, np.ones(3)),
}


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_comparison_tells_which_arrays_differ(name):
    with pytest.raises(Mismatch) as raised:
        COMPARISONS[name]()
    actual, desired = raised.value.compared
    assert np.array_equal(actual, np.zeros(3))
    assert np.allclose(desired, np.ones(3))
    assert not raised.value.sequence


def test_a_comparison_of_steps_says_so_and_one_of_shapes_has_nothing_to_draw():
    with pytest.raises(Mismatch) as raised:
        assert_close([np.zeros((3, 1))], [np.ones((3, 1))], sequence=True)
    assert raised.value.sequence
    with pytest.raises(Mismatch) as raised:
        assert_shape(np.zeros(3), (2,))
    assert raised.value.compared is None
