"""Gradescope's ``results.json``: a row for each exercise."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.formats import Export, Format
from autograder.formats._told import counted, exercise_text, points_of, whole_text
from autograder.render.told import bad
from autograder.report import Report
from autograder.text import plain, plain_line

_VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")
_MAX_OUTPUT = 20_000  # characters of a row


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--visibility",
        choices=_VISIBILITY,
        help="when students see the rows; by default at once, since hidden checks are redacted",
    )


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    (report,) = reports
    results: dict[str, Any] = {
        "output": whole_text(report),
        "output_format": "text",  # the default would read markup
        "test_name_format": "text",
        "test_output_format": "text",
        "tests": list(_rows(report)),
    }
    if not any("score" in row for row in results["tests"]):
        results["score"] = 0.0  # Gradescope wants a score somewhere, or says that there are none
    if options.visibility is not None:
        results["visibility"] = options.visibility
    return Export(json.dumps(results, indent=1) + "\n")


def _rows(report: Report) -> Iterator[dict[str, Any]]:
    for i, problem in enumerate(report.problems, start=1):
        for j, exercise in enumerate(problem.exercises, start=1):
            row: dict[str, Any] = {
                "name": plain_line(f"{problem.name}: {exercise.name}"),
                "number": f"{i}.{j}",
                "output": plain(exercise_text(exercise), _MAX_OUTPUT),
                "tags": [plain_line(problem.name)],
            }
            if counted(exercise.checks):  # a row without a score is information only
                row["score"], row["max_score"] = points_of(exercise.checks)
                row["status"] = "failed" if bad(exercise.checks) else "passed"
            yield row


FORMAT = Format("Gradescope's results.json", "students", _render, arguments=_arguments)
