"""The decorator that turns a pytest test into a graded check."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

__all__ = ["HIDING", "KINDS", "Check", "check", "check_of"]
__all__ += ["exercises_by_problem"]

Test = TypeVar("Test", bound=Callable[..., None])

#: What a check looks at. ``planted`` is for exercises in which students write a property.
KINDS = ("example", "shape", "agreement", "property", "edge", "contract", "planted")

#: Fixtures that exist only where the solutions are. A check that takes one of them is hidden.
HIDING = frozenset({"reference", "planted"})

_ATTRIBUTE = "autograder_check"


@dataclass(frozen=True)
class Check:
    """What the grader knows of one check besides its code."""

    exercise: str
    kind: str
    points: float
    title: str
    hint: str | None
    hidden: bool


def check(
    exercise: str, *, kind: str, points: float, hint: str | None = None
) -> Callable[[Test], Test]:
    """Make a test a check of ``exercise`` that is worth ``points``.

    Parameters
    ----------
    exercise : str
        The function that the student writes.
    kind : str
        One of `KINDS`.
    points : float
        What the check is worth; a check is passed or failed, never in between.
    hint : str, optional
        One sentence that a student reads when the check fails: the likely cause.

    Notes
    -----
    The first line of the test's docstring is the title that the student reads. Put the decorator
    above ``@given``.
    """
    if kind not in KINDS:
        raise ValueError(f"check({exercise!r}): kind={kind!r} is not one of {', '.join(KINDS)}")
    if not points > 0:
        raise ValueError(f"check({exercise!r}): points={points!r} is not above zero")

    def decorate(test: Test) -> Test:
        lines = (inspect.getdoc(test) or "").strip().splitlines()
        if not lines:
            raise ValueError(f"{test.__name__} needs a docstring: the title that students read")
        inner = _inner(test)
        parameters = set(inspect.signature(inner).parameters)
        hidden = bool(parameters & HIDING)
        test = _begin_each_example(test)
        setattr(test, _ATTRIBUTE, Check(exercise, kind, float(points), lines[0], hint, hidden))
        return test

    return decorate


def check_of(test: object) -> Check | None:
    """Return what `check` noted on a test, or None for a test that is not a check."""
    return getattr(test, _ATTRIBUTE, None)


def exercises_by_problem(checks: Iterable[tuple[str, Check]]) -> dict[str, list[str]]:
    """Return the exercises of each problem, each once, in the order of the checks."""
    found: dict[str, dict[str, None]] = {}
    for problem, check in checks:
        found.setdefault(problem, {})[check.exercise] = None
    return {problem: list(exercises) for problem, exercises in found.items()}


def _inner(test: Any) -> Any:
    """Return the function that the author wrote, below Hypothesis's wrapper."""
    handle = getattr(test, "hypothesis", None)
    return test if handle is None else handle.inner_test


def _begin_each_example(test: Any) -> Any:
    """Tell the fixtures when an example begins, so that they log the calls of one example only."""
    inner = _inner(test)

    @functools.wraps(inner)
    def example(*args: Any, **kwargs: Any) -> None:
        for value in kwargs.values():
            begin = getattr(type(value), "begin_example", None)
            if begin is not None:
                begin(value)
        inner(*args, **kwargs)

    if inner is test:
        return example
    test.hypothesis.inner_test = example
    return test
