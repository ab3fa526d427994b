"""Lines for ``$GITHUB_ENV``, from which GitHub's autograding reporter makes its table.

The reporter wants ``<RUNNER>_RESULTS``, base64 of JSON, for each of the runners that it is told of.
It adds the scores of tests in one place and counts passed tests in another. Each problem is
therefore a runner whose tests are all worth the same: a check of 0.5 points beside others of 0.25
is two tests. Both sums then agree.
"""

from __future__ import annotations

import base64
import json
import math
import re
from argparse import Namespace
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from itertools import chain, count
from typing import Any

from autograder.formats import Export, Format
from autograder.formats._told import because, counted, number, points_of
from autograder.render.told import place
from autograder.report import CheckResult, ProblemResult, Report
from autograder.text import plain, plain_line

#: Linux gives a process no variable of more than 128 KiB.
_MAX_LINE = 120_000
#: Characters of a message and of a name: the most that the line has room for.
_LIMITS = ((1500, 200), (400, 200), (100, 100), (0, 30))
_MAX_TESTS = 400  # equal ones; a problem that needs more gets one for each check
_FINEST = 1000  # points are taken for multiples of at least one over this
_RUNNERS = "AUTOGRADER_RUNNERS"


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    (report,) = reports
    lines: dict[str, str] = {}
    for problem in report.problems:
        if counted(check for part in problem.exercises for check in part.checks):
            name = _runner(problem.name, lines)
            lines[name] = _fitting(name, problem)
    if not lines:
        lines["grading"] = _line("grading", _nothing(report))
    return Export("\n".join([*lines.values(), f"{_RUNNERS}={','.join(lines)}"]) + "\n")


def _runner(problem: str, taken: Container[str]) -> str:
    """Return a name of letters and digits, since the reporter takes no other."""
    letters = re.sub("[^a-z0-9]", "", problem.lower())
    name = letters if letters[:1].isalpha() else f"problem{letters}"
    numbered = (f"{name}x{number}" for number in count(2))
    return next(found for found in chain([name], numbered) if found not in taken)


def _fitting(name: str, problem: ProblemResult) -> str:
    for message, title in _LIMITS:
        line = _line(name, _results(problem, message, title))
        if len(line) <= _MAX_LINE:
            return line
    return _line(name, _in_short(problem))


def _line(name: str, results: dict[str, Any]) -> str:
    text = json.dumps(results, ensure_ascii=False, separators=(",", ":"))
    return f"{name.upper()}_RESULTS={base64.b64encode(text.encode()).decode()}"


def _results(problem: ProblemResult, message: int, title: int) -> dict[str, Any]:
    checks = counted(check for part in problem.exercises for check in part.checks)
    unit = _unit(checks)
    tests = [test for check in checks for test in _tests(check, unit, message, title)]
    statuses = {test["status"] for test in tests}
    return {
        "version": 1,
        "status": next((s for s in ("error", "fail") if s in statuses), "pass"),
        "max_score": points_of(checks)[1],
        "tests": tests,
    }


def _unit(checks: Sequence[CheckResult]) -> Fraction | None:
    """Return the greatest number of points of which all are multiples, unless that is too small."""
    all_points = [_fraction(c.points) for c in checks] + [_fraction(c.score) for c in checks]
    wanted = [points for points in all_points if points]
    if not wanted:
        return None
    denominator = math.lcm(*(points.denominator for points in wanted))
    unit = Fraction(math.gcd(*(int(points * denominator) for points in wanted)), denominator)
    tests = sum(_fraction(check.points) / unit for check in checks)
    return unit if tests <= _MAX_TESTS else None


def _fraction(points: float) -> Fraction:
    return Fraction(points).limit_denominator(_FINEST)


def _tests(
    check: CheckResult, unit: Fraction | None, message: int, title: int
) -> Iterator[dict[str, Any]]:
    parts = int(_fraction(check.points) / unit) if unit else 1
    passed = int(_fraction(check.score) / unit) if unit else int(check.outcome == "passed")
    line = check.line if check.line is not None and check.line.cell is None else None
    for part in range(parts):
        score = (float(unit) if part < passed else 0.0) if unit else number(check.score)
        yield {
            "name": plain_line(check.title, title)
            + (f" ({part + 1} of {parts})" if parts > 1 else ""),
            "status": "pass" if part < passed else "error" if check.outcome == "error" else "fail",
            "score": score,
            "message": _message(check, message) if part == passed else "",
            "test_code": "",
            "filename": plain_line(line.file, title) if line else "",
            "line_no": line.line if line else 0,
            "duration": 0,
        }


def _message(check: CheckResult, limit: int) -> str:
    lines = because(check), place(check), check.hint or ""
    return plain("\n".join(filter(None, lines)), limit) if limit else ""


def _in_short(problem: ProblemResult) -> dict[str, Any]:
    """Return one test for a problem of very many checks."""
    checks = counted(check for part in problem.exercises for check in part.checks)
    score, points = points_of(checks)
    passed = sum(check.outcome == "passed" for check in checks)
    status = "pass" if passed == len(checks) else "fail"
    test = {"name": f"{passed} of {len(checks)} checks passed", "status": status, "score": score}
    test |= {"message": "", "test_code": "", "filename": "", "line_no": 0, "duration": 0}
    return {"version": 1, "status": status, "max_score": points, "tests": [test]}


def _nothing(report: Report) -> dict[str, Any]:
    """Return a runner that says why there is none: the reporter divides by the number of tests."""
    message = plain(report.message) or "No check could be run; tell the course staff."
    test = {"name": "grading", "status": "error", "score": 0, "message": message}
    test |= {"test_code": "", "filename": "", "line_no": 0, "duration": 0}
    return {"version": 1, "status": "error", "max_score": 0, "tests": [test]}


FORMAT = Format("lines for $GITHUB_ENV, for the autograding reporter", "students", _render)
