"""Grades for Moodle's *Import, CSV file*: the assignment's column of what it exported, filled."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence

from autograder.formats import Export, Format
from autograder.formats._gradebook import Gradebook, add_arguments, export, read
from autograder.report import Report

#: Moodle's English titles; in other languages --match names the column.
_KNOWN_BY = ("Username", "ID number", "Email address")
_NAMES = ("First name", "Last name")
#: Moodle's names of downloaded submissions: the full name, a number, and what kind it is.
_DOWNLOADED = re.compile(r"(.+?)_\d+_assignsubmission")
_MAX_GRADE = 100  # above which Moodle refuses grades, unless its administrator has allowed them


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    book = read(options.gradebook)
    titles = [title.strip() for title in book.header]
    known = [titles.index(name) for name in _KNOWN_BY if name in titles]
    if options.match is not None:
        known = sorted({*known, book.column(options.match)})
    names = [titles.index(name) for name in _NAMES if name in titles]
    candidates = {book.header[index].strip(): book.values(index) for index in known}
    if len(names) == len(_NAMES):
        candidates[" and ".join(_NAMES)] = _full_names(book, names)
    return export(
        reports,
        options,
        book,
        kept=sorted({*names, *known}),
        verbatim=known,
        candidates=candidates,
        keys=_keys,
        remarks=_remarks(reports, options),
    )


def _full_names(book: Gradebook, names: Sequence[int]) -> list[str]:
    return [" ".join(row[index].strip() for index in names) for row in book.students]


def _remarks(reports: Sequence[Report], options: Namespace) -> Iterator[str]:
    most = max(options.out_of or report.max_score for report in reports)
    if most > _MAX_GRADE:
        yield f"Moodle refuses grades above {_MAX_GRADE}, and the scores go to {most:g}: --out-of."


def _keys(report: Report) -> Iterator[str]:
    yield report.submission
    downloaded = _DOWNLOADED.match(report.submission)
    if downloaded:
        yield downloaded[1]


FORMAT = Format("grades for Moodle's import", "staff", _render, many=True, arguments=add_arguments)
