"""Gradients against central differences."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.compare.arrays import as_array, check_finite
from autograder.compare.mismatch import Array, fail, observe
from autograder.compare.words import position

__all__ = ["assert_gradient", "numerical_gradient"]


def numerical_gradient(f: Callable[[Array], Any], x: npt.ArrayLike, h: float = 1e-5) -> Array:
    """Return the central differences of a scalar function ``f`` at ``x``, in the shape of ``x``."""
    __tracebackhide__ = True
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    what = "the value to be differentiated"
    for index in np.ndindex(x.shape):
        ends = []
        for step in (h, -h):
            moved = x.copy()
            moved[index] += step
            value = as_array(f(moved), (), None, what)
            if value.dtype.kind not in "biuf":
                fail(f"{what} has dtype {value.dtype}, but should be a real number")
            ends.append(float(value))
        gradient[index] = (ends[0] - ends[1]) / (2 * h)
    return gradient


def assert_gradient(
    actual: Any, f: Callable[[Array], Any], x: npt.ArrayLike, *, name: str = "the gradient"
) -> None:
    """Demand that ``actual`` is the gradient of ``f`` at ``x`` by central differences.

    The difference may be ``1e-6 + 1e-4 * max(abs(actual), abs(numeric))``, which central
    differences with a step of 1e-5 keep for values of order one.
    """
    __tracebackhide__ = True
    array = as_array(actual, np.shape(x), "float", name)
    check_finite(array, name)
    numeric = numerical_gradient(f, x)
    check_finite(numeric, "the difference quotient of the value")
    rtol, atol = 1e-4, 1e-6
    allowed = atol + rtol * np.maximum(np.abs(array), np.abs(numeric))
    observe(array, numeric, lambda: allowed)
    bad = np.asarray(np.abs(array - numeric) > allowed)
    if bad.any():
        where, index = position(bad)
        ratio = ""
        if array[index] and numeric[index] and math.isfinite(array[index] / numeric[index]):
            ratio = f" ({array[index] / numeric[index]:.4g} times as much)"
        fail(
            f"{name} is {array[index]:.6g}{where}, but the difference quotient is "
            f"{numeric[index]:.6g}{ratio}",
            (array, numeric),
            pair=(array, numeric, rtol, atol),
        )
