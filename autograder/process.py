"""The grader's side of a worker: start it, ask it, and kill it when it does not answer in time."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder import heard, wire
from autograder.answers import Answer, Failure, Place
from autograder.heard import NO_ANSWER, Cells, Loaded
from autograder.launch import Connection, Launcher, WorkerUnavailable, open_launcher
from autograder.watchdog import Watchdog

__all__ = ["Answer", "Failure", "Late", "Limits", "Loaded", "Place", "Stopped"]
__all__ += ["WorkerProcess", "answer_call"]

_MAX_RELOADS = 10  # statements of one submission that may hang or crash before it is given up
_MAX_APPLIED = 64 * 2**10  # bytes of a call to what a check passes, which the grader computes
_START_SECONDS = 60.0  # a cold disk can take long to read NumPy
_MAX_BROKEN = 4  # batches of one submission that may fail before its calls are made one by one


@dataclass(frozen=True)
class Limits:
    """How long a submission may take, in seconds, and how often it may call what it is passed."""

    call: float = 4.0
    statement: float = 4.0
    total: float = 120.0
    handle_calls: int = 100_000


class Stopped(BaseException):
    """The worker was killed or ended itself.

    Not an `Exception`: Hypothesis would take it for a falsified property and shrink it, killing a
    worker for each attempt.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass
class _Budget:
    """The time of a submission, in whichever of its processes it was spent."""

    spent: float = 0.0


