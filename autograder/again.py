"""Ask some calls again, in a fresh worker and in another order: the answers must be the same.

What depends on earlier calls, on chance or on the time then differs, and the check that saw it pass
does not count.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any, TypeVar

import numpy as np

from autograder import wire
from autograder.functions import Backend, Call
from autograder.process import Answer, Stopped

__all__ = ["alike", "asked_again", "repeatable"]

Key = TypeVar("Key")

#: Sums may be rounded in another way, since the memory of a fresh process is laid out in another.
_RELATIVE, _ABSOLUTE = 1e-6, 1e-9
_TIMES = 2
_CHANCE = 1  # seeds the worker's global generators: another number than that of the first worker


def repeatable(calls: Iterable[Call], exercise: str) -> Call | None:
    """Return the first of the calls that can be made again: one of data, to the exercise."""
    for call in calls:
        if call.name == exercise and not _has_callable([*call.args, *call.kwargs.values()]):
            return call
    return None


def asked_again(
    backend: Backend, problem: str, calls: dict[Key, Call], seed: int
) -> dict[Key, Answer]:
    """Make each call twice more; return the answers that differ from the first."""
    order = [key for key in calls for _ in range(_TIMES)]
    random.Random(seed).shuffle(order)
    differ: dict[Key, Answer] = {}
    if not calls:  # as for a problem that was not handed in, which the backend does not know
        return differ
    with backend.alone(problem, _CHANCE) as fresh:
        for key in order:
            call = calls[key]
            try:
                answer = fresh.call(problem, call.name, call.args, call.kwargs)
            except Stopped:  # it was in time before: a busy machine is not the student's fault
                break
            if not _same(answer, call.answer):
                differ.setdefault(key, answer)
    return differ


def _same(a: Answer, b: Answer) -> bool:
    if a.failure is not None or b.failure is not None:
        return (
            a.failure is not None and b.failure is not None and a.failure.types == b.failure.types
        )
    return alike(a.value, b.value)


def alike(a: Any, b: Any) -> bool:
    """Tell whether two answers are equal but for rounding."""
    if wire.dumps(a) == wire.dumps(b):
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, (np.ndarray, np.generic, float, complex)):
        x, y = np.asarray(a), np.asarray(b)
        number = x.dtype.kind in "fc" and x.dtype == y.dtype and x.shape == y.shape
        return number and np.allclose(x, y, rtol=_RELATIVE, atol=_ABSOLUTE, equal_nan=True)
    return False


def _has_callable(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_has_callable, value))
    if isinstance(value, dict):
        return any(map(_has_callable, value.values()))
    return callable(value)
