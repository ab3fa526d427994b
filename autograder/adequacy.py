"""Grade mutants of the reference, and tell what each check is good for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.cells import script_cells
from autograder.checks import Check
from autograder.engine import run
from autograder.loading import SourceFile, Submission
from autograder.mutants import Mutant, replaced
from autograder.plan import Plan
from autograder.report import CheckResult, Report
from autograder.solutions import Solutions
from autograder.targets import Read, StaffCode, Target

__all__ = ["Outcome", "alone", "covered", "examples_of_all", "examples_of_checks"]
__all__ += ["grade_mistakes", "grade_mutants"]


@dataclass
class Outcome:
    """What became of a wrong variant of an exercise.

    Attributes
    ----------
    killed_by : dict of str to int
        The checks that failed, each with the number of examples that it took.
    broken : list of str
        Checks that broke instead of failing, which is the fault of the checks.
    """

    exercise: str
    mutant: Mutant | None = None  # None for a mistake
    killed_by: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def grade_mutants(
    plan: Plan,
    problem: str,
    mutants: Iterable[Mutant],
    on_outcome: Callable[[Outcome], None],
    *,
    every_check: bool,
) -> None:
    """Grade each mutant by the checks of its exercise: by all, or until one fails.

    A mutant may hang, so it runs in a worker, as a submission does.
    """
    assert plan.assignment.solutions is not None
    source = Solutions(plan.assignment.solutions).source(problem).read_text(encoding="utf-8")
    wrong = {f"{m.exercise}-{number}": m for number, m in enumerate(mutants)}
    outcomes = {name: Outcome(mutant.exercise, mutant) for name, mutant in wrong.items()}
    targets = (_submission(name, problem, replaced(source, m)) for name, m in wrong.items())
    _grade(plan, targets, outcomes, on_outcome, every_check=every_check)


def grade_mistakes(
    plan: Plan, problem: str, exercises: Collection[str], on_outcome: Callable[[Outcome], None]
) -> None:
    """Grade the known mistakes of some exercises, each by all checks of its exercise."""
    assert plan.assignment.solutions is not None
    solutions = Solutions(plan.assignment.solutions)
    mistakes = [m for m in solutions.mistakes(problem) if m.exercise in exercises]
    outcomes = {mistake.name: Outcome(mistake.exercise) for mistake in mistakes}
    targets = (StaffCode(m.name, solutions.mistaken(problem, m.name)) for m in mistakes)
    _grade(plan, targets, outcomes, on_outcome, every_check=True)


def _grade(
    plan: Plan,
    targets: Iterable[Target],
    outcomes: Mapping[str, Outcome],
    on_outcome: Callable[[Outcome], None],
    *,
    every_check: bool,
) -> None:
    def select(target: str, _: str, check: Check) -> bool:
        outcome = outcomes[target]
        return outcome.exercise == check.exercise and (every_check or not outcome.killed_by)

    def note(target: str, result: CheckResult, examples: int) -> None:
        if result.outcome != "passed":
            outcomes[target].killed_by[result.name] = examples
        if result.outcome == "error":
            outcomes[target].broken.append(f"{result.name} ({result.message})")

    def finish(report: Report) -> None:
        outcome = outcomes[report.submission]
        for result in report.checks():  # a pass may have been taken back at the end
            if result.outcome != "passed":
                outcome.killed_by.setdefault(result.name, 0)
        on_outcome(outcome)

    run(replace(plan, look_closer=False, select=select, on_check=note), targets, finish)


def _submission(name: str, problem: str, source: str) -> Read:
    file = SourceFile(f"{problem}.py", source.encode(), tuple(script_cells(source)))
    return Read(Submission(name, (file,), {problem: (file,)}))


def alone(outcomes: Iterable[Outcome]) -> Counter[str]:
    """Return for each check how many variants it alone kills."""
    return Counter(check for o in outcomes if len(o.killed_by) == 1 for check in o.killed_by)


def covered(outcomes: Iterable[Outcome], alike: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield those of the checks ``alike`` of which another kills all that they kill, and that one.

    Of two that kill the same, the second is covered by the first.
    """
    kills: dict[str, set[int]] = {name: set() for name in alike}
    for number, outcome in enumerate(outcomes):
        for name in outcome.killed_by.keys() & kills.keys():
            kills[name].add(number)
    for place, name in enumerate(alike):
        for other_place, other in enumerate(alike):
            same = kills[name] == kills[other]
            if kills[name] < kills[other] or (same and other_place < place):
                yield name, other
                break


def examples_of_checks(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Return for each check how few of its examples kill all that it kills."""
    needed: dict[str, int] = {}
    for outcome in outcomes:
        for check, examples in outcome.killed_by.items():
            needed[check] = max(needed.get(check, 0), examples)
    return needed


def examples_of_all(outcomes: Iterable[Outcome]) -> int:
    """Return how few examples, the same number for every check, kill all that die."""
    return max((min(o.killed_by.values()) for o in outcomes if o.killed_by), default=0)
