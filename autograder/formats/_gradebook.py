"""Fill one column of a gradebook that a platform exported.

Only the students that have a report are written, with the columns that identify them: both Canvas
and Moodle take an empty cell for "no grade" and would remove one that stands there, and an old
copy of another column would undo what was graded since.
"""

from __future__ import annotations

import csv
import io
from argparse import ArgumentParser, Namespace
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.formats import Export, Unfit
from autograder.formats._told import number
from autograder.render.table import harmless
from autograder.render.told import count
from autograder.report import Report
from autograder.text import plain_line

__all__ = ["Gradebook", "add_arguments", "export", "read"]

_DELIMITERS = ",;\t"
_MAX_BYTES = 50 * 2**20
_NAMED = 20  # students that a remark lists

Keys = Callable[[Report], Iterable[str]]


@dataclass
class Gradebook:
    """The file of a platform. ``head`` rows stand between the header and the students."""

    header: list[str]
    head: list[list[str]]
    students: list[list[str]]
    delimiter: str
    mark: str  # the byte order mark, if it had one

    def column(self, name: str) -> int:
        """Return the number of the column called ``name``, whatever number Canvas appended."""
        wanted = name.strip().casefold()
        titles = [title.strip().casefold() for title in self.header]
        found = [i for i, title in enumerate(titles) if title == wanted]
        if not found:
            found = [i for i, title in enumerate(titles) if _without_id(title) == wanted]
        if len(found) != 1:
            fact = "no column" if not found else f"{len(found)} columns"
            listed = ", ".join(plain_line(title) for title in self.header)
            raise Unfit(f"The gradebook has {fact} {plain_line(name)}. Its columns are: {listed}.")
        return found[0]

    def values(self, index: int) -> list[str]:
        return [row[index] for row in self.students]


def _without_id(title: str) -> str:
    name, _, tail = title.rpartition(" (")
    return name if tail.rstrip(")").isdigit() else title


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of gradebooks."""
    parser.add_argument(
        "--gradebook",
        type=Path,
        required=True,
        metavar="CSV",
        help="the gradebook as the platform exports it, with all its students",
    )
    parser.add_argument(
        "--column", required=True, metavar="NAME", help="the column of the assignment to fill"
    )
    parser.add_argument(
        "--match",
        metavar="COLUMN",
        help="the column that holds the names of the submissions; default: where most are found",
    )
    parser.add_argument(
        "--out-of", type=float, metavar="POINTS", help="convert scores to this many points"
    )


def read(path: Path) -> Gradebook:
    """Read the file that a platform exported; what the rows between mean is its format's business.

    Raises
    ------
    Unfit
        If it is no CSV file with a header.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unfit(f"{path} could not be read ({error}). Save it as CSV in UTF-8.") from error
    if len(data) > _MAX_BYTES:
        raise Unfit(f"{path} has more than {_MAX_BYTES} bytes, and is no gradebook.")
    readings = [_rows(text, delimiter) for delimiter in _DELIMITERS]
    rows = max(readings, key=lambda rows: len(rows[0]) if rows else 0)
    if not rows or len(rows[0]) < 2:
        raise Unfit(f"{path} has no header with several columns. Export the gradebook as CSV.")
    header, *rest = rows
    width = len(header)
    full = [(row + [""] * width)[:width] for row in rest if any(cell.strip() for cell in row)]
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    return Gradebook(header, [], full, _DELIMITERS[readings.index(rows)], mark)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def export(
    reports: Sequence[Report],
    options: Namespace,
    book: Gradebook,
    *,
    kept: Sequence[int],
    verbatim: Container[int],
    candidates: Mapping[str, Sequence[str]],
    keys: Keys,
    remarks: Iterable[str] = (),
) -> Export:
    """Return the gradebook's rows of the students that have a report, with the column filled.

    Parameters
    ----------
    reports : sequence of Report
        Of one assignment.
    options : Namespace
        Those of `add_arguments`.
    book : Gradebook
        What the platform exported.
    kept : sequence of int
        Columns that are written beside the one that is filled.
    verbatim : container of int
        Those of them by which the platform knows a student: another byte, and it does not. The
        others may be texts that students chose, and are written so that no cell is a formula.
    candidates : mapping of str to sequence of str
        What may hold the names of the submissions: a title, and the cell of each student.
    keys : callable
        What a report may be called in the gradebook.
    remarks : iterable of str
        What is to be said beside.
    """
    said = list(remarks)
    graded = _usable(reports, said)
    column = book.column(options.column)
    if options.match is not None:
        candidates = {options.match: book.values(book.column(options.match))}
    title, found = _best(candidates, graded, keys)
    matched = _matched(title, found, graded, said)
    rows = []
    for index, row in enumerate(book.students):
        if index in matched:
            cells = [row[i] if i in verbatim else harmless(row[i]) for i in kept]
            rows.append([*cells, _score(matched[index], options.out_of)])
    missing = [cell for index, cell in enumerate(candidates[title]) if index not in matched]
    if missing:
        said.append(f"Without a report, and left out: {_listed(missing)}.")
    top = [[*(row[i] for i in kept), row[column]] for row in (book.header, *book.head)]
    stream = io.StringIO(newline="")
    stream.write(book.mark)
    writer = csv.writer(stream, delimiter=book.delimiter, lineterminator="\n")
    writer.writerows([*top, *rows])
    said.insert(0, f"{count(len(rows), 'score')} by the column {plain_line(title)}.")
    return Export(stream.getvalue(), said, complete=len(rows) == len(reports))


