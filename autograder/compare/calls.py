"""Assertions on what a call does beside returning a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from autograder.compare.mismatch import fail
from autograder.compare.words import SHOWN, kind_of, short

__all__ = ["assert_fresh", "assert_no_warnings", "assert_raises", "assert_unchanged"]


def assert_raises(
    error: type[Exception],
    function: Callable[..., Any],
    *args: Any,
    mentions: Iterable[str] = (),
    **kwargs: Any,
) -> None:
    """Demand that the call raises ``error`` with a text that contains each of ``mentions``.

    What a submission raised arrives as data; its attribute ``types`` names the class and its bases.
    """
    __tracebackhide__ = True
    try:
        value = function(*args, **kwargs)
    except Exception as raised:
        types = getattr(raised, "types", tuple(t.__name__ for t in type(raised).__mro__))
        if error.__name__ not in types:
            if hasattr(raised, "types"):
                fail(f"this call raises {types[0]:.80}, but should raise {error.__name__}")
            raise
        text = str(getattr(raised, "text", raised))
        for part in mentions:
            if part not in text:
                fail(
                    f"the text of the {types[0]:.80} should contain {part!r}, but is {short(text)}"
                )
        return
    fail(f"this call returns {kind_of(value)}, but should raise {error.__name__}")


def assert_unchanged(surface: Any) -> None:
    """Demand that the last call on ``surface`` changed none of its arguments."""
    __tracebackhide__ = True
    changed = surface.last.changed
    if changed:
        which = ", ".join(f"argument {k + 1}" if isinstance(k, int) else str(k) for k in changed)
        fail(f"the call changes what it was given ({which}); work on a copy instead")


def assert_fresh(surface: Any) -> None:
    """Demand that no result of the last call shares memory with an argument."""
    __tracebackhide__ = True
    if surface.last.shares:
        fail("the result shares memory with an argument; return a new array instead")


def assert_no_warnings(surface: Any) -> None:
    """Demand that the last call on ``surface`` raised no warning."""
    __tracebackhide__ = True
    if surface.last.warnings:
        fail(f"the call warns: {surface.last.warnings[0]!s:.{SHOWN}}")
