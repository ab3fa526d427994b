"""The parts of a value that a header announces: each makes its value from the bytes of a frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import is_
from typing import Any, Literal

import numpy as np

from autograder.wire.forms import Opaque, WireError, dtype_of, is_shape, layout_of

__all__ = ["Array", "Bind", "Bound", "Described", "Dict", "Items", "Part", "Scalar", "listed"]

_MAX_COLLISIONS = 16  # of the hashes of a dict's keys, which can be chosen so that all are equal
_CODE_POINTS = 0x110000

Bind = Callable[[int], Any]


class Part:
    """A part of a plan that is more than a constant."""

    __slots__ = ()

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        """Return the value, which shares nothing with the plan or the bytes."""
        raise NotImplementedError

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        """Tell for certain that a value is what `make` returns; False says nothing."""
        return False


class Array(Part):
    """An array, a place in the bytes behind the header."""

    __slots__ = ("_at", "_dtype", "_layout", "_order", "_plain", "_shape", "_writeable", "nbytes")

    def __init__(self, at: int, content: Any) -> None:
        code, shape, layout, writeable = listed(content)
        self._dtype = dtype_of(code)
        if not is_shape(listed(shape)) or layout not in ("C", "F", "S"):
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


class Scalar(Part):
    """A number or text of NumPy."""

    __slots__ = ("_array", "nbytes")

    def __init__(self, at: int, content: Any) -> None:
        self._array = Array(at, [content, [1], "C", True])
        self.nbytes = self._array.nbytes

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        return self._array.make(data, begin, bind)[0]


class Items(Part):
    """A list or a tuple."""

    __slots__ = ("_kind", "_parts", "_template")

    def __init__(self, items: list[Any], kind: type[list[Any]] | type[tuple[Any, ...]]) -> None:
        self._kind = kind
        self._template = [None if isinstance(item, Part) else item for item in items]
        self._parts = [(n, item) for n, item in enumerate(items) if isinstance(item, Part)]

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        made = self._template.copy()
        for number, part in self._parts:
            made[number] = part.make(data, begin, bind)
        return made if self._kind is list else tuple(made)

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not self._kind or len(value) != len(self._template):
            return False
        seen = self._template.copy()
        for number, part in self._parts:
            seen[number] = now = value[number]
            if not part.same(now, data, begin):
                return False
        # Of constants only the plan's own are told: 0.0 equals -0.0, but is another.
        return len(self._parts) == len(seen) or all(map(is_, seen, value))


class Dict(Part):
    """A dict, in the order of its keys."""

    __slots__ = ("_keys", "_size", "_values")

    def __init__(self, keys: list[Any], values: list[Any]) -> None:
        self._size = len(keys)
        self._keys = Items(keys, list)
        self._values = Items(values, list)

    def make(self, data: bytes, begin: int, bind: Bind) -> dict[Any, Any]:
        if not self._size:
            return {}
        keys = self._keys.make(data, begin, bind)
        many = self._size > _MAX_COLLISIONS
        if many and len(set(map(hash, keys))) < self._size - _MAX_COLLISIONS:
            raise WireError("the keys of a dict have equal hashes")
        return dict(zip(keys, self._values.make(data, begin, bind), strict=True))

    def same(self, value: Any, data: bytes, begin: int) -> bool:
        if type(value) is not dict or len(value) != self._size:
            return False
        return not self._size or (
            self._keys.same(list(value), data, begin)
            and self._values.same(list(value.values()), data, begin)
        )


class Described(Part):
    """What could not cross."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def make(self, data: bytes, begin: int, bind: Bind) -> Opaque:
        return Opaque(self._text)


class Bound(Part):
    """A function of the other side."""

    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        self._number = number

    def make(self, data: bytes, begin: int, bind: Bind) -> Any:
        return bind(self._number)


def listed(content: Any) -> list[Any]:
    """Return a list of the header as it is; raise `WireError` for anything else."""
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
