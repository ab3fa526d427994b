"""Whole numbers where NumPy's default integer has 32 bits, as in WebAssembly.

Checks are written where it has 64. There `np.take`, `np.repeat` and others refuse `int64`, so that
a submission which is right elsewhere would fail. What crosses is therefore the default integer of
either side: 64 bits on the grader's, 32 on the submission's, as far as the numbers fit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["NARROW", "narrow", "widen"]

#: Whether the default integer has less than 64 bits here.
NARROW = np.dtype(np.intp).itemsize < 8
_LIMITS = np.iinfo(np.int32)


def narrow(value: Any) -> Any:
    """Return a value of the grader's with its `int64` arrays as the submission would make them."""
    return _mapped(value, np.dtype(np.int64), np.dtype(np.int32), _fits)


def widen(value: Any) -> Any:
    """Return a value of the submission's with its `int32` arrays as they would be elsewhere."""
    return _mapped(value, np.dtype(np.int32), np.dtype(np.int64), lambda array: True)


def _fits(array: Any) -> bool:
    return bool(np.all((array >= _LIMITS.min) & (array <= _LIMITS.max)))


def _mapped(value: Any, old: np.dtype[Any], new: np.dtype[Any], fits: Callable[[Any], bool]) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_mapped(item, old, new, fits) for item in value)
    if isinstance(value, dict):
        return {key: _mapped(item, old, new, fits) for key, item in value.items()}
    if isinstance(value, np.generic) and value.dtype == old and fits(value):
        return new.type(value)
    if isinstance(value, np.ndarray) and value.dtype == old and fits(value):
        return _in_same_layout(value, new)
    return value


def _in_same_layout(array: np.ndarray[Any, Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    if array.flags.c_contiguous or array.flags.f_contiguous:
        made = array.astype(dtype, order="K")
    else:
        made = np.repeat(array.astype(dtype, order="C"), 2, axis=-1)[..., ::2]
    made.flags.writeable = array.flags.writeable
    return made
