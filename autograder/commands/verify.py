"""``autograder verify``: prove that the checks grade rightly, before anybody is graded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.checks import KINDS, Check
from autograder.commands.release import generated, stale
from autograder.commands.soundness import soundness
from autograder.course import Assignment, CourseError, demand, find_assignment
from autograder.engine import collect, run
from autograder.kits.wheel import make_wheel
from autograder.leaks import fragments, kit_texts, leaks, public_texts
from autograder.plan import Plan
from autograder.report import Report
from autograder.solutions import Alternative, Mistake, Solutions
from autograder.store import default_cache
from autograder.targets import FromPath, StaffCode

__all__ = ["verify"]

_OWN_PROPERTY = {"example", "planted"}  # what an exercise owes in which students write a property
_ALL_KINDS = set(KINDS) - {"planted"}


def verify(
    course: Path,
    *,
    assignment: str | None,
    problems: Sequence[str] | None,
    every_kind: bool = False,
    min_mistakes: int = 1,
    min_alternatives: int = 0,
    seeds: int = 0,
    table: Path | None = None,
) -> int:
    """Print what is wrong with an assignment, in sentences; return the exit code.

    How many kinds of checks, mistakes and right variants an exercise should have is for a course to
    say, by ``every_kind``, ``min_mistakes`` and ``min_alternatives``. With ``seeds``, right
    variants are graded under so many seeds instead, and the results go into ``table``.
    """
    found = find_assignment(course, assignment)
    if found.solutions is None:
        raise CourseError(f"There are no solutions for {found.name}, so nothing can be verified.")
    demand("problem", problems, found.problems)
    solutions = Solutions(found.solutions)
    chosen = list(problems or found.problems)
    if seeds:
        return soundness(found, chosen, seeds, table)
    wrong = 0
    total = 0.0
    for problem in chosen:
        plan = Plan(found, problems=[problem], reference=True, shrink=False, cache=default_cache())
        checks = [check for _, check in collect(plan)]
        mistakes = solutions.mistakes(problem)
        alternatives = solutions.alternatives(problem)
        sentences = [
            *(_structure(problem, checks) if every_kind else ()),
            *_catalogue(problem, checks, mistakes, min_mistakes),
            *_right(problem, checks, alternatives, min_alternatives),
            *_graded(plan, problem, solutions, mistakes, alternatives),
        ]
        for sentence in sentences:
            print(sentence)
        wrong += len(sentences)
        points = sum(check.points for check in checks)
        total += points
        print(
            f"{problem}: {points:g} points, "
            f"{len({check.exercise for check in checks})} exercises, {len(checks)} checks, "
            f"{len(mistakes)} mistakes, {len(alternatives)} right variants: "
            + ("all is well." if not sentences else "see above.")
        )
    if problems is None:
        for sentence in _whole(found):
            print(sentence)
            wrong += 1
        print(f"{found.name}: {total:g} points.")
    if wrong:
        print("1 thing is wrong." if wrong == 1 else f"{wrong} things are wrong.")
    return 1 if wrong else 0


def _structure(problem: str, checks: Sequence[Check]) -> Iterator[str]:
    """Every exercise has every kind of check, and points both now and after submission."""
    file = f"checks/test_{problem}.py"
    for exercise in dict.fromkeys(check.exercise for check in checks):
        own = [check for check in checks if check.exercise == exercise]
        kinds = {check.kind for check in own}
        missing = (_OWN_PROPERTY if "planted" in kinds else _ALL_KINDS) - kinds
        if missing:
            kind = ", ".join(sorted(missing))
            yield f"{exercise} has no check of kind {kind}. Add one to {file}."
        for hidden, when in ((True, "after submission"), (False, "at the student's")):
            if not any(check.hidden == hidden for check in own):
                yield f"No point of {exercise} is earned {when}. Add a check to {file}."


def _catalogue(
    problem: str, checks: Sequence[Check], mistakes: Sequence[Mistake], least: int
) -> Iterator[str]:
    """Every exercise has mistakes enough, each with a name and a hint."""
    file = f"mistakes/{problem}.py"
    yield from _enough(file, "known mistakes", checks, mistakes, least)
    for mistake in mistakes:
        if not mistake.looks_like or not mistake.hint:
            yield f"{file}: {mistake.name} needs a docstring: what it looks like, and a hint below."


def _right(
    problem: str, checks: Sequence[Check], alternatives: Sequence[Alternative], least: int
) -> Iterator[str]:
    """Every exercise has right variants enough, each with a sentence that says how it differs."""
    file = f"alternatives/{problem}.py"
    yield from _enough(file, "right variants", checks, alternatives, least)
    for variant in alternatives:
        if not variant.differs:
            yield f"{file}: {variant.name} needs a docstring: how it differs from the others."


def _enough(
    file: str,
    what: str,
    checks: Sequence[Check],
    variants: Sequence[Mistake] | Sequence[Alternative],
    least: int,
) -> Iterator[str]:
    """Every exercise has ``least`` variants, and every variant an exercise."""
    counts = Counter(variant.exercise for variant in variants)
    exercises = {check.exercise for check in checks}
    for exercise in sorted(exercises):
        if counts[exercise] < least:
            yield f"{exercise} has {counts[exercise]} of at least {least} {what}. Add to {file}."
    for variant in variants:
        if variant.exercise not in exercises:
            yield f"{file}: {variant.name} is of no exercise. Rename or remove it."


def _graded(
    plan: Plan,
    problem: str,
    solutions: Solutions,
    mistakes: Sequence[Mistake],
    alternatives: Sequence[Alternative],
) -> Iterator[str]:
    """The reference and its variants get every point, the stub none; every mistake loses some."""
    exercise_of = {mistake.name: mistake.exercise for mistake in mistakes}
    exercise_of |= {f"right {variant.name}": variant.exercise for variant in alternatives}
    plan.select = lambda target, _, check: exercise_of.get(target, check.exercise) == check.exercise
    reference = StaffCode("the reference", solutions.reference(problem))
    stub = FromPath("the stub", plan.assignment.folder / f"{problem}.py")
    right = [
        StaffCode(f"right {variant.name}", solutions.alternative(problem, variant.name))
        for variant in alternatives
    ]
    wrong = [StaffCode(m.name, solutions.mistaken(problem, m.name)) for m in mistakes]
    reports: dict[str, Report] = {}

    def keep(report: Report) -> None:
        reports[report.submission] = report

    run(plan, [reference, stub, *right, *wrong], keep)
    for result in reports["the reference"].checks():
        if result.outcome != "passed":
            yield f"The reference does not pass {result.name}: {result.message}."
    for result in reports["the stub"].checks():
        if result.score:
            yield f"The stub passes {result.name}, so the check asserts nothing."
    for variant in alternatives:
        for result in reports[f"right {variant.name}"].checks():
            if result.outcome != "passed":
                yield (
                    f"The right variant {variant.name} does not pass {result.name}: "
                    f"{result.message}. Mend the check, or state what it demands."
                )
    for mistake in mistakes:
        name, report = mistake.name, reports[mistake.name]
        if report.score >= report.max_score:
            yield (
                f"The mistake {name} loses no point. "
                f"Add a check that sees it to checks/test_{problem}.py."
            )
        for result in report.checks():
            if result.outcome == "error":
                yield f"{name} makes {result.name} break instead of fail: {result.message}."


def _whole(assignment: Assignment) -> Iterator[str]:
    """Nothing generated is stale, and nothing secret is public."""
    yield from stale(assignment, generated(assignment)).values()
    assert assignment.solutions is not None
    secret = list(fragments(assignment.solutions))
    yield from leaks(secret, public_texts(assignment.folder))
    name, wheel = make_wheel()
    yield from leaks(secret, kit_texts({name: wheel}))
