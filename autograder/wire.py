"""The data that crosses between grader and worker: numbers, text, arrays and nothing else.

A frame is a length, a JSON header, and the raw bytes of the arrays in the order in which the header
names them. Decoding never runs code. A frame holds one value, and a value may be a list of many
calls, so that calls can share a frame. What does not fit into a frame crosses as a description of
what it was. This module imports nothing of the project.

Both ends are capped. Of the frames tried, one full of tiny strided arrays and one large one costs
most to decode: 0.8 seconds and 200 MB on a machine of 2026.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Literal

import numpy as np

__all__ = ["MAX_FRAME", "MAX_HEADER", "Batch", "Callables", "Handle", "Opaque", "WireError"]
__all__ += ["arrays_in", "dumps", "loads", "receive", "send", "share_memory"]

#: Bytes that the arrays of one frame may hold.
MAX_FRAME = 32 * 2**20
#: Bytes that its header may have.
MAX_HEADER = 4 * 2**20

_ENTRY = 32  # bytes of the header that an entry of a list can need, if it is no long text
_PER_CHARACTER = 12  # bytes of the header: two escapes, where it is far from ASCII
_SPARE = 1024  # bytes of the header for the outermost value
_MAX_DEPTH = 50  # of containers: what decodes can also be walked, deep inside a test
_MAX_DIMENSIONS = 32
_MAX_EMPTY = 2**16  # what the other dimensions of an array without elements may multiply to
_MAX_INT_BITS = 1024  # larger whole numbers are described instead of sent
_MAX_COLLISIONS = 16  # of the hashes of a dict's keys, which can be chosen so that all are equal
_MAX_DESCRIBED = 80
_SHORT = 4096  # bytes of a header that is worth keeping
_NESTED = (list, tuple)  # of what a header is read as
_EXTENDED = 10  # bytes that a long double has on x86, where more are reserved for it
_PADDED = np.finfo(np.longdouble).nmant == 63
_LENGTH = struct.Struct("<I")
_DTYPES = re.compile(r"[<>|=](b1|[iu][1248]|f(2|4|8|12|16)|c(8|16|24|32)|U[1-9]\d{0,4})")
_CODE_POINTS = 0x110000


class WireError(Exception):
    """Bytes that are not a frame of this format."""


class Opaque:
    """Stand-in for a value that is not data. ``described`` says what it was: "a generator"."""

    def __init__(self, described: str) -> None:
        self.described = "".join(filter(str.isprintable, described[:_MAX_DESCRIBED]))

    def __repr__(self) -> str:
        return f"<{self.described}>"


class Handle:
    """A function that stays on the sender's side; only its number crosses."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __repr__(self) -> str:
        return "<a function>"


class Callables:
    """The functions that stay on this side: ``dumps(value, c.add)`` and ``loads(data, c.get)``."""

    def __init__(self) -> None:
        self._given: list[Callable[..., Any]] = []

    def __len__(self) -> int:
        return len(self._given)

    def __iter__(self) -> Iterator[Callable[..., Any]]:
        return iter(self._given)

    def add(self, function: Callable[..., Any]) -> int:
        """Keep a function and return its number."""
        self._given.append(function)
        return len(self._given) - 1

    def get(self, number: Any) -> Callable[..., Any]:
        """Return the function of a number; raise `WireError` for one that was not given."""
        if type(number) is not int or not 0 <= number < len(self._given):
            raise WireError(f"there is no function {number!r:.20}")
        return self._given[number]


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


def dumps(value: Any, register: Callable[[Any], int] | None = None) -> bytes:
    """Encode ``value``. ``register`` gives a number to each callable that it holds."""
    packer = _Packer(register)
    try:
        tree = packer.pack(value)
        header = _ENCODER.encode(tree).encode("ascii")
    except RecursionError:  # where the caller's own stack is deep
        header = b""
    if not 0 < len(header) <= MAX_HEADER:
        packer = _Packer(None)
        tree = packer.described(f"{_describe(value)} that is too large")
        header = json.dumps(tree).encode("ascii")
    return b"".join([_LENGTH.pack(len(header)), header, *packer.buffers])