def _usable(reports: Sequence[Report], said: list[str]) -> list[Report]:
    """Return the reports that hold a grade; refuse those that cannot be of one column."""
    assignments = sorted({report.assignment for report in reports})
    if len(assignments) > 1:
        raise Unfit(f"The reports are of {', '.join(assignments)}, but a column holds one.")
    partial = [report.submission for report in reports if report.solutions_sha256 is None]
    if partial:
        raise Unfit(
            f"Graded without the reference solutions: {_listed(partial)}. Run `autograder grade`."
        )
    failed = [report.submission for report in reports if report.status == "error"]
    if failed:
        said.append(f"Not graded by the grader's fault, and left out: {_listed(failed)}.")
    doubtful = [
        report.submission
        for report in reports
        if any(check.outcome == "error" for check in report.checks())
    ]
    if doubtful:
        said.append(f"Checks failed by the grader's fault, and count 0: {_listed(doubtful)}.")
    unread = [report.submission for report in reports if report.status == "unreadable"]
    if unread:
        said.append(f"Could not be read, and have 0 points: {_listed(unread)}.")
    if any(report.public_seed for report in reports):
        said.append("Graded with the public seed, which students know.")
    return [report for report in reports if report.status != "error"]


def _best(
    candidates: Mapping[str, Sequence[str]], reports: Sequence[Report], keys: Keys
) -> tuple[str, list[list[int]]]:
    """Return the column in which most reports are found, and for each report the rows."""
    best: tuple[str, list[list[int]]] | None = None
    for title, cells in candidates.items():
        rows = defaultdict(list)
        for index, cell in enumerate(cells):
            for key in _names(cell):
                rows[key].append(index)
        found = [
            next((rows[k] for k in map(_normal, keys(report)) if k in rows), [])
            for report in reports
        ]
        if best is None or sum(map(bool, found)) > sum(map(bool, best[1])):
            best = title, found
    if best is None:
        raise Unfit("The gradebook has no column that is known to name students. Use --match.")
    return best


def _names(cell: str) -> list[str]:
    """Return what a cell may be called by: an address also by what stands before the @."""
    whole = _normal(cell)
    return list(dict.fromkeys(key for key in (whole, whole.partition("@")[0]) if key))


def _normal(text: str) -> str:
    return " ".join(text.split()).casefold()


def _matched(
    title: str, found: Sequence[Sequence[int]], reports: Sequence[Report], said: list[str]
) -> dict[int, Report]:
    """Return the report of each row. What is not certain is said and left out."""
    absent = [r.submission for r, rows in zip(reports, found, strict=True) if not rows]
    if absent:
        said.append(f"Not in the gradebook's column {plain_line(title)}: {_listed(absent)}.")
    several = [r.submission for r, rows in zip(reports, found, strict=True) if len(rows) > 1]
    if several:
        said.append(f"More than once in the gradebook, and left out: {_listed(several)}.")
    pairs = [(rows[0], r) for r, rows in zip(reports, found, strict=True) if len(rows) == 1]
    counts = Counter(row for row, _ in pairs)
    twice = [report.submission for row, report in pairs if counts[row] > 1]
    if twice:
        said.append(f"Several reports of one student, and left out: {_listed(twice)}.")
    return {row: report for row, report in pairs if counts[row] == 1}


def _score(report: Report, out_of: float | None) -> str:
    score = report.score
    if out_of is not None and report.max_score:
        score = score * out_of / report.max_score
    return f"{number(score):.10g}"


def _listed(names: Sequence[str]) -> str:
    shown = [plain_line(name) for name in names[:_NAMED]]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(shown) + more
