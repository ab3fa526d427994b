"""Mistakes that are known of any function: recognised by comparing actual and desired values.

What is said is one of a few fixed sentences, so that it may be said of hidden checks too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.answers import Place
from autograder.generic.evidence import MIN_EXAMPLES
from autograder.generic.kinds import KINDS
from autograder.generic.pairs import Pair
from autograder.profile import Example

__all__ = ["KINDS", "Recognised", "recognise", "was_compared"]


@dataclass(frozen=True)
class Recognised:
    """What the failures look like, what helps, and the student's line where it begins, if known."""

    looks_like: str
    hint: str
    place: Place | None = None


def was_compared(example: Example) -> bool:
    """Tell whether a failing example holds two values that were compared."""
    return getattr(example.raised, "pair", None) is not None


def recognise(examples: Iterable[Example]) -> Recognised | None:
    """Return what all failing examples look like, or None."""
    pairs = list(map(Pair.of, filter(was_compared, examples)))
    if len(pairs) < MIN_EXAMPLES:
        return None
    for kind in KINDS:
        if kind.fits(pairs):
            return Recognised(kind.looks_like, kind.hint, kind.place(pairs))
    return None
