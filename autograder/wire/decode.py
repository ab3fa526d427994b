"""From the bytes of a frame to a value.

A header is read once, into a plan that says where in the bytes each array lies. Many frames have
the same short header, and share the plan.
"""

from __future__ import annotations

import functools
import json
import math
import struct
from typing import Any

from autograder.wire.encode import dumps
from autograder.wire.forms import (
    ENTRY,
    LENGTH,
    MAX_DEPTH,
    MAX_HEADER,
    MAX_INT_BITS,
    Handle,
    WireError,
    is_size,
)
from autograder.wire.parts import Array, Bind, Bound, Described, Dict, Items, Part, Scalar, listed

__all__ = ["Frame", "loads"]

_SHORT = 4096  # bytes of a header that is worth keeping
_NESTED = (list, tuple)  # of what a header is read as

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
        if not isinstance(tree, Part):
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
        if isinstance(tree, Part) and tree.same(value, self._data, self._begin):
            return True
        return dumps(value, id) == self._data


class _Plan:
    """What a header says: the parts of a value, and how many bytes stand behind it."""

    def __init__(self, header: bytes) -> None:
        self.size = 0
        self._entries = MAX_HEADER // ENTRY
        self.tree = self._part(_DECODER.decode(header.decode("ascii")), 0)

    def _part(self, tree: Any, depth: int) -> Any:
        if type(tree) is list:
            return Items(self._parts(tree, depth), list)
        if type(tree) is not tuple:
            return tree
        tag, content = tree
        if tag == "a" or tag == "s":
            array = (Array if tag == "a" else Scalar)(self.size, content)
            self.size += array.nbytes
            return array
        if tag == "t":
            return Items(self._parts(content, depth), tuple)
        if tag == "d":
            pairs = [self._pair(pair, depth) for pair in listed(content)]
            return Dict([key for key, _ in pairs], [value for _, value in pairs])
        if tag == "f" and content in ("nan", "inf", "-inf"):
            return float(content)
        if tag == "c":
            real, imag = (self._part(part, depth) for part in listed(content))
            if type(real) is not float or type(imag) is not float:
                raise WireError("a complex number has two floats")
            return complex(real, imag)
        if tag == "o" and type(content) is str:
            return Described(content)
        if tag == "h" and is_size(content):
            return Bound(content)
        raise WireError(f"the tag {tag!r:.20} is unknown or holds something else")

    def _parts(self, content: Any, depth: int) -> list[Any]:
        self._entries -= len(listed(content))
        if depth >= MAX_DEPTH or self._entries < 0:
            raise WireError("the value is nested too deeply or has too many entries")
        return [self._part(item, depth + 1) if type(item) in _NESTED else item for item in content]

    def _pair(self, content: Any, depth: int) -> list[Any]:
        parts = self._parts(content, depth)
        if len(parts) != 2:
            raise WireError("a dict has keys and values")
        return parts


_planned_again = functools.lru_cache(maxsize=256)(_Plan)


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
