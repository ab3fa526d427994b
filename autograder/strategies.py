"""Hypothesis strategies for small arrays that hide nothing.

`hypothesis.extra.numpy.arrays` fills most of an array with one value, which hides transposes and
swapped parts. Every strategy here draws each element by itself, bounded, without nan and
subnormals, so that a counterexample shrinks to small whole numbers.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

__all__ = ["arrays", "integer_arrays", "memory_layouts", "numbers", "sizes", "unequal_sizes"]

Shape = tuple[int, ...] | st.SearchStrategy[tuple[int, ...]]


def numbers(
    low: float = -3.0, high: float = 3.0, *, gap: float = 0.0, width: int = 64
) -> st.SearchStrategy[float]:
    """Draw a float in [low, high] whose size is at least ``gap``."""
    if width not in (16, 32, 64):
        raise ValueError(f"numbers: width={width!r} is not 16, 32 or 64")

    def between(low: float, high: float) -> st.SearchStrategy[float]:
        return st.floats(
            low,
            high,
            allow_nan=False,
            allow_infinity=False,
            allow_subnormal=False,
            width=cast(Literal[16, 32, 64], width),
        )

    if gap <= 0.0:
        return between(low, high)
    sides = []
    if high >= gap:
        sides.append(between(max(low, gap), high))
    if low <= -gap:
        sides.append(between(low, min(high, -gap)))
    if not sides:
        raise ValueError(f"numbers: no number in [{low}, {high}] has a size of {gap} or more")
    return st.one_of(sides)


def arrays(
    shape: Shape,
    low: float = -3.0,
    high: float = 3.0,
    *,
    dtype: npt.DTypeLike = np.float64,
    gap: float = 0.0,
) -> st.SearchStrategy[npt.NDArray[Any]]:
    """Draw a float array of ``shape`` with elements in [low, high], none nearer to 0 than ``gap``.

    Bounds must be representable in ``dtype``.
    """
    kind = np.dtype(dtype)
    elements = numbers(low, high, gap=gap, width=8 * kind.itemsize)
    return hnp.arrays(kind, shape, elements=elements, fill=st.nothing())


def integer_arrays(shape: Shape, low: int, high: int) -> st.SearchStrategy[npt.NDArray[np.int64]]:
    """Draw an int64 array of ``shape`` with elements in [low, high]."""
    return hnp.arrays(np.int64, shape, elements=st.integers(low, high), fill=st.nothing())


def sizes(low: int = 1, high: int = 4) -> st.SearchStrategy[int]:
    """Draw the length of an axis."""
    return st.integers(low, high)


def unequal_sizes(n: int, low: int = 1, high: int = 4) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw ``n`` lengths, no two equal, so that a transposed axis cannot pass unseen."""
    if high - low + 1 < n:
        raise ValueError(f"unequal_sizes: [{low}, {high}] holds fewer than {n} different sizes")
    return st.permutations(range(low, high + 1)).map(lambda order: tuple(order[:n]))


def memory_layouts(x: npt.ArrayLike) -> list[tuple[str, npt.NDArray[Any]]]:
    """Return copies of ``x`` that differ only in how they lie in memory, each with its name."""
    array = np.array(x)
    strided = np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array.copy()
    frozen = array.copy()
    frozen.flags.writeable = False
    return [
        ("C-ordered", array),
        ("Fortran-ordered", np.array(array, order="F")),
        ("strided", strided),
        ("read-only", frozen),
    ]
