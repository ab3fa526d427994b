"""Two values that a check compared when it failed, and what can be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.answers import Place
from autograder.profile import Example

__all__ = ["CLOSE", "REAL", "Pair", "clear", "numbers", "real"]

#: Kinds of dtypes of real numbers.
REAL = "fiu"
CLOSE = 1e-7  # relative; no coincidence is that close
_CLEAR = 1e3  # times the absolute tolerance: what is smaller than that tells nothing


@dataclass(frozen=True)
class Pair:
    """The values that were compared, as arrays or as they came."""

    actual: Any
    desired: Any
    rtol: float
    atol: float
    example: Example

    @classmethod
    def of(cls, example: Example) -> Pair:
        """Return what was compared when this example failed."""
        actual, desired, rtol, atol = example.raised.pair  # type: ignore[union-attr]
        if not isinstance(desired, (list, tuple)):
            is_number = isinstance(actual, (np.ndarray, np.generic, int, float, complex))
            actual = np.asarray(actual if is_number else None)
            desired = np.asarray(desired)
        return cls(actual, desired, rtol, atol, example)

    def close(self, actual: Any, desired: Any) -> bool:
        """Compare as the check did, but never more loosely than chance allows."""
        rtol = min(max(self.rtol, CLOSE), 1e-4)
        return actual.shape == desired.shape and bool(
            np.allclose(actual, desired, rtol=rtol, atol=self.atol, equal_nan=True)
        )

    @property
    def arguments(self) -> Iterator[tuple[Any, Any]]:
        """The arguments of the call, by position or name."""
        call = self.example.call
        return iter([*enumerate(call.args), *call.kwargs.items()] if call is not None else ())

    @property
    def warned_at(self) -> Place | None:
        """The student's line of the first warning, if there was one."""
        return next((a.warned_at for a in self.example.answers if a.warned_at is not None), None)


def numbers(pair: Pair) -> bool:
    """Tell whether both are finite real arrays of one shape."""
    return (
        real(pair)
        and pair.actual.shape == pair.desired.shape
        and bool(np.isfinite(pair.actual).all() and np.isfinite(pair.desired).all())
    )


def real(pair: Pair) -> bool:
    return (
        isinstance(pair.desired, np.ndarray)
        and isinstance(pair.actual, np.ndarray)
        and pair.actual.dtype.kind in REAL
        and pair.desired.dtype.kind in REAL
    )


def clear(pair: Pair) -> bool:
    """Tell whether the desired numbers are not all about zero."""
    return bool(np.abs(pair.desired).max(initial=0.0) > _CLEAR * pair.atol)
