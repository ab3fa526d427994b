"""What can be graded: a student's files, the cells of a running notebook, the staff's own code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from autograder.launch import Launcher
from autograder.loading import Submission, UnreadableSubmission, from_cells, read_submission
from autograder.process import Limits, Loaded, WorkerProcess
from autograder.solutions import InProcess

__all__ = ["Exercises", "FromCells", "FromPath", "Nothing", "Opened", "StaffCode", "Target"]

#: The exercises of each problem, in the order of the checks.
Exercises = dict[str, list[str]]


class Target(Protocol):
    """Something to grade."""

    name: str

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened: ...


@dataclass
class Opened:
    """A target that is ready to be called."""

    backend: Any  # a `Backend` that is a context manager
    submission: Submission | None = None
    loaded: dict[str, Loaded] | None = None


@dataclass
class FromPath:
    """A student's submission, run in a worker."""

    name: str
    path: Path

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        submission = read_submission(self.path, exercises, self.name)
        return _loaded(submission, limits, launcher)


@dataclass
class FromCells:
    """The cells that were run in a notebook, as a submission for every problem."""

    name: str
    sources: Sequence[str]

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        return _loaded(from_cells(self.name, self.sources, exercises), limits, launcher)


@dataclass
class StaffCode:
    """The staff's own code, run in this process: the reference, or a known mistake."""

    name: str
    backend: InProcess

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        return Opened(self.backend)


class Nothing:
    """A target that has no code, for looking at the checks alone."""

    name = ""

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        raise UnreadableSubmission("there is nothing to run")


def _loaded(submission: Submission, limits: Limits, launcher: Launcher) -> Opened:
    worker = WorkerProcess(submission.cells(), limits, launcher)
    try:
        return Opened(worker, submission, worker.load())
    except BaseException:
        worker.close()
        raise
