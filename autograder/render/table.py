"""The scores of a class, and what changed in them, as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from autograder.summary import Change, Summary
from autograder.text import plain_line

__all__ = ["changes_csv", "grades_csv", "harmless"]

_MAX_TEXT = 1000
# Signs that make a formula of a cell, in half and full width, behind what an import may strip.
_FORMULA = re.compile(r"[\s\"'\u2018\u2019\u201c\u201d]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def grades_csv(rows: Sequence[Summary]) -> str:
    """Return one row for each submission: its score, and its score for each problem."""
    problems = sorted({name for row in rows for name in row.problems})
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    named = [harmless(name) for name in problems]
    writer.writerow(["submission", "status", "score", "max_score", *named, "message"])
    for row in rows:
        cells = [harmless(row.submission), harmless(row.status)]
        cells += [f"{row.score:g}", f"{row.max_score:g}"]
        cells += [f"{row.problems[name][0]:g}" if name in row.problems else "" for name in problems]
        writer.writerow([*cells, harmless(row.message)])
    return stream.getvalue()


def changes_csv(changes: Sequence[Change]) -> str:
    """Return one row for each submission that was graded again: the scores, and why."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["submission", "before", "after", "changed", "checks"])
    for change in changes:
        texts = map(harmless, (" ".join(change.why), " ".join(change.checks)))
        scores = f"{change.before:g}", f"{change.after:g}"
        writer.writerow([harmless(change.submission), *scores, *texts])
    return stream.getvalue()


def harmless(text: str) -> str:
    """Return one line of text that no spreadsheet takes for a formula."""
    line = plain_line(text, _MAX_TEXT)
    return f"'{line}" if _FORMULA.match(line) else line
