"""The grader's side of a worker: start it, ask it, and kill it when it does not answer in time."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder import wire
from autograder.loading import Cell

__all__ = ["Answer", "Failure", "Limits", "Loaded", "Place", "Stopped", "WorkerProcess"]
__all__ += ["WorkerUnavailable"]

_TICK = 0.05  # seconds between two looks of the watchdog at the clock
_MAX_RELOADS = 10  # statements of one submission that may hang or crash before it is given up
_START_SECONDS = 60.0  # a cold disk can take long to read NumPy
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "PATH", "TEMP", "TMP", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


@dataclass(frozen=True)
class Limits:
    """How long a submission may take, in seconds, and how often it may call what it is passed."""

    call: float = 4.0
    statement: float = 4.0
    total: float = 120.0
    handle_calls: int = 100_000


@dataclass(frozen=True)
class Place:
    """A line of the student's own text."""

    file: str
    cell: str
    line: int
    source: str

    def __str__(self) -> str:
        where = self.file if self.cell.startswith("line") else f"{self.file}, {self.cell}"
        return f"{where}, line {self.line}"


@dataclass(frozen=True)
class Failure:
    """An exception of the submission, as data."""

    types: tuple[str, ...]
    text: str
    place: Place | None = None

    @property
    def type(self) -> str:
        return self.types[0] if self.types else "Exception"

    def __str__(self) -> str:
        return f"{self.type}: {self.text}" if self.text else self.type


@dataclass(frozen=True)
class Answer:
    """What came of one call."""

    value: Any = None
    failure: Failure | None = None
    missing: bool = False
    changed: tuple[int | str, ...] = ()
    shares: bool = False
    warnings: tuple[str, ...] = ()
    printed: str = ""


@dataclass
class Loaded:
    """What a problem's cells defined, and what of them failed."""

    functions: dict[str, bool] = field(default_factory=dict)  # name -> is it still the stub
    failures: list[Failure] = field(default_factory=list)


