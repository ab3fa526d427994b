"""What is said of checks and exercises, whatever it is shown in: texts, and what goes together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from autograder.report import CheckResult, ExerciseResult
from autograder.text import plain, plain_line

__all__ = ["QUOTED", "bad", "carried", "count", "facts", "for_one_reason", "place", "together"]

#: The facts whose text is code, or what code printed.
QUOTED = frozenset({"you were asked", "you returned", "you raised", "your line", "you printed"})

_MAX_LINES = 12  # of what a submission printed
_TOLD_ONCE = {"missing", "unwritten", "unreadable", "stopped"}


def count(n: float, noun: str) -> str:
    return f"{n:g} {noun}" if n == 1 else f"{n:g} {noun}s"


def bad(checks: Iterable[CheckResult]) -> list[CheckResult]:
    return [check for check in checks if check.outcome in ("failed", "error")]


def for_one_reason(check: CheckResult) -> bool:
    """Tell whether a check failed for what others fail for too: its message says it all."""
    return bool(check.message) and check.category in _TOLD_ONCE and not check.counterexample


def together(checks: Iterable[CheckResult]) -> list[list[CheckResult]]:
    """Return the failed checks in groups; those of a group failed for one reason, told once."""
    groups: list[list[CheckResult]] = []
    for reason, run in groupby(
        bad(checks), key=lambda check: check.message if for_one_reason(check) else ""
    ):
        found = list(run)
        groups += [found] if reason else [[check] for check in found]
    return groups


def carried(exercise: ExerciseResult) -> dict[str, list[CheckResult]]:
    """Return the checks that count all the same, by the earlier exercises that made them fail."""
    found: dict[str, list[CheckResult]] = {}
    for check in exercise.checks:
        if check.carried_from:
            found.setdefault(check.carried_from, []).append(check)
    return found


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
        for called, returned in zip(example.called, example.returned, strict=True):
            answer = returned.removeprefix("raised ")  # a text that was returned is in quotes
            verb = "returned" if answer == returned else "raised"
            rows += [("you were asked", plain(called)), (f"you {verb}", plain(answer))]
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
