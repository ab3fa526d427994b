"""A worker inside the grader's own interpreter, for a browser tab, which has no processes.

The submission is the student's own, in the student's own tab, so that nothing is kept from it.
Calls and answers cross by the encoding that they cross by elsewhere, between two streams in memory.
There are no threads either: the page keeps the clock. It is told what is asked, ends the whole
interpreter when no answer comes, and starts another one, which is told what ended the one before.
"""

from __future__ import annotations

import builtins
import contextvars
import hashlib
import io
import random
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Protocol, cast

import numpy as np

from autograder import wire, worker
from autograder.lab.integers import NARROW, narrow, widen
from autograder.process import Late, Limits, Stopped, WorkerProcess, answer_call
from autograder.targets import Exercises, FromPath, Opened

__all__ = ["Clock", "FromTab", "Stop", "TabLauncher", "TabWorker", "isolate"]

_SUBMISSION = "submission."  # begins the names of the modules that a worker makes


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

    def start(self) -> _Inside:
        return _Inside()

    def close(self) -> None:
        """There is nothing to close."""

    def __enter__(self) -> TabLauncher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class TabWorker(WorkerProcess):
    """One submission in this interpreter."""

    _launcher: TabLauncher
    _connection: _Inside | None

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
        if request["do"] == "start":
            cells = [cell for cells in self._problems.values() for _, cell in cells]
            if any("random" in cell.source for cell in cells):
                connection.seed(request["chance"])
        clock = self._launcher.clock
        calls = 0
        answer: Any = None
        begun = time.monotonic()

        def respond(frame: bytes) -> bytes | None:
            nonlocal answer, begun, calls
            message = wire.loads(frame)
            if "answer" in message:
                answer = message["answer"]
            elif "at" in message:
                request["at"] = tuple(message["at"])
                begun = time.monotonic()
                clock.begin(key, seconds, list(message["at"]))
            else:
                calls += 1
                if calls > self.limits.handle_calls:
                    raise wire.WireError("it calls the function that it was given too often")
                if NARROW:
                    return wire.dumps(narrow(answer_call(passed, widen(message))))
                return wire.dumps(answer_call(passed, message))
            return None

        clock.begin(key, seconds, None)
        asked = begun
        try:
            connection.converse(payload, respond)
        finally:
            clock.end()
            self._budget.spent += time.monotonic() - asked
        if time.monotonic() - begun > seconds:
            raise Late
        return answer


class _Inside:
    """A `worker.Worker` that runs while it is asked, with state of its own where there is some."""

    def __init__(self) -> None:
        self._source = _Source()
        self._respond: Callable[[bytes], bytes | None] = lambda frame: None
        self._broken: BaseException | None = None
        self.reader = cast(IO[bytes], self._source)
        self.writer = cast(IO[bytes], _Sink(self._heard))
        self._worker = worker.Worker(self.reader, self.writer)
        self._context = contextvars.copy_context()  # holds NumPy's reactions to overflow
        self._generators: Any = None  # its global ones, if it needs any

    def kill(self) -> None:
        """Nothing runs between two questions."""

    def close(self) -> None:
        """Forget what is left of a conversation."""
        self._source.clear()

    def seed(self, chance: int) -> None:
        """Seed the generators that the worker sees as the global ones."""
        ours = _generators()
        random.seed(chance)
        np.random.seed(chance)
        self._generators = _generators()
        _set_generators(ours)

    def converse(self, payload: bytes, respond: Callable[[bytes], bytes | None]) -> None:
        """Let the worker answer a request; what it says before goes to ``respond``."""
        self._respond, self._broken = respond, None
        self._source.clear()
        self._source.add(payload)
        with self._own_generators():
            self._context.run(self._worker.serve)
        if self._broken is not None:
            raise self._broken

    @contextmanager
    def _own_generators(self) -> Iterator[None]:
        """Let the global generators be the worker's, which takes longer than a short call."""
        if self._generators is None:
            yield
            return
        ours = _generators()
        _set_generators(self._generators)
        try:
            yield
        finally:
            self._generators = _generators()
            _set_generators(ours)

    def _heard(self, frame: bytes) -> None:
        ours = contextvars.Context()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                reply = ours.run(self._respond, frame)
            except BaseException as error:  # the submission could catch it
                self._broken = error
                raise
        if reply is not None:
            self._source.add(reply)


class _Source:
    """What a worker reads: at its end the worker has answered, and comes back."""

    def __init__(self) -> None:
        self._left = bytearray()

    def clear(self) -> None:
        self._left.clear()

    def add(self, payload: bytes) -> None:
        stream = io.BytesIO()
        wire.send(stream, payload)
        self._left += stream.getvalue()

    def read(self, size: int) -> bytes:
        taken = bytes(self._left[:size])
        del self._left[:size]
        return taken


class _Sink:
    """What a worker writes, handed over frame by frame."""

    def __init__(self, heard: Callable[[bytes], None]) -> None:
        self._heard = heard
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        stream = io.BytesIO(b"".join(self._parts))
        self._parts.clear()
        self._heard(wire.receive(stream))


def _generators() -> Any:
    return random.getstate(), np.random.get_state()


def _set_generators(generators: Any) -> None:
    state, numpy_state = generators
    random.setstate(state)
    np.random.set_state(numpy_state)


@dataclass
class FromTab(FromPath):
    """A student's files, run in this interpreter."""

    def open(self, exercises: Exercises, limits: Limits, launcher: Any) -> Opened:
        submission = self.read(exercises).submission
        tab = TabWorker(submission.cells(), limits, launcher)
        return Opened(tab, submission, tab.load())


def isolate() -> None:
    """Let a submission import what it can import where it is graded, and get placeholders else.

    Once for an interpreter. What is imported already, as the grader needs it, is hidden from it.
    """
    kept = _modules("autograder")
    worker.isolate()
    sys.modules.update(kept)
    inherited = set(sys.modules)
    ordinary = builtins.__import__

    def by_name(
        name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> types.ModuleType:
        importer = str((globals or {}).get("__name__"))
        root = name.partition(".")[0]
        if level or not importer.startswith(_SUBMISSION) or root not in inherited:
            return ordinary(name, globals, locals, fromlist, level)
        if root in sys.stdlib_module_names or root == "numpy":
            return ordinary(name, globals, locals, fromlist, level)
        hidden = _modules(root)
        for module in hidden:
            del sys.modules[module]
        try:
            return ordinary(name, globals, locals, fromlist, level)
        finally:
            for module in _modules(root):
                del sys.modules[module]
            sys.modules.update(hidden)

    builtins.__import__ = by_name


def _modules(root: str) -> dict[str, types.ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.partition(".")[0] == root}
