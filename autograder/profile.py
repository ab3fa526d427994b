"""What a check sees of a submission on each of its examples, and whether two saw the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis.errors import UnsatisfiedAssumption

from autograder.corpus import run_once
from autograder.functions import Call, Functions, Memory
from autograder.process import Answer

__all__ = ["Example", "Profile", "alike", "names_lines", "parts", "same", "take"]

_RELATIVE, _ABSOLUTE = 1e-6, 1e-9
_SINGLE_RELATIVE, _SINGLE_ABSOLUTE = 1e-4, 1e-6  # where float32 is computed with
_REAL = "biuf"


@dataclass(frozen=True)
class Example:
    """One example: the answers of the exercise, the last call, and what the check raised."""

    answers: tuple[Answer, ...]
    call: Call | None
    raised: Exception | None

    @property
    def failed(self) -> bool:
        return self.raised is not None


Profile = Sequence[Example]


def take(
    test: Any,
    fixtures: dict[str, Any],
    examples: Sequence[dict[str, Any]] | None,
    exercise: str,
    ahead: Memory | None = None,
) -> Profile:
    """Run a check over all its examples, also those after one that fails."""
    submission: Functions = fixtures["submission"]
    taken = []
    for arguments in examples or [{}]:
        answers: list[Answer] = []
        submission.memory = _Listener(exercise, answers, ahead)
        raised: Exception | None = None
        try:
            run_once(test, fixtures, arguments)
        except UnsatisfiedAssumption:
            pass
        except Exception as error:
            raised = error.with_traceback(None)  # whose frames hold the submission
        last = submission.last if submission.calls else None
        taken.append(Example(tuple(answers), last, raised))
    submission.memory = None
    return taken


def names_lines(profile: Profile) -> bool:
    """Tell whether answers name lines of the submission, by which it differs from others."""
    return any(
        answer.warned_at or (answer.failure is not None and answer.failure.place)
        for example in profile
        for answer in example.answers
    )


class _Listener:
    """Keeps the answers of one function, from wherever they come."""

    def __init__(self, exercise: str, answers: list[Answer], ahead: Memory | None) -> None:
        self._exercise = exercise
        self._answers = answers
        self._ahead = ahead

    def begin_example(self) -> None:
        if self._ahead is not None:
            self._ahead.begin_example()

    def recall(self, name: str, frame: bytes | None) -> Answer | None:
        answer = self._ahead.recall(name, frame) if self._ahead is not None else None
        if answer is not None:
            self._keep(name, answer)
        return answer

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None:
        if self._ahead is not None:
            self._ahead.note(name, frame, answer)
        self._keep(name, answer)

    def _keep(self, name: str, answer: Answer) -> None:
        if name == self._exercise:
            self._answers.append(answer)


def alike(one: Profile, other: Profile) -> bool:
    """Tell whether two functions gave a check the same answers, and it failed on the same examples.

    Numbers are compared to rounding, exceptions by type.
    """
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: Example, other: Example) -> bool:
    return (
        one.failed == other.failed
        and len(one.answers) == len(other.answers)
        and all(map(_same_answer, one.answers, other.answers))
    )


def _same_answer(one: Answer, other: Answer) -> bool:
    if one.failure is not None or other.failure is not None:
        return (
            one.failure is not None
            and other.failure is not None
            and one.failure.type == other.failure.type
        )
    return one.changed == other.changed and same(one.value, other.value)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values say the same; in which form they say it, is for the check to see."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if _is_array(one) and _is_array(other):
        return _close(np.asarray(one), np.asarray(other))
    described = getattr(one, "described", None)  # what could not cross
    if described is not None:
        return bool(described == getattr(other, "described", None))
    return type(one) is type(other) and bool(one == other)


def parts(value: Any) -> list[tuple[tuple[Any, ...], Any]]:
    """Return the arrays and numbers that a value is made of, each with where it stands."""
    if isinstance(value, (list, tuple)):
        items: Any = enumerate(value)
    elif isinstance(value, dict):
        items = value.items()
    else:
        return [((), value)]
    return [((key, *place), part) for key, item in items for place, part in parts(item)]


def _is_array(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.ndarray, np.generic))


def _close(one: Any, other: Any) -> bool:
    if one.shape != other.shape or (one.dtype.kind == "b") != (other.dtype.kind == "b"):
        return False
    if one.dtype == other.dtype and one.tobytes() == other.tobytes():  # as most are
        return True
    if one.dtype.kind not in _REAL + "c" or other.dtype.kind not in _REAL + "c":
        return bool(np.array_equal(one, other))
    single = any(array.dtype.itemsize < 8 and array.dtype.kind == "f" for array in (one, other))
    rtol, atol = (_SINGLE_RELATIVE, _SINGLE_ABSOLUTE) if single else (_RELATIVE, _ABSOLUTE)
    return bool(np.allclose(one, other, rtol=rtol, atol=atol, equal_nan=True))
