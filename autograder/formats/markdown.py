"""Markdown: what a student reads, for a comment, a page or an e-mail."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from autograder.formats import Export, Format
from autograder.formats._marked import code, report_lines
from autograder.report import Report


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    parts = []
    for report in reports:
        head = f"## {code(report.assignment)}: {code(report.submission)}"
        parts.append("\n".join([head, "", *report_lines(report)]).rstrip("\n"))
    return Export("\n\n".join(parts) + "\n")


FORMAT = Format("Markdown, one section for each submission", "students", _render, many=True)
