"""A gradebook for Canvas's *Import*: the assignment's column of what it exported, filled."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence

from autograder.formats import Export, Format, Unfit
from autograder.formats._gradebook import Gradebook, add_arguments, export, read
from autograder.report import Report
from autograder.text import plain_line

#: Columns of a student, of which Canvas wants the section last. The first are for people.
_SHOWN = ("Student", "LastName", "FirstName")
_KNOWN_BY = ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")
_MATCHED = ("SIS Login ID", "SIS User ID", "ID", "Integration ID")
#: Rows that are no student's: Canvas tells them by the first of these, or by cells of the second.
_POINTS = "Points Possible"
_POSTING = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
#: Canvas's names of downloaded submissions: who, perhaps LATE, the user's ID, the file's, a name.
_DOWNLOADED = re.compile(r"[^_]+_(?:LATE_)?(\d+)_\d+_")


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    book = read(options.gradebook)
    titles = [title.strip() for title in book.header]
    if titles[0] not in _SHOWN or "ID" not in titles or "Section" not in titles:
        raise Unfit(
            f"{options.gradebook} is no gradebook of Canvas, whose columns begin with Student and "
            "ID and hold Section. Export it by Grades, Export, Export Entire Gradebook."
        )
    book.head = [row for row in book.students if _is_head(row)]
    book.students = [row for row in book.students if not _is_head(row)]
    verbatim = [titles.index(name) for name in _KNOWN_BY if name in titles]
    shown = [titles.index(name) for name in _SHOWN if name in titles]
    candidates = {name: book.values(titles.index(name)) for name in _MATCHED if name in titles}
    return export(
        reports,
        options,
        book,
        kept=sorted(shown + verbatim),
        verbatim=verbatim,
        candidates=candidates,
        keys=_keys,
        remarks=_points(book, reports, options),
    )


def _is_head(row: Sequence[str]) -> bool:
    return _POINTS in row[0] or all(_POSTING.fullmatch(cell) for cell in row)


def _points(book: Gradebook, reports: Sequence[Report], options: Namespace) -> Iterator[str]:
    """Say if Canvas counts other points than the reports."""
    column = book.column(options.column)
    title = plain_line(book.header[column])
    for row in book.head:
        cell = row[column].strip()
        if "read only" in cell:
            raise Unfit(f"Canvas computes {title} itself. Name the assignment's column.")
        if _POINTS in row[0] and cell:
            wanted = options.out_of or max(report.max_score for report in reports)
            if cell != f"{wanted:g}" and _number(cell) != wanted:
                yield f"Canvas counts {cell} points for {title}, the scores {wanted:g}: --out-of."


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _keys(report: Report) -> Iterator[str]:
    yield report.submission
    downloaded = _DOWNLOADED.match(report.submission)
    if downloaded:
        yield downloaded[1]


FORMAT = Format(
    "a gradebook for Canvas's import", "staff", _render, many=True, arguments=add_arguments
)
