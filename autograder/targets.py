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

__all__ = ["Exercises", "FromCells", "FromPath", "Nothing", "Opened", "Read"]
__all__ += ["StaffCode", "Target"]

#: The exercises of each problem, in the order of the checks.
Exercises = dict[str, list[str]]


class Target(Protocol):
    """Something to grade."""

    @property
    def name(self) -> str: ...

    @property
    def submitted_at(self) -> str | None: ...

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
    submitted_at: str | None = None

    def read(self, exercises: Exercises) -> Read:
        """Read the files, as data.

        Raises
        ------
        UnreadableSubmission
            If there is nothing in it that can be read.
        """
        return Read(read_submission(self.path, exercises, self.name), self.submitted_at)

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        return self.read(exercises).open(exercises, limits, launcher)


@dataclass
class Read:
    """A student's submission that was read before, perhaps on another machine."""

    submission: Submission
    submitted_at: str | None = None

    @property
    def name(self) -> str:
        return self.submission.name

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        worker = WorkerProcess(self.submission.cells(), limits, launcher)
        try:
            return Opened(worker, self.submission, worker.load())
        except BaseException:
            worker.close()
            raise


@dataclass
class FromCells:
    """The cells that were run in a notebook, as a submission for every problem."""

    name: str
    sources: Sequence[str]
    submitted_at: None = None

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        submission = from_cells(self.name, self.sources, exercises)
        return Read(submission).open(exercises, limits, launcher)


@dataclass
class StaffCode:
    """The staff's own code, run in this process: the reference, or a known mistake."""

    name: str
    backend: InProcess
    submitted_at: None = None

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        return Opened(self.backend)


class Nothing:
    """A target that has no code, for looking at the checks alone."""

    name = ""
    submitted_at = None

    def open(self, exercises: Exercises, limits: Limits, launcher: Launcher) -> Opened:
        raise UnreadableSubmission("there is nothing to run")
