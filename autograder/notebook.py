"""``check("exercise")`` in a student's notebook: the same checks, on the cells that were run."""

from __future__ import annotations

import os
import sys
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
        Points of the checks that were passed; the feedback is displayed. Under ``nbgrader
        validate`` it is all points if no check failed, as the others are graded later.
    """
    from IPython.display import display

    from autograder.render.cell import feedback_bundle, plain_points

    result = _checked(exercise)
    execution = os.environ.get("NBGRADER_EXECUTION")
    later = sum(check.points for check in result.checks if check.outcome == "skipped")
    notes = []
    if execution == "autograde" and later:
        notes.append(f"checks for {later:g} points, which need the reference solution")
    feedback = feedback_bundle(result, notes)
    display(feedback, raw=True)
    failed = any(check.outcome in ("failed", "error") for check in result.checks)
    validated = execution == "validate" and not failed
    if execution == "validate" and failed:  # it prints nothing else of an output
        print(feedback["text/plain"], file=sys.stderr)
    return plain_points(result.points if validated else result.score, result.points)


def _checked(exercise: str) -> Any:
    """Return the result of one exercise."""
    import warnings

    from autograder.course import find_assignment
    from autograder.engine import run
    from autograder.plan import Plan
    from autograder.report import Report
    from autograder.store import default_cache
    from autograder.targets import FromCells

    reports: list[Report] = []
    plan = Plan(
        find_assignment(Path.cwd()),
        cache=default_cache(),
        only_handed_in=True,
        select=lambda target, problem, found: found.exercise == exercise,
    )
    with warnings.catch_warnings():  # nbgrader gives no points to a cell that warns
        warnings.simplefilter("ignore")
        run(plan, [FromCells("notebook", _executed())], reports.append)
    (report,) = reports
    results = [result for problem in report.problems for result in problem.exercises]
    if not results:
        raise ValueError(f"There is no exercise {exercise!r}. Check the name.")
    return results[0]


def _executed() -> list[str]:
    """Return the source of the cells that were run in this kernel, in order."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        raise RuntimeError("check() works in a notebook; elsewhere, run `autograder check`.")
    return [str(source) for source in shell.user_ns["In"][1:]]
