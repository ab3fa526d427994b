"""What a student may see of a report.

Of a hidden check a student sees its title, how it failed, the student's own line, the type of the
exception, and the hint: never the call, values, differences, the exception's text or what was
printed. A student who returns zeros would read the reference off a largest difference, and
``raise ValueError(repr(z))`` would carry hidden inputs out.

A course may show less: of every check what is shown of a hidden one, or scores alone.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import replace

from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report

__all__ = ["LEVELS", "student_view"]

#: How much students are shown: all of what they may see, no counterexample, or scores alone.
LEVELS = ("full", "hint", "score")

_TOTAL = "total"  # the kind of what stands for all checks of an exercise
_SAFE = {"missing", "unwritten", "pending", "unreadable", "stopped"}  # no values in these texts
_TEXTS = {
    "raised": "{error_type} is raised on an input that is not shown",
    "unstable": "the same call gives different answers when it is made again",
    "unusable": "what is returned has the wrong form, on an input that is not shown",
    "grader": "the check itself failed; tell the course staff",
    "mismatch": "the result is wrong on an input that is not shown",
}


def student_view(report: Report, level: str = "full") -> Report:
    """Return a copy of ``report`` without what students are not to see.

    Parameters
    ----------
    report : Report
        As the grader wrote it; it is not changed.
    level : str
        One of `LEVELS`. With "full" the checks that are not hidden are shown as they are. With
        "hint" every check is shown as a hidden one: title, outcome, own line and hint. With
        "score" nothing is left but the points of each exercise.
    """
    if level not in LEVELS:
        raise ValueError(f"level is {level!r}, but should be one of {', '.join(LEVELS)}")
    view = replace(report, view="student", seconds=None, problems=_copied(report.problems))
    if view.status == "error":  # what broke the grader may hold anything
        view.message = "could not be graded, which is not your fault; tell the course staff"
    for check in view.checks():
        if check.hidden or (level != "full" and check.kind != _TOTAL):
            _redact(check)
    if level == "score":
        for problem in view.problems:
            problem.notes, problem.missing = [], []
            for exercise in problem.exercises:
                exercise.checks = list(_totals(problem.name, exercise))
    return view


def _copied(problems: list[ProblemResult]) -> list[ProblemResult]:
    """Return copies down to the checks, whose parts are replaced and never changed in place."""
    return [
        replace(
            problem,
            exercises=[
                replace(exercise, checks=[replace(check) for check in exercise.checks])
                for exercise in problem.exercises
            ],
        )
        for problem in problems
    ]


def _totals(problem: str, exercise: ExerciseResult) -> Iterator[CheckResult]:
    """Yield the checks of an exercise taken together, those for later apart."""
    for later in (False, True):
        checks = [check for check in exercise.checks if (check.outcome == "skipped") is later]
        points = sum(check.points for check in checks)
        score = sum(check.score for check in checks)
        if checks:
            yield CheckResult(
                name=f"{problem}::{exercise.name}",
                title="All checks of this exercise.",
                kind=_TOTAL,
                hidden=False,  # nothing of it is left to hide
                points=points,
                score=score,
                outcome="skipped" if later else "passed" if score == points else "failed",
                category="pending" if later else None,
            )


def _redact(check: CheckResult) -> None:
    check.counterexample = None
    check.printed = None
    if check.error_type is not None and not hasattr(builtins, check.error_type):
        check.error_type = "an exception"
    if check.outcome in ("failed", "error") and check.category not in _SAFE:
        text = _TEXTS.get(check.category or "", _TEXTS["mismatch"])
        check.message = text.format(error_type=check.error_type)
