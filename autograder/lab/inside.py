"""A `worker.Worker` that is asked within one interpreter, by two streams in memory."""

from __future__ import annotations

import contextvars
import io
import random
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import numpy as np

from autograder import wire, worker

__all__ = ["Inside"]


class Inside:
    """Runs while it is asked, with state of its own where there is some."""

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
