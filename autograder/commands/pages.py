"""``autograder pages``, and what ``grade`` writes: a page for each student and one of the class."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.analysis import Analysis
from autograder.cohort import Records
from autograder.course import Assignment, CourseError, find_assignment
from autograder.engine import exercises_of
from autograder.feedback import student_view
from autograder.files import write_atomically
from autograder.loading import Submission, UnreadableSubmission, script_cells
from autograder.plan import Plan
from autograder.report import Report
from autograder.targets import Exercises, FromPath

__all__ = ["Pages", "open_pages", "pages"]

_NEEDED = "the packages jinja2 and rapidfuzz. Install them: pip install 'propgrade[report]'"


class Pages:
    """The pages of a class, written as its reports come.

    Parameters
    ----------
    folder : Path
        Gets ``feedback/<submission>.html`` for students and ``index.html`` for staff.
    level : str
        How much students are shown; see `autograder.feedback.LEVELS`.
    compared : (Assignment, exercises by problem), optional
        Of the submissions that are to be compared with each other.
    """

    def __init__(
        self, folder: Path, level: str, compared: tuple[Assignment, Exercises] | None = None
    ) -> None:
        # Only here, so that grading does without what pages need.
        from autograder.render import pages as render
        from autograder.similarity import Comparison

        self._render = render
        self._folder = folder
        self._level = level
        self._analysis = Analysis()
        self._exercises = compared[1] if compared else {}
        self._comparison = Comparison(_stubs(*compared)) if compared else None

    @property
    def count(self) -> int:
        """How many students have got a page."""
        return self._analysis.count

    def compare(self, submission: Submission) -> None:
        """Take in the code of a submission, to be compared with that of the others."""
        if self._comparison is not None:
            self._comparison.add(submission.name, _code(submission, self._exercises))

    def add(self, report: Report) -> None:
        """Write the page of a student, and add the report to the overview."""
        page = self._render.student_page(student_view(report, self._level))
        write_atomically(self._folder / "feedback" / f"{report.submission}.html", page)
        self._analysis.add(report)

    def finish(self, entries: Sequence[FromPath], why_no_pairs: str = "") -> None:
        """Write the overview; ``why_no_pairs`` says why submissions were not compared."""
        pairs = None
        if self._comparison is not None:
            places = {entry.name: entry for entry in entries}
            pairs = self._comparison.pairs(lambda name: self._read(places[name]))
        page = self._render.class_page(self._analysis, pairs, why_no_pairs=why_no_pairs)
        write_atomically(self._folder / "index.html", page)

    def _read(self, entry: FromPath) -> Mapping[str, Mapping[str, str]]:
        try:
            return _code(entry.read(self._exercises).submission, self._exercises)
        except UnreadableSubmission:  # since it was taken in
            return {}


def open_pages(
    folder: Path, level: str, compared: tuple[Assignment, Exercises] | None
) -> Pages | None:
    """Return what writes pages, or None, with a line that says so, where a package lacks."""
    try:
        return Pages(folder, level, compared)
    except ModuleNotFoundError as error:
        print(f"autograder: no pages are written without {_NEEDED} ({error})", file=sys.stderr)
        return None


def pages(
    folder: Path, *, course: Path = Path(), level: str = "full", similarity: bool = True
) -> int:
    """Write the pages of a class that was graded before; return the exit code."""
    records = Records(folder)
    first = next(records.reports(), None)
    if first is None:
        raise CourseError(f"There is no report in {folder / 'reports'}. Run `autograder grade`.")
    entries = [FromPath(name, path) for name, path in records.places().items() if path.exists()]
    compared, why = None, NOT_COMPARED
    if similarity and entries:
        assignment = find_assignment(course, first.assignment)
        compared, why = (assignment, exercises_of(Plan(assignment))), ""
    elif similarity:
        why = "The submissions were not compared, as they are not where they were graded."
    try:
        writer = Pages(folder, level, compared)
    except ModuleNotFoundError:
        raise CourseError(f"Pages need {_NEEDED}") from None
    if compared is not None:
        for entry in entries:
            with contextlib.suppress(UnreadableSubmission):
                writer.compare(entry.read(compared[1]).submission)
    for report in records.reports():
        writer.add(report)
    writer.finish(entries, why)
    print(f"{writer.count} pages in {folder / 'feedback'}, the class in {folder / 'index.html'}")
    return 0


#: What the overview says where ``--no-similarity`` was given.
NOT_COMPARED = "The submissions were not compared with each other."


def _code(submission: Submission, exercises: Exercises) -> Mapping[str, Mapping[str, str]]:
    """Return the definitions of a submission, by problem and exercise."""
    from autograder.similarity import definitions

    return {
        problem: definitions([cell.source for _, cell in cells], exercises[problem])
        for problem, cells in submission.cells().items()
    }


def _stubs(assignment: Assignment, exercises: Exercises) -> Mapping[str, Mapping[str, str]]:
    """Return what was handed out for each exercise, in the order of the checks."""
    from autograder.similarity import definitions

    stubs = {}
    for problem, names in exercises.items():
        path = assignment.folder / f"{problem}.py"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        found = definitions([cell.source for cell in script_cells(text)], names)
        stubs[problem] = {name: found.get(name, "") for name in names}
    return stubs
