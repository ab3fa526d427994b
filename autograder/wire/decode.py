"""From the bytes of a frame to a value.

A header is read once, into a plan that says where in the bytes each array lies. Many frames have
the same short header, and share the plan.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from autograder.wire.encode import dumps
from autograder.wire.forms import (
    ENTRY,
    LENGTH,
    MAX_DEPTH,
    MAX_HEADER,
    MAX_INT_BITS,
    Handle,
    Opaque,
    WireError,
    dtype_of,
    is_shape,
    is_size,
    layout_of,
)

__all__ = ["Frame", "loads"]

_SHORT = 4096  # bytes of a header that is worth keeping
_MAX_COLLISIONS = 16  # of the hashes of a dict's keys, which can be chosen so that all are equal
_CODE_POINTS = 0x110000
_NESTED = (list, tuple)  # of what a header is read as

Bind = Callable[[int], Any]

#: What reading bytes can raise that are no frame.
_REFUSED = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
    RecursionError,
    MemoryError,
)


def loads(data: bytes, bind: Bind = Handle) -> Any:
    """Decode what `dumps` wrote; ``bind`` makes a callable of the number of a handle.

    Raises
    ------
    WireError
        If the bytes are anything else.
    """
    return Frame(data).load(bind)


class Frame:
    """An encoded value, whose header is read once.

    Raises
    ------
    WireError
        If the bytes are anything but what `dumps` wrote; by `load` too.
    """

    __slots__ = ("_begin", "_data", "_tree")

    def __init__(self, data: bytes) -> None:
        try:
            (size,) = LENGTH.unpack_from(data)
            self._begin = begin = LENGTH.size + size
            if size > MAX_HEADER or begin > len(data):
                raise WireError(f"a header of {size} bytes is too large or cut off")
            plan = (_planned_again if size < _SHORT else _Plan)(data[LENGTH.size : begin])
        except WireError:
            raise
        except _REFUSED as error:
            raise WireError(f"{type(error).__name__}: {error}"[:200]) from error
        if len(data) - begin != plan.size:
            raise WireError(f"{plan.size} bytes are announced, {len(data) - begin} are there")
        self._data = data
        self._tree = plan.tree

    def load(self, bind: Bind = Handle) -> Any:
        """Return the value; ``bind`` makes a callable of the number of a handle."""
        tree = self._tree
        if not isinstance(tree, _Part):
            return tree
        try:
            return tree.make(self._data, self._begin, bind)
        except WireError:
            raise
        except _REFUSED as error:
            raise WireError(f"{type(error).__name__}: {error}"[:200]) from error

    def holds(self, value: Any) -> bool:
        """Tell whether ``dumps(value, id)`` would give this frame."""
        tree = self._tree
        if isinstance(tree, _Part) and tree.same(value, self._data, self._begin):
            return True
        return dumps(value, id) == self._data


class _Part:
    """A part of a plan that is more than a constant."""

    __slots__ = ()

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        """Return the value, which shares nothing with the plan or the bytes."""
        raise NotImplementedError

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        """Tell for certain that a value is what `make` returns; False says nothing."""
        return False


class _Array(_Part):
    __slots__ = ("_at", "_dtype", "_layout", "_order", "_plain", "_shape", "_writeable", "nbytes")

    def __init__(self, at: int, content: Any) -> None:
        code, shape, layout, writeable = _listed(content)
        self._dtype = dtype_of(code)
        if not is_shape(_listed(shape)) or layout not in ("C", "F", "S"):
            raise WireError("an array has a shape or layout that none can have")
        if type(writeable) is not bool:
            raise WireError("an array is writeable or not")
        self._at = at
        self._shape = tuple(shape)
        self._layout = layout
        self._order: Literal["C", "F"] = "F" if layout == "F" else "C"
        self._writeable = writeable
        self.nbytes = int(math.prod(shape)) * self._dtype.itemsize
        self._plain = (
            self.nbytes > 0 and self._dtype.kind not in "bU" and layout != "S" and writeable
        )

    def make(self, data: bytes, begin: int, bind: Bind) -> np.ndarray[Any, Any]:
        shape, dtype, order = self._shape, self._dtype, self._order
        if self._plain:  # as most are
            return np.ndarray(shape, dtype, data, begin + self._at, None, order).copy(order)
        if self.nbytes:
            array = np.ndarray(shape, dtype, data, begin + self._at, None, order)
            array = _checked(array, data, begin + self._at) if dtype.kind in "bU" else array
            array = array.copy(order)
        else:
            array = np.empty(shape, dtype, order)
        if self._layout == "S" and shape:
            roomy = np.empty((*shape[:-1], 2 * shape[-1]), dtype)
            roomy[..., ::2] = array
            array = roomy[..., ::2]
        if not self._writeable:
            array.flags.writeable = False
        return array

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not np.ndarray or value.shape != self._shape:
            return False
        at, flags = begin + self._at, value.flags
        return (
            value.dtype == self._dtype
            and flags.writeable is self._writeable
            and (flags.c_contiguous if self._layout == "C" else layout_of(value) == self._layout)
            and value.tobytes(self._order) == data[at : at + self.nbytes]
        )


class _Scalar(_Part):
    __slots__ = ("_array", "nbytes")

    def __init__(self, at: int, content: Any) -> None:
        self._array = _Array(at, [content, [1], "C", True])
        self.nbytes = self._array.nbytes

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        return self._array.make(data, begin, bind)[0]


class _Items(_Part):
    """A list or a tuple."""

    __slots__ = ("items", "kind")

    def __init__(self, items: list[Any], kind: type[list[Any]] | type[tuple[Any, ...]]) -> None:
        self.items = items
        self.kind = kind

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        made = [
            item.make(data, begin, bind) if isinstance(item, _Part) else item for item in self.items
        ]
        return made if self.kind is list else tuple(made)

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not self.kind or len(value) != len(self.items):
            return False
        for item, now in zip(self.items, value, strict=True):
            # Of constants only the plan's own are told: 0.0 equals -0.0, but is another.
            if item is not now and not (isinstance(item, _Part) and item.same(now, data, begin)):
                return False
        return True


class _Dict(_Part):
    __slots__ = ("pairs",)

    def __init__(self, pairs: list[_Items]) -> None:
        self.pairs = pairs

    def make(self, data: bytes, begin: int, bind: Bind) -> dict[Any, Any]:
        pairs = [pair.make(data, begin, bind) for pair in self.pairs]
        many = len(pairs) > _MAX_COLLISIONS
        if many and len({hash(key) for key, _ in pairs}) < len(pairs) - _MAX_COLLISIONS:
            raise WireError("the keys of a dict have equal hashes")
        return dict(pairs)

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not dict or len(value) != len(self.pairs):
            return False
        for pair, item in zip(self.pairs, value.items(), strict=True):
            if not pair.same(list(item), data, begin):
                return False
        return True


class _Call(_Part):
    """A name, a tuple of arrays and constants, and no keywords: what most frames hold."""

    __slots__ = ("_arguments", "_arrays", "_constants", "_name")

    def __init__(self, name: str, arguments: list[Any]) -> None:
        self._name = name
        self._arguments = [None if isinstance(a, _Array) else a for a in arguments]
        self._arrays = [(n, a) for n, a in enumerate(arguments) if isinstance(a, _Array)]
        self._constants = [(n, a) for n, a in enumerate(arguments) if not isinstance(a, _Part)]

    @classmethod
    def of(cls, tree: Any) -> _Call | None:
        """Return the same value as such a part, if it has that form."""
        if not isinstance(tree, _Items) or tree.kind is not tuple or len(tree.items) != 3:
            return None
        name, arguments, keywords = tree.items
        if type(name) is not str or not isinstance(keywords, _Dict) or keywords.pairs:
            return None
        if not isinstance(arguments, _Items) or arguments.kind is not tuple:
            return None
        if any(isinstance(a, _Part) and not isinstance(a, _Array) for a in arguments.items):
            return None
        return cls(name, arguments.items)

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        arguments = self._arguments.copy()
        for number, array in self._arrays:
            arguments[number] = array.make(data, begin, bind)
        return self._name, tuple(arguments), {}

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not tuple or len(value) != 3:
            return False
        name, arguments, keywords = value
        if name is not self._name or type(keywords) is not dict or keywords:
            return False
        if type(arguments) is not tuple or len(arguments) != len(self._arguments):
            return False
        for number, array in self._arrays:
            if not array.same(arguments[number], data, begin):
                return False
        return all([arguments[number] is constant for number, constant in self._constants])


class _Described(_Part):
    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def make(self, data: bytes, begin: int, bind: Bind) -> Opaque:
        return Opaque(self._text)


class _Bound(_Part):
    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        self._number = number

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        return bind(self._number)


class _Plan:
    """What a header says: the parts of a value, and how many bytes stand behind it."""

    def __init__(self, header: bytes) -> None:
        self.size = 0
        self._entries = MAX_HEADER // ENTRY
        tree = self._part(_DECODER.decode(header.decode("ascii")), 0)
        self.tree = _Call.of(tree) or tree

    def _part(self, tree: Any, depth: int) -> Any:
        if type(tree) is list:
            return _Items(self._parts(tree, depth), list)
        if type(tree) is not tuple:
            return tree
        tag, content = tree
        if tag == "a" or tag == "s":
            array = (_Array if tag == "a" else _Scalar)(self.size, content)
            self.size += array.nbytes
            return array
        if tag == "t":
            return _Items(self._parts(content, depth), tuple)
        if tag == "d":
            return _Dict([self._pair(pair, depth) for pair in _listed(content)])
        if tag == "f" and content in ("nan", "inf", "-inf"):
            return float(content)
        if tag == "c":
            real, imag = (self._part(part, depth) for part in _listed(content))
            if type(real) is not float or type(imag) is not float:
                raise WireError("a complex number has two floats")
            return complex(real, imag)
        if tag == "o" and type(content) is str:
            return _Described(content)
        if tag == "h" and is_size(content):
            return _Bound(content)
        raise WireError(f"the tag {tag!r:.20} is unknown or holds something else")

    def _parts(self, content: Any, depth: int) -> list[Any]:
        self._entries -= len(_listed(content))
        if depth >= MAX_DEPTH or self._entries < 0:
            raise WireError("the value is nested too deeply or has too many entries")
        return [self._part(item, depth + 1) if type(item) in _NESTED else item for item in content]

    def _pair(self, content: Any, depth: int) -> _Items:
        parts = self._parts(content, depth)
        if len(parts) != 2:
            raise WireError("a dict has keys and values")
        return _Items(parts, list)


_planned_again = functools.lru_cache(maxsize=256)(_Plan)


def _listed(content: Any) -> list[Any]:
    if type(content) is not list:
        raise WireError(f"a list is expected, not {type(content).__name__}")
    return content


def _checked(array: np.ndarray[Any, Any], data: bytes, at: int) -> np.ndarray[Any, Any]:
    """Refuse bytes that are no value of their dtype."""
    if array.dtype.kind == "b":
        return np.asarray(array.view(np.uint8) != 0)
    code = array.dtype.str.replace("U", "u")[:2] + "4"
    if (np.frombuffer(data, code, array.nbytes // 4, at) >= _CODE_POINTS).any():
        raise WireError("text holds a number that is no character")
    return array


def _tagged(pairs: list[tuple[str, Any]]) -> tuple[str, Any]:
    """Return a JSON object as a tuple, which no other JSON is read as."""
    ((tag, content),) = pairs
    return tag, content


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _whole(text: str) -> int:
    number = int(text)
    return number if number.bit_length() <= MAX_INT_BITS else _refuse(text)


def _refuse(text: str) -> Any:
    raise WireError(f"{text:.20} is not written so")


# Made once: to make it costs as much as to use it on a small value.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_tagged, parse_float=_finite, parse_int=_whole, parse_constant=_refuse
)
