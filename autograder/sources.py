"""Where the fixtures of checks get their functions from while submissions are graded."""

from __future__ import annotations

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

    def close(self) -> None:
        """Workers are closed by the loop over the targets."""
