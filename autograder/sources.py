"""Where the fixtures of checks get their functions from while submissions are graded."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from autograder import wire
from autograder.functions import Backend, Functions
from autograder.launch import Launcher, open_launcher
from autograder.process import Answer, Limits, Stopped, WorkerProcess
from autograder.solutions import Mistake, Solutions

__all__ = ["GradingSources", "Mistaken"]

_KEPT_ANSWERS = 10_000
#: For the staff's own functions, when a submission calls them: time enough for a small input.
_LIMITS = Limits(call=2.0, statement=30.0, total=float("inf"))
#: For known mistakes, of which some may hang: a busy machine must not make a difference.
_MISTAKE_LIMITS = Limits(call=5.0, statement=30.0, total=float("inf"))


class GradingSources:
    """Where the fixtures of this session get their functions from."""

    def __init__(self, solutions: Path | None) -> None:
        self._solutions = Solutions(solutions) if solutions is not None else None
        self._known: dict[tuple[str, str], Functions] = {}
        self._guards: dict[str, WorkerProcess] = {}
        self._catalogues: dict[str, WorkerProcess] = {}  # of the known mistakes
        self._answers: dict[bytes, Answer] = {}  # of the guards
        self._launcher: Launcher | None = None  # from whose zygote no submission is forked
        self._mistakes: dict[str, list[Mistake]] = {}
        self.backend: Backend | None = None
        self.current: Functions | None = None
        self.stops: dict[tuple[str, str], list[str]] = {}

    def submission(self, problem: str) -> Functions:
        assert self.backend is not None
        self.current = Functions(self.backend, problem)
        return self.current

    def reference(self, problem: str) -> Functions | None:
        return self._staff("reference", problem)

    def planted(self, problem: str) -> Functions | None:
        return self._staff("planted", problem)

    def _staff(self, kind: str, problem: str) -> Functions | None:
        if self._solutions is None:
            return None
        if (kind, problem) not in self._known:
            backend = getattr(self._solutions, kind)(problem)

            def guard(name: str) -> Callable[..., Any]:
                return lambda *args, **kwargs: self._guarded(problem, name, args, kwargs)

            functions = Functions(backend, problem, staff=True, guard=guard)
            self._known[kind, problem] = functions
        return self._known[kind, problem]

    def _guarded(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Any:
        """Call a function of the staff's for a submission, which may ask for anything."""
        key = wire.dumps((problem, name, args, kwargs))
        if key not in self._answers:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.clear()
            self._answers[key] = self._computed(problem, name, args, kwargs)
        answer = self._answers[key]
        if answer.failure is not None:
            raise ValueError(answer.failure.type)
        return answer.value

    def _computed(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer:
        assert self._solutions is not None
        if problem not in self._guards:
            self._guards[problem] = self._staff_worker(problem, _LIMITS)
        try:
            return self._guards[problem].call(problem, name, args, kwargs)
        except Stopped as error:
            raise TimeoutError(error.text) from None

    def _staff_worker(self, problem: str, limits: Limits) -> WorkerProcess:
        assert self._solutions is not None
        if self._launcher is None:
            self._launcher = open_launcher()
        return WorkerProcess({problem: self._solutions.cells(problem)}, limits, self._launcher)

    def mistakes(self, problem: str, exercise: str) -> list[Mistake]:
        """Return the known mistakes of an exercise, in the order of the catalogue."""
        if self._solutions is None:
            return []
        if problem not in self._mistakes:
            self._mistakes[problem] = self._solutions.mistakes(problem)
        return [m for m in self._mistakes[problem] if m.exercise == exercise]

    def mistaken(self, problem: str, mistake: Mistake) -> Mistaken:
        """Return a backend in which an exercise has a known mistake, in a worker of the staff's."""
        if problem not in self._catalogues:
            self._catalogues[problem] = self._staff_worker(problem, _MISTAKE_LIMITS)
        return Mistaken(self._catalogues[problem], mistake)

    def stage(self, problem: str, roles: Collection[str]) -> dict[str, Functions]:
        """Return fresh fixtures of these roles, with the reference in place of the submission."""
        assert self._solutions is not None
        staged = {"submission": Functions(self._solutions.reference(problem), problem)}
        for kind in {"reference", "planted"} & set(roles):
            backend = getattr(self._solutions, kind)(problem)
            staged[kind] = Functions(backend, problem, staff=True)
        return staged

    def texts(self, problem: str) -> list[bytes]:
        """Return what the answers of the staff's code depend on."""
        assert self._solutions is not None
        return self._solutions.texts(problem)

    def close(self) -> None:
        """End the workers of the staff's; those of submissions are ended with their grading."""
        for worker in (*self._guards.values(), *self._catalogues.values()):
            worker.close()
        if self._launcher is not None:
            self._launcher.close()


class Mistaken:
    """A worker of the staff's in which a known mistake answers for its exercise."""

    def __init__(self, worker: WorkerProcess, mistake: Mistake) -> None:
        self._worker = worker
        self._mistake = mistake

    def call(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer:
        return self._worker.call(problem, self._named(name), args, kwargs)

    def call_many(self, problem: str, batch: wire.Batch) -> wire.Batch | None:
        calls = map(wire.loads, batch)
        renamed = [wire.dumps((self._named(name), args, kw)) for name, args, kw in calls]
        return self._worker.call_many(problem, wire.Batch.of(renamed))

    def decoded(self, problem: str, frame: bytes) -> Answer | None:
        return self._worker.decoded(problem, frame)

    @contextlib.contextmanager
    def alone(self, problem: str, chance: int = 0) -> Iterator[Mistaken]:
        with self._worker.alone(problem, chance) as worker:
            yield Mistaken(worker, self._mistake)

    def _named(self, name: str) -> str:
        return self._mistake.name if name == self._mistake.exercise else name
