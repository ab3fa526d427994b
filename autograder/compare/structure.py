"""The parts of lists, tuples and dicts that should have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.compare.mismatch import fail
from autograder.compare.words import RESULT, kind_of, listing

__all__ = ["entries", "fields", "unpack"]


def unpack(value: Any, *names: str, name: str = RESULT) -> tuple[Any, ...]:
    """Return the parts of a tuple or list that should hold these parts.

    Examples
    --------
    >>> a, b = unpack((1, 2), "a", "b")
    """
    __tracebackhide__ = True
    wanted = f"({', '.join(names)})"
    if not isinstance(value, (list, tuple)):
        fail(f"{name} is {kind_of(value)}, but should be the tuple {wanted}")
    if len(value) != len(names):
        fail(f"{name} has {len(value)} parts, but should be {wanted}, which has {len(names)}")
    return tuple(value)


def fields(value: Any, *keys: str, name: str = RESULT) -> list[Any]:
    """Return the values of ``keys`` of a dict that should have exactly these keys."""
    __tracebackhide__ = True
    if not isinstance(value, dict):
        fail(f"{name} is {kind_of(value)}, but should be a dict with {listing(keys)}")
    missing = [key for key in keys if key not in value]
    if missing:
        fail(f"{name} lacks {listing(missing)}")
    extra = [key for key in value if key not in keys]
    if extra:
        fail(f"{name} has {listing(extra)}, which should not be there")
    return [value[key] for key in keys]


def entries(value: Any, desired: Sequence[Any], name: str) -> list[Any]:
    """Return what a list or tuple holds that should be as long as ``desired``."""
    __tracebackhide__ = True
    length = len(desired)
    if not isinstance(value, (list, tuple)):
        fail(f"{name} is {kind_of(value)}, but should be a list or tuple of {length}")
    if len(value) != length:
        text = f"{name} has {len(value)} entries, but should have {length}"
        fail(text, pair=(value, desired, 0.0, 0.0))
    return list(value)
