"""The data that crosses between grader and worker: numbers, text, arrays and nothing else.

A frame is a length, a JSON header, and the raw bytes of the arrays in the order in which the header
names them. Decoding never runs code and never allocates more than the frame holds. A frame holds
one value, and a value may be a list of many calls, so that calls can share a frame. This module
imports nothing of the project.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

import numpy as np

__all__ = [
    "MAX_FRAME",
    "Batch",
    "Handle",
    "Opaque",
    "WireError",
    "arrays_in",
    "dumps",
    "loads",
    "receive",
]
__all__ += ["send", "share_memory"]

#: Bytes that one frame may hold.
MAX_FRAME = 64 * 2**20

_MAX_INT_BITS = 1024  # larger whole numbers are described instead of sent
_LENGTH = struct.Struct("<I")
_DTYPES = re.compile(r"[<>|=](b1|[iu][1248]|f(2|4|8|12|16)|c(8|16|24|32)|U\d{1,5})")
_CODE_POINTS = 0x110000


class WireError(Exception):
    """Bytes that are not a frame of this format."""


class Opaque:
    """Stand-in for a value that is not data. ``described`` says what it was: "a generator"."""

    def __init__(self, described: str) -> None:
        self.described = described

    def __repr__(self) -> str:
        return f"<{self.described}>"


class Handle:
    """A function that stays on the sender's side; only its number crosses."""

    def __init__(self, number: int) -> None:
        self.number = number


def dumps(value: Any, register: Callable[[Any], int] | None = None) -> bytes:
    """Encode ``value``. ``register`` gives a number to each callable that it holds."""
    buffers: list[bytes] = []
    try:
        tree = _pack(value, buffers, register, [MAX_FRAME])
        header = _ENCODER.encode(tree).encode("ascii")
    except RecursionError:
        buffers = []
        header = json.dumps({"o": f"a {type(value).__name__} nested too deeply"}).encode("ascii")
    return b"".join([_LENGTH.pack(len(header)), header, *buffers])


def loads(data: bytes, bind: Callable[[int], Any] = Handle) -> Any:
    """Decode what `dumps` wrote; ``bind`` makes a callable of the number of a handle.

    Raises
    ------
    WireError
        If the bytes are anything else.
    """
    try:
        (size,) = _LENGTH.unpack_from(data)
        tree = (_parsed_again if size < _SHORT else _parsed)(data[4 : 4 + size])
        if len(data) < 4 + size:
            raise WireError("the header is cut off")
        body = _Body(data, 4 + size)
        value = _unpack(tree, body, bind)
    except WireError:
        raise
    except (
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        struct.error,
        RecursionError,
        MemoryError,
    ) as error:
        raise WireError(f"{type(error).__name__}: {error}") from error
    if body.left:
        raise WireError(f"{body.left} bytes too many")
    return value


