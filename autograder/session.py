"""The pytest session of a grading run: pytest collects the checks, this plugin grades by them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest

from autograder.launch import Launcher, WorkerUnavailable
from autograder.marking import Marker
from autograder.plan import ChecksBroken, Plan
from autograder.plugin import SOURCES
from autograder.provenance import blank_report, failed
from autograder.replay import Replay
from autograder.report import Report
from autograder.runner import Runner
from autograder.sources import GradingSources
from autograder.targets import Target

__all__ = ["Session"]


class Session:
    """The pytest plugin that replaces pytest's own loop over the tests."""

    def __init__(
        self,
        plan: Plan,
        targets: Iterable[Target],
        on_report: Callable[[Report], None],
        launcher: Launcher,
    ) -> None:
        self._blank = blank_report(plan)
        self._targets = targets
        self._on_report = on_report
        self._sources = GradingSources(plan.assignment.solutions if plan.reference else None)
        self._replay = Replay(plan, self._sources)
        self._runner = Runner(plan, self._sources, self._replay)
        self._marker = Marker(
            plan, self._blank, self._sources, self._replay, self._runner, launcher
        )
        self.broken: list[str] = []
        self.error: BaseException | None = None

    @property
    def collected(self) -> int:
        """How many checks there are."""
        return len(self._runner.items)

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SOURCES] = self._sources
        config.pluginmanager.register(self._runner)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(str(report.longrepr))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.broken or not self.collected:
            return True
        try:
            for target in self._targets:
                try:
                    begun = time.monotonic()
                    report = self._marker.grade(target)
                    report.seconds = round(time.monotonic() - begun, 3)
                except (WorkerUnavailable, ChecksBroken):
                    raise
                except Exception as error:  # the grader's fault: told, and the others are graded
                    session._setupstate.teardown_exact(None)
                    text = f"the grader failed: {type(error).__name__}: {error}"
                    report = failed(self._blank, target.name, text)
                self._on_report(report)
        except BaseException as error:
            self.error = error
        self._replay.kept.save()
        return True
