"""Long CSV: a row for each check of each submission, for statistics."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Iterator, Sequence

from autograder.formats import Export, Format
from autograder.formats._told import number
from autograder.render.table import harmless
from autograder.report import Report

_ABOUT = ("submission", "assignment", "status", "submitted_at")
_CHECK = ("problem", "exercise", "check", "title", "kind", "hidden", "outcome", "category")
_VALUES = ("score", "points", "mistake", "carried_from", "message")


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_ABOUT, *_CHECK, *_VALUES])
    for report in reports:
        writer.writerows(_rows(report))
    return Export(stream.getvalue())


def _rows(report: Report) -> Iterator[list[str]]:
    about = [report.submission, report.assignment, report.status, report.submitted_at or ""]
    if not report.checks():
        yield [*map(harmless, about), *[""] * len(_CHECK), "", "", "", "", harmless(report.message)]
    for problem in report.problems:
        for exercise in problem.exercises:
            for check in exercise.checks:
                texts = [*about, problem.name, exercise.name, check.name, check.title, check.kind]
                texts += ["yes" if check.hidden else "no", check.outcome, check.category or ""]
                values = [f"{number(check.score):g}", f"{number(check.points):g}"]
                why = (check.mistake or "", check.carried_from or "", check.message)
                yield [*map(harmless, texts), *values, *map(harmless, why)]


FORMAT = Format("CSV, one row for each check", "staff", _render, many=True)
