"""Markdown for ``$GITHUB_STEP_SUMMARY``: the table of a class, or one student's feedback."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from autograder.formats import Export, Format
from autograder.formats._marked import code, html, report_lines, table
from autograder.formats._told import points_of, score_line
from autograder.render.told import count
from autograder.report import Report

#: GitHub takes no summary of more than 1 MiB for a step.
_MAX_BYTES = 1_000_000
_LEFT_OUT = "The summary has no room for the rest; the reports have it."


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    blocks = _one(reports[0]) if len(reports) == 1 else _class(reports)
    text, used = [], len(_LEFT_OUT) + 2
    for block in blocks:
        used += len(block.encode()) + 2
        if used > _MAX_BYTES:
            text.append(_LEFT_OUT)
            break
        text.append(block)
    return Export("\n\n".join(text) + "\n", complete=_LEFT_OUT not in text)


def _one(report: Report) -> Iterator[str]:
    yield f"## {code(report.assignment)}: {code(report.submission)}"
    yield from _blocks(report)


def _class(reports: Sequence[Report]) -> Iterator[str]:
    """Yield the table, then what each student reads, folded."""
    yield f"## {count(len(reports), 'submission')}"
    yield "\n".join(table(["submission", "assignment", "score", "of"], [*map(_row, reports)]))
    for report in reports:
        title = f"<code>{html(report.submission)}</code>: {html(score_line(report))}"
        body = "\n\n".join(_blocks(report))
        yield f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"


def _row(report: Report) -> list[str]:
    score, points = points_of(report.checks())
    note = "" if report.status == "graded" else f" ({report.status})"
    return [code(report.submission) + note, code(report.assignment), f"{score:g}", f"{points:g}"]


def _blocks(report: Report) -> Iterator[str]:
    """Yield parts between which a summary may be cut: never inside a block of code."""
    block: list[str] = []
    open_fence = ""
    for line in report_lines(report):
        ticks = line[: len(line) - len(line.lstrip("`"))]
        if open_fence:
            open_fence = "" if line == open_fence else open_fence
        elif len(ticks) >= 3:
            open_fence = ticks
        if line or open_fence:
            block.append(line)
        elif block:
            yield "\n".join(block)
            block = []
    if block:
        yield "\n".join(block)


FORMAT = Format("Markdown for a job summary, $GITHUB_STEP_SUMMARY", "students", _render, many=True)
