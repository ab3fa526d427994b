"""What both directions share: the caps, the dtypes, and the forms of what is not plain data."""

from __future__ import annotations

import functools
import math
import re
import struct
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

__all__ = ["ENTRY", "LENGTH", "MAX_DEPTH", "MAX_DIMENSIONS", "MAX_FRAME", "MAX_HEADER"]
__all__ += ["MAX_INT_BITS", "Callables", "Handle", "Opaque", "WireError"]
__all__ += ["code_of", "dtype_of", "is_shape", "is_size", "layout_of"]

#: Bytes that the arrays of one frame may hold.
MAX_FRAME = 32 * 2**20
#: Bytes that its header may have.
MAX_HEADER = 4 * 2**20

LENGTH = struct.Struct("<I")
ENTRY = 32  # bytes of the header that an entry of a list can need, if it is no long text
MAX_DEPTH = 50  # of containers: what decodes can also be walked, deep inside a test
MAX_DIMENSIONS = 32
MAX_INT_BITS = 1024  # larger whole numbers are described instead of sent
_MAX_EMPTY = 2**16  # what the other dimensions of an array without elements may multiply to
_MAX_DESCRIBED = 80
_DTYPES = re.compile(r"[<>|=](b1|[iu][1248]|f(2|4|8|12|16)|c(8|16|24|32)|U[1-9]\d{0,4})")


class WireError(Exception):
    """Bytes that are not a frame of this format."""


class Opaque:
    """Stand-in for a value that is not data. ``described`` says what it was: "a generator"."""

    def __init__(self, described: str) -> None:
        self.described = "".join(filter(str.isprintable, described[:_MAX_DESCRIBED]))

    @classmethod
    def of(cls, value: Any, more: str = "") -> Opaque:
        """Say what ``value`` is without running any of its code."""
        name = type(value).__name__[:_MAX_DESCRIBED]
        article = "an" if name[:1].lower() in "aeiou" else "a"
        return cls(f"{article} {name}{more}")

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


def is_size(number: Any) -> bool:
    return type(number) is int and number >= 0


def is_shape(shape: Any) -> bool:
    """Tell whether an array may have this shape; ``(2**40, 0)`` needs no bytes, but a long loop."""
    if len(shape) > MAX_DIMENSIONS or not all(map(is_size, shape)):
        return False
    return bool(math.prod(n or 1 for n in shape) <= (_MAX_EMPTY if 0 in shape else MAX_FRAME))


def layout_of(array: np.ndarray[Any, Any]) -> str:
    """Return how an array lies in memory: by rows, by columns, or with gaps."""
    flags = array.flags
    return "C" if flags.c_contiguous else "F" if flags.f_contiguous else "S"


@functools.lru_cache(maxsize=64)
def code_of(dtype: np.dtype[Any]) -> str | None:
    """Return how a dtype is written, or None if its values do not cross."""
    return dtype.str if _DTYPES.fullmatch(dtype.str) else None


@functools.lru_cache(maxsize=64)
def dtype_of(text: Any) -> np.dtype[Any]:
    """Return the dtype that is written so."""
    if type(text) is not str or not _DTYPES.fullmatch(text):
        raise WireError(f"dtype {text!r:.20} is not allowed")
    return np.dtype(text)
