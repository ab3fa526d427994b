"""Recorded calls that are made in few messages, and the answers to them."""

from __future__ import annotations

import hashlib
import itertools
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from autograder import answers, wire
from autograder.answers import Answer
from autograder.functions import Call, Functions
from autograder.recording import Recording

__all__ = ["Ahead", "batches_of", "together"]

_FORESEEN_BYTES = 2**20  # of calls of several checks that share a message
_BATCH_BYTES = 8 * 2**20  # of calls that share a message; far below what a frame may hold


class Ahead:
    """The answers of a worker to recorded calls, each for one call of the check.

    The calls of the first example are made alone, where not all of them were made before: most
    checks that fail do so on it.
    """

    def __init__(
        self,
        known: Recording,
        backend: Any,
        problem: str,
        exercise: str,
        said: list[wire.Batch] | None = None,
    ) -> None:
        self._known = known
        self._decoded = backend.decoded
        self._problem = problem
        self._exercise = exercise
        self._batches = said or []
        self._asking = iter(()) if said else _ask(backend, problem, known)
        self._frames = itertools.chain.from_iterable(self._heard())
        self._answers: list[list[bytes | None]] = []  # of the examples up to the present one
        self._more: list[tuple[bytes | None, Answer]] = []  # calls that could not be foreseen
        self._example = -1
        self._at = 0

    def _heard(self) -> Iterator[wire.Batch]:
        for number in itertools.count():
            if number == len(self._batches) and not self._ask_more():
                return
            yield self._batches[number]

    def _ask_more(self) -> bool:
        said = next(self._asking, None)
        if said is not None:
            self._batches.append(said)
        return said is not None

    @cached_property
    def digest(self) -> bytes:
        """A hash of the answers to all calls; nothing if some were not in time."""
        while self._ask_more():
            pass
        whole = sum(map(len, self._batches)) == self._known.count
        return _digest(self._batches) if whole else b""

    @property
    def size(self) -> int:
        """How many bytes of answers there are so far."""
        return sum(len(batch.joined) for batch in self._batches)

    @property
    def is_all(self) -> bool:
        """Whether the check has made no call but these, all of which were answered."""
        return bool(self.digest) and not self._more

    def said(self) -> str:
        """Return a hash of all answers that there were; an empty text if some were not in time."""
        digest = hashlib.sha256(self.digest)
        for frame, answer in self._more:
            digest.update(frame or b"")
            digest.update(wire.dumps(answers.as_data(answer)))
        return digest.hexdigest() if self.digest else ""

    def log_last(self, submission: Functions) -> None:
        """Log what the check would have left: the first call of the last example."""
        submission.examples = len(self._known.calls)
        calls = self._known.calls[-1]
        answers = self._batches[-1].last(len(calls)) if calls else []
        for frame, answer in zip(calls, answers, strict=True):
            name = wire.loads(frame)[0]
            decoded = self._decoded(self._problem, answer)
            if name == self._exercise and decoded is not None:
                submission.log(Call(name, frame, decoded))
                return

    def begin_example(self) -> None:
        self._example += 1
        self._at = 0

    def recall(self, name: str, frame: bytes | None) -> Answer | None:
        calls = self._known.calls
        if frame is None or self._example >= len(calls):
            return None
        try:
            index = calls[self._example].index(frame, self._at)
        except ValueError:
            return None
        self._at = index + 1
        while len(self._answers) <= self._example:
            self._answers.append([next(self._frames, None) for _ in calls[len(self._answers)]])
        answer = self._answers[self._example][index]
        return None if answer is None else self._decoded(self._problem, answer)

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None:
        self._more.append((frame, answer))


class _Batching(Protocol):
    """Something that makes many calls at once, as a worker does."""

    def call_many(self, problem: str, batch: wire.Batch) -> wire.Batch | None: ...

    def decoded(self, problem: str, frame: bytes) -> Answer | None: ...


def _digest(batches: Sequence[wire.Batch]) -> bytes:
    """Return a hash of answers, however they are joined."""
    sizes = [size for batch in batches for size in batch.sizes]
    digest = hashlib.sha256(array("Q", [len(sizes), *sizes]))
    for batch in batches:
        digest.update(batch.joined)
    return digest.digest()


def _ask(backend: _Batching, problem: str, known: Recording) -> Iterator[wire.Batch]:
    """Yield the answers to the recorded calls, as far as they come."""
    first, *rest = batches_of(known) or [wire.Batch.of([])]
    alone = len(known.calls[0]) if known.calls else 0
    for batch in (*first.split([alone, len(first) - alone]), *rest):
        if len(batch):
            said = backend.call_many(problem, batch)
            if said is None:
                return
            yield said


def batches_of(known: Recording) -> list[wire.Batch]:
    """Return the calls of a check as they are sent."""
    if known.batches is None:
        known.batches = list(_batches(known.calls))
    return known.batches


def _batches(examples: Iterable[list[bytes]]) -> Iterator[wire.Batch]:
    """Join the calls of a check; those of one example share a message."""
    together: list[bytes] = []
    size = 0
    for calls in examples:
        more = sum(map(len, calls))
        if together and size + more > _BATCH_BYTES:
            yield wire.Batch.of(together)
            together, size = [], 0
        together += calls
        size += more
    if together:
        yield wire.Batch.of(together)


def together(batches: Mapping[str, wire.Batch]) -> Iterator[tuple[str, ...]]:
    """Yield names of checks whose calls share a message."""
    names: list[str] = []
    size = 0
    for name, batch in batches.items():
        if names and size + len(batch.joined) > _FORESEEN_BYTES:
            yield tuple(names)
            names, size = [], 0
        names.append(name)
        size += len(batch.joined)
    if names:
        yield tuple(names)
