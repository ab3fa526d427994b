"""Find the calls of a check that can be made ahead: those that depend on no answer.

A check is run once in earnest, and its calls are taped with their answers. It is then run twice
more on noise: answers of the same structure whose numbers have nothing to do with the right ones.
A call that is the same in all three runs is made of drawn arguments alone. What is kept of it was
seen under noise, so that it cannot hold a number of any answer.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder import compare, wire
from autograder.functions import Functions
from autograder.process import Answer, Failure

__all__ = ["ROLES", "Entry", "Recording", "Tape", "distil"]

SUBMISSION = "submission"
#: The fixtures of checks whose functions are called.
ROLES = (SUBMISSION, "reference", "planted")


@dataclass(frozen=True)
class Entry:
    """A call on one of the fixtures; ``frame`` is None for one that passes a function."""

    role: str
    name: str
    frame: bytes | None
    answer: Answer


class Tape:
    """The calls of a check on all its fixtures, in order, example by example."""

    def __init__(self) -> None:
        self.examples: list[list[Entry]] = []
        self._inside = 0  # of how many calls that pass a function, whose own calls are theirs

    def track(self, role: str) -> _Track:
        return _Track(self, role)

    def enter(self) -> None:
        self._inside += 1

    def add(self, entry: Entry) -> None:
        if entry.frame is None:
            self._inside -= 1
        if not self._inside:
            self.examples[-1].append(entry)


class _Track:
    """The memory of one fixture while a tape runs: it recalls nothing and notes everything."""

    def __init__(self, tape: Tape, role: str) -> None:
        self._tape = tape
        self._role = role

    def begin_example(self) -> None:
        if self._role == SUBMISSION:
            self._tape.examples.append([])

    def recall(self, name: str, frame: bytes | None) -> None:
        if frame is None:
            self._tape.enter()

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None:
        self._tape.add(Entry(self._role, name, frame, answer))


@dataclass
class Recording:
    """What is kept of a check: calls to make ahead, by example, and answers of the staff's code."""

    calls: list[list[bytes]]
    answers: dict[str, dict[bytes, bytes]] = field(default_factory=dict)
    batches: list[wire.Batch] | None = None  # the calls as they are sent, once they were

    @property
    def count(self) -> int:
        return sum(map(len, self.calls))

    def dumps(self) -> bytes:
        answers = {
            role: [wire.Batch.of(known).packed(), wire.Batch.of(known.values()).packed()]
            for role, known in self.answers.items()
        }
        calls = wire.Batch.of(frame for example in self.calls for frame in example).packed()
        return wire.dumps([calls, [len(example) for example in self.calls], answers])

    @classmethod
    def loads(cls, data: bytes) -> Recording:
        """Return what `dumps` wrote. Raise `WireError` if something was too large to be written."""
        calls, counts, answers = wire.loads(data)
        frames = iter(wire.Batch.unpacked(calls))
        unpacked = wire.Batch.unpacked
        return cls(
            [[next(frames) for _ in range(count)] for count in counts],
            {
                role: dict(zip(unpacked(asked), unpacked(said), strict=True))
                for role, (asked, said) in answers.items()
            },
        )


def distil(
    run: Callable[[dict[str, Any], dict[str, Any]], None],
    fixtures: Mapping[str, Any],
    examples: Iterable[dict[str, Any]],
    tape: Tape,
    problem: str,
) -> list[list[bytes]]:
    """Return, by example, the taped calls of the submission that depend on no answer."""
    kept = []
    for arguments, entries in zip(examples, tape.examples, strict=True):
        taped = [entry.frame for entry in entries if entry.role == SUBMISSION]
        seen = [
            _under_noise(run, fixtures, wire.loads(wire.dumps(arguments)), entries, sign, problem)
            for sign in (1, -1)
        ]
        kept.append(
            [
                frame
                for real, frame, other in zip(taped, *seen, strict=False)
                if frame is not None and real == frame == other
            ]
        )
    return kept


def _under_noise(
    run: Callable[[dict[str, Any], dict[str, Any]], None],
    fixtures: Mapping[str, Any],
    arguments: dict[str, Any],
    entries: list[Entry],
    sign: int,
    problem: str,
) -> list[bytes | None]:
    """Run a check on one example over noise; return its calls up to where it lost its way."""
    script = _Script(entries, sign)
    noisy = dict(fixtures)
    for role in set(ROLES) & fixtures.keys():
        noisy[role] = Functions(_Nobody(), problem, staff=role != SUBMISSION)
        noisy[role].memory = _Actor(script, role)
    with compare.silenced(), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(Exception, _OffScript):
            run(noisy, arguments)
    return script.seen


class _OffScript(BaseException):
    """The check makes other calls than on the tape."""


class _Script:
    """Follows a tape and answers each call by noise in the form of the taped answer."""

    def __init__(self, entries: list[Entry], sign: int) -> None:
        self._entries = iter(entries)
        self._noise = _Noise(sign)
        self.seen: list[bytes | None] = []

    def answer(self, role: str, name: str, frame: bytes | None) -> Answer:
        entry = next(self._entries, None)
        if entry is None or (entry.role, entry.name) != (role, name):
            raise _OffScript
        if role == SUBMISSION:
            self.seen.append(frame)
        answer = entry.answer
        return Answer(
            value=self._noise.like(answer.value),
            failure=Failure(answer.failure.types, "") if answer.failure else None,
            missing=answer.missing,
            changed=answer.changed,
            shares=answer.shares,
            warnings=("",) * len(answer.warnings),
        )


class _Actor:
    """The memory of one fixture that follows a script."""

    def __init__(self, script: _Script, role: str) -> None:
        self._script = script
        self._role = role

    def begin_example(self) -> None:
        """There is one example."""

    def recall(self, name: str, frame: bytes | None) -> Answer:
        return self._script.answer(self._role, name, frame)

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None:
        """Nothing is asked of anybody."""


class _Nobody:
    def call(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer:
        raise _OffScript

    def alone(self, problem: str, chance: int = 0) -> Any:
        raise _OffScript

    def fresh(self) -> Any:
        raise _OffScript


class _Noise:
    """Makes values of a given structure. Those of the two signs differ in every element.

    They differ in sign and order too, so that what a check rounds, compares or sorts differs.
    """

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self._random = np.random.default_rng(0)
        self._count = 0

    def like(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)([self.like(item) for item in value])
        if isinstance(value, dict):
            return {key: self.like(item) for key, item in value.items()}
        if isinstance(value, np.ndarray):
            made = np.empty_like(value)
            made[...] = self._numbers(value.dtype.kind, value.size).reshape(value.shape)
            return made
        if isinstance(value, np.generic):
            return np.array(self._numbers(value.dtype.kind, 1)[0], value.dtype)[()]
        if isinstance(value, (bool, int, float, complex, str)):
            kind = np.array(value).dtype.kind
            return type(value)(self._numbers(kind, 1)[0].item())
        return value

    def _numbers(self, kind: str, size: int) -> Any:
        count = self._count + np.arange(size)
        self._count += size
        if kind in "biu":  # small enough to be an index, mostly
            return (count + (self._sign < 0)) % 2
        if kind == "U":
            return np.where((count + (self._sign < 0)) % 2, "a", "b")
        return self._sign * self._random.uniform(1.0, 2.0, size)
