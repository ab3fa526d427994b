"""Assertions on one array or number: its type, shape, dtype, and the range of its values."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.compare.mismatch import Array, fail
from autograder.compare.words import RESULT, kind_of, position, short

__all__ = ["as_array", "assert_between", "assert_finite", "assert_shape", "check_finite"]
__all__ += ["kind_name"]

_KIND_NAMES = {
    "b": "bool",
    "i": "int",
    "u": "int",
    "f": "float",
    "c": "complex",
    "U": "str",
}


def kind_name(array: Array) -> str:
    return _KIND_NAMES.get(array.dtype.kind) or array.dtype.name


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic))


def as_array(value: Any, shape: tuple[int, ...] | None, kind: str | None, name: str) -> Array:
    """Return ``value`` as an array after type, shape and dtype were found right."""
    __tracebackhide__ = True
    wanted = "a number" if shape == () else "an array"
    if not isinstance(value, np.ndarray) and not (_is_number(value) and shape in ((), None)):
        fail(f"{name} is {kind_of(value)}, but should be {wanted}")
    array = np.asarray(value)
    if shape is not None and array.shape != shape:
        fail(f"{name} has shape {array.shape}, but should have shape {shape}")
    found = kind_name(array)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind is not None and found != kind and not (whole and kind == "float"):
        fail(f"{name} has dtype {array.dtype}, but should have a dtype of kind {kind}")
    return array


def check_finite(array: Array, name: str) -> None:
    __tracebackhide__ = True
    if array.dtype.kind not in "biufc":
        fail(f"{name} has dtype {array.dtype}, but should hold numbers")
    if array.dtype.kind not in "fc":
        return
    finite = np.isfinite(array)
    if not finite.all():
        where, index = position(~np.asarray(finite))
        fail(f"{name} is {array[index]}{where}, but should be finite")


def assert_shape(
    actual: Any, shape: tuple[int, ...], *, dtype: Any = None, name: str = RESULT
) -> None:
    """Demand an array (for shape ``()``: a number) of this shape.

    ``dtype`` is "float", "int", "bool", or one exact NumPy dtype.
    """
    __tracebackhide__ = True
    kind = dtype if isinstance(dtype, str) and dtype in ("float", "int", "bool") else None
    array = as_array(actual, tuple(shape), kind, name)
    if dtype is not None and kind is None and array.dtype != np.dtype(dtype):
        fail(f"{name} has dtype {array.dtype}, but should have dtype {np.dtype(dtype)}")


def assert_finite(actual: Any, name: str = RESULT) -> None:
    """Demand numbers without nan and infinities; lists, tuples and dicts are looked into."""
    __tracebackhide__ = True
    if isinstance(actual, (list, tuple)):
        for i, value in enumerate(actual):
            assert_finite(value, f"{name}[{i}]")
    elif isinstance(actual, dict):
        for key, value in actual.items():
            assert_finite(value, f"{name}[{short(key)}]")
    else:
        check_finite(as_array(actual, None, None, name), name)


def assert_between(
    actual: Any, low: float, high: float, *, strict: bool = False, name: str = RESULT
) -> None:
    """Demand finite numbers in [low, high], or in (low, high) when ``strict``."""
    __tracebackhide__ = True
    array = as_array(actual, None, None, name)
    check_finite(array, name)
    inside = (low < array) & (array < high) if strict else (low <= array) & (array <= high)
    if not inside.all():
        where, index = position(~np.asarray(inside))
        relation = "between" if not strict else "strictly between"
        fail(f"{name} is {array[index]}{where}, but should be {relation} {low} and {high}")
