"""What a check calls: ``submission.f(x)`` and ``reference.f(x)``, with the same surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from autograder import wire
from autograder.literals import call_text, literal
from autograder.process import Answer, Failure

__all__ = ["Backend", "Call", "CallFailed", "Functions", "Memory", "PrivateFunction"]
__all__ += ["ReferenceFailed"]

_KEPT_CALLS = 50


class Backend(Protocol):
    """Something that can call a function of a problem: a worker, or the solutions in process."""

    def call(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer: ...

    def alone(self, problem: str, chance: int = 0) -> Any:
        """Return a context manager of a fresh backend for one problem; ``chance`` seeds it."""


class Memory(Protocol):
    """Knows the answers of some calls beforehand, and is told those of the others.

    ``frame`` is the encoded call, or None for one that passes a function.
    """

    def begin_example(self) -> None: ...

    def recall(self, name: str, frame: bytes | None) -> Answer | None: ...

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None: ...


class CallFailed(Exception):
    """A function of the submission raised. Its attributes are data, never the exception itself."""

    def __init__(self, call: Call, failure: Failure) -> None:
        super().__init__(str(failure))
        self.call = call
        self.failure = failure

    @property
    def types(self) -> tuple[str, ...]:
        return self.failure.types

    @property
    def text(self) -> str:
        return self.failure.text


class ReferenceFailed(Exception):
    """The staff's own function raised on what a check passed to it."""


class PrivateFunction:
    """A function of the solutions that a check may pass to a submission.

    It crosses as a handle, to a worker that answers nothing else and is then killed. What the
    submission passes to it is computed under limits of time and memory, by ``guarded``.
    """

    def __init__(
        self, function: Callable[..., Any], name: str, guarded: Callable[..., Any] | None
    ) -> None:
        self._function = function
        self.__name__ = name
        self.guarded = guarded or function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)


@dataclass
class Call:
    """One call and what came of it.

    It is kept encoded, so that what the check does with its arguments later does not change it,
    and decoded only for the few calls that are shown.
    """

    name: str
    frame: bytes
    answer: Answer
    functions: wire.Callables = field(default_factory=wire.Callables)

    @cached_property
    def _arguments(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        _, args, kwargs = wire.loads(self.frame, self.functions.get)
        return args, kwargs

    @property
    def args(self) -> tuple[Any, ...]:
        return self._arguments[0]

    @property
    def kwargs(self) -> dict[str, Any]:
        return self._arguments[1]

    @property
    def changed(self) -> tuple[int | str, ...]:
        """Positions and names of the arguments that the call changed."""
        return self.answer.changed

    @property
    def shares(self) -> bool:
        """Whether a result shares memory with an argument."""
        return self.answer.shares

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.answer.warnings

    def called(self) -> str:
        """Return the call as text to paste."""
        return call_text(self.name, self.args, self.kwargs)

    def returned(self) -> str:
        """Return the result as text to paste, or what was raised instead."""
        failure = self.answer.failure
        return f"raised {failure}" if failure else literal(self.answer.value)


class Functions:
    """The functions of one problem, called through a backend and logged."""

    def __init__(
        self,
        backend: Backend,
        problem: str,
        *,
        staff: bool = False,
        guard: Callable[[str], Callable[..., Any]] | None = None,
    ) -> None:
        self._backend = backend
        self._problem = problem
        self._staff = staff
        self._guard = guard
        self._calls: list[Call] = []
        self.examples = 0  # of the check, begun so far
        self.memory: Memory | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def function(*args: Any, **kwargs: Any) -> Any:
            return self._call(name, args, kwargs)

        function.__name__ = name
        if not self._staff:
            return function
        return PrivateFunction(function, name, self._guard(name) if self._guard else None)

    def begin_example(self) -> None:
        """Forget the calls of the example before."""
        self._calls.clear()
        self.examples += 1
        if self.memory is not None:
            self.memory.begin_example()

    def log(self, call: Call) -> None:
        """Keep a call of this example."""
        if len(self._calls) >= _KEPT_CALLS:
            self._calls.pop()
        self._calls.append(call)

    @property
    def last(self) -> Call:
        """The last call."""
        return self._calls[-1]

    @property
    def calls(self) -> list[Call]:
        """The calls of this example, the first ones up to a limit, and the last."""
        return list(self._calls)

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        functions = wire.Callables()
        frame = wire.dumps((name, args, kwargs), functions.add)
        memory, known = self.memory, frame if not functions else None
        answer = memory.recall(name, known) if memory is not None else None
        if answer is None:
            answer = self._ask(name, args, kwargs, functions)
            if memory is not None:
                memory.note(name, known, answer)
        call = Call(name, frame, replace(answer, value=_snapshot(answer.value)), functions)
        self.log(call)
        if self._staff and (answer.missing or answer.failure is not None):
            raise ReferenceFailed(f"{call.called()}: {answer.failure or 'no such function'}")
        if answer.missing:
            raise CallFailed(call, Failure(("NameError",), f"there is no function {name}"))
        if answer.failure is not None:
            raise CallFailed(call, answer.failure)
        return answer.value

    def _ask(
        self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], passed: wire.Callables
    ) -> Answer:
        if any(isinstance(function, PrivateFunction) for function in passed):
            with self._backend.alone(self._problem) as backend:
                answer: Answer = backend.call(self._problem, name, args, kwargs)
                return answer
        return self._backend.call(self._problem, name, args, kwargs)


def _snapshot(value: Any) -> Any:
    """Copy what the check could write into."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_snapshot, value))
    if isinstance(value, dict):
        return {key: _snapshot(item) for key, item in value.items()}
    return value