def loads(data: bytes, bind: Callable[[int], Any] = Handle) -> Any:
    """Decode what `dumps` wrote; ``bind`` makes a callable of the number of a handle.

    Raises
    ------
    WireError
        If the bytes are anything else.
    """
    try:
        (size,) = _LENGTH.unpack_from(data)
        if size > MAX_HEADER or size > len(data) - _LENGTH.size:
            raise WireError(f"a header of {size} bytes is too large or cut off")
        header = data[_LENGTH.size : _LENGTH.size + size]
        unpacker = _Unpacker(data, _LENGTH.size + size, bind)
        value = unpacker.unpack((_parsed_again if size < _SHORT else _parsed)(header))
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
        raise WireError(f"{type(error).__name__}: {error}"[:200]) from error
    if unpacker.left:
        raise WireError(f"{unpacker.left} bytes too many")
    return value


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    if len(payload) > _largest():
        raise WireError(f"a frame of {len(payload)} bytes is too large")
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one frame. Raise `EOFError` where the stream ends, `WireError` for an absurd length."""
    (size,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if size > _largest():
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


def _largest() -> int:
    return _LENGTH.size + MAX_HEADER + MAX_FRAME


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError("the stream ended")
    return data


class _Packer:
    """Makes the tree of a header and collects the bytes behind it, within the room of a frame."""

    def __init__(self, register: Callable[[Any], int] | None) -> None:
        self.buffers: list[bytes] = []
        self._register = register
        self._room = MAX_FRAME
        self._header = MAX_HEADER - _SPARE

    def described(self, text: str) -> dict[str, str]:
        """Return what stands for a value that cannot cross."""
        text = Opaque(text).described
        return {"o": text if self._fits(_PER_CHARACTER * len(text) + 2) else ""}

    def pack(self, value: Any, depth: int = 0) -> Any:
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            fits = self._fits(_PER_CHARACTER * len(value) + 2)
            return value if fits else self.described(f"a str of {len(value)} characters")
        if kind is int:
            bits = value.bit_length()
            small = bits <= 64 or (bits <= _MAX_INT_BITS and self._fits(bits // 3))
            return value if small else self.described(f"an int of {bits} bits")
        if kind is float:
            return value if math.isfinite(value) else {"f": repr(value)}
        if kind is complex and self._fits(_ENTRY):
            return {"c": [self.pack(value.real), self.pack(value.imag)]}
        if kind is np.ndarray:
            return self._pack_array(value)
        if isinstance(value, (list, tuple, dict)):
            return self._pack_container(value, depth)
        if isinstance(value, np.generic):
            return self._pack_scalar(value)
        if kind is Opaque:
            return self.described(value.described)
        if kind is Handle:
            return {"h": value.number}
        if self._register is not None and callable(value):
            return {"h": self._register(value)}
        return self.described(_describe(value))

    def _fits(self, size: int) -> bool:
        """Take ``size`` bytes of the header's room, if there are as many."""
        fits = size <= self._header
        self._header -= size if fits else 0
        return fits

    def _pack_container(self, value: Any, depth: int) -> Any:
        if depth >= _MAX_DEPTH:
            return self.described(f"{_describe(value)} nested too deeply")
        if not self._fits(_ENTRY * len(value) * (2 if isinstance(value, dict) else 1)):
            return self.described(f"{_describe(value)} of {len(value)} entries")
        if isinstance(value, dict):
            items = value.items()
            return {"d": [[self.pack(part, depth + 1) for part in item] for item in items]}
        packed = [self.pack(item, depth + 1) for item in value]
        return {"t": packed} if isinstance(value, tuple) else packed  # a named tuple too

    def _pack_array(self, array: np.ndarray[Any, Any]) -> Any:
        text = _code(array.dtype)
        if text is None:
            return self.described(f"an array of dtype {array.dtype}")
        fits = array.nbytes <= self._room and array.ndim <= _MAX_DIMENSIONS
        if (
            not fits
            or not (array.size or _is_shape(array.shape))
            or not self._fits(_ENTRY + 20 * array.ndim)
        ):
            return self.described(f"an array of shape {array.shape}, which is too large")
        flags = array.flags
        layout = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"
        self._append(_bytes_of(array, "F" if layout == "F" else "C"))
        return {"a": [text, array.shape, layout, flags.writeable]}

    def _pack_scalar(self, value: np.generic) -> Any:
        array = np.array([value])  # which gives empty text one place
        if not _DTYPES.fullmatch(array.dtype.str) or array.nbytes > self._room:
            return self.described(_describe(value))
        self._append(_bytes_of(array, "C"))
        return {"s": array.dtype.str}

    def _append(self, data: bytes) -> None:
        self._room -= len(data)
        self.buffers.append(data)


