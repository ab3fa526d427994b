"""The scores of a class as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from autograder.report import Report
from autograder.text import plain_line

__all__ = ["grades_csv"]

_MAX_TEXT = 1000
# Signs that make a formula of a cell, in half and full width, behind what an import may strip.
_FORMULA = re.compile(r"[\s\"'\u2018\u2019\u201c\u201d]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def grades_csv(reports: Sequence[Report]) -> str:
    """Return one row for each submission: its score, and its score for each problem."""
    problems = sorted({problem.name for report in reports for problem in report.problems})
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    named = [_harmless(name) for name in problems]
    writer.writerow(["submission", "status", "score", "max_score", *named, "message"])
    for report in reports:
        scores = {problem.name: problem.score for problem in report.problems}
        row = [_harmless(report.submission), _harmless(report.status)]
        row += [f"{report.score:g}", f"{report.max_score:g}"]
        row += [f"{scores[name]:g}" if name in scores else "" for name in problems]
        writer.writerow([*row, _harmless(report.message)])
    return stream.getvalue()


def _harmless(text: str) -> str:
    """Return one line of text that no spreadsheet takes for a formula."""
    line = plain_line(text, _MAX_TEXT)
    return f"'{line}" if _FORMULA.match(line) else line