class WorkerProcess:
    """One submission in a process of its own, restarted after a crash or a hang.

    Parameters
    ----------
    problems : mapping of str to sequence of (file name, Cell)
        The cells of each problem, in order.
    limits : Limits, optional
    launcher : Launcher, optional
        What starts the process; by default one of its own, which is closed with it.
    chance : int
        Seeds the global generators of ``random`` and NumPy in the process.
    """

    #: Whether a worker says which statement it comes to, also before any has hung or crashed.
    _always_announced = False

    def __init__(
        self,
        problems: Mapping[str, Cells],
        limits: Limits | None = None,
        launcher: Launcher | None = None,
        chance: int = 0,
    ) -> None:
        self._problems = {name: list(cells) for name, cells in problems.items()}
        self.limits = limits or Limits()
        self.loaded: dict[str, Loaded] = {}
        self._launcher = launcher or open_launcher()
        self._owns_launcher = launcher is None
        self._chance = chance
        self._skipped: dict[str, dict[tuple[int, int], Failure]] = {}
        self._connection: Connection | None = None
        self._watchdog = Watchdog()
        self._budget = _Budget()
        self._announced = self._always_announced
        self._reloads = 0
        self._broken_batches = 0
        self._bound: dict[str, Callable[..., Any]] = {}  # names for which the grader answers

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the process and stop watching it."""
        self._kill()
        self._watchdog.stop()
        if self._owns_launcher:
            self._launcher.close()

    def fresh(self) -> WorkerProcess:
        """Return another worker of the same cells, which knows nothing of this one's calls."""
        return self._twin(self._problems, 0)

    def alone(self, problem: str, chance: int = 0) -> WorkerProcess:
        """Return a fresh worker of one problem, for calls that must leave nothing behind."""
        return self._twin({problem: self._problems[problem]}, chance)

    def carrying(self, problem: str, answered: Mapping[str, Callable[..., Any]]) -> WorkerProcess:
        """Return a fresh worker of one problem in which the grader answers for some functions."""
        worker = self.alone(problem)
        worker._bound = dict(answered)
        return worker

    def is_like(self, other: object) -> bool:
        """Tell whether another worker is of the same submission, and answered for alike."""
        return (
            isinstance(other, WorkerProcess)
            and self._budget is other._budget
            and self._bound == other._bound
        )

    def _twin(self, problems: Mapping[str, Cells], chance: int) -> WorkerProcess:
        twin = type(self)(problems, self.limits, self._launcher, chance)
        twin._budget = self._budget
        twin._bound = self._bound
        twin._announced = self._announced
        twin._skipped = {name: dict(self._skipped.get(name, {})) for name in problems}
        return twin

    def load(self) -> dict[str, Loaded]:
        """Start the process if there is none, and run the cells."""
        while self._connection is None:
            self._start()
            try:
                self.loaded = {problem: self._load(problem) for problem in self._problems}
            except _Retry:
                self._kill()
                if not self._announced:  # most submissions load, and it takes as long to say each
                    self._announced = True
                    continue
                self._reloads += 1
                if self._reloads > _MAX_RELOADS:
                    raise Stopped("too many statements of the file hang or crash") from None
        return self.loaded

    def call(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer:
        """Call one function of the submission.

        Raises
        ------
        Stopped
            If it hangs, ends the process, or sends anything but an answer.
        """
        self.load()
        request = {"do": "call", "problem": problem, "calls": [(name, args, kwargs)]}
        try:
            (said,) = self._ask(request, self.limits.call)
            return self._answer(problem, said)
        except Late:
            text = f"{name} did not finish within {self.limits.call:g} s"
        except EOFError:
            text = f"{name} ended the process (a crash or an exit)"
        except NO_ANSWER:
            text = f"{name} broke the protocol with the grader"
        self._kill()
        raise Stopped(text)

    def call_many(self, problem: str, batch: wire.Batch) -> wire.Batch | None:
        """Make encoded calls in one message; return the encoded answers, for `decoded`.

        None says nothing about the submission: the calls are then to be made one by one, and the
        one at fault shows itself.
        """
        if self._broken_batches >= _MAX_BROKEN:
            return None
        try:
            self.load()
            request = {"do": "batch", "problem": problem, "calls": batch.packed()}
            answers = wire.Batch.unpacked(self._ask(request, self.limits.call / 2))
            if len(answers) == len(batch):
                return answers
        except Stopped:
            return None
        except (EOFError, *NO_ANSWER):
            pass
        self._broken_batches += 1
        self._kill()
        return None

    def decoded(self, problem: str, frame: bytes) -> Answer | None:
        """Return one answer of a batch; None if it is none."""
        try:
            return self._answer(problem, wire.loads(frame))
        except NO_ANSWER:
            return None

    def _answer(self, problem: str, said: dict[str, Any]) -> Answer:
        return heard.answer(said, self._problems[problem])

    # The process

    def _start(self) -> None:
        self._connection = self._launcher.start()
        request = {"do": "start", "chance": self._chance, "seconds": self.limits.total}
        try:
            self._ask(request, _START_SECONDS)
        except (EOFError, wire.WireError) as error:
            self._kill()
            raise WorkerUnavailable("A worker ended before it was given any code.") from error

    def _kill(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    # Messages

    def _ask(self, request: dict[str, Any], seconds: float) -> Any:
        """Send a request and answer the calls of handles until the worker has answered it.

        Raises
        ------
        Late, EOFError, and those of NO_ANSWER
            If no proper answer comes; the process is then of no more use.
        """
        connection = self._connection
        assert connection is not None
        left = self.limits.total - self._budget.spent
        if left <= 0:
            raise Stopped(f"the submission's {self.limits.total:g} s are used up")
        number = secrets.token_hex(8)
        passed = wire.Callables()
        if self._bound and request["do"] in ("call", "batch"):
            request = {**request, "bind": self._bound}
        payload = wire.dumps({"id": number, **request}, passed.add)
        begun = time.monotonic()
        deadline, end = begun + seconds, begun + left
        self._watchdog.arm(connection, min(deadline, end))
        try:
            wire.send(connection.writer, payload)
            for _ in range(self.limits.handle_calls):
                frame = wire.receive(connection.reader)
                message = wire.loads(frame)
                if message["id"] != number:
                    raise wire.WireError("an answer to a question that was not asked")
                if "answer" in message:
                    return message["answer"]
                if "at" in message and request["do"] == "load":
                    request["at"] = heard.position(message["at"])
                    self._watchdog.arm(connection, min(time.monotonic() + seconds, end))
                    continue
                if len(frame) > _MAX_APPLIED:
                    raise wire.WireError("it passes too much to the function that it was given")
                self._watchdog.disarm()
                if self._watchdog.expired:
                    raise EOFError
                asked = time.monotonic()
                reply = answer_call(passed, message)
                deadline += time.monotonic() - asked  # the grader's time is not the submission's
                self._watchdog.arm(connection, min(deadline, end))
                wire.send(connection.writer, wire.dumps(reply))
            raise wire.WireError("it calls the function that it was given too often")
        except (OSError, EOFError, ValueError) as error:
            self._watchdog.disarm()
            raise (Late if self._watchdog.expired else EOFError) from error
        finally:
            self._watchdog.disarm()
            self._budget.spent += time.monotonic() - begun

    def _load(self, problem: str) -> Loaded:
        cells = self._problems[problem]
        skipped = self._skipped.setdefault(problem, {})
        request: dict[str, Any] = {
            "do": "load",
            "problem": problem,
            "cells": [(cell.source, cell.first_line) for _, cell in cells],
            "skip": list(skipped),
            "announce": self._announced,
        }
        try:
            found = heard.loaded(self._ask(request, self.limits.statement), cells)
            return Loaded(found.functions, [*found.failures, *skipped.values()])
        except Late:
            kind = "Hang"
            text = f"this statement did not finish within {self.limits.statement:g} s"
        except EOFError:
            kind, text = "Crash", "this statement ended the process"
        except NO_ANSWER:
            kind, text = "Crash", "this statement broke the protocol with the grader"
        if not self._announced:
            raise _Retry
        cell, index, line = request.get("at", (0, 0, 1))
        skipped[cell, index] = Failure((kind,), text, heard.place(cells, cell, line))
        raise _Retry


class Late(EOFError):
    """No answer came in time; the worker is of no more use."""


class _Retry(Exception):
    """A statement hung or crashed while cells were loaded: find out which, then leave it out."""


def answer_call(passed: wire.Callables, message: dict[str, Any]) -> dict[str, Any]:
    """Answer a worker that calls a function which was passed to it."""
    function = passed.get(message["apply"])
    compute = getattr(function, "guarded", function)  # the staff's own are not run in the grader
    try:
        return {"value": compute(*message["args"], **message["kwargs"])}
    except Exception as error:  # of its text nothing: it may tell what the function is
        return {"error": f"the function that was passed raised {type(error).__name__}"}
