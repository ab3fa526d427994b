"""Grade one submission: run its checks, ask again what passed, look closer at what failed."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.again import asked_again, repeatable
from autograder.carry import Answered, carry_forward, earlier_errors
from autograder.corpus import Unstable
from autograder.diagnosis import Catalogue, explain
from autograder.functions import Backend, Call
from autograder.launch import Launcher
from autograder.loading import UnreadableSubmission
from autograder.outcome import carry, judge, not_run, ran, take_back
from autograder.plan import Plan
from autograder.process import Loaded, Stopped, WorkerProcess
from autograder.provenance import named
from autograder.replay import Replay
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.runner import Item, Runner
from autograder.sources import GradingSources
from autograder.store import Store
from autograder.targets import Opened, Target

__all__ = ["Marker"]

#: After this many hangs or crashes of one exercise its other checks are not run.
_MAX_STOPS = 2


class Marker:
    """Grades submissions, one after the other.

    Parameters
    ----------
    plan : Plan
    blank : Report
        What the reports of all submissions have in common.
    sources, replay, runner
        Of the session.
    launcher : Launcher
        Starts the workers.
    """

    def __init__(
        self,
        plan: Plan,
        blank: Report,
        sources: GradingSources,
        replay: Replay,
        runner: Runner,
        launcher: Launcher,
    ) -> None:
        self._plan = plan
        self._blank = blank
        self._sources = sources
        self._replay = replay
        self._runner = runner
        self._launcher = launcher
        self._catalogue = Catalogue(sources, runner.look, self._kept)
        self._backends: dict[bool, Backend] = {}  # for checks that are shown, and hidden ones
        self._foreseen: set[tuple[str, bool]] = set()  # of which problems, hidden or shown
        self._repeatable: dict[tuple[str, bool], dict[str, Call]] = {}  # of each passed check

    def grade(self, target: Target) -> Report:
        """Return the report of a submission."""
        report = named(self._blank, target.name)
        report.submitted_at = target.submitted_at
        self._runner.begin()
        self._sources.stops.clear()
        self._repeatable.clear()
        self._foreseen.clear()
        try:
            opened = target.open(self._runner.exercises, self._plan.limits, self._launcher)
        except (UnreadableSubmission, Stopped) as error:
            report.status = "unreadable"
            report.message = f"could not be read: {error}"
            text = str(error)
            report.problems = self._results(target, lambda item, items: not_run(item.check, text))
            return report
        # What hidden checks ask must not be known where an answer is shown in full.
        with opened.backend as loaded, loaded.fresh() as fresh:
            any_shown = not all(item.check.hidden for item in self._runner.items)
            self._backends = {not any_shown: loaded, any_shown: fresh}
            handed_in = set(opened.submission.problems) if opened.submission else None
            leave_out = handed_in if self._plan.only_handed_in else None
            report.problems = self._results(
                target, functools.partial(self._check, opened), only=leave_out
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
        grade: Callable[[Item, Sequence[Item]], CheckResult],
        only: set[str] | None = None,
    ) -> list[ProblemResult]:
        """Grade the checks that the plan selects, sorted into exercises and problems."""
        problems: dict[str, ProblemResult] = {}
        exercises: dict[tuple[str, str], ExerciseResult] = {}
        select = self._plan.select
        chosen = [
            item
            for item in self._runner.items
            if (select is None or select(target.name, item.problem, item.check))
            and (only is None or item.problem in only)
        ]
        for item in chosen:
            problem = problems.setdefault(item.problem, ProblemResult(item.problem))
            key = item.problem, item.check.exercise
            if key not in exercises:
                exercises[key] = ExerciseResult(item.check.exercise)
                problem.exercises.append(exercises[key])
            self._sources.current = None
            result = grade(item, chosen)
            result.name = item.id
            exercises[key].checks.append(result)
            if self._plan.on_check is not None:
                current = self._sources.current
                examples = current.examples if current is not None else 0
                self._plan.on_check(target.name, result, examples)
        return list(problems.values())

    def _known_result(self, item: Item, opened: Opened) -> CheckResult | None:
        """Return the result of a check of which it is known beforehand what will come of it."""
        check = item.check
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
        return None

    def _foresee(self, item: Item, opened: Opened, items: Sequence[Item]) -> None:
        """Make the recorded calls of all checks that may know what this one asks."""
        kind = item.problem, item.check.hidden
        if kind in self._foreseen:
            return
        self._foreseen.add(kind)
        alike = [i for i in items if (i.problem, i.check.hidden) == kind]
        to_run = [i for i in alike if self._known_result(i, opened) is None]
        self._replay.foresee(item.problem, [(i.node.path, i.id) for i in to_run])

    def _check(self, opened: Opened, item: Item, items: Sequence[Item]) -> CheckResult:
        """Run one check, unless it is known beforehand what will come of it."""
        check = item.check
        key = item.problem, check.exercise
        known = self._known_result(item, opened)
        if known is not None:
            return known
        stops = self._sources.stops.setdefault(key, [])
        if len(stops) >= _MAX_STOPS:
            return not_run(check, f"not run, since {stops[-1]}", "stopped")
        self._sources.backend = self._backends[check.hidden]
        self._foresee(item, opened, items)
        raised = None
        passed = self._replay.passed(item.node.path, item.id, item.node.obj) if item.bare else None
        self._sources.current = passed
        if passed is None:
            raised = self._runner.run(item)
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
            earlier = []
            if reference is not None:
                earlier = earlier_errors(problem.exercises, exercise, attempted)
            answered = Answered({name: getattr(reference, name) for name in earlier})
            with backend.carrying(problem.name, answered.functions) as worker:
                if earlier:
                    with backend.carrying(problem.name, answered.functions) as other:
                        self._carry(exercise, answered, [worker, other])
                self._shrink(exercise)
                answered.called.clear()
                look = functools.cache(functools.partial(self._runner.look, worker))
                with contextlib.suppress(Stopped):
                    explain(self._catalogue, problem.name, exercise, look, answered.called)

    def _carry(
        self, exercise: ExerciseResult, answered: Answered, workers: Sequence[WorkerProcess]
    ) -> None:
        carried = carry_forward(exercise, answered, workers, self._runner.run_with)
        for result in exercise.failed:
            if result.name in carried:
                carry(result, carried[result.name])

    def _shrink(self, exercise: ExerciseResult) -> None:
        """Judge failed checks of an exercise by smaller examples than those that were met first."""
        if not self._plan.shrink:
            return
        for number, result in enumerate(exercise.checks):
            item = self._runner.by_id[result.name]
            if result.outcome == "passed" or not ran(result) or not item.drawn:
                continue
            self._sources.backend = self._backends[item.check.hidden]
            raised = self._runner.run_smaller(item)
            if isinstance(raised, Stopped):  # it hangs on another example, but fails on this one
                continue
            smaller = judge(item.check, raised or Unstable(), self._sources.current)
            exercise.checks[number] = replace(smaller, name=item.id)

    def _kept(self, problem: str) -> Store:
        """Return where it is kept what the checks of a problem see of known mistakes."""
        path = next(item.node.path for item in self._runner.items if item.problem == problem)
        return self._replay.kept.mistakes(path)


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
