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
from autograder.functions import Call
from autograder.process import Answer, WorkerProcess

__all__ = ["alike", "asked_again", "repeatable"]

Key = TypeVar("Key")

#: Sums may be rounded in another way, since the memory of a fresh process is laid out in another.
_RELATIVE, _ABSOLUTE = 1e-6, 1e-9
_TIMES = 2
_CHANCE = 1  # seeds the worker's global generators: another number than that of the first worker


def repeatable(calls: Iterable[Call], exercise: str) -> Call | None:
    """Return the first of the calls that can be made again: one of data, to the exercise."""
    return next((call for call in calls if call.name == exercise and not call.functions), None)


def asked_again(
    worker: WorkerProcess, problem: str, calls: dict[Key, Call], seed: int
) -> dict[Key, Answer]:
    """Make each call twice more; return the answers that differ from the first."""
    order = [key for key in calls for _ in range(_TIMES)]
    if not order:
        return {}
    random.Random(seed).shuffle(order)
    differ: dict[Key, Answer] = {}
    with worker.alone(problem, _CHANCE) as fresh:
        answers = fresh.call_many(problem, wire.Batch.of(calls[key].frame for key in order))
        # None: it was in time before, and a busy machine is not the student's fault.
        for key, frame in zip(order, answers or (), strict=answers is not None):
            answer = fresh.decoded(problem, frame)
            if answer is None or not _same(answer, calls[key].answer):
                differ.setdefault(key, answer or Answer())
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
        if x.dtype != y.dtype or x.shape != y.shape:
            return False
        if x.dtype.kind not in "fc":
            return np.array_equal(x, y)  # however they lie in memory
        return np.allclose(x, y, rtol=_RELATIVE, atol=_ABSOLUTE, equal_nan=True)
    return False
