"""The checks that pytest has collected, and how one is run: by pytest's own protocol."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from autograder.checks import Check, check_of, exercises_by_problem
from autograder.corpus import seeded
from autograder.functions import Backend
from autograder.plan import Plan
from autograder.plugin import check_id
from autograder.profile import Profile
from autograder.recording import ROLES
from autograder.replay import Replay
from autograder.sources import GradingSources
from autograder.targets import Exercises

__all__ = ["Item", "Runner"]

#: Marks by which pytest decides whether to run a test.
_CONDITIONS = ("skip", "skipif", "xfail")
#: Seconds that looking for smaller examples may take, for one check and for one submission.
_SHRINK_CHECK = 1.0
_SHRINK_TOTAL = 8.0


@dataclass
class Item:
    """A collected check."""

    id: str
    problem: str
    check: Check
    node: Any
    bare: bool  # whether there is nothing to set up but where its functions come from

    @property
    def drawn(self) -> bool:
        """Whether Hypothesis draws its examples."""
        return hasattr(self.node.obj, "hypothesis")


@dataclass
class _Looking:
    """What a check sees on the examples of these numbers, or on all."""

    numbers: Sequence[int] | None
    seen: Profile = ()


class Runner:
    """The pytest plugin that runs a check over its stored examples, when it is asked to."""

    def __init__(self, plan: Plan, sources: GradingSources, replay: Replay) -> None:
        self._plan = plan
        self._sources = sources
        self._replay = replay
        self._raised: BaseException | None = None
        self._looking: _Looking | None = None  # what a check sees, and not for its outcome
        self._shrink_left = 0.0
        self._shrinking = False
        self.items: list[Item] = []
        self.by_id: dict[str, Item] = {}
        self.exercises: Exercises = {}

    # Hooks

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for node in session.items:
            test = getattr(node, "obj", None)
            check = check_of(test) if test is not None else None
            if check is None:
                continue
            name = check_id(node)
            if hasattr(test, "hypothesis"):
                seeded(test, self._plan.seed.of(name))
            self.items.append(Item(name, name.partition("::")[0], check, node, _is_bare(node)))
        self.by_id = {item.id: item for item in self.items}
        self.exercises = exercises_by_problem((item.problem, item.check) for item in self.items)

    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run the check over its stored examples instead of through the engine."""
        test, name = pyfuncitem.obj, check_id(pyfuncitem)
        fixtures = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
        if self._looking is not None:
            backend, numbers = self._sources.backend, self._looking.numbers
            self._looking.seen = self._replay.look(
                pyfuncitem.path, name, test, fixtures, backend, numbers
            )
            return True
        longest = _SHRINK_CHECK * self._plan.patience
        budget = min(longest, self._shrink_left) if self._shrinking else 0.0
        begun = time.monotonic()
        try:
            self._replay.run(pyfuncitem.path, name, test, fixtures, budget)
        except BaseException:
            self._shrink_left -= time.monotonic() - begun
            raise
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Keep what was raised; pytest's own text of a failure costs a tenth of a second."""
        failed = call.excinfo is not None
        if call.excinfo is not None and self._raised is None:
            self._raised = call.excinfo.value
        return pytest.TestReport(
            item.nodeid, item.location, {}, "failed" if failed else "passed", None, "call"
        )

    # What may be asked

    def begin(self) -> None:
        """Begin with another submission."""
        self._shrink_left = _SHRINK_TOTAL * self._plan.patience
        self._replay.begin()

    def run(self, item: Item) -> BaseException | None:
        """Run one check by pytest's own protocol; return what it raised."""
        self._raised = None
        runtestprotocol(item.node, nextitem=None, log=False)
        return self._raised

    def run_smaller(self, item: Item) -> BaseException | None:
        """Run a check that failed; return what it raised on a smaller example."""
        self._shrinking = True
        raised = self.run(item)
        self._shrinking = False
        return raised

    def run_with(self, backend: Backend, check: str) -> BaseException | None:
        """Run a check with this backend, for its outcome alone."""
        self._sources.backend = backend
        return self.run(self.by_id[check])

    def look(self, backend: Backend, check: str, numbers: Sequence[int] | None = None) -> Profile:
        """Return what a check sees of a backend, on the examples of these numbers or on all."""
        looking = self._looking = _Looking(numbers)
        try:
            raised = self.run_with(backend, check)
        finally:
            self._looking = None
        if raised is not None:
            raise raised
        return looking.seen


def _is_bare(node: Any) -> bool:
    """Tell whether pytest would set up nothing for a check but our own fixtures."""
    own = {*ROLES, "request", *getattr(getattr(node, "callspec", None), "params", ())}
    marked = any(mark.name in _CONDITIONS for mark in node.iter_markers())
    return set(node.fixturenames) <= own and not marked
