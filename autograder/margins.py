"""Grade the staff's own code and tell how near each comparison came to its tolerance."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder import compare
from autograder.checks import Check
from autograder.engine import run
from autograder.plan import Plan
from autograder.report import CheckResult, Report
from autograder.targets import StaffCode

__all__ = ["Measured", "grade_measured"]


@dataclass
class Measured:
    """A check of one target: its result, and the largest error over its tolerance.

    The error of a check that failed is that of the answer at which it failed, and infinite if it
    failed for another reason than values: a shape, a type, an exception.
    """

    target: str
    exercise: str
    result: CheckResult
    error: float


def grade_measured(
    plan: Plan, targets: Sequence[StaffCode], exercise_of: Mapping[str, str]
) -> list[Measured]:
    """Grade each target; those in ``exercise_of`` only by the checks of that exercise."""
    errors: dict[tuple[str, str, str], float] = {}
    current = ("", "", "")

    def select(target: str, _: str, check: Check) -> bool:
        nonlocal current
        current = target, check.exercise, check.title
        return exercise_of.get(target, check.exercise) == check.exercise

    def notice(error: float) -> None:
        errors[current] = max(error, errors.get(current, 0.0))

    measured: list[Measured] = []

    def keep(report: Report) -> None:
        for problem in report.problems:
            for exercise in problem.exercises:
                for result in exercise.checks:
                    key = report.submission, exercise.name, result.title
                    error = errors.get(key, 0.0)
                    if result.outcome != "passed" and error <= 1.0:
                        error = math.inf
                    measured.append(Measured(report.submission, exercise.name, result, error))

    with compare.observed(notice):
        # Recording would run each check on other answers, and cost more than it saves here.
        alone = dataclasses.replace(
            plan, select=select, record=False, shrink=False, carry_forward=False
        )
        run(alone, targets, keep)
    return measured