class Batch:
    """Encoded values end to end, so that many of them cross as one."""

    def __init__(self, joined: bytes, sizes: list[int]) -> None:
        self.joined = joined
        self.sizes = sizes

    def __len__(self) -> int:
        return len(self.sizes)

    def __iter__(self) -> Iterator[bytes]:
        begin = 0
        for size in self.sizes:
            yield self.joined[begin : begin + size]
            begin += size

    @classmethod
    def of(cls, frames: Iterable[bytes]) -> Batch:
        frames = list(frames)
        return cls(b"".join(frames), [len(frame) for frame in frames])

    def packed(self) -> tuple[Any, list[int]]:
        """Return it as data that can be encoded."""
        return np.frombuffer(self.joined, np.uint8), self.sizes

    @classmethod
    def unpacked(cls, data: Any) -> Batch:
        """Return what `packed` made data of. Raise `WireError` if it did not."""
        joined, sizes = data
        if not isinstance(joined, np.ndarray) or joined.dtype != np.uint8 or joined.ndim != 1:
            raise WireError("a batch holds bytes")
        if not all(type(size) is int and size >= 0 for size in sizes):
            raise WireError("a batch holds sizes")
        if sum(sizes) != joined.size:
            raise WireError(f"a batch of {joined.size} bytes, in parts of {sum(sizes)}")
        return cls(joined.tobytes(), list(sizes))


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    if len(payload) > 2 * MAX_FRAME:
        raise WireError(f"a frame of {len(payload)} bytes is too large")
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one frame. Raise `EOFError` where the stream ends, `WireError` for an absurd length."""
    (size,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if size > 2 * MAX_FRAME:
        raise WireError(f"a frame of {size} bytes is too large")
    return _exactly(stream, size)


def arrays_in(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Yield the arrays that a value holds, however nested."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, (np.ndarray, list, tuple, dict)):
                yield from arrays_in(item)


def share_memory(results: Any, arguments: Any) -> bool:
    """Tell whether an array in ``results`` may share memory with one in ``arguments``."""
    pairs = itertools.product(arrays_in(results), arrays_in(arguments))
    return any(itertools.starmap(np.may_share_memory, pairs))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError("the stream ended")
    return data


def _refuse(name: str) -> Any:
    raise WireError(f"{name} is not written so")


# Made once: to make them costs as much as to use them on a small value.
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_refuse)


_SHORT = 4096  # bytes of a header that is worth keeping: many calls differ only in their arrays


def _parsed(header: bytes) -> Any:
    return _DECODER.decode(header.decode("ascii"))


_parsed_again = functools.lru_cache(maxsize=256)(_parsed)


def _pack(value: Any, buffers: list[bytes], register: Any, room: list[int]) -> Any:
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        small = value.bit_length() <= _MAX_INT_BITS
        return value if small else {"o": f"an int of {value.bit_length()} bits"}
    if kind is float:
        return value if math.isfinite(value) else {"f": repr(value)}
    if kind is np.ndarray:
        return _pack_array(value, buffers, room)
    if isinstance(value, list):
        return [_pack(item, buffers, register, room) for item in value]
    if isinstance(value, tuple):  # a named tuple too
        return {"t": [_pack(item, buffers, register, room) for item in value]}
    if isinstance(value, dict):
        return {
            "d": [
                [
                    key if type(key) is str else _pack(key, buffers, register, room),
                    _pack(item, buffers, register, room),
                ]
                for key, item in value.items()
            ]
        }
    if kind is complex:
        return {"c": [_pack(part, buffers, register, room) for part in (value.real, value.imag)]}
    if isinstance(value, np.generic) and _DTYPES.fullmatch(value.dtype.str):
        array = np.array([value])  # which gives empty text one place
        buffers.append(array.tobytes())
        return {"s": array.dtype.str}
    if kind is Opaque:
        return {"o": value.described}
    if kind is Handle:
        return {"h": value.number}
    if register is not None and callable(value):
        return {"h": register(value)}
    return {"o": _describe(value)}


def _pack_array(array: np.ndarray[Any, Any], buffers: list[bytes], room: list[int]) -> Any:
    text = _code(array.dtype)
    if text is None:
        return {"o": f"an array of dtype {array.dtype}"}
    size = array.nbytes
    if size > room[0]:
        return {"o": f"an array of shape {array.shape}, which is too large"}
    room[0] -= size
    flags = array.flags
    layout = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"
    buffers.append(array.tobytes(order="F" if layout == "F" else "C"))
    return {"a": [text, array.shape, layout, flags.writeable]}


@functools.lru_cache(maxsize=64)
def _code(dtype: np.dtype[Any]) -> str | None:
    """Return how a dtype is written, or None if its values do not cross."""
    return dtype.str if _DTYPES.fullmatch(dtype.str) else None


def _describe(value: Any) -> str:
    """Say what ``value`` is without running any of its code."""
    name = type(value).__name__
    article = "an" if name[:1].lower() in "aeiou" else "a"
    return f"{article} {name}"[:80]


_PLAIN = frozenset({int, float, str, bool, type(None)})  # as JSON has them


class _Body:
    """The bytes behind the header, taken from the front."""

    def __init__(self, data: bytes, begin: int) -> None:
        self._data = data
        self._begin = begin

    @property
    def left(self) -> int:
        return len(self._data) - self._begin

    def take(self, dtype: np.dtype[Any], count: int) -> np.ndarray[Any, Any]:
        size = count * dtype.itemsize
        begin = self._begin
        if size > len(self._data) - begin:
            raise WireError(f"{size} bytes are announced, {self.left} are left")
        self._begin = begin + size
        if not count:
            return np.empty(0, dtype)
        return np.frombuffer(self._data, dtype, count, begin)


def _unpack(tree: Any, body: _Body, bind: Callable[[int], Any]) -> Any:
    if isinstance(tree, list):
        return [item if type(item) in _PLAIN else _unpack(item, body, bind) for item in tree]
    if not isinstance(tree, dict):
        return tree
    ((tag, content),) = tree.items()
    if tag == "a":
        return _unpack_array(content, body)
    if tag == "t":
        return tuple(_unpack(_listed(content), body, bind))
    if tag == "d":
        return dict([_unpack(_listed(pair), body, bind) for pair in _listed(content)])
    if tag == "s":
        return _checked(body.take(_dtype(content), 1))[0]
    if tag == "f":
        return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[content]
    if tag == "c":
        real, imag = [_unpack(part, body, bind) for part in _listed(content)]
        return complex(float(real), float(imag))
    if tag == "o":
        return Opaque(str(content))
    if tag == "h":
        return bind(int(content))
    raise WireError(f"unknown tag {tag!r}")


def _listed(content: Any) -> list[Any]:
    if not isinstance(content, list):
        raise WireError(f"a list is expected, not {type(content).__name__}")
    return content


@functools.lru_cache(maxsize=64)
def _dtype(text: Any) -> np.dtype[Any]:
    if not isinstance(text, str) or not _DTYPES.fullmatch(text):
        raise WireError(f"dtype {text!r} is not allowed")
    return np.dtype(text)


def _checked(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Refuse bytes that are no value of their dtype, and return a copy that owns its memory."""
    kind = array.dtype.kind
    if kind == "b":
        return np.asarray(array.view(np.uint8) != 0)
    if kind == "U":
        points = array.view(array.dtype.str.replace("U", "u")[:2] + "4")
        if (points >= _CODE_POINTS).any():
            raise WireError("text holds a number that is no character")
    return array.copy()


def _unpack_array(content: Any, body: _Body) -> np.ndarray[Any, Any]:
    text, shape, layout, writeable = _listed(content)
    dtype = _dtype(text)
    sizes = [int(n) for n in _listed(shape)]
    if len(sizes) > 32 or min(sizes, default=0) < 0 or layout not in ("C", "F", "S"):
        raise WireError(f"no array has shape {shape} and layout {layout!r}")
    array = _checked(body.take(dtype, math.prod(sizes)))
    if len(sizes) != 1:
        array = array.reshape(sizes, order="F" if layout == "F" else "C")
    if layout == "S" and array.ndim:
        roomy = np.empty((*sizes[:-1], 2 * sizes[-1]), dtype)
        roomy[..., ::2] = array
        array = roomy[..., ::2]
    if not writeable:
        array.flags.writeable = False
    return array
