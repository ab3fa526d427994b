"""What a student's code passed before: a check asks again only about problems that changed.

Each problem stands alone, and the same code under the same seed gives the same result. So a problem
whose checks all passed needs no second run until its cells, its checks, or a version changes. What
failed is always run again. This module and what it imports start in a fraction of the time that
NumPy, pytest and Hypothesis take.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from autograder import __version__
from autograder.course import Assignment
from autograder.files import files_below
from autograder.loading import Submission
from autograder.report import ProblemResult, Report
from autograder.store import Store, key_of

__all__ = ["Verdicts"]

_EXERCISES = "exercises"
_SETTLED = {"passed", "skipped"}
_PACKAGE = Path(__file__).parent


class Verdicts:
    """The results of problems whose every check passed, and what they were made from.

    Parameters
    ----------
    assignment : Assignment
    cache : Path
        Folder where they are kept.
    """

    def __init__(self, assignment: Assignment, cache: Path) -> None:
        self._store = Store(cache, "verdicts", key_of(_key_parts(assignment)))
        self._problems = assignment.problems

    def exercises(self) -> dict[str, list[str]] | None:
        """Return the exercises of each problem, if the checks were collected before."""
        kept = self._store.get(_EXERCISES)
        return None if kept is None else dict(json.loads(kept))

    def of(self, submission: Submission) -> Report | None:
        """Return a report of the problems that are as they were when all of it passed."""
        found: Report | None = None
        for problem in submission.problems:
            kept = self._store.get(_digest(submission, problem))
            if kept is None:
                continue
            report = Report.from_json(kept.decode())
            if found is None:
                found = dataclasses.replace(
                    report, submission=submission.name, submission_sha256=submission.sha256
                )
            else:
                found.problems += report.problems
        return found

    def keep(self, report: Report, submission: Submission) -> None:
        """Keep what passed."""
        for result in report.problems:
            if result.name in submission.problems and _settled(result):
                kept = dataclasses.replace(report, problems=[result], seconds=None)
                self._store.put(_digest(submission, result.name), kept.to_json().encode())
        self._store.save()

    def keep_exercises(self, exercises: Mapping[str, list[str]]) -> None:
        """Keep the exercises of all problems, for the next time."""
        if set(exercises) == set(self._problems):
            self._store.put(_EXERCISES, json.dumps(exercises).encode())


def _settled(result: ProblemResult) -> bool:
    outcomes = {check.outcome for exercise in result.exercises for check in exercise.checks}
    return outcomes <= _SETTLED and not result.notes and not result.missing


def _digest(submission: Submission, problem: str) -> str:
    """Return a hash of the files of a problem."""
    parts = [problem.encode()]
    for file in submission.problems[problem]:
        parts += [file.name.encode(), file.data]
    return key_of(parts)


def _key_parts(assignment: Assignment) -> list[bytes]:
    """Return all that a verdict depends on but the submission: checks, versions, the engine."""
    packages = [version(name) for name in ("numpy", "hypothesis", "pytest")]
    parts = [" ".join([__version__, platform.python_version(), *packages]).encode()]
    for name, path in files_below(assignment.checks).items():
        parts += [name.encode(), path.read_bytes()]
    # Whoever works on the engine changes it without a new version.
    stamps = [(name, path.stat()) for name, path in files_below(_PACKAGE).items()]
    engine = repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stamps])
    return [*parts, hashlib.sha256(engine.encode()).digest()]
