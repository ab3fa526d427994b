"""How mistakes show in what was compared, and whether a pair of values can tell them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.generic.pairs import CLOSE, REAL, Pair, clear, numbers, real
from autograder.profile import same

__all__ = [
    "always",
    "asymmetric",
    "cut",
    "double_only",
    "enough_rows",
    "in_single",
    "log_of_zero",
    "long",
    "normalised_elsewhere",
    "overflows",
    "proper_matrix",
    "reduced_elsewhere",
    "several",
    "shifted",
    "times",
    "transposed",
    "unnormalised",
    "whole_offset",
    "zero_by_zero",
]

_SINGLE = 1e-5  # relative error that float32 may leave
_EXP_OVERFLOWS = 700.0
_DIVISIONS = ("divide", "true_divide", "scalar divide")


def always(pair: Pair) -> bool:
    return True


def times(factor: float) -> Callable[[Pair], bool]:
    return lambda pair: numbers(pair) and pair.close(pair.actual, factor * pair.desired)


# Axes


def transposed(pair: Pair) -> bool:
    return real(pair) and pair.desired.ndim == 2 and pair.close(pair.actual, pair.desired.T)


def asymmetric(pair: Pair) -> bool:
    return bool(min(pair.desired.shape) > 1) and not pair.close(pair.desired, pair.desired.T)


def _sums_to_one(array: Any, axis: int) -> bool:
    return bool(np.allclose(array.sum(axis=axis), 1.0, rtol=0.0, atol=1e-6))


def normalised_elsewhere(pair: Pair) -> bool:
    return (
        numbers(pair)
        and pair.desired.ndim >= 2
        and _sums_to_one(pair.desired, -1)
        and not _sums_to_one(pair.actual, -1)
        and any(_sums_to_one(pair.actual, axis) for axis in range(pair.actual.ndim - 1))
    )


def proper_matrix(pair: Pair) -> bool:
    return bool(min(pair.desired.shape) > 1)


def reduced_elsewhere(pair: Pair) -> bool:
    """Tell whether the shapes are those of an argument without an axis, each without another.

    The entries then agree in their sum, their mean or their largest one.
    """
    if not real(pair) or not pair.actual.size or not pair.desired.size:
        return False
    left = [
        {value.shape[:axis] + value.shape[axis + 1 :] for axis in range(value.ndim)}
        for _, value in pair.arguments
        if isinstance(value, np.ndarray) and value.ndim > 1
    ]
    if pair.actual.shape == pair.desired.shape or not any(
        {pair.actual.shape, pair.desired.shape} <= shapes for shapes in left
    ):
        return False
    return any(
        bool(np.isclose(reduce(pair.actual), reduce(pair.desired), rtol=CLOSE, atol=0.0))
        for reduce in (np.sum, np.mean, np.max, np.min)
    )


# Factors


def unnormalised(pair: Pair) -> bool:
    if not numbers(pair) or not pair.desired.ndim or not _sums_to_one(pair.desired, -1):
        return False
    totals = pair.actual.sum(axis=-1, keepdims=True)
    return bool((totals > 0).all()) and pair.close(pair.actual / totals, pair.desired)


def several(pair: Pair) -> bool:
    """Tell whether there are different numbers, of which one is clear."""
    return clear(pair) and bool(np.unique(pair.desired).size > 1)


# Places


def shifted(step: int) -> Callable[[Pair], bool]:
    def holds(pair: Pair) -> bool:
        if not real(pair) or not pair.desired.ndim or pair.actual.shape != pair.desired.shape:
            return False
        if len(pair.desired) < 2:
            return False
        moved = (pair.actual[step:], pair.desired[:-step])
        return pair.close(*(moved if step > 0 else (pair.actual[:step], pair.desired[-step:])))

    return holds


def enough_rows(pair: Pair) -> bool:
    return len(pair.desired) > 2 and _varies(pair)


def _varies(pair: Pair) -> bool:
    return not same(pair.desired[1:], pair.desired[:-1])


def whole_offset(step: int) -> Callable[[Pair], bool]:
    def holds(pair: Pair) -> bool:
        whole = "iu"
        return (
            numbers(pair)
            and pair.desired.dtype.kind in whole
            and pair.actual.dtype.kind in whole
            and bool((pair.actual.astype(int) - pair.desired.astype(int) == step).all())
        )

    return holds


def cut(actual: slice, desired: slice) -> Callable[[Pair], bool]:
    def holds(pair: Pair) -> bool:
        if isinstance(pair.desired, np.ndarray) and not (pair.desired.ndim and pair.actual.ndim):
            return False
        one_more = abs(len(pair.actual) - len(pair.desired)) == 1
        return one_more and same(pair.actual[actual], pair.desired[desired])

    return holds


def long(pair: Pair) -> bool:
    return min(len(pair.actual), len(pair.desired)) > 1 and _varies(pair)


# Floating point


def in_single(pair: Pair) -> bool:
    if not numbers(pair) or pair.desired.dtype != np.float64:
        return False
    single = pair.actual.astype(np.float32)
    return bool((single == pair.actual).all()) and bool(
        np.allclose(pair.actual, pair.desired, rtol=_SINGLE, atol=0.0)
    )


def double_only(pair: Pair) -> bool:
    return bool((pair.desired.astype(np.float32) != pair.desired).any())


def overflows(pair: Pair) -> bool:
    return _spoilt(pair) and (_warns(pair, "overflow") or _largest(pair) > _EXP_OVERFLOWS)


def log_of_zero(pair: Pair) -> bool:
    return _spoilt(pair) and _warns(pair, "divide by zero encountered in log")


def zero_by_zero(pair: Pair) -> bool:
    return _spoilt(pair) and any(_warns(pair, f"encountered in {name}") for name in _DIVISIONS)


def _spoilt(pair: Pair) -> bool:
    """Tell whether nan or infinity stand where numbers should be."""
    return (
        real(pair)
        and pair.actual.shape == pair.desired.shape
        and bool((~np.isfinite(pair.actual) & np.isfinite(pair.desired)).any())
    )


def _warns(pair: Pair, what: str) -> bool:
    return any(what in warning for answer in pair.example.answers for warning in answer.warnings)


def _largest(pair: Pair) -> float:
    found = [
        float(np.abs(value).max(initial=0.0))
        for _, value in pair.arguments
        if isinstance(value, (np.ndarray, float, int)) and np.asarray(value).dtype.kind in REAL
    ]
    return max(found, default=0.0)
