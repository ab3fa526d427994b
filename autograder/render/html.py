"""The feedback of an exercise as HTML, for a notebook and for what nbgrader makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.report import CheckResult, ExerciseResult
from autograder.text import plain, plain_line

__all__ = ["environment", "exercise_html", "failures"]

_TOLD_ONCE = {"missing", "unwritten", "unreadable", "stopped"}

#: Of all pages. Templates escape what is put into them, and the filters leave out what is unseen
#: or acts.
environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters.update(plain=plain, line=plain_line, number=lambda value: f"{value:g}")


def exercise_html(exercise: ExerciseResult, notes: Sequence[str] = ()) -> str:
    """Return what a student sees below an exercise.

    Parameters
    ----------
    exercise : ExerciseResult
        In the student's view, wherever it has hidden checks that were run.
    notes : sequence of str
        What of the whole notebook is to be said here.
    """
    by_outcome: dict[str, list[CheckResult]] = {}
    for check in exercise.checks:
        by_outcome.setdefault("bad" if _bad(check) else check.outcome, []).append(check)
    later = by_outcome.get("skipped", [])
    return environment.get_template("exercise.html.j2").render(
        exercise=exercise,
        notes=notes,
        failures=list(failures(by_outcome.get("bad", []))),
        passed=by_outcome.get("passed", []),
        later=later,
        later_points=sum(check.points for check in later),
        points=exercise.points - sum(check.points for check in later),
    )


def _bad(check: CheckResult) -> bool:
    return check.outcome in ("failed", "error")


def failures(checks: Sequence[CheckResult]) -> Any:
    """Yield the failed checks, those that failed for one reason that is told once together."""

    def cause(check: CheckResult) -> str:
        return check.message if check.category in _TOLD_ONCE and not check.counterexample else ""

    for together, group in groupby(checks, key=cause):
        found = list(group)
        yield from [found] if together else [[check] for check in found]
