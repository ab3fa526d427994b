"""Run the checks of an assignment on many submissions, in one pytest session.

The checks are collected once. Each submission gets a worker of its own; its report is handed over
as soon as it is complete.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import numpy as np
import pytest
from _pytest.runner import runtestprotocol

from autograder import __version__
from autograder.checks import Check, check_of
from autograder.corpus import Corpus, run_check, seeded
from autograder.course import Assignment
from autograder.functions import Backend, Functions
from autograder.loading import Submission, UnreadableSubmission, read_submission
from autograder.outcome import judge, not_run
from autograder.plugin import SOURCES, check_id
from autograder.process import Limits, Loaded, Stopped, WorkerProcess, WorkerUnavailable
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.seeds import Seed
from autograder.solutions import InProcess, Solutions

__all__ = ["ChecksBroken", "FromPath", "Plan", "StaffCode", "Target", "collect", "run"]

#: After this many hangs or crashes of one exercise its other checks are not run.
_MAX_STOPS = 2
#: Seconds that looking for smaller examples may take, for one check and for one submission.
_SHRINK_CHECK = 1.0
_SHRINK_TOTAL = 8.0


class ChecksBroken(Exception):
    """The checks themselves cannot be run: the course's fault."""


class Target(Protocol):
    """Something to grade."""

    name: str

    def open(self, exercises: dict[str, list[str]], limits: Limits) -> Opened: ...


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

    def open(self, exercises: dict[str, list[str]], limits: Limits) -> Opened:
        submission = read_submission(self.path, exercises, self.name)
        worker = WorkerProcess(submission.cells(), limits)
        try:
            return Opened(worker, submission, worker.load())
        except BaseException:
            worker.close()
            raise


@dataclass
class StaffCode:
    """The staff's own code, run in this process: the reference, or a known mistake."""

    name: str
    backend: InProcess

    def open(self, exercises: dict[str, list[str]], limits: Limits) -> Opened:
        return Opened(self.backend)


@dataclass
class Plan:
    """What to run, and how."""

    assignment: Assignment
    seed: Seed = field(default_factory=Seed)
    keyword: str = ""  # pytest's -k
    problems: Sequence[str] | None = None  # all of them, if None
    reference: bool = False  # whether hidden checks can run
    only_handed_in: bool = False  # leave out problems that the submission has no file for
    shrink: bool = True
    cache: Path | None = None
    limits: Limits = field(default_factory=Limits)
    select: Callable[[str, str, Check], bool] | None = None  # (target, problem, check)


def run(plan: Plan, targets: Sequence[Target], on_report: Callable[[Report], None]) -> None:
    """Grade each target and hand over its report.

    Raises
    ------
    ChecksBroken
        If the checks cannot be collected, or there are none.
    """
    chosen = plan.problems if plan.problems is not None else plan.assignment.problems
    files = [str(plan.assignment.checks / f"test_{problem}.py") for problem in chosen]
    session = _Session(plan, targets, on_report)
    arguments = [
        *files,
        "--disable-plugin-autoload",
        f"--rootdir={plan.assignment.folder}",
        "--config-file=" + str(Path(__file__).with_name("pytest.ini")),
        f"--confcutdir={plan.assignment.checks}",
        "--assert=plain",
        "--capture=no",
        "--import-mode=importlib",
        "-pno:terminal",
        "-pno:cacheprovider",
        "-pno:faulthandler",
        "-pautograder.plugin",
    ]
    if plan.keyword:
        arguments += ["-k", plan.keyword]
    with contextlib.redirect_stderr(io.StringIO()) as complaints, _own_options():
        code = pytest.main(arguments, plugins=[session])
    if session.error is not None:
        raise session.error
    if session.broken:
        raise ChecksBroken("The checks cannot be loaded:\n" + "\n".join(session.broken))
    if code == pytest.ExitCode.NO_TESTS_COLLECTED or not session.collected:
        what = f" whose name fits {plan.keyword!r}" if plan.keyword else ""
        raise ChecksBroken(f"There is no check{what} in {plan.assignment.checks}.")
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise ChecksBroken(f"pytest ended with code {code}.\n{complaints.getvalue()}")


@contextlib.contextmanager
def _own_options() -> Iterator[None]:
    """Keep the options of the person's own pytest runs out of the grader's session."""
    options = os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        if options is not None:
            os.environ["PYTEST_ADDOPTS"] = options


@dataclass
class _Item:
    """A collected check."""

    id: str
    problem: str
    check: Check
    node: Any


