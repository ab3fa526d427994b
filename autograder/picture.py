"""What to draw of a comparison that failed: two small arrays, as JSON data.

This module imports nothing of the project.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["picture"]

#: A larger array is not read at a glance, and would make reports large.
_LARGEST = 12


def picture(
    actual: npt.NDArray[Any], desired: npt.NDArray[Any], *, sequence: bool = False
) -> dict[str, Any] | None:
    """Return rows of numbers to draw, or None if these arrays are nothing to look at.

    Parameters
    ----------
    actual, desired : ndarray
        Of one shape. Up to two axes, real numbers and at most 12 x 12 of them can be drawn.
    sequence : bool
        Whether the first axis counts steps: vectors over time are curves, not a map.

    Returns
    -------
    dict or None
        ``kind`` ("heatmap" or "trajectory"), ``actual`` and ``desired``. JSON has no nan and no
        infinities, so these are text.
    """
    if actual.shape != desired.shape or actual.size == 0:
        return None
    if actual.ndim > 2 or max(actual.shape, default=1) > _LARGEST:
        return None
    if any(array.dtype.kind not in "biuf" for array in (actual, desired)):
        return None
    curves = sequence and actual.ndim > 0 and len(actual) > 1
    return {
        "kind": "trajectory" if curves else "heatmap",
        "actual": _rows(actual, curves),
        "desired": _rows(desired, curves),
    }


def _rows(array: npt.NDArray[Any], curves: bool) -> list[list[float | str]]:
    """Return the rows: one for each step of a sequence, and one for a vector otherwise."""
    table = array.reshape(len(array), -1) if curves else np.atleast_2d(array)
    return [[_number(float(value)) for value in row] for row in table]


def _number(value: float) -> float | str:
    return float(f"{value:.6g}") if math.isfinite(value) else str(value)
