"""Whole numbers where NumPy's default integer has 32 bits, as in WebAssembly.

Checks and submissions are written where it has 64. What crosses is the default integer of either
side: 64 bits on the grader's, 32 on the submission's, as far as the numbers fit. There some of
NumPy's functions refuse `int64`, which they take elsewhere: `take_wide` lets those that are named
below take it, and what the others refuse is left to the grading.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection
from typing import Any

import numpy as np

__all__ = ["NARROW", "TOO_NARROW", "narrow", "take_wide", "too_narrow", "widen"]

#: Whether the default integer has less than 64 bits here.
NARROW = np.dtype(np.intp).itemsize < 8
#: The message of a check in which a submission needs more.
TOO_NARROW = "a browser's whole numbers have 32 bits, too few here; graded after submission"
#: The functions that want default integers, and the place and the name of the argument.
_OF_DEFAULT = {
    "bincount": (0, "x"),
    "choose": (0, "a"),
    "put": (1, "ind"),
    "repeat": (1, "repeats"),
    "searchsorted": (3, "sorter"),
    "take": (1, "indices"),
}
_REFUSED = re.compile(
    r"Cannot cast \w+( data)? from dtype\('(int64|uint32)'\) to dtype\('int32'\)"
    r"|Python int too large to convert to C long"
    r"|Python integer -?\d+ out of bounds for int32"
)
_INT32, _INT64 = np.dtype(np.int32), np.dtype(np.int64)
#: What is safe to cast to an integer of 64 bits, and not to one of 32.
_WIDE: set[np.dtype[Any]] = {_INT64, np.dtype(np.uint32)}


def narrow(value: Any) -> Any:
    """Return a value of the grader's with its `int64` arrays as the submission would make them."""
    return _mapped(value, {_INT64}, _INT32)


def widen(value: Any) -> Any:
    """Return a value of the submission's with its `int32` arrays as they would be elsewhere."""
    return _mapped(value, {_INT32}, _INT64)


def take_wide() -> None:
    """Let NumPy's functions take what they take where the default integer has 64 bits."""
    for name, (place, keyword) in _OF_DEFAULT.items():
        setattr(np, name, _taking_wide(getattr(np, name), place, keyword))


def too_narrow(text: str) -> bool:
    """Tell whether an exception says that 32 bits are too few."""
    return _REFUSED.search(text) is not None


def _taking_wide(function: Callable[..., Any], place: int, keyword: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def taking_wide(*args: Any, **kwargs: Any) -> Any:
        if place < len(args):
            given = _mapped(args[place], _WIDE, _INT32)
            args = (*args[:place], given, *args[place + 1 :])
        elif keyword in kwargs:
            kwargs[keyword] = _mapped(kwargs[keyword], _WIDE, _INT32)
        return function(*args, **kwargs)

    return taking_wide


def _mapped(value: Any, old: Collection[np.dtype[Any]], new: np.dtype[Any]) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_mapped(item, old, new) for item in value)
    if isinstance(value, dict):
        return {key: _mapped(item, old, new) for key, item in value.items()}
    if isinstance(value, (np.generic, np.ndarray)) and value.dtype in old and _fits(value, new):
        return _in_same_layout(value, new) if isinstance(value, np.ndarray) else new.type(value)
    return value


def _fits(array: Any, dtype: np.dtype[Any]) -> bool:
    limits = np.iinfo(dtype)
    return bool(np.all((array >= limits.min) & (array <= limits.max)))


def _in_same_layout(array: np.ndarray[Any, Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    if array.flags.c_contiguous or array.flags.f_contiguous:
        made = array.astype(dtype, order="K")
    else:
        made = np.repeat(array.astype(dtype, order="C"), 2, axis=-1)[..., ::2]
    made.flags.writeable = array.flags.writeable
    return made
