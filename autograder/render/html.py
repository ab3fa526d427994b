"""The feedback of an exercise as HTML, for a notebook and for what nbgrader makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.render.told import QUOTED, carried, facts, for_one_reason, together
from autograder.report import ExerciseResult
from autograder.text import plain, plain_line

__all__ = ["environment", "exercise_html"]

#: Of all pages. Templates escape what is put into them, and the filters leave out what is unseen
#: or acts.
environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    auto_reload=False,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.tests["for_one_reason"] = for_one_reason
environment.globals["QUOTED"] = QUOTED
environment.filters.update(
    plain=plain, line=plain_line, number=lambda value: f"{value:g}", facts=facts
)


def exercise_html(exercise: ExerciseResult, notes: Sequence[str] = ()) -> str:
    """Return what a student sees below an exercise.

    Parameters
    ----------
    exercise : ExerciseResult
        In the student's view, wherever it has hidden checks that were run.
    notes : sequence of str
        What of the whole notebook is to be said here.
    """
    later = [check for check in exercise.checks if check.outcome == "skipped"]
    return environment.get_template("exercise.html.j2").render(
        exercise=exercise,
        notes=notes,
        failures=together(exercise.checks),
        carried=carried(exercise),
        passed=[c for c in exercise.checks if c.outcome == "passed" and not c.carried_from],
        later=later,
        later_points=sum(check.points for check in later),
        points=exercise.points - sum(check.points for check in later),
    )
