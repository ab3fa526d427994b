"""What crosses between grader and worker comes out as it went in, and garbage is refused."""

import collections
import io
import json
import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import wire

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=40,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

DTYPES = ["?", "b", "<i2", ">i4", "<i8", "u1", "<u2", "<u8", "<f2", ">f4", "<f8", "g", "<c8"]
DTYPES += [">c16", "G", "<U3", ">U2"]
LAYOUTS = {
    "C": lambda x: np.array(x, order="C"),
    "F": lambda x: np.array(x, order="F"),
    "strided": lambda x: np.repeat(x, 2, axis=-1)[..., ::2] if x.ndim else x.copy(),
    "backwards": lambda x: x.copy()[..., ::-1] if x.ndim else x.copy(),
}

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**200), 2**200),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.sampled_from([np.float64, np.float32, np.int64, np.int8, np.bool_]).map(lambda t: t(1)),
    st.floats(width=32).map(np.float32),
    st.floats().map(np.float64),
    st.text(alphabet="xyz").map(np.str_),
)
elements = st.one_of(scalars, hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, min_side=0)))
keys = st.one_of(st.text(), st.integers(), st.tuples(st.integers(), st.text()))
values = st.recursive(
    elements,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)


def assert_same(a, b):
    """Compare exactly: types, order of keys, bits of numbers, layout of arrays."""
    assert type(a) is type(b)
    if isinstance(a, (list, tuple)):
        assert len(a) == len(b)
        for left, right in zip(a, b, strict=True):
            assert_same(left, right)
    elif isinstance(a, dict):
        assert_same(list(a.items()), list(b.items()))
    elif isinstance(a, (np.ndarray, np.generic)):
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        assert a.tobytes() == b.tobytes()
    elif isinstance(a, float):
        assert a.hex() == b.hex()
    elif isinstance(a, complex):
        assert (a.real.hex(), a.imag.hex()) == (b.real.hex(), b.imag.hex())
    else:
        assert a == b


def crossed(value):
    return wire.loads(wire.dumps(value))


def framed(header, body=b""):
    return len(header.encode()).to_bytes(4, "little") + header.encode() + body


def refused_or_read(data):
    """Decode bytes of which nothing is known; anything but a `WireError` goes on."""
    try:
        wire.loads(data)
    except wire.WireError:
        return "refused"
    return "read"


@EXAMPLES
@given(values)
def test_nested_values_cross_unchanged(value):
    assert_same(crossed(value), value)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", DTYPES)
