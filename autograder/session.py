"""The pytest session of a grading run: pytest collects the checks, this plugin runs them."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from autograder.again import asked_again, repeatable
from autograder.carry import Answered, carry_forward, earlier_errors
from autograder.checks import Check, check_of, exercises_by_problem
from autograder.corpus import Unstable, seeded
from autograder.diagnosis import Catalogue, explain
from autograder.functions import Backend, Call, Functions
from autograder.launch import Launcher, WorkerUnavailable
from autograder.loading import UnreadableSubmission
from autograder.outcome import carry, judge, not_run, ran, take_back
from autograder.plan import ChecksBroken, Plan
from autograder.plugin import SOURCES, check_id
from autograder.process import Loaded, Stopped, WorkerProcess
from autograder.profile import Profile
from autograder.provenance import blank_report, failed, named
from autograder.recording import ROLES
from autograder.replay import Replay
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.sources import GradingSources
from autograder.store import Store
from autograder.targets import Exercises, Opened, Target

__all__ = ["Session"]

#: After this many hangs or crashes of one exercise its other checks are not run.
_MAX_STOPS = 2
#: Marks by which pytest decides whether to run a test.
_CONDITIONS = ("skip", "skipif", "xfail")
#: Seconds that looking for smaller examples may take, for one check and for one submission.
_SHRINK_CHECK = 1.0
_SHRINK_TOTAL = 8.0


@dataclass
class _Item:
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


class Session:
    """The pytest plugin that replaces pytest's own loop over the tests."""

    def __init__(
        self,
        plan: Plan,
        targets: Iterable[Target],
        on_report: Callable[[Report], None],
        launcher: Launcher,
    ) -> None:
        self._plan = plan
        self._launcher = launcher
        self._blank = blank_report(plan)
        self._targets = targets
        self._on_report = on_report
        self._sources = GradingSources(plan.assignment.solutions if plan.reference else None)
        self._replay = Replay(plan, self._sources)
        self._items: list[_Item] = []
        self._by_id: dict[str, _Item] = {}
        self._exercises: Exercises = {}
        self._raised: BaseException | None = None
        self._looking: _Looking | None = None  # what a check sees, and not for its outcome
        self._catalogue = Catalogue(self._sources, self._look, self._kept)
        self._shrink_left = 0.0
        self._shrinking = False
        self._backends: dict[bool, Backend] = {}  # for checks that are shown, and hidden ones
        self._repeatable: dict[tuple[str, bool], dict[str, Call]] = {}  # of each passed check
        self.broken: list[str] = []
        self.collected = 0
        self.error: BaseException | None = None

    # Hooks

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[SOURCES] = self._sources

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(str(report.longrepr))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for node in session.items:
            test = getattr(node, "obj", None)
            check = check_of(test) if test is not None else None
            if check is None:
                continue
            name = check_id(node)
            if hasattr(test, "hypothesis"):
                seeded(test, self._plan.seed.of(name))
            self._items.append(_Item(name, name.partition("::")[0], check, node, _is_bare(node)))
        self._exercises = exercises_by_problem((item.problem, item.check) for item in self._items)
        self._by_id = {item.id: item for item in self._items}
        self.collected = len(self._items)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.broken or not self._items:
            return True
        try:
            for target in self._targets:
                try:
                    begun = time.monotonic()
                    report = self._grade(target)
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
        self._replay.save()
        return True

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

    # Grading

    def _grade(self, target: Target) -> Report:
        report = named(self._blank, target.name)
        report.submitted_at = target.submitted_at
        self._shrink_left = _SHRINK_TOTAL * self._plan.patience
        self._sources.stops.clear()
        self._repeatable.clear()
        try:
            opened = target.open(self._exercises, self._plan.limits, self._launcher)
        except (UnreadableSubmission, Stopped) as error:
            report.status = "unreadable"
            report.message = f"could not be read: {error}"
            text = str(error)
            report.problems = self._results(target, lambda item: not_run(item.check, text))
            return report
        # What hidden checks ask must not be known where an answer is shown in full.
        with opened.backend as loaded, loaded.fresh() as fresh:
            any_shown = not all(item.check.hidden for item in self._items)
            self._backends = {not any_shown: loaded, any_shown: fresh}
            handed_in = set(opened.submission.problems) if opened.submission else None
            leave_out = handed_in if self._plan.only_handed_in else None
            report.problems = self._results(
                target, lambda item: self._check(item, opened), only=leave_out
            )
            for problem in report.problems:
                self._look_again(problem)
                self._look_closer(problem, opened)
        if opened.submission is not None:
            report.submission_sha256 = opened.submission.sha256
        for problem in report.problems:
            _describe(problem, opened)
        return report

    def _results(
        self,
        target: Target,
        grade: Callable[[_Item], CheckResult],
        only: set[str] | None = None,
    ) -> list[ProblemResult]:
        """Grade the checks that the plan selects, sorted into exercises and problems."""
        problems: dict[str, ProblemResult] = {}
        exercises: dict[tuple[str, str], ExerciseResult] = {}
        for item in self._items:
            select = self._plan.select
            if select is not None and not select(target.name, item.problem, item.check):
                continue
            if only is not None and item.problem not in only:
                continue
            problem = problems.setdefault(item.problem, ProblemResult(item.problem))
            key = item.problem, item.check.exercise
            if key not in exercises:
                exercises[key] = ExerciseResult(item.check.exercise)
                problem.exercises.append(exercises[key])
            self._sources.current = None
            result = grade(item)
            result.name = item.id
            exercises[key].checks.append(result)
            if self._plan.on_check is not None:
                current = self._sources.current
                examples = current.examples if current is not None else 0
                self._plan.on_check(target.name, result, examples)
        return list(problems.values())

    def _check(self, item: _Item, opened: Opened) -> CheckResult:
        """Run one check, unless it is known beforehand what will come of it."""
        check = item.check
        key = item.problem, check.exercise
        if opened.submission is not None and item.problem not in opened.submission.problems:
            return not_run(check, f"{item.problem} was not handed in", "missing")
        if check.hidden and not self._plan.reference:
            return not_run(check, "graded after submission", "pending", outcome="skipped")
        if opened.loaded is not None:
            functions = opened.loaded[item.problem].functions
            if check.exercise not in functions:
                return not_run(check, f"there is no function {check.exercise}", "missing")
            if functions[check.exercise]:
                return not_run(check, f"{check.exercise} is not written yet", "unwritten")
        stops = self._sources.stops.setdefault(key, [])
        if len(stops) >= _MAX_STOPS:
            return not_run(check, f"not run, since {stops[-1]}", "stopped")
        self._sources.backend = self._backends[check.hidden]
        raised = None
        self._sources.current = self._passed(item)
        if self._sources.current is None:
            raised = self._run(item)
        if isinstance(raised, Stopped):
            stops.append(raised.text)
        current = self._sources.current
        if raised is None and current is not None:
            call = repeatable(current.calls, check.exercise)
            if call is not None:
                self._repeatable.setdefault((item.problem, check.hidden), {})[item.id] = call
        return judge(check, raised, current)

    def _look_again(self, problem: ProblemResult) -> None:
        """Take back what was passed by answers that are others when they are asked for again."""
        results = {check.name: check for e in problem.exercises for check in e.checks}
        order = self._plan.seed.of(problem.name)
        for hidden, backend in self._backends.items():
            calls = self._repeatable.pop((problem.name, hidden), {})
            if not isinstance(backend, WorkerProcess):  # the staff's own code
                continue
            for name, answer in asked_again(backend, problem.name, calls, order).items():
                take_back(results[name], calls[name], answer)

    def _passed(self, item: _Item) -> Functions | None:
        """Return the calls of a check that the answers to them pass; None if it must be run."""
        if not item.bare:
            return None
        return self._replay.passed(item.node.path, item.id, item.node.obj)

    def _look_closer(self, problem: ProblemResult, opened: Opened) -> None:
        """Carry errors forward, show what is left on small examples, and name known mistakes.

        Only what is shown in the end is worth a search for a smaller example.
        """
        backend = self._backends[True]
        loaded = (opened.loaded or {}).get(problem.name)
        # Nothing is known of the staff's own code, and of what was not handed in.
        closer = self._plan.look_closer and isinstance(backend, WorkerProcess)
        if not closer or loaded is None:
            for exercise in problem.exercises:
                self._shrink(exercise)
            return
        assert isinstance(backend, WorkerProcess)
        attempted = {name for name, is_stub in loaded.functions.items() if not is_stub}
        reference = self._sources.reference(problem.name) if self._plan.carry_forward else None
        for exercise in problem.exercises:
            if not exercise.failed:
                continue
            earlier = earlier_errors(problem.exercises, exercise, attempted)
            if reference is None or not earlier:
                worker, called = backend.alone(problem.name), set[str]()
            else:
                answered = Answered(reference, earlier)
                carried = carry_forward(exercise, problem.name, answered, backend, self._run_with)
                for result in exercise.failed:
                    if result.name in carried:
                        carry(result, carried[result.name])
                worker, called = backend.carrying(problem.name, answered.functions), answered.called
            self._shrink(exercise)
            with worker, contextlib.suppress(Stopped):
                called.clear()
                look = functools.cache(functools.partial(self._look, worker))
                explain(self._catalogue, problem.name, exercise, look, called)

    def _shrink(self, exercise: ExerciseResult) -> None:
        """Judge failed checks of an exercise by smaller examples than those that were met first."""
        if not self._plan.shrink:
            return
        for number, result in enumerate(exercise.checks):
            item = self._by_id[result.name]
            if result.outcome == "passed" or not ran(result) or not item.drawn:
                continue
            self._sources.backend = self._backends[item.check.hidden]
            self._shrinking = True
            raised = self._run(item)
            self._shrinking = False
            if isinstance(raised, Stopped):  # it hangs on another example, but fails on this one
                continue
            smaller = judge(item.check, raised or Unstable(), self._sources.current)
            exercise.checks[number] = replace(smaller, name=item.id)

    def _run_with(self, backend: Backend, check: str) -> BaseException | None:
        """Run a check with this backend, for its outcome alone."""
        self._sources.backend = backend
        return self._run(self._by_id[check])

    def _look(self, backend: Backend, check: str, numbers: Sequence[int] | None = None) -> Profile:
        """Return what a check sees of a backend, on the examples of these numbers or on all."""
        looking = self._looking = _Looking(numbers)
        try:
            raised = self._run_with(backend, check)
        finally:
            self._looking = None
        if raised is not None:
            raise raised
        return looking.seen

    def _kept(self, problem: str) -> Store:
        """Return where it is kept what the checks of a problem see of known mistakes."""
        path = next(item.node.path for item in self._items if item.problem == problem)
        return self._replay.mistakes(path)

    def _run(self, item: _Item) -> BaseException | None:
        """Run one check by pytest's own protocol; return what it raised."""
        self._raised = None
        runtestprotocol(item.node, nextitem=None, log=False)
        return self._raised


def _is_bare(node: Any) -> bool:
    """Tell whether pytest would set up nothing for a check but our own fixtures."""
    own = {*ROLES, "request", *getattr(getattr(node, "callspec", None), "params", ())}
    marked = any(mark.name in _CONDITIONS for mark in node.iter_markers())
    return set(node.fixturenames) <= own and not marked


def _describe(problem: ProblemResult, opened: Opened) -> None:
    """Note the files of a problem, what of them could not be run, and what is missing."""
    if opened.submission is not None:
        files = opened.submission.problems.get(problem.name, ())
        problem.files = [file.name for file in files]
        problem.notes = [file.trouble for file in files if file.trouble]
    if opened.loaded is not None:
        loaded = opened.loaded.get(problem.name, Loaded())
        problem.notes += [
            f"{failure.place}: {failure}" if failure.place else str(failure)
            for failure in loaded.failures
            if failure.type != "NotAvailable"  # a plot, or the notebook's own check cell
        ]
        problem.missing = [
            exercise.name
            for exercise in problem.exercises
            if loaded.functions.get(exercise.name, True)
        ]
