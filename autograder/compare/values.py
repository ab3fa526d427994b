"""Assertions that values are those that are desired."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograder.compare.arrays import as_array, check_finite, kind_name
from autograder.compare.mismatch import Array, Mismatch, fail, observe
from autograder.compare.structure import entries, fields
from autograder.compare.words import RESULT, SHOWN, kind_of, part, position, short

__all__ = ["assert_close", "assert_equal"]


def assert_close(
    actual: Any,
    desired: Any,
    *,
    rtol: float = 1e-7,
    atol: float = 1e-9,
    name: str = RESULT,
    sequence: bool = False,
) -> None:
    """Demand the structure, shapes and dtype kinds of ``desired``, and values close to it.

    Parameters
    ----------
    actual, desired : array, number, list, tuple or dict of these
        A list may stand for a tuple, and a Python number, a NumPy scalar and a 0-d array for
        each other. Equal infinities are close, and so are two nan.
    rtol, atol : float
        Values may differ by ``atol + rtol * abs(desired)``.
    name : str
        What the complaint calls ``actual``.
    sequence : bool
        Whether the first axis counts steps. A picture then shows curves over them.
    """
    __tracebackhide__ = True
    compare = partial(_compare_close, rtol=rtol, atol=atol, steps=sequence)
    _compare_parts(actual, desired, name, compare, (rtol, atol))


def assert_equal(actual: Any, desired: Any, *, name: str = RESULT) -> None:
    """Demand exactly ``desired``: text, whole numbers, booleans, or lists and dicts of them."""
    __tracebackhide__ = True
    _compare_parts(actual, desired, name, _compare_equal, (0.0, 0.0))


def _compare_parts(
    actual: Any,
    desired: Any,
    name: str,
    compare: Callable[[Any, Any, str], None],
    tolerances: tuple[float, float],
) -> None:
    """Compare what lists, tuples and dicts hold: texts, and by ``compare`` all that is numbers."""
    __tracebackhide__ = True
    if isinstance(desired, dict):
        for key, value in zip(desired, fields(actual, *desired, name=name), strict=True):
            _compare_parts(value, desired[key], f"{name}[{key!r}]", compare, tolerances)
    elif isinstance(desired, (list, tuple)):
        for i, (item, wanted) in enumerate(
            zip(entries(actual, desired, name), desired, strict=True)
        ):
            _compare_parts(item, wanted, part(name, i, len(desired)), compare, tolerances)
    elif desired is None or isinstance(desired, str):
        if not isinstance(actual, type(desired)):  # NumPy's strings are strings
            fail(f"{name} is {kind_of(actual)}, but should be {desired!r}")
        if actual != desired:
            fail(f"{name} is {short(actual)}, but should be {desired!r}")
    else:
        try:
            compare(actual, desired, name)
        except Mismatch as mismatch:
            mismatch.pair = actual, desired, *tolerances
            raise


def _compare_close(
    actual: Any, desired: Any, name: str, rtol: float, atol: float, steps: bool
) -> None:
    __tracebackhide__ = True
    target = np.asarray(desired)
    array = as_array(actual, target.shape, kind_name(target), name)
    finite = bool(np.isfinite(target).all())
    if finite:
        check_finite(array, name)
    observe(array, target, lambda: atol + rtol * np.abs(target))
    if not _close(array, target, rtol, atol, finite):
        bad = ~np.isclose(array, target, rtol=rtol, atol=atol, equal_nan=True)
        fail(_difference(array, target, bad, name), (array, target), sequence=steps)


def _close(array: Array, target: Array, rtol: float, atol: float, finite: bool) -> bool:
    # What np.allclose does where all is finite, at a third of its cost.
    if finite and array.dtype == target.dtype == np.float64:
        return bool((np.abs(array - target) <= atol + rtol * np.abs(target)).all())
    return bool(np.allclose(array, target, rtol=rtol, atol=atol, equal_nan=True))


def _difference(array: Array, target: Array, bad: Array, name: str) -> str:
    """Say how many values differ, where first, and by how much at the most."""
    where, index = position(bad)
    text = f"{name} is {array[index]}{where}, but should be {target[index]}"
    more = [f"{bad.sum()} of {bad.size} values differ"] if bad.size > 1 else []
    if array.dtype.kind != "b":
        with np.errstate(all="ignore"):
            absolute = np.abs(array.astype(complex) - target.astype(complex))
            relative = absolute / np.abs(target.astype(complex))
        known = absolute[~np.isnan(absolute)]
        if known.size:
            more.append(f"largest absolute difference {np.max(known):.3g}")
        known = relative[bad & np.isfinite(relative)]  # the right value may be 0, or infinite
        if known.size:
            more.append(f"largest relative difference {np.max(known):.3g}")
    return f"{text} ({', '.join(more)})" if more else text


def _compare_equal(actual: Any, desired: Any, name: str) -> None:
    __tracebackhide__ = True
    target = np.asarray(desired)
    array = as_array(actual, target.shape, kind_name(target), name)
    bad = np.asarray(array != target)
    if bad.any():
        where, index = position(bad)
        text = f"{name} is {array[index]!s:.{SHOWN}}{where}, but should be {target[index]}"
        fail(text, (array, target))
