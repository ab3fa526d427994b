"""The table of ``autograder verify --mutants --table``, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from autograder.adequacy import alone, covered, examples_of_all, examples_of_checks
from autograder.report import CheckResult

if TYPE_CHECKING:
    from autograder.commands.mutants import Problem

__all__ = ["table"]

_HEAD = """# Adequacy of the checks

Made by `make mutants`; do not edit. Each exercise's reference is changed by machine in one place,
or in two where there are few places (`autograder/mutation.py` has the operators), and every mutant
is graded by the checks of the exercise. An *equivalent* mutant is one that no check has to see;
each is listed with its reason in `equivalents/` of the solutions. A mutant that hangs or crashes is
killed.

*Examples*: how few of the examples, which are drawn under the public seed, kill all that dies. In
the first table the number is the same for all checks of an exercise; in the second it is the
check's own, for all that this check kills, and `-` stands for a check that kills nothing. A check
that draws nothing has one example.
"""
_CHECKS_HEAD = """
## What each check kills

*Kills* counts mutants and the mistakes of the catalogue, *alone* those that no other check kills. A
check with a 0 there is not needed to tell these from the reference. Most are worth their points all
the same, for what mutants do not show: `example` and `shape` tell a student early and in simple
terms, a `property` tells more before the submission, where `agreement` cannot be run, and
`agreement` holds against learnt answers, as its examples come from a seed that nobody knows. So the
list at the end has only checks that another *of the same kind* covers: it kills all that they kill.
`contract` and `edge` are small, each hold a sentence of the statement, and are not listed.
"""
_EXEMPT = {"edge", "contract"}
_NO_EXAMPLES = "-"


def table(problems: Sequence[Problem]) -> str:
    """Return what became of the mutants of each exercise, and what each check kills."""
    lines = [_HEAD]
    lines += ["| exercise | mutants | killed | equivalent | survived | examples |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: |"]
    sums = [0, 0, 0, 0]
    for problem in problems:
        for exercise in problem.exercises:
            outcomes = [o for o in problem.outcomes if o.exercise == exercise.name]
            if outcomes:
                survived = len(problem.survivors(exercise.name))
                killed = sum(bool(outcome.killed_by) for outcome in outcomes)
                counts = [len(outcomes), killed, len(outcomes) - killed - survived, survived]
                sums = [total + count for total, count in zip(sums, counts, strict=True)]
                lines.append(_row(exercise.name, *counts, examples_of_all(outcomes)))
    lines.append(_row("all", *sums, ""))
    lines.append(_CHECKS_HEAD)
    lines += ["| check | kind | points | kills | alone | examples |"]
    lines += ["| --- | --- | ---: | ---: | ---: | ---: |"]
    idle: list[str] = []
    for problem in problems:
        outcomes = [*problem.outcomes, *problem.mistakes]
        by_itself, examples = alone(outcomes), examples_of_checks(outcomes)
        graded = {outcome.exercise for outcome in outcomes}
        for check in _checks(problem, graded):
            kills = sum(check.name in outcome.killed_by for outcome in outcomes)
            needed = examples.get(check.name, 0)
            lines.append(
                _row(
                    check.name,
                    check.kind,
                    f"{check.points:g}",
                    kills,
                    by_itself[check.name],
                    needed if needed > 0 else _NO_EXAMPLES,
                )
            )
        idle += _idle(problem, graded)
    lines += ["", "## Candidates to delete", ""]
    lines += idle or ["There are none."]
    return "\n".join(lines) + "\n"


def _idle(problem: Problem, graded: set[str]) -> Iterator[str]:
    """Yield a line for each check that another of its kind covers."""
    outcomes = [*problem.outcomes, *problem.mistakes]
    for exercise in problem.exercises:
        if exercise.name in graded:
            for kind in sorted({check.kind for check in exercise.checks} - _EXEMPT):
                alike = [check.name for check in exercise.checks if check.kind == kind]
                for name, other in covered(outcomes, alike):
                    yield f"- `{name}` ({kind}): `{other}` kills all that it kills"


def _checks(problem: Problem, graded: set[str]) -> list[CheckResult]:
    return [c for e in problem.exercises if e.name in graded for c in e.checks]


def _row(name: str, *cells: object) -> str:
    return "| " + " | ".join([f"`{name}`" if name != "all" else name, *map(str, cells)]) + " |"
