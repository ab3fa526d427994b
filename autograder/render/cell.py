"""The outputs of a check cell: feedback, and points that nbgrader reads rightly."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from autograder.render.terminal import exercise_feedback, show
from autograder.report import ExerciseResult
from autograder.text import plain_line

__all__ = ["feedback_bundle", "plain_points"]

_WIDTH = 82  # `nbgrader validate` cuts longer lines


def plain_points(score: float, points: float) -> float:
    """Return the score as nbgrader takes it: a float of Python within 0 and the cell's points.

    nbgrader reads the text of the output. What it cannot read, it takes for full marks; NumPy's
    numbers, nan and negative ones are such. A number above the points ends the grading.
    """
    score = float(score)
    return round(min(max(score, 0.0), float(points)), 6) if score == score else 0.0


def feedback_bundle(exercise: ExerciseResult, notes: Sequence[str] = ()) -> dict[str, str]:
    """Return the feedback of an exercise in the forms that a notebook can show."""
    shown = show(exercise_feedback(exercise), width=_WIDTH).splitlines()
    lines = [*(f"not run: {plain_line(note)}" for note in notes), *map(str.rstrip, shown)]
    bundle = {"text/plain": "\n".join(lines).strip("\n")}
    # A notebook in an editor may have a kernel alone, and with it no Jinja2.
    with contextlib.suppress(ModuleNotFoundError):
        from autograder.render.html import exercise_html

        bundle["text/html"] = exercise_html(exercise, notes)
    return bundle
