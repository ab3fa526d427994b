"""Classroom 50's ``result.json`` (``classroom50/result/v1``): a row for each problem.

Who was graded stands in the environment, as Classroom 50's runner sets it. Scores are whole
numbers there: those of each problem are rounded, halves down, and the total is their sum.
"""

from __future__ import annotations

import json
import math
import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.formats import Export, Format, Unfit
from autograder.formats._told import exercise_text, points_of, whole_text
from autograder.report import ProblemResult, Report
from autograder.submitted import as_utc
from autograder.text import plain, plain_line

SCHEMA = "classroom50/result/v1"

_TYPES = ("individual", "group")
_MAX_OUTPUT = 20_000  # characters of a row
_TAG_TIME = re.compile(r"submit/(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--scale",
        type=int,
        default=1,
        metavar="N",
        help="multiply all points by N before they are rounded to whole numbers, halves down",
    )
    parser.add_argument("--now", metavar="TIME", help="the time of grading, as graded_at")


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    (report,) = reports
    if options.scale < 1:
        raise Unfit(f"--scale is {options.scale}, but should be 1 or more.")
    tests = [_row(problem, options.scale) for problem in report.problems if problem.exercises]
    result: dict[str, Any] = {
        "schema": SCHEMA,
        **_identity(os.environ),
        "datetime": _submission_time(report, os.environ),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests or [_nothing(report)],
    }
    if options.now is not None:
        result["graded_at"] = as_utc(options.now)
        if result["graded_at"] is None:
            raise Unfit(f"--now is {options.now!r}, but should be like 2026-11-24T15:00:00Z.")
    return Export(json.dumps(result, indent=1) + "\n")


def _identity(given: Mapping[str, str]) -> dict[str, str]:
    """Return whose submission it is."""
    wanted = {
        "classroom": given.get("CLASSROOM"),
        "assignment": given.get("ASSIGNMENT"),
        "owner": given.get("OWNER") or given.get("USERNAME"),
        "submission": given.get("SUBMISSION_TAG"),
        "commit": given.get("COMMIT_URL"),
        "release": given.get("RELEASE_URL"),
        "review": given.get("REVIEW_URL") or given.get("COMMIT_URL"),
        "assignment_type": given.get("ASSIGNMENT_TYPE") or _TYPES[0],
    }
    found = {key: value for key, value in wanted.items() if value}
    lacking = sorted(wanted.keys() - found.keys())
    if lacking:
        raise Unfit(
            f"The environment says nothing of {', '.join(lacking)}. Set CLASSROOM, ASSIGNMENT, "
            "OWNER, SUBMISSION_TAG, COMMIT_URL and RELEASE_URL, as Classroom 50's runner does."
        )
    if not found["submission"].startswith("submit/"):
        raise Unfit(f"SUBMISSION_TAG is {found['submission']!r}, but should begin with submit/.")
    if found["assignment_type"] not in _TYPES:
        raise Unfit(
            f"ASSIGNMENT_TYPE is {found['assignment_type']!r}, but should be {' or '.join(_TYPES)}."
        )
    return found


def _submission_time(report: Report, given: Mapping[str, str]) -> str:
    """Return when it was submitted, which no grading again changes."""
    tag = _TAG_TIME.match(given.get("SUBMISSION_TAG", ""))
    said = "{}T{}:{}:{}Z".format(*tag.groups()) if tag else ""
    time = report.submitted_at or as_utc(said)
    if time is None:
        raise Unfit(
            f"Nobody says when {report.submission} was submitted: neither the report nor "
            "SUBMISSION_TAG. Grade it with --submitted-at."
        )
    return time


def _row(problem: ProblemResult, scale: int) -> dict[str, Any]:
    score, points = points_of(check for part in problem.exercises for check in part.checks)
    texts = [f"{plain_line(e.name)}\n{exercise_text(e)}" for e in problem.exercises]
    return {
        "test-name": plain_line(problem.name) or "problem",
        "passed": score == points,
        "score": half_down(score * scale),
        "max-score": half_down(points * scale),
        "points": score,
        "max-points": points,
        "output": plain("\n\n".join(text for text in texts if "\n" in text.strip()), _MAX_OUTPUT),
    }


def _nothing(report: Report) -> dict[str, Any]:
    """Return a row that says why there is none: an empty list would be a pass."""
    row: dict[str, Any] = {"test-name": "grading", "passed": False, "score": 0, "max-score": 0}
    return {**row, "output": whole_text(report)}


def half_down(value: float) -> int:
    """Return the nearest whole number; a half is rounded down."""
    return math.ceil(round(value, 6) - 0.5)


FORMAT = Format(
    "Classroom 50's result.json; whole points, halves rounded down",
    "students",
    _render,
    arguments=_arguments,
)
