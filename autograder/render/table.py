"""The scores of a class as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from autograder.report import Report

__all__ = ["grades_csv"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def grades_csv(reports: Sequence[Report]) -> str:
    """Return one row for each submission: its score, and its score for each problem."""
    problems = sorted({problem.name for report in reports for problem in report.problems})
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["submission", "status", "score", "max_score", *problems, "message"])
    for report in reports:
        scores = {problem.name: problem.score for problem in report.problems}
        row = [report.submission, report.status, f"{report.score:g}", f"{report.max_score:g}"]
        row += [f"{scores[name]:g}" if name in scores else "" for name in problems]
        writer.writerow([_harmless(cell) for cell in [*row, report.message]])
    return stream.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a name or a message for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
