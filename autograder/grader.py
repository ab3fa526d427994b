"""A grading session that stays open: the checks are collected once, submissions come one by one."""

from __future__ import annotations

import dataclasses
import queue
import threading

from autograder.engine import run
from autograder.launch import open_launcher
from autograder.plan import Plan
from autograder.report import Report
from autograder.sandbox.level import establish, require
from autograder.targets import Target

__all__ = ["Grader"]


class Grader:
    """Grades with one plan, with workers of its own, whose confinement it establishes first.

    Parameters
    ----------
    plan : Plan
        Its launcher and sandbox are not used.
    allow_weak : bool
        Whether to grade where submissions cannot be confined well enough.

    Raises
    ------
    WeakSandbox
        By the first `grade`, if they cannot and that is not allowed.
    """

    def __init__(self, plan: Plan, *, allow_weak: bool = False) -> None:
        self._plan = plan
        self._allow_weak = allow_weak
        self._targets: queue.SimpleQueue[Target | None] = queue.SimpleQueue()
        self._reports: queue.SimpleQueue[Report | BaseException] = queue.SimpleQueue()
        self._ended: BaseException | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def grade(self, target: Target) -> Report:
        """Return the report of a submission; of several threads one waits for another."""
        with self._lock:
            if self._ended is None:
                self._targets.put(target)
                came = self._reports.get()
                if isinstance(came, Report):
                    return came
                self._ended = came
            raise self._ended

    def close(self) -> None:
        """End the session and its workers."""
        self._targets.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            with open_launcher() as launcher:
                sandbox = require(establish(launcher), allow_weak=self._allow_weak)
                plan = dataclasses.replace(self._plan, launcher=launcher, sandbox=sandbox)
                run(plan, iter(self._targets.get, None), self._reports.put)
        except BaseException as error:
            self._reports.put(error)
