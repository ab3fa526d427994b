"""The complaint of a comparison, and who else hears of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "Mismatch", "Pair", "fail", "observe", "observed", "silenced"]

Array: TypeAlias = npt.NDArray[Any]
Pair: TypeAlias = tuple[Any, Any, float, float]

_LONGEST = 2000  # characters of a complaint


class Mismatch(AssertionError):
    """What a submission returned is not what it should be. The text is one sentence or two.

    ``compared`` holds the two arrays of one shape that differ, where it is values that do, and
    ``sequence`` tells that their first axis counts steps. ``pair`` holds whatever was compared,
    the actual value first, and the relative and the absolute tolerance.
    """

    def __init__(
        self,
        text: str,
        compared: tuple[Array, Array] | None = None,
        *,
        sequence: bool = False,
        pair: Pair | None = None,
    ) -> None:
        super().__init__(text)
        self.compared = compared
        self.sequence = sequence
        self.pair = pair


_silent = False
_observer: Callable[[float], None] | None = None


@contextlib.contextmanager
def observed(observer: Callable[[float], None]) -> Iterator[None]:
    """Tell ``observer`` the largest error of each comparison of values, over its tolerance."""
    global _observer
    before, _observer = _observer, observer
    try:
        yield
    finally:
        _observer = before


def observe(array: Array, target: Array, allowed: Callable[[], Any]) -> None:
    """Tell the observer, if there is one, of a comparison with these tolerances."""
    if _observer is None or _silent or target.dtype.kind not in "biufc":
        return
    with np.errstate(all="ignore"):
        same = (array == target) | ((array != array) & (target != target))
        share = np.abs(np.subtract(array, target, dtype=complex)) / allowed()
    share = np.where(same, 0.0, np.where(np.isnan(share), np.inf, share))
    _observer(float(np.max(share, initial=0.0)))


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Let no comparison complain, for a grader that looks only at which calls a check makes."""
    global _silent
    before, _silent = _silent, True
    try:
        yield
    finally:
        _silent = before


def fail(
    text: str,
    compared: tuple[Array, Array] | None = None,
    *,
    sequence: bool = False,
    pair: Pair | None = None,
) -> None:
    """Complain, unless comparisons are silenced."""
    __tracebackhide__ = True
    if not _silent:
        raise Mismatch(text[:_LONGEST], compared, sequence=sequence, pair=pair)
