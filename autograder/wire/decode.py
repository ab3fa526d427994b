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

__all__ = ["encodes_to", "loads"]

_SHORT = 4096  # bytes of a header that is worth keeping
_MAX_COLLISIONS = 16  # of the hashes of a dict's keys, which can be chosen so that all are equal
_CODE_POINTS = 0x110000
_NESTED = (list, tuple)  # of what a header is read as

Bind = Callable[[int], Any]


def loads(data: bytes, bind: Bind = Handle) -> Any:
    """Decode what `dumps` wrote; ``bind`` makes a callable of the number of a handle.

    Raises
    ------
    WireError
        If the bytes are anything else.
    """
    try:
        plan, begin = _plan_of(data)
        tree = plan.tree
        return tree.make(data, begin, bind) if isinstance(tree, _Part) else tree
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


def encodes_to(value: Any, data: bytes) -> bool:
    """Tell whether ``dumps(value, id)`` is ``data``, which `dumps` wrote."""
    plan, begin = _plan_of(data)
    tree = plan.tree
    if isinstance(tree, _Part) and tree.same(value, data, begin):
        return True
    return dumps(value, id) == data


def _plan_of(data: bytes) -> tuple[_Plan, int]:
    """Return the plan of a frame and where its bytes begin."""
    (size,) = LENGTH.unpack_from(data)
    begin = LENGTH.size + size
    if size > MAX_HEADER or begin > len(data):
        raise WireError(f"a header of {size} bytes is too large or cut off")
    plan = (_planned_again if size < _SHORT else _Plan)(data[LENGTH.size : begin])
    if len(data) - begin != plan.size:
        raise WireError(f"{plan.size} bytes are announced, {len(data) - begin} are there")
    return plan, begin


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
    __slots__ = ("_at", "_dtype", "_layout", "_order", "_shape", "_writeable", "nbytes")

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

    def make(self, data: bytes, begin: int, bind: Bind) -> np.ndarray[Any, Any]:
        shape, dtype, order = self._shape, self._dtype, self._order
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
        at = begin + self._at
        return (
            value.dtype == self._dtype
            and value.flags.writeable is self._writeable
            and layout_of(value) == self._layout
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

    __slots__ = ("_items", "_kind")

    def __init__(self, items: list[Any], kind: type[list[Any]] | type[tuple[Any, ...]]) -> None:
        self._items = items
        self._kind = kind

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        made = [
            item.make(data, begin, bind) if isinstance(item, _Part) else item
            for item in self._items
        ]
        return made if self._kind is list else tuple(made)

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not self._kind or len(value) != len(self._items):
            return False
        for item, now in zip(self._items, value, strict=True):
            # Of constants only the plan's own are told: 0.0 equals -0.0, but is another.
            if item is not now and not (isinstance(item, _Part) and item.same(now, data, begin)):
                return False
        return True


class _Dict(_Part):
    __slots__ = ("_pairs",)

    def __init__(self, pairs: list[_Items]) -> None:
        self._pairs = pairs

    def make(self, data: bytes, begin: int, bind: Bind) -> dict[Any, Any]:
        pairs = [pair.make(data, begin, bind) for pair in self._pairs]
        many = len(pairs) > _MAX_COLLISIONS
        if many and len({hash(key) for key, _ in pairs}) < len(pairs) - _MAX_COLLISIONS:
            raise WireError("the keys of a dict have equal hashes")
        return dict(pairs)

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not dict or len(value) != len(self._pairs):
            return False
        for pair, item in zip(self._pairs, value.items(), strict=True):
            if not pair.same(list(item), data, begin):
                return False
        return True


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
        self.tree = self._part(_DECODER.decode(header.decode("ascii")), 0)

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
