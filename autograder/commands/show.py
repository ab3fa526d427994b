"""``autograder show``: a report as its student may see it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from autograder.feedback import student_view
from autograder.render.terminal import feedback
from autograder.report import read_report

__all__ = ["show"]


def show(path: Path, *, staff: bool, level: str = "full") -> int:
    """Print the report at ``path``; without ``staff``, only what its student may see."""
    report = read_report(path)
    Console(highlight=False).print(feedback(report if staff else student_view(report, level)))
    return 0