class _Session:
    """The pytest plugin that replaces pytest's own loop over the tests."""

    def __init__(
        self, plan: Plan, targets: Sequence[Target], on_report: Callable[[Report], None]
    ) -> None:
        self._plan = plan
        self._targets = targets
        self._on_report = on_report
        self._sources = _Sources(plan)
        self._corpora: dict[Path, Corpus] = {}
        self._items: list[_Item] = []
        self._raised: BaseException | None = None
        self._shrink_left = 0.0
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
            self._items.append(_Item(name, name.partition("::")[0], check, node))
        self.collected = len(self._items)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.broken or not self._items:
            return True
        try:
            for target in self._targets:
                try:
                    report = self._grade(target)
                except (WorkerUnavailable, ChecksBroken):
                    raise
                except Exception as error:  # the grader's fault: told, and the others are graded
                    report = self._empty(target)
                    report.status = "error"
                    report.message = f"the grader failed: {type(error).__name__}: {error}"
                self._on_report(report)
        except BaseException as error:
            self.error = error
        for corpus in self._corpora.values():
            corpus.save()
        return True

    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run the check over its stored examples instead of through the engine."""
        test = pyfuncitem.obj
        fixtures = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
        examples = None
        if hasattr(test, "hypothesis"):
            corpus = self._corpora.get(pyfuncitem.path)
            if corpus is None:
                corpus = Corpus(pyfuncitem.path, self._plan.seed, self._plan.cache)
                self._corpora[pyfuncitem.path] = corpus
            examples = corpus.examples(check_id(pyfuncitem), test)
        budget = min(_SHRINK_CHECK, self._shrink_left) if self._plan.shrink else 0.0
        begun = time.monotonic()
        try:
            run_check(test, fixtures, examples, budget)
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

    def _empty(self, target: Target) -> Report:
        return Report(
            assignment=self._plan.assignment.name,
            submission=target.name,
            status="graded",
            seed_id=self._plan.seed.id,
            public_seed=self._plan.seed.public,
            versions=_versions(),
        )

    def _grade(self, target: Target) -> Report:
        report = self._empty(target)
        self._shrink_left = _SHRINK_TOTAL
        try:
            opened = target.open(self._exercises(), self._plan.limits)
        except (UnreadableSubmission, Stopped) as error:
            report.status = "unreadable"
            report.message = f"could not be read: {error}"
            text = str(error)
            report.problems = self._results(target, lambda item: not_run(item.check, text))
            return report
        with opened.backend as backend:
            self._sources.backend = backend
            handed_in = set(opened.submission.problems) if opened.submission else None
            leave_out = handed_in if self._plan.only_handed_in else None
            report.problems = self._results(
                target, lambda item: self._check(item, opened), only=leave_out
            )
        if opened.submission is not None:
            report.submission_sha256 = opened.submission.sha256
        for problem in report.problems:
            _describe(problem, opened)
        return report

    def _exercises(self) -> dict[str, list[str]]:
        exercises: dict[str, list[str]] = {}
        for item in self._items:
            names = exercises.setdefault(item.problem, [])
            if item.check.exercise not in names:
                names.append(item.check.exercise)
        return exercises

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
            result = grade(item)
            result.name = item.id
            exercises[key].checks.append(result)
        self._sources.stops.clear()
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
        raised = self._run(item)
        if isinstance(raised, Stopped):
            stops.append(raised.text)
        return judge(check, raised, self._sources.current)

    def _run(self, item: _Item) -> BaseException | None:
        """Run one check by pytest's own protocol; return what it raised."""
        self._raised = None
        self._sources.current = None
        runtestprotocol(item.node, nextitem=None, log=False)
        return self._raised


class _Sources:
    """Where the fixtures of this session get their functions from."""

    def __init__(self, plan: Plan) -> None:
        folder = plan.assignment.solutions
        self._solutions = Solutions(folder) if plan.reference and folder is not None else None
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


def _versions() -> dict[str, str]:
    return {
        "propgrade": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "hypothesis": hypothesis.__version__,
        "pytest": pytest.__version__,
    }


def collect(plan: Plan) -> list[tuple[str, Check]]:
    """Return problem and metadata of every check, without running any."""
    found: list[tuple[str, Check]] = []

    def note(target: str, problem: str, check: Check) -> bool:
        found.append((problem, check))
        return False

    run(dataclasses.replace(plan, select=note), [_Nothing()], lambda report: None)
    return found


class _Nothing:
    """A target that has no code, for looking at the checks alone."""

    name = ""

    def open(self, exercises: dict[str, list[str]], limits: Limits) -> Opened:
        raise UnreadableSubmission("there is nothing to run")
