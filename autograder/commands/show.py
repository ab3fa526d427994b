"""``autograder show``: a report as its student may see it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from autograder.course import CourseError
from autograder.feedback import student_view
from autograder.render.terminal import feedback
from autograder.report import Report

__all__ = ["show"]


def show(path: Path, *, staff: bool) -> int:
    """Print the report at ``path``; without ``staff``, only what its student may see."""
    try:
        report = Report.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path} is not a report ({error}). Run `autograder grade`.") from error
    Console(highlight=False).print(feedback(report if staff else student_view(report)))
    return 0
