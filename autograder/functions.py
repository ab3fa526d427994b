"""What a check calls: ``submission.f(x)`` and ``reference.f(x)``, with the same surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from autograder import wire
from autograder.literals import call_text, literal
from autograder.process import Answer, Failure

__all__ = ["Backend", "Call", "CallFailed", "Functions", "Memory", "PrivateFunction"]
__all__ += ["ReferenceFailed"]

_KEPT_CALLS = 50


class Backend(Protocol):
    """Something that can call a function of a problem: a worker, or the solutions in process."""

    def call(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer: ...

    def alone(self, problem: str) -> Any:
        """Return a context manager of a fresh backend for one problem."""


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

    It crosses as a handle, to a worker that answers nothing else and is then killed.
    """

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        self._function = function
        self.__name__ = name

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
    functions: list[Callable[..., Any]] = field(default_factory=list)

    @cached_property
    def _arguments(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        _, args, kwargs = wire.loads(self.frame, self.functions.__getitem__)
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

    def __init__(self, backend: Backend, problem: str, *, staff: bool = False) -> None:
        self._backend = backend
        self._problem = problem
        self._staff = staff
        self._calls: list[Call] = []
        self.memory: Memory | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def function(*args: Any, **kwargs: Any) -> Any:
            return self._call(name, args, kwargs)

        function.__name__ = name
        return PrivateFunction(function, name) if self._staff else function

    def begin_example(self) -> None:
        """Forget the calls of the example before."""
        self._calls.clear()
        if self.memory is not None:
            self.memory.begin_example()

    @property
    def last(self) -> Call:
        """The last call."""
        return self._calls[-1]

    @property
    def calls(self) -> list[Call]:
        """The calls of this example, the first ones up to a limit, and the last."""
        return list(self._calls)

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        functions: list[Callable[..., Any]] = []

        def register(function: Callable[..., Any]) -> int:
            functions.append(function)
            return len(functions) - 1

        frame = wire.dumps((name, args, kwargs), register)
        memory, known = self.memory, None if functions else frame
        answer = memory.recall(name, known) if memory is not None else None
        if answer is None:
            answer = self._ask(name, args, kwargs)
            if memory is not None:
                memory.note(name, known, answer)
        call = Call(name, frame, answer, functions)
        if len(self._calls) >= _KEPT_CALLS:
            self._calls.pop()
        self._calls.append(call)
        if self._staff and (answer.missing or answer.failure is not None):
            raise ReferenceFailed(f"{call.called()}: {answer.failure or 'no such function'}")
        if answer.missing:
            raise CallFailed(call, Failure(("NameError",), f"there is no function {name}"))
        if answer.failure is not None:
            raise CallFailed(call, answer.failure)
        return answer.value

    def _ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Answer:
        if any(isinstance(value, PrivateFunction) for value in (*args, *kwargs.values())):
            with self._backend.alone(self._problem) as backend:
                answer: Answer = backend.call(self._problem, name, args, kwargs)
                return answer
        return self._backend.call(self._problem, name, args, kwargs)
