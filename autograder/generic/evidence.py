"""When the failures of a check are enough to say what they look like.

It must hold on every failing example, and at least two of them could not look so by chance: not of
one number, not of equal numbers, not of symmetric arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import Place
from autograder.generic.pairs import REAL, Pair, clear, numbers
from autograder.generic.signs import always
from autograder.profile import same

__all__ = ["MIN_EXAMPLES", "Kind", "Length"]

Test: TypeAlias = Callable[[Pair], bool]

MIN_EXAMPLES = 2  # that are told apart and informative
_MIN_WHOLE = 8  # whole numbers that must fit: small ones do so by chance,
_MIN_DIFFERENT = 3  # and labels of two classes always do


@dataclass(frozen=True)
class Kind:
    """One mistake: ``holds`` tells whether a pair fits, ``telling`` whether that says much."""

    looks_like: str
    hint: str
    holds: Test
    telling: Test = always
    spoilt: bool = False  # whether nan or infinity stand where numbers should be

    def fits(self, pairs: Sequence[Pair]) -> bool:
        """Tell whether all of these look so, and not by chance."""
        with np.errstate(all="ignore"):
            if not all(map(self.holds, pairs)):
                return False
            telling = [pair for pair in pairs if self.telling(pair)]
        # Nan where a number should be is never there by chance.
        return _differ(telling) and (self.spoilt or _no_coincidence(telling))

    def place(self, pairs: Sequence[Pair]) -> Place | None:
        """Return the student's line where it begins, if known."""
        places = (pair.warned_at for pair in pairs if self.spoilt)
        return next((place for place in places if place is not None), None)


def _differ(pairs: Sequence[Pair]) -> bool:
    """Tell whether there are two examples with different desired values."""
    distinct: list[Any] = []
    for pair in pairs:
        if not any(same(pair.desired, other) for other in distinct):
            distinct.append(pair.desired)
    return len(distinct) >= MIN_EXAMPLES


def _no_coincidence(pairs: Sequence[Pair]) -> bool:
    """Tell whether the numbers are broken ones, or many."""
    arrays = [pair.desired for pair in pairs if isinstance(pair.desired, np.ndarray)]
    real = [array for array in arrays if array.dtype.kind in REAL]
    if any(bool((array != np.rint(array)).any()) for array in real if array.dtype.kind == "f"):
        return True
    if len(arrays) < len(pairs):
        return True
    values = np.concatenate([array.ravel() for array in arrays])
    return values.size >= _MIN_WHOLE and np.unique(values).size >= _MIN_DIFFERENT


@dataclass(frozen=True)
class Length(Kind):
    """The right answer times a power of the length of an argument, the same one throughout."""

    holds: Test = numbers
    telling: Test = clear
    power: int = 1

    def fits(self, pairs: Sequence[Pair]) -> bool:
        if not super().fits(pairs):
            return False
        lengths = [dict(_lengths(pair)) for pair in pairs]
        for role in set.intersection(*map(set, lengths)):
            values = [found[role] for found in lengths]
            if len({n for n in values if n > 1}) > 1 and all(
                n > 0 and pair.close(pair.actual, float(n) ** self.power * pair.desired)
                for n, pair in zip(values, pairs, strict=True)
            ):
                return True
        return False


def _lengths(pair: Pair) -> Iterator[tuple[tuple[Any, int], int]]:
    """Yield what may be the n of a sum or a mean: the lengths of the axes of the arguments."""
    for key, value in pair.arguments:
        if isinstance(value, np.ndarray):
            for axis, length in enumerate(value.shape):
                yield (key, axis), length
        elif isinstance(value, (list, tuple)):
            yield (key, 0), len(value)
