"""What a report shows can be pasted back."""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import wire
from autograder.literals import MAX_TEXT, call_text, literal

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=20,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

DTYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u4", "u8", "f2", "f4", "f8", "c8", "c16", "U3"]
LAYOUTS = {
    "C": lambda x: np.array(x, order="C"),
    "F": lambda x: np.array(x, order="F"),
    "strided": lambda x: np.repeat(x, 2, axis=-1)[..., ::2] if x.ndim else x.copy(),
}

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=5),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=3), st.integers()), inner, max_size=3),
    ),
    max_leaves=8,
)


def pasted(value):
    return eval(literal(value), {"np": np})


@EXAMPLES
@given(values)
def test_plain_values_come_back(value):
    back = pasted(value)
    assert type(back) is type(value)
    assert repr(back) == repr(value)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", DTYPES)
@EXAMPLES
@given(data=st.data())
def test_arrays_come_back_with_dtype_and_layout(dtype, layout, data):
    shape = data.draw(hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
    array = LAYOUTS[layout](data.draw(hnp.arrays(np.dtype(dtype), shape)))
    back = pasted(array)
    assert back.shape == array.shape
    assert back.dtype.kind == array.dtype.kind
    if array.dtype.kind != "U":
        assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)
    for flag in ("C_CONTIGUOUS", "F_CONTIGUOUS"):
        assert back.flags[flag] == array.flags[flag], flag


@pytest.mark.parametrize("dtype", DTYPES)
@EXAMPLES
@given(data=st.data())
def test_numpy_scalars_come_back_as_such(dtype, data):
    scalar = data.draw(hnp.arrays(np.dtype(dtype), ()))[()]
    back = pasted(scalar)
    assert type(back) is type(scalar)
    np.testing.assert_array_equal(back, scalar)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([1.0, np.nan, -np.inf]), "np.array([1.0, np.nan, -np.inf])"),
        (np.array([1, 2], np.int32), "np.array([1, 2], dtype=np.int32)"),
        (np.float32(0.5), "np.float32(0.5)"),
        (np.array(1.0), "np.array(1.0)"),
        (np.zeros((0, 3)), "np.zeros((0, 3))"),
        (np.ones((2, 2), order="F"), "np.asfortranarray(np.array([[1.0, 1.0], [1.0, 1.0]]))"),
        (np.zeros(121), "<array of shape (121,), too large to print>"),
        ((1,), "(1,)"),
        ({"a": [1, None]}, "{'a': [1, None]}"),
        (len, "len"),
    ],
    ids=str,
)
def test_texts(value, text):
    assert literal(value) == text


def test_the_limit_can_be_changed():
    assert literal([np.zeros(3)], max_elements=2) == "[<array of shape (3,), too large to print>]"
    assert literal({"a": np.zeros(3)}, max_elements=3) == "{'a': np.array([0.0, 0.0, 0.0])}"


def test_the_text_of_a_call():
    array = np.array([1.0])
    assert call_text("f", (array, 2), {"k": "v"}) == "f(np.array([1.0]), 2, k='v')"
    array.flags.writeable = False
    assert call_text("f", (array,), {}) == "f(np.array([1.0]))  # with read-only arrays"


LONG = [
    [0] * 10**6,
    (0.1,) * 10**6,
    dict.fromkeys(range(10**6)),
    "x" * 10**7,
    "\U000e0001" * 900,
    10**10_000,
    -(10**10_000),
    np.str_("y" * 10**6),
    np.array(["z" * 10_000] * 100),
    np.zeros(100, complex) + 0.1 + 0.1j,
    ["x" * 900] * 100,
    [[["x" * 900] * 100] * 100] * 100,
    [[[[[[[[["x" * 30] * 100] * 100] * 100] * 100] * 100] * 100] * 100] * 100] * 100,
    [np.zeros(100)] * 100,
    {"k" * 5000: "v" * 5000},
    {("a" * 999,) * 9: 1},
    wire.Opaque("a " * 50),
]


@pytest.mark.parametrize("value", LONG, ids=lambda value: type(value).__name__)
def test_what_is_long_is_abbreviated_at_once(value):
    for held in (value, [value, 1.0], {"a": (value, value)}):
        begun = time.process_time()
        assert len(literal(held)) <= MAX_TEXT
        assert time.process_time() - begun < 0.5


def test_a_deep_value_is_abbreviated():
    value = []
    for _ in range(100_000):
        value = [value]
    assert literal(value).strip("[]") == "<list of 1 entries, too large to print>"


def test_what_is_beside_something_long_is_shown():
    assert literal((1.5, [0] * 500, "a" * 2000)) == (
        "(1.5, <list of 500 entries, too large to print>, "
        f"<str of 2000 characters, too large to print, that begins {'a' * 40!r}>)"
    )
    assert literal([np.zeros(100), 10**400]) == (
        f"[np.array([{', '.join(['0.0'] * 100)}]), <int of 1329 bits, too large to print>]"
    )
