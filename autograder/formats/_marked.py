"""Markdown of a report. What comes from a submission is code in it: no markup, link or mention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from autograder.formats._told import because, carried_lines, notes, number, points_of, score_line
from autograder.render.told import bad, count, facts, together
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.text import plain, plain_line

__all__ = ["cell", "code", "fence", "html", "prose", "report_lines", "table"]

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~^$&])")  # what has a meaning within a line
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def report_lines(report: Report) -> Iterator[str]:
    """Yield what a student reads of a report."""
    yield f"**{score_line(report)}**"
    yield ""
    if report.message:
        yield from fence(report.message)
        yield ""
    if report.sandbox is not None and report.sandbox.level in ("weak", "none"):
        yield "Graded without confinement."
        yield ""
    if report.problems:
        rows = [_row(problem) for problem in report.problems]
        yield from table(["problem", "points", "of", "checks failed"], rows)
        yield ""
    for problem in report.problems:
        yield from _problem(problem)


def _row(problem: ProblemResult) -> list[str]:
    checks = [check for exercise in problem.exercises for check in exercise.checks]
    score, points = points_of(checks)
    failed = len(bad(checks))
    return [code(problem.name), f"{score:g}", f"{points:g}", str(failed) if failed else ""]


def _problem(problem: ProblemResult) -> Iterator[str]:
    wrong = [e for e in problem.exercises if bad(e.checks) or carried_lines(e)]
    if not wrong and not problem.notes:
        return
    yield f"### {code(problem.name)}"
    yield ""
    for note in notes(problem):
        yield from fence(note)
        yield ""
    for exercise in wrong:
        yield from _exercise(exercise)


def _exercise(exercise: ExerciseResult) -> Iterator[str]:
    score, points = points_of(exercise.checks)
    yield f"#### {code(exercise.name)} {score:g} of {points:g}"
    yield ""
    for group in together(exercise.checks):
        if len(group) > 1:
            yield from fence(f"{because(group[0])} ({count(len(group), 'check')})")
        else:
            yield from _check(group[0])
        yield ""
    for line in carried_lines(exercise):
        yield from fence(line)
        yield ""


def _check(check: CheckResult) -> Iterator[str]:
    mark = "Error" if check.outcome == "error" else "Failed"
    worth = f"{number(check.score):g} of {count(check.points, 'point')}"
    yield f"**{mark}:** {prose(check.title)} ({worth})"
    yield ""
    rows = [(label, text) for label, text in facts(check) if label not in ("looks like", "hint")]
    if rows:
        indent = "\n" + " " * 17
        yield from fence("\n".join(f"{k:<15}  {v.replace(chr(10), indent)}" for k, v in rows))
    if check.mistake:
        yield ""
        yield f"*Looks like:* {prose(check.mistake)}"
    if check.hint:
        yield ""
        yield f"*Hint:* {prose(check.hint)}"


def prose(text: str) -> str:
    """Return one line of the staff's text, for within a line, without markup."""
    return _MARKUP.sub(r"\\\1", plain_line(text, 1000))


def code(text: str) -> str:
    """Return one line of text as code."""
    line = plain_line(text).strip() or "?"
    ticks = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    pad = " " if "`" in line else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def cell(text: str) -> str:
    """Return what may stand in a table, where a bar would end it even in code."""
    return text.replace("|", "\\|")


def fence(text: str) -> list[str]:
    """Return lines of text as a block of code, which no line of the text can end."""
    inside = plain(text)
    ticks = "`" * max(3, max(map(len, re.findall("`+", inside)), default=0) + 1)
    return [ticks + "text", *inside.split("\n"), ticks]


def html(text: str) -> str:
    """Return one line of text between tags."""
    return re.sub('[&<>"]', lambda found: _HTML[found[0]], plain_line(text))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a table: text to the left in the first column, numbers to the right in the others."""
    yield "| " + " | ".join(head) + " |"
    yield "| :-- |" + " --: |" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(map(cell, row)) + " |"
