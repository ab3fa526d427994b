"""The strategies of the course hide nothing: no fill, unequal sizes, a gap around zero."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from autograder import strategies as s

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=40,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

DRAW_ONLY = settings(EXAMPLES, max_examples=60, phases=[Phase.generate])


def drawn(strategy):
    """Return sixty examples, the same in every run."""
    examples = []

    @DRAW_ONLY
    @given(strategy)
    def collect(value):
        examples.append(value)

    collect()
    return examples


def test_no_value_fills_an_array():
    examples = drawn(s.arrays((4, 5)))
    distinct = [np.unique(x).size for x in examples]
    assert np.median(distinct) >= 10
    assert max(distinct) >= 18


def test_no_value_fills_an_array_of_whole_numbers():
    distinct = [np.unique(x).size for x in drawn(s.integer_arrays((4, 5), -1000, 1000))]
    assert np.median(distinct) >= 10


@EXAMPLES
@given(s.arrays((2, 3), -2.0, 4.0))
def test_arrays_are_bounded_and_plain(x):
    assert x.shape == (2, 3)
    assert x.dtype == np.float64
    assert ((x >= -2) & (x <= 4)).all()
    tiny = np.finfo(x.dtype).tiny
    assert ((x == 0) | (abs(x) >= tiny)).all()


@EXAMPLES
@given(s.arrays(s.unequal_sizes(2), dtype=np.float32, gap=0.5))
def test_a_gap_keeps_elements_from_zero_in_every_dtype(x):
    assert x.dtype == np.float32
    assert (abs(x) >= 0.5).all()
    assert (abs(x) <= 3.0).all()


@EXAMPLES
@given(s.numbers(-1.0, 4.0, gap=2.0), s.numbers(-4.0, 1.0, gap=2.0))
def test_a_gap_may_leave_one_side(high, low):
    assert 2.0 <= high <= 4.0
    assert -4.0 <= low <= -2.0


def test_a_gap_leaves_both_signs():
    signs = {np.sign(x) for x in drawn(s.numbers(gap=0.5))}
    assert signs == {-1.0, 1.0}


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: s.numbers(-1.0, 1.0, gap=2.0), "no number in"),
        (lambda: s.numbers(width=8), "is not 16, 32 or 64"),
        (lambda: s.unequal_sizes(3, 1, 2), "fewer than 3 different sizes"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_once(make, text):
    with pytest.raises(ValueError, match=text):
        make()


@EXAMPLES
@given(s.unequal_sizes(3, 2, 5))
def test_sizes_are_unequal_and_in_range(shape):
    assert len(set(shape)) == 3
    assert all(2 <= n <= 5 for n in shape)


def test_all_orders_of_sizes_appear():
    assert set(drawn(s.unequal_sizes(2, 1, 2))) == {(1, 2), (2, 1)}


@EXAMPLES
@given(s.sizes(), s.integer_arrays((3,), 2, 7))
def test_sizes_and_whole_numbers_are_in_range(n, x):
    assert 1 <= n <= 4
    assert x.dtype == np.int64
    assert ((x >= 2) & (x <= 7)).all()


def test_counterexamples_shrink_to_small_whole_numbers():
    x = find(s.arrays((2, 2)), lambda x: x[0, 1] > 0.5, settings=EXAMPLES)
    assert x.tolist() == [[0.0, 1.0], [0.0, 0.0]]


@EXAMPLES
@given(s.arrays(st.sampled_from([(3,), (2, 3)])))
def test_memory_layouts_hold_the_same_values(x):
    layouts = dict(s.memory_layouts(x))
    assert list(layouts) == ["C-ordered", "Fortran-ordered", "strided", "read-only"]
    for layout in layouts.values():
        np.testing.assert_array_equal(layout, x)
        assert not np.shares_memory(layout, x)
    assert not layouts["read-only"].flags.writeable
    assert not layouts["strided"].flags.forc
    assert layouts["Fortran-ordered"].flags.f_contiguous
    assert layouts["C-ordered"].flags.writeable
