"""A worker inside the grader's own interpreter, for a browser tab, which has no processes.

The submission is the student's own, in the student's own tab, so that nothing is kept from it.
Calls and answers cross by the encoding that they cross by elsewhere, between two streams in memory.
There are no threads either: the page keeps the clock. It is told what is asked, ends the whole
interpreter when no answer comes, and starts another one, which is told what ended the one before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pytest

from autograder import wire
from autograder.lab.inside import Inside
from autograder.lab.integers import NARROW, TOO_NARROW, narrow, too_narrow, widen
from autograder.lab.overflow import SILENT, Unseen
from autograder.process import Answer, Late, Limits, Stopped, WorkerProcess, answer_call
from autograder.targets import Exercises, FromPath, Opened

__all__ = ["Clock", "FromTab", "Stop", "TabLauncher", "TabWorker"]


class Clock(Protocol):
    """The page, which ends the interpreter when a question is not answered in time."""

    def begin(self, key: str, seconds: float, at: list[int] | None) -> None:
        """A question was asked; ``at`` is the statement that is run."""

    def end(self) -> None:
        """It was answered."""


@dataclass(frozen=True)
class Stop:
    """A question that ended an interpreter, by the clock or by itself."""

    key: str
    late: bool
    at: tuple[int, int, int] | None = None  # cell, statement, line


class TabLauncher:
    """Starts workers inside this interpreter."""

    def __init__(self, clock: Clock, stops: Iterable[Stop] = ()) -> None:
        self.clock = clock
        self.stops = {stop.key: stop for stop in stops}

    def prepare(self) -> None:
        """There is nothing to wait for."""

    def start(self) -> Inside:
        return Inside()

    def close(self) -> None:
        """There is nothing to close."""

    def __enter__(self) -> TabLauncher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class TabWorker(WorkerProcess):
    """One submission in this interpreter."""

    _launcher: TabLauncher
    _connection: Inside | None
    _always_announced = True  # to end the interpreter once more would take longer

    def _ask(self, request: dict[str, Any], seconds: float) -> Any:
        if not NARROW or "calls" not in request:
            return self._asked(request, seconds)
        calls: Any
        if request["do"] == "call":
            calls = [(name, *narrow(given)) for name, *given in request["calls"]]
            return [
                {key: widen(value) for key, value in answer.items()}
                for answer in self._asked({**request, "calls": calls}, seconds)
            ]
        frames = wire.Batch.unpacked(request["calls"])
        calls = wire.Batch.of(wire.dumps(narrow(wire.loads(frame))) for frame in frames).packed()
        answers = wire.Batch.unpacked(self._asked({**request, "calls": calls}, seconds))
        return wire.Batch.of(wire.dumps(widen(wire.loads(frame))) for frame in answers).packed()

    def _answer(self, problem: str, answer: dict[str, Any]) -> Answer:
        made = super()._answer(problem, answer)
        if NARROW and made.failure is not None and too_narrow(made.failure.text):
            raise pytest.skip.Exception(TOO_NARROW)
        return replace(made, warnings=Unseen()) if SILENT and not made.warnings else made

    def _asked(self, request: dict[str, Any], seconds: float) -> Any:
        connection = self._connection
        assert connection is not None
        passed = wire.Callables()
        payload = wire.dumps({"id": "", **request}, passed.add)
        key = hashlib.sha256(payload).hexdigest()
        stop = self._launcher.stops.get(key)
        if stop is not None:  # it would end this interpreter too
            if stop.at is not None:
                request["at"] = stop.at
            raise Late if stop.late else EOFError
        seconds = min(seconds, self.limits.total - self._budget.spent)
        if seconds <= 0:
            raise Stopped(f"the submission's {self.limits.total:g} s are used up")
        if request["do"] == "start" and self._draws():
            connection.seed(request["chance"])
        asked = time.monotonic()
        talk = _Conversation(
            self._launcher.clock, key, seconds, request, passed, self.limits.handle_calls
        )
        try:
            connection.converse(payload, talk.hear)
        finally:
            talk.clock.end()
            self._budget.spent += time.monotonic() - asked
        if talk.late:
            raise Late
        return talk.answer

    def _draws(self) -> bool:
        """Tell whether the submission may ask for random numbers."""
        return any(
            "random" in cell.source for cells in self._problems.values() for _, cell in cells
        )


class _Conversation:
    """What the submission's side says until it has answered one request."""

    def __init__(
        self,
        clock: Clock,
        key: str,
        seconds: float,
        request: dict[str, Any],
        passed: wire.Callables,
        handle_calls: int,
    ) -> None:
        self.clock = clock
        self.answer: Any = None
        self._key, self._seconds, self._request = key, seconds, request
        self._passed, self._calls_left = passed, handle_calls
        self._begin(None)

    @property
    def late(self) -> bool:
        return time.monotonic() - self._begun > self._seconds

    def hear(self, frame: bytes) -> bytes | None:
        """Take an answer, a statement that is about to run, or a call of what was passed."""
        message = wire.loads(frame)
        if "answer" in message:
            self.answer = message["answer"]
        elif "at" in message:
            self._request["at"] = tuple(message["at"])
            self._begin(list(message["at"]))
        else:
            return self._called(message)
        return None

    def _begin(self, at: list[int] | None) -> None:
        self._begun = time.monotonic()
        self.clock.begin(self._key, self._seconds, at)

    def _called(self, message: dict[str, Any]) -> bytes:
        self._calls_left -= 1
        if self._calls_left < 0:
            raise wire.WireError("it calls the function that it was given too often")
        if NARROW:
            return wire.dumps(narrow(answer_call(self._passed, widen(message))))
        return wire.dumps(answer_call(self._passed, message))


@dataclass
class FromTab(FromPath):
    """A student's files, run in this interpreter."""

    def open(self, exercises: Exercises, limits: Limits, launcher: Any) -> Opened:
        submission = self.read(exercises).submission
        tab = TabWorker(submission.cells(), limits, launcher)
        return Opened(tab, submission, tab.load())
