"""PrairieLearn's ``results.json``: a row for each exercise."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.formats import Export, Format
from autograder.formats._told import (
    counted,
    exercise_text,
    number,
    points_of,
    score_line,
    whole_text,
)
from autograder.render.told import bad, count
from autograder.report import Report
from autograder.text import plain, plain_line

#: PrairieLearn takes no file of more than a megabyte; the margin is for its own fields.
_MAX_BYTES = 900_000
_OUTPUTS = (20_000, 4000, 1000, 200, 0)  # characters of a row, the most that the file has room for


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    (report,) = reports
    score, points = points_of(report.checks())
    if report.status != "graded" or not points:
        # No attempt is lost by it.
        message = plain(report.message) or "No check could be run; tell the course staff."
        data: dict[str, Any] = {"gradable": False, "format_errors": [message]}
        return Export(json.dumps(data, indent=1) + "\n")
    text = ""
    for limit in _OUTPUTS:
        data = {
            "gradable": True,
            "score": number(min(1.0, max(0.0, score / points))),
            "message": f"Score: {score_line(report)}.",
            "output": plain(whole_text(report), max(limit, _OUTPUTS[-2])),
            "tests": list(_rows(report, limit)),
        }
        text = json.dumps(data, indent=1) + "\n"
        if len(text) <= _MAX_BYTES:
            break
    return Export(text)


def _rows(report: Report, limit: int) -> Iterator[dict[str, Any]]:
    for problem in report.problems:
        for exercise in problem.exercises:
            if not counted(exercise.checks):
                continue
            score, points = points_of(exercise.checks)
            failed = len(bad(exercise.checks))
            yield {
                "name": plain_line(exercise.name),
                "description": plain_line(problem.name),
                "points": score,
                "max_points": points,
                "message": f"{count(failed, 'check')} failed" if failed else "all checks passed",
                "output": plain(exercise_text(exercise), limit) if limit else "",
            }


FORMAT = Format("PrairieLearn's results.json", "students", _render)
