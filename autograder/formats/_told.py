"""What the formats say of checks and exercises, in plain text."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.render.told import carried, count, facts, together
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.text import plain, plain_line

__all__ = ["because", "carried_lines", "counted", "exercise_text", "notes", "number"]
__all__ += ["points_of", "score_line", "whole_text"]


def number(value: float) -> float:
    """Return a score without the noise of sums of binary fractions."""
    return round(value, 6)


def counted(checks: Iterable[CheckResult]) -> list[CheckResult]:
    """Return the checks that ran: those for later are worth nothing yet."""
    return [check for check in checks if check.outcome != "skipped"]


def points_of(checks: Iterable[CheckResult]) -> tuple[float, float]:
    """Return score and points of the checks that ran."""
    ran = counted(checks)
    return number(sum(c.score for c in ran)), number(sum(c.points for c in ran))


def score_line(report: Report) -> str:
    """Return the score in words."""
    score, points = points_of(report.checks())
    later = sum(check.points for check in report.checks() if check.outcome == "skipped")
    rest = f", and {count(later, 'point')} graded after submission" if later else ""
    return f"{score:g} of {count(points, 'point')}{rest}"


def because(check: CheckResult) -> str:
    """Return in one line why a check failed."""
    return plain_line(check.message) or "failed"


def exercise_text(exercise: ExerciseResult) -> str:
    """Return what a student reads of an exercise: each failed check in full."""
    parts = []
    for group in together(exercise.checks):
        first = group[0]
        if len(group) > 1:
            parts.append(f"{because(first)} ({count(len(group), 'check')})")
            continue
        mark = "ERROR  " if first.outcome == "error" else "FAILED "
        score = f"{first.score:g} of {count(first.points, 'point')}"
        lines = [f"{mark} {plain_line(first.title)}   {score}"]
        for label, text in facts(first):
            lines.append(f"  {label:<15}  " + text.replace("\n", "\n" + " " * 19))
        parts.append("\n".join(lines))
    parts += carried_lines(exercise)
    later = [check for check in exercise.checks if check.outcome == "skipped"]
    if later:
        points = sum(check.points for check in later)
        parts.append(f"{count(points, 'point')} graded after submission")
    return "\n\n".join(parts)


def carried_lines(exercise: ExerciseResult) -> list[str]:
    """Return a line for each set of earlier exercises whose errors did not count again here."""
    return [
        f"{count(len(checks), 'check')} failed only because of {plain_line(earlier)}, and "
        f"{'counts' if len(checks) == 1 else 'count'} all the same"
        for earlier, checks in carried(exercise).items()
    ]


def whole_text(report: Report) -> str:
    """Return what concerns the whole submission: what could not be read or run, and the score."""
    lines = [plain(report.message)] if report.message else []
    sandbox = report.sandbox
    if sandbox is not None and sandbox.level in ("weak", "none"):
        lines.append(f"Graded without confinement (sandbox level {sandbox.level}).")
    for problem in report.problems:
        lines += notes(problem)
    return "\n".join([*lines, f"Score: {score_line(report)}."])


def notes(problem: ProblemResult) -> list[str]:
    """Return what of a problem could not be run."""
    return [f"{plain_line(problem.name)}: not run: {plain_line(n, 500)}" for n in problem.notes]