class _Unpacker:
    """Makes a value of the tree of a header and the bytes behind it, taken from the front."""

    def __init__(self, data: bytes, begin: int, bind: Callable[[int], Any]) -> None:
        self._data = data
        self._begin = begin
        self._bind = bind
        self._entries = MAX_HEADER // _ENTRY

    @property
    def left(self) -> int:
        return len(self._data) - self._begin

    def unpack(self, tree: Any, depth: int = 0) -> Any:
        if type(tree) is list:
            return self._entries_of(tree, depth)
        if type(tree) is not tuple:
            return tree
        tag, content = tree
        if tag == "a":
            return self._unpack_array(content)
        if tag == "t":
            return tuple(self._entries_of(content, depth))
        if tag == "d":
            return self._unpack_dict(content, depth)
        if tag == "s":
            return _checked(self._take(_dtype(content), 1))[0]
        if tag == "f" and content in ("nan", "inf", "-inf"):
            return float(content)
        if tag == "c":
            real, imag = map(self.unpack, _listed(content))
            if type(real) is not float or type(imag) is not float:
                raise WireError("a complex number has two floats")
            return complex(real, imag)
        if tag == "o" and type(content) is str:
            return Opaque(content)
        if tag == "h" and _is_size(content):
            return self._bind(content)
        raise WireError(f"the tag {tag!r:.20} is unknown or holds something else")

    def _entries_of(self, content: Any, depth: int) -> list[Any]:
        self._entries -= len(_listed(content))
        if depth >= _MAX_DEPTH or self._entries < 0:
            raise WireError("the value is nested too deeply or has too many entries")
        return [self.unpack(item, depth + 1) if type(item) in _NESTED else item for item in content]

    def _unpack_dict(self, content: Any, depth: int) -> dict[Any, Any]:
        pairs = [self._entries_of(pair, depth) for pair in _listed(content)]
        if len({hash(key) for key, _ in pairs}) < len(pairs) - _MAX_COLLISIONS:
            raise WireError("the keys of a dict have equal hashes")
        return dict(pairs)

    def _unpack_array(self, content: Any) -> np.ndarray[Any, Any]:
        text, shape, layout, writeable = _listed(content)
        dtype = _dtype(text)
        if not _is_shape(_listed(shape)) or layout not in ("C", "F", "S"):
            raise WireError("an array has a shape or layout that none can have")
        if type(writeable) is not bool:
            raise WireError("an array is writeable or not")
        array = _checked(self._take(dtype, math.prod(shape)))
        if len(shape) != 1:
            array = array.reshape(shape, order="F" if layout == "F" else "C")
        if layout == "S" and array.ndim:
            roomy = np.empty((*shape[:-1], 2 * shape[-1]), dtype)
            roomy[..., ::2] = array
            array = roomy[..., ::2]
        if not writeable:
            array.flags.writeable = False
        return array

    def _take(self, dtype: np.dtype[Any], count: int) -> np.ndarray[Any, Any]:
        size = count * dtype.itemsize
        if size > self.left:
            raise WireError(f"{size} bytes are announced, {self.left} are left")
        begin, self._begin = self._begin, self._begin + size
        return np.frombuffer(self._data, dtype, count, begin) if count else np.empty(0, dtype)


def _describe(value: Any) -> str:
    """Say what ``value`` is without running any of its code."""
    name = type(value).__name__[:_MAX_DESCRIBED]
    article = "an" if name[:1].lower() in "aeiou" else "a"
    return f"{article} {name}"


def _is_size(number: Any) -> bool:
    return type(number) is int and number >= 0


def _is_shape(shape: Any) -> bool:
    """Tell whether an array may have this shape; ``(2**40, 0)`` needs no bytes, but a long loop."""
    if len(shape) > _MAX_DIMENSIONS or not all(map(_is_size, shape)):
        return False
    return bool(math.prod(n or 1 for n in shape) <= (_MAX_EMPTY if 0 in shape else MAX_FRAME))


def _listed(content: Any) -> list[Any]:
    if type(content) is not list:
        raise WireError(f"a list is expected, not {type(content).__name__}")
    return content


def _bytes_of(array: np.ndarray[Any, Any], order: Literal["C", "F"]) -> bytes:
    data = array.tobytes(order=order)
    if not _PADDED or array.dtype.char not in "gG":
        return data
    # What stands between long doubles is whatever was in memory there before.
    parts = np.frombuffer(data, np.uint8).reshape(-1, np.dtype(np.longdouble).itemsize).copy()
    parts[:, _EXTENDED:] = 0
    return parts.tobytes()


@functools.lru_cache(maxsize=64)
def _code(dtype: np.dtype[Any]) -> str | None:
    """Return how a dtype is written, or None if its values do not cross."""
    return dtype.str if _DTYPES.fullmatch(dtype.str) else None


@functools.lru_cache(maxsize=64)
def _dtype(text: Any) -> np.dtype[Any]:
    if type(text) is not str or not _DTYPES.fullmatch(text):
        raise WireError(f"dtype {text!r:.20} is not allowed")
    return np.dtype(text)


def _checked(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Refuse bytes that are no value of their dtype, and return a copy that owns its memory."""
    if array.dtype.kind == "b":
        return np.asarray(array.view(np.uint8) != 0)
    if array.dtype.kind == "U":
        points = array.view(array.dtype.str.replace("U", "u")[:2] + "4")
        if (points >= _CODE_POINTS).any():
            raise WireError("text holds a number that is no character")
    return array.copy()


def _tagged(pairs: list[tuple[str, Any]]) -> tuple[str, Any]:
    """Return a JSON object as a tuple, which no other JSON is read as."""
    ((tag, content),) = pairs
    return tag, content


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _whole(text: str) -> int:
    number = int(text)
    return number if number.bit_length() <= _MAX_INT_BITS else _refuse(text)


def _refuse(text: str) -> Any:
    raise WireError(f"{text:.20} is not written so")


def _parsed(header: bytes) -> Any:
    return _DECODER.decode(header.decode("ascii"))


#: Many calls differ only in their arrays, and have the same short header.
_parsed_again = functools.lru_cache(maxsize=256)(_parsed)

# Made once: to make them costs as much as to use them on a small value.
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(
    object_pairs_hook=_tagged, parse_float=_finite, parse_int=_whole, parse_constant=_refuse
)
