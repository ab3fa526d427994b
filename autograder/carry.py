"""Errors carried forward: a later exercise is graded once more with earlier ones answered rightly.

In a fresh worker, the names of the earlier exercises that the submission got wrong are bound to
functions of the grader. What they return is computed on the grader's side, from what the
submission passes to them; no text of a solution crosses. The worker is asked for nothing but the
checks of the one exercise, what it says is not shown, and it is killed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from autograder.functions import PrivateFunction
from autograder.process import Stopped, WorkerProcess
from autograder.report import ExerciseResult

__all__ = ["Answered", "carry_forward", "earlier_errors"]

_MAX_CALLS = 50_000  # that one exercise may make to the earlier ones, in all its checks
#: Categories of failures that an earlier function can be the cause of.
_CARRIED = {"mismatch", "raised", "unusable", "unstable", "stopped"}


class Answered:
    """Earlier exercises as the grader answers them, which notes which of them are called."""

    def __init__(self, functions: Mapping[str, PrivateFunction]) -> None:
        self.functions = {name: self._noting(name, f) for name, f in functions.items()}
        self.called: set[str] = set()
        self._left = _MAX_CALLS

    def _noting(self, name: str, function: PrivateFunction) -> PrivateFunction:
        def answer(*args: Any, **kwargs: Any) -> Any:
            self.called.add(name)
            self._left -= 1
            if self._left < 0:
                raise RuntimeError("called too often")
            return function.guarded(*args, **kwargs)

        return PrivateFunction(answer, name, answer)


def earlier_errors(
    exercises: Sequence[ExerciseResult], exercise: ExerciseResult, attempted: Collection[str]
) -> list[str]:
    """Return the exercises before this one that the submission wrote, but not rightly.

    ``exercises`` are in the order of the assignment. One whose failed checks all count after all
    is right but for what came before it, and is not among them.
    """
    before = exercises[: exercises.index(exercise)]
    return [e.name for e in before if e.name in attempted and e.failed]


def carry_forward(
    exercise: ExerciseResult,
    answered: Answered,
    workers: Sequence[WorkerProcess],
    run: Callable[[WorkerProcess, str], BaseException | None],
) -> dict[str, list[str]]:
    """Return the failed checks that pass when earlier exercises are answered, and which those are.

    Each is run in every worker, in opposite orders: what passes by chance or by what was asked
    before does not count.

    Parameters
    ----------
    exercise : ExerciseResult
        One that failed.
    answered : Answered
        The earlier exercises.
    workers : sequence of WorkerProcess
        Two fresh ones, in which the earlier exercises are answered.
    run : function
        Runs a check in a worker, and returns what it raised.
    """
    left = [c.name for c in exercise.failed if c.category in _CARRIED]
    because: dict[str, set[str]] = {name: set() for name in left}
    for worker in workers:
        passed = []
        for name in reversed(left):
            answered.called.clear()
            raised = run(worker, name)
            if isinstance(raised, Stopped):
                break
            if raised is None and answered.called:
                passed.append(name)
                because[name] |= answered.called
        left = passed
    return {name: [n for n in answered.functions if n in because[name]] for name in left}
