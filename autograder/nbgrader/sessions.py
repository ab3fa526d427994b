"""Grading sessions for nbgrader, which asks for one submission after another.

The checks are collected once for a class, in a process of its own: a session takes over standard
error, and nbgrader changes the current folder. While nbgrader writes what it was told of one
submission, the next is being graded.
"""

from __future__ import annotations

import atexit
import multiprocessing
from collections.abc import Hashable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from autograder.course import CourseError
from autograder.engine import exercises_of
from autograder.grader import Grader
from autograder.plan import Plan
from autograder.pool import open_grader
from autograder.provenance import blank_report, differences
from autograder.report import Report
from autograder.sandbox.level import WeakSandbox
from autograder.targets import Exercises, Read, Target

__all__ = ["ClassSession", "session_for"]

_ALLOW = "Under nbgrader: c.GradeChecks.allow_weak_sandbox = True in nbgrader_config.py."

_grader: Grader
_sessions: dict[str, ClassSession] = {}


class ClassSession:
    """Grades the submissions of a class with one plan."""

    def __init__(self, plan: Plan, *, allow_weak: bool) -> None:
        self.basis = blank_report(plan)
        self.exercises: Exercises = exercises_of(plan)
        self._start = plan, allow_weak
        self._last: tuple[Hashable, Report] | None = None
        self._begun: dict[Hashable, Future[Report]] = {}
        self._pool = self._process()

    def grade(self, target: Target, following: Iterable[Target] = ()) -> Report:
        """Return the report of a submission, and begin with those that follow.

        It is graded once, however many notebooks it has.
        """
        key = _key(target)
        if self._last is None or self._last[0] != key:
            self._last = key, self._graded(target, following)
        return self._last[1]

    def _graded(self, target: Target, following: Iterable[Target]) -> Report:
        try:
            for one in (target, *following):
                if _key(one) not in self._begun:
                    self._begun[_key(one)] = self._pool.submit(_grade, one)
            return self._begun.pop(_key(target)).result()
        except BrokenProcessPool:
            self._begun.clear()
            self._pool = self._process()
            return self._pool.submit(_grade, target).result()  # alone: it may be another's fault

    def close(self) -> None:
        """End the process; what was begun and not asked for is dropped."""
        self._pool.shutdown(cancel_futures=True)

    def _process(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=_open, initargs=self._start)


def _key(target: Target) -> Hashable:
    """Return what tells a submission from one that the same student handed in before."""
    return target.name, target.submission.sha256 if isinstance(target, Read) else None


def session_for(plan: Plan, *, allow_weak: bool = False) -> ClassSession:
    """Return the open session of an assignment, or a new one if anything has changed since."""
    name = str(plan.assignment.folder)
    session = _sessions.get(name)
    if session is not None and differences(session.basis, blank_report(plan)):
        session.close()
        session = None
    if session is None:
        session = _sessions[name] = ClassSession(plan, allow_weak=allow_weak)
    return session


@atexit.register
def _close_all() -> None:
    for session in _sessions.values():
        session.close()


def _open(plan: Plan, allow_weak: bool) -> None:
    global _grader
    _grader = open_grader(plan, allow_weak=allow_weak)
    atexit.register(_grader.close)


def _grade(target: Target) -> Report:
    try:
        return _grader.grade(target)
    except WeakSandbox as error:
        raise CourseError(f"{error} {_ALLOW}") from None
    except Exception as error:  # of which not all can cross to the other process as they are
        raise CourseError(f"{type(error).__name__}: {error}") from None
