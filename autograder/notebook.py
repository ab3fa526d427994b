"""``check("exercise")`` in a student's notebook: the same checks, on the cells that were run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["check"]


def check(exercise: str) -> float:
    """Check one exercise as the cells of this notebook define it now.

    Parameters
    ----------
    exercise : str
        Name of the function.

    Returns
    -------
    float
        Points of the checks that were passed; the feedback is printed.
    """
    from autograder.corpus import default_cache
    from autograder.course import find_assignment
    from autograder.engine import run
    from autograder.plan import Plan
    from autograder.report import Report
    from autograder.targets import FromCells

    reports: list[Report] = []
    plan = Plan(
        find_assignment(Path.cwd()),
        cache=default_cache(),
        only_handed_in=True,
        select=lambda target, problem, found: found.exercise == exercise,
    )
    run(plan, [FromCells("notebook", _executed())], reports.append)
    (report,) = reports
    if not report.checks():
        raise ValueError(f"There is no exercise {exercise!r}. Check the name.")
    _print(report)
    return report.score


def _executed() -> list[str]:
    """Return the source of the cells that were run in this kernel, in order."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        raise RuntimeError("check() works in a notebook; elsewhere, run `autograder check`.")
    return [str(source) for source in shell.user_ns["In"][1:]]


def _print(report: Any) -> None:
    from rich.console import Console

    from autograder.render.terminal import feedback

    Console(width=100, highlight=False).print(feedback(report))
