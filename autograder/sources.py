"""Where the fixtures of checks get their functions from while submissions are graded."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from autograder.functions import Backend, Functions
from autograder.solutions import Solutions

__all__ = ["GradingSources"]


class GradingSources:
    """Where the fixtures of this session get their functions from."""

    def __init__(self, solutions: Path | None) -> None:
        self._solutions = Solutions(solutions) if solutions is not None else None
        self._known: dict[tuple[str, str], Functions] = {}
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
            self._known[kind, problem] = Functions(backend, problem, staff=True)
        return self._known[kind, problem]

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
        """Workers are closed by the loop over the targets."""