@EXAMPLES
@given(data=st.data(), writeable=st.booleans())
def test_arrays_cross_with_dtype_layout_and_read_only_flag(dtype, layout, data, writeable):
    shape = data.draw(hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
    array = LAYOUTS[layout](data.draw(hnp.arrays(np.dtype(dtype), shape)))
    array.flags.writeable = writeable
    back = crossed(array)
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(back, array)
    for flag in ("C_CONTIGUOUS", "F_CONTIGUOUS", "WRITEABLE"):
        assert back.flags[flag] == array.flags[flag], flag


def test_numbers_scalars_and_arrays_without_axes_stay_apart():
    given = [1.0, np.float64(1.0), np.array(1.0), 1, np.int64(1), np.array(1), True, np.True_]
    back = crossed(given)
    assert [type(x) for x in back] == [type(x) for x in given]
    assert_same(back, given)


def test_nan_infinities_and_the_sign_of_zero_cross():
    nan, high, low, zero = crossed([math.nan, math.inf, -math.inf, -0.0])
    assert math.isnan(nan)
    assert (high, low) == (math.inf, -math.inf)
    assert math.copysign(1.0, zero) == -1.0
    assert np.isnan(crossed(np.float32("nan")))
    np.testing.assert_array_equal(crossed(np.array([np.nan, -np.inf])), [np.nan, -np.inf])


def test_what_comes_back_owns_its_memory():
    data = bytearray(wire.dumps(np.arange(3.0)))
    back = wire.loads(bytes(data))
    back[0] = 7.0
    assert back.tolist() == [7.0, 1.0, 2.0]


class Odd:
    """A class of a submission, with code that must not run."""

    def __repr__(self):
        raise RuntimeError("ran")

    __str__ = __repr__


class Subclass(np.ndarray):
    """Not a plain array."""


@pytest.mark.parametrize(
    ("value", "described"),
    [
        ((n for n in "ab"), "a generator"),
        ({1, 2}, "a set"),
        (np.array([1, "a"], dtype=object), "an array of dtype object"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "an array of dtype datetime64[D]"),
        (np.arange(2).view(Subclass), "a Subclass"),
        (Odd(), "an Odd"),
        (len, "a builtin_function_or_method"),
        (np.datetime64("2020-01-01"), "a datetime64"),
        (1 << 5000, "an int of 5001 bits"),
        (b"abc", "a bytes"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_is_not_data_is_described(value, described):
    for back in (crossed(value), crossed([value])[0], crossed(crossed(value))):
        assert isinstance(back, wire.Opaque)
        assert back.described == described


def test_subclasses_of_containers_arrive_as_plain_ones():
    class Pair(NamedTuple):
        a: int
        b: list

    counts = collections.Counter("aab")
    assert_same(crossed([Pair(1, [2]), counts]), [(1, [2]), {"a": 2, "b": 1}])


def test_a_value_that_holds_itself_is_described():
    value = []
    value.append(value)
    back = crossed({"id": 1, "value": value})
    assert back["id"] == 1
    inner = back["value"]
    while isinstance(inner, list):
        (inner,) = inner
    assert inner.described == "a list nested too deeply"


def test_an_array_that_is_too_large_is_described(monkeypatch):
    monkeypatch.setattr("autograder.wire.encode.MAX_FRAME", 100)
    small, large = crossed([np.zeros(10), np.zeros(10)])
    assert isinstance(small, np.ndarray)
    assert large.described == "an array of shape (10,), which is too large"


@pytest.mark.parametrize(
    ("value", "described"),
    [
        ([0.1] * 200_000, "a list of 200000 entries"),
        (tuple(range(200_000)), "a tuple of 200000 entries"),
        (dict.fromkeys(range(100_000)), "a dict of 100000 entries"),
        ("x" * 5_000_000, "a str of 5000000 characters"),
        ("\0" * 1_000_000, "a str of 1000000 characters"),
        (np.zeros((70_000, 0)), "an array of shape (70000, 0), which is too large"),
        (np.zeros((1,) * 40), f"an array of shape {(1,) * 40}"[:80]),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 80 else "",
)
def test_what_is_too_large_is_described_and_what_is_beside_it_crosses(value, described):
    back = crossed({"id": 1, "value": value, "more": [value, 2.0]})
    assert (back["id"], back["more"][1]) == (1, 2.0)
    assert back["value"].described == described


BIG = [10**300, {"a": 1}, "ü\n" * 3, 1e-300, 1e-300j, np.float64(1), np.zeros((2,) * 9), (), len]


@pytest.mark.parametrize("unit", BIG, ids=lambda unit: type(unit).__name__)
def test_however_much_is_sent_the_header_is_small_enough(unit):
    for count in (10_000, 60_000, 131_000):
        data = wire.dumps({"value": [unit] * count}, lambda _: 10**9)
        assert int.from_bytes(data[:4], "little") <= wire.MAX_HEADER
        assert len(wire.loads(data)["value"]) == count


def test_a_container_that_lies_about_its_length_does_no_harm():
    class Liar(list):
        def __len__(self):
            return 1

    back = crossed([Liar("x" * 2_000_000)])
    assert back.described == "a list that is too large"


def test_a_description_is_one_short_visible_line():
    name = "\x1b[31m\u202eA\nB" + "x" * 200
    hostile = type(name, (), {})()
    for back in (crossed(hostile), wire.loads(framed(json.dumps({"o": name})))):
        assert len(back.described) <= 80
        assert back.described.isprintable()
        assert "31mAB" in back.described
    assert repr(wire.Handle(3)) == "<a function>"


def test_a_deep_value_crosses_up_to_a_limit():
    deep = []
    for _ in range(49):
        deep = [deep]
    assert_same(crossed(deep), deep)
    assert "nested too deeply" in repr(crossed([deep]))


def test_functions_cross_as_numbers():
    kept = wire.Callables()
    data = wire.dumps({"f": abs, "g": [max]}, kept.add)
    assert wire.loads(data, kept.get) == {"f": abs, "g": [max]}
    assert isinstance(wire.loads(data)["f"], wire.Handle)
    assert wire.loads(wire.dumps(wire.loads(data)), kept.get) == {"f": abs, "g": [max]}


@pytest.mark.parametrize("number", [2, -1, 2**70, True, 0.0, "0", None])
def test_a_function_that_was_not_given_is_refused(number):
    kept = wire.Callables()
    assert [kept.add(abs), kept.add(max)] == [0, 1]
    with pytest.raises(wire.WireError):
        kept.get(number)
    with pytest.raises(wire.WireError):
        wire.loads(framed(json.dumps({"h": number})), kept.get)


@EXAMPLES
@given(st.binary(max_size=60))
def test_garbage_raises_nothing_but_a_wire_error(data):
    assert refused_or_read(data)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from("tdasfcohx"), inner, max_size=2),
        st.tuples(st.sampled_from(["<f8", "|b1", "<U9", "|O", "<f8,<f8"]), inner, inner, inner).map(
            lambda parts: {"a": list(parts)}
        ),
        st.tuples(
            st.sampled_from(["<f8", "<U2", "|V8", "<f16", "<f12", "<c32"]),
            st.lists(st.integers(-2, 2**70), max_size=34),
            st.sampled_from(["C", "F", "S", "Z"]),
            st.booleans(),
        ).map(lambda parts: {"a": list(parts)}),
        st.sampled_from(["<f8", "<U2", "|S3", "<f12", "<f16", "|O", "<U0"]).map(lambda d: {"s": d}),
    ),
    max_leaves=8,
)


@EXAMPLES
@given(tree=json_values, body=st.binary(max_size=40))
def test_a_well_formed_header_of_nonsense_raises_nothing_but_a_wire_error(tree, body):
    assert refused_or_read(framed(json.dumps(tree), body))


@EXAMPLES
@given(value=values, data=st.data())
def test_a_frame_that_is_cut_or_changed_raises_nothing_but_a_wire_error(value, data):
    frame = bytearray(wire.dumps(value))
    with pytest.raises(wire.WireError):
        wire.loads(bytes(frame) + b"x")
    with pytest.raises(wire.WireError):
        wire.loads(bytes(frame[: data.draw(st.integers(0, len(frame) - 1))]))
    frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    assert refused_or_read(bytes(frame))


@pytest.mark.parametrize(
    "header",
    [
        '{"a":["|O",[1],"C",true]}',
        '{"a":["<f8",[1000000000000],"C",true]}',
        '{"a":["<f8",[-1],"C",true]}',
        '{"a":["<f8",[0],"Q",true]}',
        '{"a":["<f8",[1e400],"C",true]}',
        '{"a":["<f8",[0,99999999999999999999999],"C",true]}',
        '{"h":1e400}',
        '{"c":[1%s,0]}' % ("0" * 400),
        '{"s":"<M8[D]"}',
        '{"f":"zero"}',
        '{"d":[[[],1]]}',
        '{"d":[[1]]}',
        '{"t":5}',
        '{"t":[],"d":[]}',
        '{"t":[],"t":[]}',
        '{"a":["<f8",[0,4611686018427387904],"C",true]}',
        '{"a":["<f8",[1099511627776,0],"C",true]}',
        '{"a":["<f8",[65537,0],"S",true]}',
        '{"a":["<U0",[5],"C",true]}',
        '{"a":["<f8",[true],"C",true]}',
        '{"a":["<f8",[0.0],"C",true]}',
        '{"a":["<f8",[0],"C",1]}',
        '{"a":["<f8",[0],["C"],true]}',
        '{"a":["<f8",[0],"C",true,1]}',
        '{"a":["<f8",[%s0],"C",true]}' % ("0," * 32),
        '{"s":"<U0"}',
        '{"h":true}',
        '{"h":-1}',
        '{"h":1.0}',
        '{"h":"1"}',
        '{"o":5}',
        '{"o":{"t":[]}}',
        '{"f":["nan"]}',
        '{"f":"1.0"}',
        '{"c":[1,2]}',
        '{"c":["1","2"]}',
        '{"d":[[{"d":[]},1]]}',
        '{"d":[[{"a":["<f8",[0],"C",true]},1]]}',
        '{"d":[%s]}' % ("[2305843009213693951,0]," * 20 + "[0,1]"),
        '{"d":[' + ",".join(f"[{k * (2**61 - 1)},0]" for k in range(20_000)) + "]}",
        "[1e400]",
        "-1e400",
        "Infinity",
        "[" * 51 + "]" * 51,
        "[%s0]" % ("0," * 131_072),
        '"%s"' % ("x" * 4 * 2**20),
        "1" * 400,
        "{}",
        "NaN",
        "[" * 100_000,
        "9" * 5000,
    ],
    ids=lambda header: header[:20],
)
def test_a_hostile_header_is_refused(header):
    with pytest.raises(wire.WireError):
        wire.loads(framed(header))


def test_text_that_is_no_text_is_refused():
    data = bytearray(wire.dumps(np.array(["ab"])))
    data[-4:] = b"\xff\xff\xff\x7f"
    with pytest.raises(wire.WireError, match="no character"):
        wire.loads(bytes(data))


def test_frames_follow_each_other_on_a_stream():
    stream = io.BytesIO()
    wire.send(stream, b"one")
    wire.send(stream, b"")
    stream.seek(0)
    assert [wire.receive(stream), wire.receive(stream)] == [b"one", b""]
    with pytest.raises(EOFError):
        wire.receive(stream)


def test_an_absurd_length_is_refused_before_anything_is_read():
    with pytest.raises(wire.WireError, match="too large"):
        wire.receive(io.BytesIO(b"\xff\xff\xff\xff"))


def test_shared_memory_is_found_however_nested():
    array = np.arange(6.0)
    assert wire.share_memory({"a": [array[2:]]}, (1, array))
    assert not wire.share_memory([array.copy(), 3], [array])
    assert [a.size for a in wire.arrays_in([array, {"k": (array[:2],)}, "text"])] == [6, 2]


@pytest.mark.parametrize("dtype", [np.longdouble, np.clongdouble])
def test_what_lies_between_long_doubles_does_not_cross(dtype):
    noise = np.frombuffer(b"\xaa" * 4 * np.dtype(dtype).itemsize, np.uint8).copy()
    array = noise.view(dtype)
    array[...] = [1, 2, 3, 4]
    for value in (array, array[0]):
        sent = wire.dumps(value)
        assert wire.dumps(wire.loads(sent)) == sent
        assert b"\xaa" not in sent
        np.testing.assert_array_equal(wire.loads(sent), value)


ARRAY = np.arange(6.0).reshape(2, 3)
CHANGES = {
    "element": lambda x: x.__setitem__((0, 0), -0.0),
    "flag": lambda x: setattr(x.flags, "writeable", False),
    "shape": lambda x: setattr(x, "shape", (3, 2)),
    "dtype": lambda x: setattr(x, "dtype", np.int64),
    "nothing": lambda x: x.__setitem__((0, 0), 0.0),
}


@pytest.mark.parametrize("others", [(), (1.5,), ([1],)])  # a call of arrays and constants, or more
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_an_array_is_told(change, others):
    data = wire.dumps(("f", (np.zeros((2, 3)), *others), {}))
    value = wire.loads(data)
    assert wire.Frame(data).holds(value)
    CHANGES[change](value[1][0])
    assert wire.Frame(data).holds(value) == (change == "nothing")


@pytest.mark.parametrize("new", [[1.0], [True], [1, 2], [-0.0], [math.nan], [1], {}])
@pytest.mark.parametrize("old", [[1], [0.0], [math.nan], [np.float64(1)], {"a": [abs]}])
def test_a_change_of_a_container_is_told(old, new):
    data = wire.dumps({"k": old}, id)
    value = wire.loads(data, lambda number: abs)
    assert wire.Frame(data).holds(value)
    value["k"] = new
    assert wire.Frame(data).holds(value) == (wire.dumps({"k": new}, id) == data)


@pytest.mark.parametrize(
    "other",
    [
        ("g", (ARRAY, 1.5), {}),
        ("f", (ARRAY, 2.5), {}),
        ("f", (ARRAY, True), {}),
        ("f", (ARRAY, 1.5, 1.5), {}),
        ("f", (1.5, ARRAY), {}),
        ("f", [ARRAY, 1.5], {}),
        ("f", (ARRAY, 1.5), {"k": 1}),
        ("f", (ARRAY, 1.5), []),
        ["f", (ARRAY, 1.5), {}],
        ("f", (np.asfortranarray(ARRAY), 1.5), {}),
    ],
)
def test_another_call_is_told(other):
    data = wire.dumps(("f", (ARRAY, 1.5), {}))
    assert wire.Frame(data).holds(wire.loads(data))
    assert wire.Frame(data).holds(("f", (ARRAY.copy(), 1.5), {}))
    assert not wire.Frame(data).holds(other)


@EXAMPLES
@given(values)
def test_a_template_writes_what_it_stands_for(value):
    template = wire.Template(lambda x: {"value": x, "shares": False})
    assert template.dumps(value) == wire.dumps({"value": value, "shares": False})


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((2, 3), order="F"),
        np.zeros((2, 6))[:, ::2],
        np.zeros((2**20, 0, 2**20)),
        np.array([None]),
        np.ones(3, np.longdouble),
        np.array("text"),
        np.zeros(wire.MAX_FRAME + 1, np.uint8),
    ],
)
def test_a_template_writes_odd_arrays_too(value):
    template = wire.Template(lambda x: [x, 1])
    assert template.dumps(value) == wire.dumps([value, 1])


def test_batches_are_joined_and_split():
    parts = [wire.Batch.of(frames) for frames in ([b"a", b"bc"], [], [b""], [b"def"])]
    joined = wire.Batch.join(parts)
    assert list(joined) == [b"a", b"bc", b"", b"def"]
    assert [list(part) for part in joined.split([2, 0, 1, 1])] == [list(part) for part in parts]


@EXAMPLES
@given(values, values)
def test_what_is_told_to_be_the_same_is_encoded_alike(one, other):
    data = wire.dumps(one)
    assert wire.Frame(data).holds(wire.loads(data))
    assert wire.Frame(data).holds(other) == (wire.dumps(other) == data)
