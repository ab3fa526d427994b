"""Each assertion complains of the first thing that is wrong, in exact words."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import compare as c
from autograder import wire
from autograder.strategies import arrays

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=30,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def complaint(function, *args, **kwargs):
    """Return what the assertion says; None when it passes."""
    try:
        function(*args, **kwargs)
    except c.Mismatch as error:
        return str(error)
    return None


TARGET = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


def changed(index, value):
    array = TARGET.copy()
    array[index] = value
    return array


@pytest.mark.parametrize(
    ("actual", "text"),
    [
        (None, "the result is None, but should be an array"),
        ("no", "the result is a str, but should be an array"),
        (TARGET.tolist(), "the result is a list, but should be an array"),
        (3, "the result is an int, but should be an array"),
        (np.float64(3), "the result is a float64, but should be an array"),
        (wire.Opaque("a generator"), "the result is a generator, but should be an array"),
        (np.zeros((2, 3), int), "the result has shape (2, 3), but should have shape (3, 2)"),
        (np.full((1, 2), np.nan), "the result has shape (1, 2), but should have shape (3, 2)"),
        (
            TARGET.astype(int),
            "the result has dtype int64, but should have a dtype of kind float",
        ),
        (TARGET > 0, "the result has dtype bool, but should have a dtype of kind float"),
        (changed((1, 0), np.nan), "the result is nan at index [1, 0], but should be finite"),
        (changed((2, 1), -np.inf), "the result is -inf at index [2, 1], but should be finite"),
        (
            changed((1, 1), 5.0),
            "the result is 5.0 at index [1, 1], but should be 4.0 (1 of 6 values differ, "
            "largest absolute difference 1, largest relative difference 0.25)",
        ),
    ],
)
def test_the_ladder_of_assert_close(actual, text):
    assert complaint(c.assert_close, actual, TARGET) == text


def test_the_ladder_complains_of_the_first_rung_only():
    wrong = np.full((2, 3), np.nan, dtype=complex)
    assert complaint(c.assert_close, wrong, TARGET).startswith("the result has shape")
    wrong = np.full((3, 2), np.nan, dtype=complex)
    assert complaint(c.assert_close, wrong, TARGET).startswith("the result has dtype")


@pytest.mark.parametrize(
    ("actual", "desired"),
    [
        (1.0, np.float64(1.0)),
        (np.array(1.0), 1.0),
        (np.float32(1.0), 1.0),
        (1, 1.0),
        ([TARGET, 2.0], (TARGET, 2.0)),
        ((TARGET,), [TARGET + 1e-10]),
        ({"a": TARGET, "b": None}, {"b": None, "a": TARGET}),
        (np.array([np.inf, np.nan]), np.array([np.inf, np.nan])),
        (TARGET.astype(np.float32), TARGET),
        ("text", "text"),
        (np.zeros((0, 2)), np.zeros((0, 2))),
    ],
)
def test_what_is_close_passes(actual, desired):
    assert complaint(c.assert_close, actual, desired) is None


@pytest.mark.parametrize(
    ("actual", "desired", "text"),
    [
        (None, 1.0, "the result is None, but should be a number"),
        (np.ones(1), 1.0, "the result has shape (1,), but should have shape ()"),
        (True, 1.0, "the result has dtype bool, but should have a dtype of kind float"),
        (
            2.0,
            1.0,
            "the result is 2.0, but should be 1.0 "
            "(largest absolute difference 1, largest relative difference 1)",
        ),
        (1.0, 0.0, "the result is 1.0, but should be 0.0 (largest absolute difference 1)"),
        (
            np.array([True, False]),
            np.array([True, True]),
            "the result is False at index [1], but should be True (1 of 2 values differ)",
        ),
        ((1.0,), (1.0, 2.0), "the result has 1 entries, but should have 2"),
        (1.0, (1.0, 2.0), "the result is a float, but should be a list or tuple of 2"),
        ((1.0, None), (1.0, 2.0), "the result[1] is None, but should be a number"),
        ({"a": None}, {"a": 1.0}, "the result['a'] is None, but should be a number"),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}, "the result lacks 'b'"),
        (1.0, None, "the result is a float, but should be None"),
    ],
)
def test_assert_close_looks_into_numbers_sequences_and_dicts(actual, desired, text):
    assert complaint(c.assert_close, actual, desired) == text


def test_a_message_for_values_that_are_not_finite():
    text = complaint(c.assert_close, np.array([1.0, 1.0]), np.array([np.inf, 1.0]))
    assert text.startswith("the result is 1.0 at index [0], but should be inf")
    text = complaint(c.assert_close, np.array([1.0]), np.array([np.nan]))
    assert text.startswith("the result is 1.0 at index [0], but should be nan")


@EXAMPLES
@given(arrays((2, 3)), st.tuples(st.integers(0, 1), st.integers(0, 2)))
def test_one_wrong_entry_is_found_wherever_it_is(x, index):
    wrong = x.copy()
    wrong[index] += 1.0
    assert complaint(c.assert_close, x.copy(), x) is None
    assert f"at index {list(index)}," in complaint(c.assert_close, wrong, x)


@pytest.mark.parametrize(
    ("actual", "desired", "text"),
    [
        (None, "a", "the result is None, but should be 'a'"),
        ("b", "a", "the result is 'b', but should be 'a'"),
        (None, 3, "the result is None, but should be a number"),
        (3.0, 3, "the result has dtype float64, but should have a dtype of kind int"),
        (4, 3, "the result is 4, but should be 3"),
        (np.array([1, 2]), np.array([1, 3]), "the result is 2 at index [1], but should be 3"),
        ([1, 2], [1], "the result has 2 entries, but should have 1"),
        (["a", "b"], ["a", "c"], "the result[1] is 'b', but should be 'c'"),
        ({"k": 1}, {"k": 2}, "the result['k'] is 1, but should be 2"),
    ],
)
def test_assert_equal(actual, desired, text):
    assert complaint(c.assert_equal, actual, desired) == text
    assert complaint(c.assert_equal, desired, desired) is None


def test_assert_shape():
    assert complaint(c.assert_shape, TARGET, (3, 2), dtype="float") is None
    assert complaint(c.assert_shape, 2.5, ()) is None
    assert complaint(c.assert_shape, 2, (), dtype="int") is None
    assert complaint(c.assert_shape, None, (3,)) == "the result is None, but should be an array"
    assert complaint(c.assert_shape, TARGET, (2, 3)) == (
        "the result has shape (3, 2), but should have shape (2, 3)"
    )
    assert complaint(c.assert_shape, TARGET, (3, 2), dtype="int", name="y") == (
        "y has dtype float64, but should have a dtype of kind int"
    )
    assert complaint(c.assert_shape, TARGET, (3, 2), dtype=np.float32) == (
        "the result has dtype float64, but should have dtype float32"
    )


def test_an_exact_dtype_may_be_given_in_every_form():
    for dtype in (np.float64, np.dtype("float64")):
        assert complaint(c.assert_shape, np.ones(2), (2,), dtype=dtype) is None
        assert complaint(c.assert_shape, np.ones(2, np.float32), (2,), dtype=dtype) == (
            "the result has dtype float32, but should have dtype float64"
        )


TEXTS = np.array(["a", "b"])


@pytest.mark.parametrize(
    ("assertion", "args"),
    [
        (c.assert_finite, (TEXTS,)),
        (c.assert_between, (TEXTS, 0, 1)),
        (c.assert_between, (np.str_("a"), 0, 1)),
        (c.assert_close, (TEXTS, np.ones(2))),
        (c.assert_equal, (TEXTS, np.ones(2, int))),
        (c.assert_gradient, (TEXTS, np.sum, np.ones(2))),
        (c.assert_gradient, (np.ones(2), lambda x: np.str_("a"), np.ones(2))),
        (c.assert_gradient, (np.ones(2), lambda x: 1j, np.ones(2))),
    ],
)
def test_values_that_are_no_numbers_are_a_mismatch_and_no_crash(assertion, args):
    assert complaint(assertion, *args) is not None


def test_assert_finite():
    assert complaint(c.assert_finite, {"a": [1.0, TARGET]}) is None
    assert complaint(c.assert_finite, {"a": [1.0, np.nan]}) == (
        "the result['a'][1] is nan, but should be finite"
    )
    assert complaint(c.assert_finite, None) == "the result is None, but should be an array"


def test_assert_between():
    assert complaint(c.assert_between, np.array([0.0, 1.0]), 0, 1) is None
    assert complaint(c.assert_between, np.array([0.5, 1.0]), 0, 1, strict=True) == (
        "the result is 1.0 at index [1], but should be strictly between 0 and 1"
    )
    assert complaint(c.assert_between, -2.0, 0, 1) == (
        "the result is -2.0, but should be between 0 and 1"
    )
    assert complaint(c.assert_between, np.nan, 0, 1) == "the result is nan, but should be finite"


def test_unpack():
    assert c.unpack([1, 2], "loss", "gradient") == (1, 2)
    assert complaint(c.unpack, None, "a", "b") == (
        "the result is None, but should be the tuple (a, b)"
    )
    assert complaint(c.unpack, TARGET, "a", "b") == (
        "the result is an array, but should be the tuple (a, b)"
    )
    assert complaint(c.unpack, (1, 2, 3), "a", "b") == (
        "the result has 3 parts, but should be (a, b), which has 2"
    )


def test_fields():
    assert c.fields({"b": 2, "a": 1}, "a", "b") == [1, 2]
    assert complaint(c.fields, [1], "a") == "the result is a list, but should be a dict with 'a'"
    assert complaint(c.fields, {"a": 1}, "a", "b", "c") == "the result lacks 'b', 'c'"
    assert complaint(c.fields, {"a": 1, "z": 1}, "a") == (
        "the result has 'z', which should not be there"
    )


class Remote(Exception):
    """What a submission raised, as it arrives: data."""

    def __init__(self, *types, text=""):
        super().__init__(text)
        self.types = types
        self.text = text


def raising(error):
    def function(*args, **kwargs):
        raise error

    return function


def test_assert_raises_takes_the_error_and_its_subclasses():
    assert complaint(c.assert_raises, ValueError, int, "x") is None
    assert complaint(c.assert_raises, Exception, int, "x") is None
    remote = Remote("Mine", "ValueError", "Exception", text="n must be odd")
    assert complaint(c.assert_raises, ValueError, raising(remote), mentions=["n", "odd"]) is None


def test_assert_raises_says_what_happened_instead():
    assert complaint(c.assert_raises, ValueError, int, "3") == (
        "this call returns an int, but should raise ValueError"
    )
    remote = Remote("KeyError", "LookupError", "Exception", text="k")
    assert complaint(c.assert_raises, ValueError, raising(remote)) == (
        "this call raises KeyError, but should raise ValueError"
    )
    assert complaint(c.assert_raises, KeyError, raising(remote), mentions=["n"]) == (
        "the text of the KeyError should contain 'n', but is 'k'"
    )


def test_an_error_that_is_not_of_the_submission_goes_on():
    with pytest.raises(ZeroDivisionError):
        c.assert_raises(ValueError, raising(ZeroDivisionError()))


def surface(changed=(), shares=False, warnings=()):
    return SimpleNamespace(last=SimpleNamespace(changed=changed, shares=shares, warnings=warnings))


def test_the_contract_assertions():
    for assertion in (c.assert_unchanged, c.assert_fresh, c.assert_no_warnings):
        assert complaint(assertion, surface()) is None
    assert complaint(c.assert_unchanged, surface(changed=(0, "out"))) == (
        "the call changes what it was given (argument 1, out); work on a copy instead"
    )
    assert complaint(c.assert_fresh, surface(shares=True)) == (
        "the result shares memory with an argument; return a new array instead"
    )
    assert complaint(c.assert_no_warnings, surface(warnings=("RuntimeWarning: x", "y"))) == (
        "the call warns: RuntimeWarning: x"
    )


def f(x):
    return float(np.sum(x**3) + np.prod(x))


def gradient(x):
    others = [np.prod(np.delete(x.ravel(), i)) for i in range(x.size)]
    return 3 * x**2 + np.reshape(others, x.shape)


away_from_zero = arrays((2, 2), 0.5, 2.0)


@EXAMPLES
@given(away_from_zero)
def test_the_gradient_is_taken_for_one(x):
    kept = x.copy()
    c.assert_gradient(gradient(x), f, x)
    np.testing.assert_array_equal(x, kept)


@EXAMPLES
@given(away_from_zero, st.sampled_from([(0, 0), (0, 1), (1, 0), (1, 1)]))
def test_a_wrong_gradient_is_rejected(x, index):
    g = gradient(x)
    one_wrong = g.copy()
    one_wrong[index] *= 1.001
    for wrong in (2 * g, -g, 0 * g, one_wrong):
        assert complaint(c.assert_gradient, wrong, f, x) is not None
    assert f"at index {list(index)}," in complaint(c.assert_gradient, one_wrong, f, x)


def test_the_message_of_a_wrong_gradient():
    x = np.array([1.0, 2.0])
    text = complaint(c.assert_gradient, 4 * x, lambda x: np.sum(x**2), x)
    assert text == (
        "the gradient is 4 at index [0], but the difference quotient is 2 (2 times as much)"
    )
    assert complaint(c.assert_gradient, None, f, x) == (
        "the gradient is None, but should be an array"
    )
    assert complaint(c.assert_gradient, x[:1], f, x) == (
        "the gradient has shape (1,), but should have shape (2,)"
    )
    assert complaint(c.assert_gradient, x, lambda x: None, x) == (
        "the value to be differentiated is None, but should be a number"
    )
    assert complaint(c.assert_gradient, x, lambda x: np.nan, x) == (
        "the difference quotient of the value is nan at index [0], but should be finite"
    )


def test_the_gradient_of_a_number():
    assert complaint(c.assert_gradient, 6.0, lambda x: x**2, 3.0) is None
    assert complaint(c.assert_gradient, -6.0, lambda x: x**2, 3.0) == (
        "the gradient is -6, but the difference quotient is 6 (-1 times as much)"
    )


@EXAMPLES
@given(arrays((2, 3)))
def test_central_differences_of_a_linear_function_are_its_factors(weights):
    numeric = c.numerical_gradient(lambda x: np.sum(weights * x), np.ones((2, 3)))
    np.testing.assert_allclose(numeric, weights, atol=1e-8)


def test_a_mismatch_is_one_sentence():
    text = complaint(c.assert_close, TARGET + 1, TARGET)
    assert re.fullmatch(r"[^\n]+", text)
    assert issubclass(c.Mismatch, AssertionError)


@pytest.mark.parametrize(
    "check",
    [
        lambda: c.assert_equal("x" * 10**6, "a"),
        lambda: c.assert_equal(np.array(["x" * 10**5]), np.array(["a"])),
        lambda: c.assert_finite({("k" * 10**6,): None}),
        lambda: c.assert_finite({"k" * 900: {"k" * 900: {"l" * 900: np.nan}}}),
        lambda: c.fields(dict.fromkeys(range(10**5), 1), "a"),
        lambda: c.fields(dict.fromkeys(["k" * 10**6, "a"], 1), "a"),
    ],
)
def test_a_complaint_is_short_however_long_the_value(check):
    with pytest.raises(c.Mismatch) as caught:
        check()
    assert len(str(caught.value)) <= 2500


def test_only_some_of_many_keys_are_listed():
    text = complaint(c.fields, dict.fromkeys(range(100), 1))
    assert text.endswith("7, 8, 9 and 90 more, which should not be there")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("(h, c)", "c is 2.0"),
        ("row 1 of (h, c)", "row 1 of c is 2.0"),
        ("(dxs[0], grads) for a batch", "grads for a batch is 2.0"),
        ("(f, i, o, g)", "(f, i, o, g)[1] is 2.0"),
        ("f((1, 2))", "f((1, 2))[1] is 2.0"),
    ],
)
def test_a_part_goes_by_its_own_name_where_the_whole_names_its_parts(name, said):
    with pytest.raises(c.Mismatch, match=re.escape(said)):
        c.assert_close((1.0, 2.0), (1.0, 3.0), name=name)
    with pytest.raises(c.Mismatch, match=re.escape(said.replace("2.0", "2"))):
        c.assert_equal((1, 2), (1, 3), name=name)