class Stopped(BaseException):
    """The worker was killed or ended itself.

    Not an `Exception`: Hypothesis would take it for a falsified property and shrink it, killing a
    worker for each attempt.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class WorkerProcess:
    """One submission in a process of its own, restarted after a crash or a hang.

    Parameters
    ----------
    problems : mapping of str to sequence of (file name, Cell)
        The cells of each problem, in order.
    limits : Limits
    """

    def __init__(
        self, problems: Mapping[str, Sequence[tuple[str, Cell]]], limits: Limits | None = None
    ) -> None:
        self._problems = {name: list(cells) for name, cells in problems.items()}
        self.limits = limits or Limits()
        self.loaded: dict[str, Loaded] = {}
        self._skipped: dict[str, dict[tuple[int, int], Failure]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog = _Watchdog(self._interrupt)
        self._spent = 0.0
        self._reloads = 0

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the process and stop watching it."""
        self._kill()
        self._watchdog.stop()

    def alone(self, problem: str) -> WorkerProcess:
        """Return a fresh worker of one problem, for calls that must leave nothing behind."""
        left = max(0.0, self.limits.total - self._spent)
        fresh = WorkerProcess({problem: self._problems[problem]}, replace(self.limits, total=left))
        fresh._skipped = {problem: dict(self._skipped.get(problem, {}))}
        return fresh

    def load(self) -> dict[str, Loaded]:
        """Start the process if there is none, and run the cells."""
        while self._process is None:
            self._start()
            try:
                self.loaded = {problem: self._load(problem) for problem in self._problems}
            except _Retry:
                self._kill()
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
        seconds = self.limits.call
        try:
            (answer,) = self._ask(request, seconds, f"{name} did not finish within {seconds:g} s")
            return self._answer(problem, answer)
        except EOFError:
            raise self._stop(f"{name} ended the process (a crash or an exit)") from None
        except _NO_ANSWER:
            raise self._stop(f"{name} broke the protocol with the grader") from None

    # The process

    def _start(self) -> None:
        environment = {k: os.environ[k] for k in _KEPT_ENVIRONMENT if k in os.environ}
        threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
        environment.update(dict.fromkeys(threads, "1"))
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", "-m", "autograder.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=os.path.abspath(os.sep),
        )
        try:
            self._ask({"do": "start"}, _START_SECONDS, "the worker did not start")
        except (EOFError, wire.WireError) as error:
            self._kill()
            if self._spent >= self.limits.total:
                raise Stopped(f"the submission's {self.limits.total:g} s are used up") from None
            raise WorkerUnavailable(
                f"{sys.executable} could not start a worker. Check that NumPy imports there: "
                f"{sys.executable} -c 'import numpy, autograder'"
            ) from error

    def _interrupt(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _stop(self, text: str) -> Stopped:
        expired = self._watchdog.expired
        self._kill()
        return Stopped(expired or text)

    # Messages

    def _ask(self, request: dict[str, Any], seconds: float, late: str) -> Any:
        """Send a request and answer the calls of handles until the worker has answered it."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        left = self.limits.total - self._spent
        if left <= 0:
            raise Stopped(f"the submission's {self.limits.total:g} s are used up")
        number = secrets.token_hex(8)
        handles: list[Callable[..., Any]] = []
        payload = wire.dumps({"id": number, **request}, lambda f: _register(handles, f))
        begun = time.monotonic()
        self._watchdog.arm(min(seconds, left), late)
        try:
            wire.send(process.stdin, payload)
            for _ in range(self.limits.handle_calls):
                message = wire.loads(wire.receive(process.stdout))
                if message["id"] != number:
                    raise wire.WireError("an answer to a question that was not asked")
                if "answer" in message:
                    if self._watchdog.disarm():
                        raise EOFError
                    return message["answer"]
                if "at" in message:
                    request["at"] = message["at"]
                    self._watchdog.arm(min(seconds, left), late)
                    continue
                reply = _apply(handles[int(message["apply"])], message)
                wire.send(process.stdin, wire.dumps(reply))
            raise wire.WireError("it calls the function that it was given too often")
        except (BrokenPipeError, OSError, ValueError) as error:
            if isinstance(error, wire.WireError):
                raise
            raise EOFError from error
        finally:
            self._watchdog.disarm()
            self._spent += time.monotonic() - begun

    def _load(self, problem: str) -> Loaded:
        cells = self._problems[problem]
        skipped = self._skipped.setdefault(problem, {})
        request: dict[str, Any] = {
            "do": "load",
            "problem": problem,
            "cells": [(cell.source, cell.first_line) for _, cell in cells],
            "skip": list(skipped),
        }
        late = f"this statement did not finish within {self.limits.statement:g} s"
        try:
            answer = self._ask(request, self.limits.statement, late)
            failures = [self._failure(problem, failure) for failure in answer["failures"]]
            return Loaded(dict(answer["functions"]), [*failures, *skipped.values()])
        except (EOFError, *_NO_ANSWER) as error:
            text = self._watchdog.expired or "this statement ended the process"
            kind = "Hang" if self._watchdog.expired else "Crash"
            if not isinstance(error, EOFError):
                text = "this statement broke the protocol with the grader"
            cell, index, line = request.get("at", (0, 0, 1))
            skipped[cell, index] = Failure((kind,), text, self._place(problem, cell, line))
            raise _Retry from None

    def _answer(self, problem: str, answer: dict[str, Any]) -> Answer:
        failure = self._failure(problem, answer["error"]) if "error" in answer else None
        return Answer(
            value=answer.get("value"),
            failure=failure,
            missing=bool(answer.get("missing")),
            changed=tuple(answer.get("changed", ())),
            shares=bool(answer.get("shares")),
            warnings=tuple(answer.get("warnings", ())),
            printed=str(answer.get("printed", "")),
        )

    def _failure(self, problem: str, data: dict[str, Any]) -> Failure:
        place = None
        if data["cell"] is not None and data["line"] is not None:
            place = self._place(problem, int(data["cell"]), int(data["line"]))
        return Failure(tuple(map(str, data["types"])), str(data["text"]), place)

    def _place(self, problem: str, number: int, line: int) -> Place | None:
        cells = self._problems[problem]
        if not 0 <= number < len(cells):
            return None
        file, cell = cells[number]
        lines = cell.source.splitlines()
        index = line - cell.first_line
        source = lines[index].strip() if 0 <= index < len(lines) else ""
        return Place(file, cell.label, line, source)


_NO_ANSWER = (wire.WireError, LookupError, ArithmeticError, TypeError, ValueError, AttributeError)


class WorkerUnavailable(Exception):
    """No worker can be started here: the machine's fault, never the submission's."""


class _Retry(Exception):
    """A statement hung or crashed while cells were loaded; load again without it."""


class _Watchdog:
    """A thread that kills a process whose deadline has passed.

    One thread for all requests: a timer for each would cost as much as the request.
    """

    def __init__(self, kill: Callable[[], None]) -> None:
        self._kill = kill
        self._lock = threading.Lock()
        self._deadline: float | None = None
        self._late = ""
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self.expired = ""

    def arm(self, seconds: float, late: str) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        with self._lock:
            self._deadline, self._late, self.expired = time.monotonic() + seconds, late, ""

    def disarm(self) -> bool:
        """Stop the clock; tell whether it had run out."""
        with self._lock:
            self._deadline = None
            return bool(self.expired)

    def stop(self) -> None:
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(_TICK):
            with self._lock:
                late = self._deadline is not None and time.monotonic() > self._deadline
                if late:
                    self.expired, self._deadline = self._late, None
            if late:
                self._kill()


def _register(handles: list[Callable[..., Any]], function: Callable[..., Any]) -> int:
    handles.append(function)
    return len(handles) - 1


def _apply(function: Callable[..., Any], message: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"value": function(*message["args"], **message["kwargs"])}
    except Exception as error:  # whatever the student passed is the student's to know
        return {"error": f"{type(error).__name__}: {error}"[:500]}
