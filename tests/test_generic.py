"""Mistakes that any function may have are recognised, and never where there is none."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import generic, wire
from autograder.compare import Mismatch, assert_close, assert_equal, assert_gradient
from autograder.functions import Call
from autograder.generic import recognise
from autograder.process import Answer, Place
from autograder.profile import Example

EXAMPLES = settings(
    max_examples=100,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
ROOMS = np.random.default_rng(5)


def example(actual, desired, *args, compare=assert_close, answer=None, **options):
    """Return what a check sees that compares these values, which came of a call with ``args``."""
    call = Call("f", wire.dumps(("f", args, {})), answer or Answer(actual))
    try:
        compare(actual, desired, **options)
    except Mismatch as raised:
        return Example((call.answer,), call, raised)
    raise AssertionError("these are equal")


def looks_like(*examples):
    found = recognise(examples)
    return found and found.looks_like


def matrices(n=3):
    shapes = [(2, 3), (3, 4), (4, 2), (3, 5), (5, 2)]
    return [ROOMS.normal(size=shape) for shape in shapes[:n]]


def of(change, n=3, **options):
    """Return what it looks like if every answer is changed like this."""
    return looks_like(*(example(change(m), m, m, **options) for m in matrices(n)))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda a: -a, "The right numbers with the opposite sign"),
        (lambda a: 2 * a, "Twice the right answer"),
        (lambda a: a / 2, "Half of the right answer"),
        (lambda a: a / np.log(2), "Logarithms to the base 2 in place of natural ones"),
        (lambda a: a / np.log(10), "Logarithms to the base 10 in place of natural ones"),
        (lambda a: a * np.log(2), "Natural logarithms in place of logarithms to the base 2"),
        (lambda a: a * np.log(10), "Natural logarithms in place of logarithms to the base 10"),
        (lambda a: a * len(a), "A sum where a mean is asked for"),
        (lambda a: a / len(a), "A mean where a sum is asked for"),
        (lambda a: a * a.shape[1], "A sum where a mean is asked for"),
        (lambda a: a.T, "The transpose of the right answer"),
        (lambda a: np.roll(a, 1, axis=0), "The right entries, one place too late"),
        (lambda a: np.roll(a, -1, axis=0), "The right entries, one place too early"),
        (lambda a: a[:-1], "One entry too few, at the end"),
        (lambda a: a[1:], "One entry too few, at the beginning"),
        (lambda a: np.concatenate([a, a[:1]]), "One entry too many, at the end"),
        (lambda a: np.concatenate([a[:1] + 1, a]), "One entry too many, at the beginning"),
    ],
)
def test_what_was_done_to_every_answer_is_recognised(change, name):
    assert of(change) == name


def test_numbers_in_float32_are_recognised_by_their_digits():
    name = "Numbers in float32, which has seven digits"
    assert of(lambda a: a.astype(np.float32).astype(float), rtol=1e-9, atol=0.0) == name
    assert of(lambda a: a * (1 + 1e-6), rtol=1e-9, atol=0.0) is None


def test_the_axis_over_which_a_softmax_is_normalised():
    powers = [np.exp(m) for m in matrices()]
    right = [p / p.sum(axis=1, keepdims=True) for p in powers]
    wrong = [p / p.sum(axis=0) for p in powers]
    assert looks_like(*map(example, wrong, right)) == "Normalising over the wrong axis"
    scaled = [3 * p for p in powers]
    assert looks_like(*map(example, scaled, right)) == "The right proportions, but not a sum of one"


@pytest.mark.parametrize("reduce", [np.sum, np.mean, np.max, np.min])
def test_the_axis_over_which_is_summed(reduce):
    seen = [example(reduce(m, axis=0), reduce(m, axis=1), m) for m in matrices()]
    assert looks_like(*seen) == "A sum, mean or maximum over the wrong axis"


def test_lists_are_compared_by_their_entries():
    pairs = [[(0, 1), (1, 0), (1, 2)], [(3, 4), (4, 3), (4, 5), (5, 4)]]
    seen = [example(list(p[:-1]), p, compare=assert_equal) for p in pairs]
    assert looks_like(*seen) == "One entry too few, at the end"


def test_whole_numbers_count_only_if_there_are_many():
    few = [example(np.array(n + 1), np.array(n)) for n in (3, 5)]
    assert looks_like(*few) is None
    many = [np.array([3, 1, 4, 1, 5]), np.array([2, 7, 1, 8])]
    assert looks_like(*(example(m + 1, m) for m in many)) == "Whole numbers that are one too large"
    assert looks_like(*(example(m - 1, m) for m in many)) == "Whole numbers that are one too small"


def test_the_other_of_two_classes_is_not_off_by_one():
    zeros = [np.zeros(6, int), np.zeros(7, int)]
    assert looks_like(*(example(z + 1, z) for z in zeros)) is None


def test_gradients_are_compared_as_loosely_as_the_check_does():
    points = [np.array([1.0, -2.0]), np.array([0.5, 3.0])]
    seen = [
        example(x, x, compare=lambda actual, _: assert_gradient(-2 * actual, square, actual))
        for x in points
    ]
    assert looks_like(*seen) == "The right numbers with the opposite sign"


def square(x):
    return float(np.sum(x * x))


def spoilt(value, x, *warnings, place=None):
    answer = Answer(np.array([value, 1.0]), warnings=warnings, warned_at=place)
    return example(answer.value, np.array([0.5, 1.0]) * x, x, answer=answer)


def test_an_overflow_is_told_with_its_line():
    place = Place("p.py", "line 1", 7, "return np.exp(z)")
    warning = "RuntimeWarning: overflow encountered in exp"
    seen = [spoilt(np.nan, 2.0), spoilt(np.inf, 3.0)]
    assert recognise(seen) is None  # it may come from anywhere
    seen = [spoilt(np.nan, 2.0, warning, place=place), spoilt(np.inf, 3.0, warning)]
    found = recognise(seen)
    assert found.looks_like == "A number too large for a float64"
    assert found.place == place
    large = [spoilt(np.nan, 1000.0), spoilt(np.nan, 2000.0)]
    assert looks_like(*large) == "A number too large for a float64"


@pytest.mark.parametrize(
    ("warning", "name"),
    [
        ("RuntimeWarning: divide by zero encountered in log", "The logarithm of zero"),
        ("RuntimeWarning: invalid value encountered in divide", "A division by zero"),
        ("RuntimeWarning: divide by zero encountered in scalar divide", "A division by zero"),
    ],
)
def test_what_numpy_warns_of_is_told(warning, name):
    assert looks_like(spoilt(np.nan, 2.0, warning), spoilt(-np.inf, 3.0, warning)) == name


# Nothing is claimed


def test_one_example_is_not_enough():
    assert of(lambda a: -a, n=1) is None
    same = matrices(1) * 3
    assert looks_like(*(example(-m, m) for m in same)) is None


def test_it_must_hold_on_every_failing_example():
    first, *others = matrices()
    seen = [example(first + 1, first), *(example(-m, m) for m in others)]
    assert looks_like(*seen) is None


@pytest.mark.parametrize(
    ("desired", "change"),
    [
        ([np.ones((3, 3)), 2 * np.ones((2, 2))], lambda a: np.roll(a, 1, axis=0) + 1e-3),
        ([np.array([[1.5, 2.5, 3.5]]), np.array([[4.5], [5.5]])], np.transpose),
        ([np.array([0.5]), np.array([1.5])], lambda a: np.append(a, 7.0)),
        ([np.zeros((2, 2)), np.zeros((3, 3))], lambda a: a + 1),
    ],
    ids=["all equal", "one row", "one entry", "zeros"],
)
def test_degenerate_arrays_tell_nothing(desired, change):
    assert looks_like(*(example(change(m), m, m) for m in desired)) is None


@st.composite
def _random_pairs(draw):
    """Draw answers that have nothing to do with the right ones, but often their shape."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    scale = draw(st.sampled_from([1.0, 1000.0, 1e-3]))
    whole = draw(st.booleans())

    def array(shape):
        return random.integers(0, 9, shape) if whole else scale * random.normal(size=shape)

    pairs = []
    for _ in range(draw(st.integers(2, 6))):
        shape = tuple(random.integers(1, 5, random.integers(0, 4)))
        other = shape if draw(st.booleans()) else shape[::-1]
        pairs.append((array(other), array(shape), array(shape)))
    return pairs


@EXAMPLES
@given(_random_pairs())
def test_random_answers_look_like_nothing(pairs):
    seen = []
    for actual, desired, argument in pairs:
        if actual.shape != desired.shape or not np.allclose(actual, desired):
            seen.append(example(actual, desired, argument))
    assert looks_like(*seen) is None


def test_no_sentence_is_made_from_values():
    for kind in generic.KINDS:
        assert kind.looks_like
        assert kind.hint.endswith((".", "?"))
    names = [kind.looks_like for kind in generic.KINDS]
    assert len(set(names)) == len(names) > 20


def test_what_was_not_compared_says_nothing():
    silent = Example((), None, ValueError("no"))
    assert recognise([silent, silent]) is None
    assert not generic.was_compared(SimpleNamespace(raised=None))
