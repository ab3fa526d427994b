"""Export the gradebook by exercise and question: nbgrader's own exporter has only totals.

``nbgrader export --exporter autograder.nbgrader.export.LongCsv --to grades.csv`` writes a row for
each student and graded cell, ``WideCsv`` a row for each student and assignment.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder.nbgrader.repair import CHECK
from autograder.render.table import harmless

__all__ = ["LongCsv", "WideCsv"]

_STUDENT = ("assignment", "student_id", "last_name", "first_name", "email", "timestamp")


@dataclass(frozen=True)
class _Cell:
    """A graded cell of the assignment. ``name`` is an exercise or a question."""

    notebook: str
    id: str
    max_score: float

    @property
    def name(self) -> str:
        return self.id.removeprefix(CHECK)

    @property
    def kind(self) -> str:
        return "checks" if self.id.startswith(CHECK) else "question"


@dataclass(frozen=True)
class _Student:
    """A student of an assignment. ``grades`` is empty where nothing was handed in."""

    about: list[str]
    grades: dict[tuple[str, str], Any]
    submission: Any


class _Csv(ExportPlugin):
    """Writes rows that subclasses make."""

    default_name = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        path = Path(self.to or self.default_name)
        self.log.info("Exporting grades by exercise to %s", path)
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(self._rows(gradebook))

    def _rows(self, gradebook: Gradebook) -> Iterator[list[str]]:
        raise NotImplementedError

    def _assignments(self, gradebook: Gradebook) -> list[Any]:
        wanted = set(map(str, self.assignment))
        return [a for a in gradebook.assignments if not wanted or a.name in wanted]

    def _students(self, gradebook: Gradebook, assignment: Any) -> Iterator[_Student]:
        wanted = set(map(str, self.student))
        for student in gradebook.students:
            if wanted and student.id not in wanted:
                continue
            try:
                submission = gradebook.find_submission(assignment.name, student.id)
            except MissingEntry:
                submission = None
            about = [assignment.name, student.id, student.last_name, student.first_name]
            about += [student.email, submission.timestamp if submission else ""]
            notebooks = submission.notebooks if submission else ()
            grades = {(book.name, grade.name): grade for book in notebooks for grade in book.grades}
            yield _Student([harmless(str(v or "")) for v in about], grades, submission)


class LongCsv(_Csv):
    """A row for each student and graded cell."""

    default_name = "grades-long.csv"

    def _rows(self, gradebook: Gradebook) -> Iterator[list[str]]:
        scores = ("auto_score", "manual_score", "extra_credit", "score", "max_score")
        yield [*_STUDENT, "notebook", "name", "kind", *scores, "needs_manual_grade"]
        for assignment in self._assignments(gradebook):
            cells = _cells(assignment)
            for student in self._students(gradebook, assignment):
                for cell in cells:
                    grade = student.grades.get((cell.notebook, cell.id))
                    values = [getattr(grade, name, None) for name in scores[:3]]
                    values += [grade.score if grade else 0.0, cell.max_score]
                    row = [*student.about, cell.notebook, harmless(cell.name), cell.kind]
                    needs = "yes" if grade is not None and grade.needs_manual_grade else "no"
                    yield [*row, *map(_number, values), needs]


class WideCsv(_Csv):
    """A row for each student and assignment, a column for each graded cell."""

    default_name = "grades-wide.csv"

    def _rows(self, gradebook: Gradebook) -> Iterator[list[str]]:
        assignments = self._assignments(gradebook)
        columns = {cell: None for a in assignments for cell in _cells(a)}
        names = [harmless(f"{cell.notebook}.{cell.name}") for cell in columns]
        yield [*_STUDENT, *names, "late_submission_penalty", "score", "max_score"]
        for assignment in assignments:
            own = set(_cells(assignment))
            for student in self._students(gradebook, assignment):
                values = []
                for cell in columns:
                    grade = student.grades.get((cell.notebook, cell.id))
                    zero = 0.0 if cell in own else None
                    values.append(grade.score if grade else zero)
                penalty = student.submission.late_submission_penalty if student.submission else 0.0
                total = student.submission.score if student.submission else 0.0
                values += [penalty, max(0.0, total - (penalty or 0.0)), assignment.max_score]
                yield [*student.about, *map(_number, values)]


def _cells(assignment: Any) -> list[_Cell]:
    """Return the graded cells in an order that does not depend on the database."""
    return sorted(
        (
            _Cell(book.name, cell.name, float(cell.max_score))
            for book in assignment.notebooks
            for cell in (*book.grade_cells, *book.task_cells)
        ),
        key=lambda cell: (cell.notebook, cell.kind, cell.name),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
