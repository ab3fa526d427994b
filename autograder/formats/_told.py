"""What the formats say of checks and exercises, in plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.text import plain, plain_line

__all__ = [
    "bad",
    "because",
    "carried",
    "count",
    "counted",
    "exercise_text",
    "facts",
    "notes",
    "number",
]
__all__ += ["place", "points_of", "score_line", "together", "whole_text"]

_MAX_LINES = 12  # of what a submission printed
_TOLD_ONCE = {"missing", "unwritten", "unreadable", "stopped"}


def number(value: float) -> float:
    """Return a score without the noise of sums of binary fractions."""
    return round(value, 6)


def count(n: float, noun: str) -> str:
    return f"{n:g} {noun}" if n == 1 else f"{n:g} {noun}s"


def counted(checks: Iterable[CheckResult]) -> list[CheckResult]:
    """Return the checks that ran: those for later are worth nothing yet."""
    return [check for check in checks if check.outcome != "skipped"]


def bad(checks: Iterable[CheckResult]) -> list[CheckResult]:
    return [check for check in checks if check.outcome in ("failed", "error")]


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


def place(check: CheckResult) -> str:
    """Return the student's own line, or nothing."""
    line = check.line
    if line is None:
        return ""
    where = f"{line.file}, {line.cell}" if line.cell else line.file
    return plain_line(f"{where}:{line.line}   {line.source}", 500)


def facts(check: CheckResult) -> list[tuple[str, str]]:
    """Return everything that helps to find the mistake: what it is, and its text."""
    rows: list[tuple[str, str]] = []
    example = check.counterexample
    if example is not None:
        for called, returned in zip(example.called, example.returned, strict=False):
            rows += [("you were asked", plain(called)), ("you returned", plain(returned))]
    if check.message:
        rows.append(("the problem", plain(check.message)))
    if check.line is not None:
        rows.append(("your line", place(check)))
    if check.printed:
        rows.append(("you printed", "\n".join(plain(check.printed).split("\n")[:_MAX_LINES])))
    if check.mistake:
        rows.append(("looks like", plain(check.mistake)))
    if check.hint:
        rows.append(("hint", plain(check.hint)))
    return rows


def because(check: CheckResult) -> str:
    """Return in one line why a check failed."""
    return plain_line(check.message) or "failed"


def together(checks: Sequence[CheckResult]) -> list[list[CheckResult]]:
    """Return the failed checks in groups; those of a group failed for one reason, told once."""

    def cause(check: CheckResult) -> str:
        return check.message if check.category in _TOLD_ONCE and not check.counterexample else ""

    groups: list[list[CheckResult]] = []
    for reason, run in groupby(bad(checks), key=cause):
        found = list(run)
        groups += [found] if reason else [[check] for check in found]
    return groups


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
    parts += carried(exercise)
    later = [check for check in exercise.checks if check.outcome == "skipped"]
    if later:
        points = sum(check.points for check in later)
        parts.append(f"{count(points, 'point')} graded after submission")
    return "\n\n".join(parts)


def carried(exercise: ExerciseResult) -> list[str]:
    """Return a line for each set of earlier exercises whose errors did not count again here."""
    counts = Counter(check.carried_from for check in exercise.checks if check.carried_from)
    return [
        f"{count(n, 'check')} failed only because of {plain_line(earlier)}, and "
        f"{'counts' if n == 1 else 'count'} all the same"
        for earlier, n in counts.items()
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
