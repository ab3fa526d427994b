"""``autograder explain``: one verdict again, live, with all that staff may see; for appeals."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.cohort import Records
from autograder.course import CourseError, find_assignment
from autograder.engine import run
from autograder.exit_codes import ExitCode
from autograder.launch import open_launcher
from autograder.plan import Plan
from autograder.provenance import differences
from autograder.report import CheckResult, Report, read_report
from autograder.sandbox.level import establish, require
from autograder.seeds import ENVIRONMENT_VARIABLE, Seed, choose_seed
from autograder.targets import FromPath
from autograder.text import plain

__all__ = ["explain"]


def explain(
    path: Path,
    check: str,
    submission: Path | None = None,
    *,
    course: Path = Path(),
    seed: str | None = None,
    allow_weak: bool = False,
) -> int:
    """Grade one check of a submission again, and tell what came of it; return the exit code.

    Raises
    ------
    CourseError, NotAReport
        If the report, the check, the submission or the seed is not the right one.
    WeakSandbox
        If the submission cannot be confined well enough here, unless that is allowed.
    """
    report = read_report(path)
    if submission is not None and not submission.exists():
        raise CourseError(f"{submission} does not exist. Check the path.")
    recorded = _find(report, check)
    plan = Plan(
        assignment=find_assignment(course, report.assignment),
        seed=_seed(report, seed),
        problems=[recorded.name.partition("::")[0]],
    )
    plan.reference = plan.assignment.solutions is not None
    target = FromPath(report.submission, submission or _place(path, report))
    with open_launcher() as launcher:
        plan.launcher = launcher
        plan.sandbox = require(establish(launcher), allow_weak=allow_weak)
        again, found = _again(plan, target, report, recorded)
    print("\n".join(_told(report, recorded, again, found)))
    return ExitCode.OK if _verdict(found) == _verdict(recorded) else ExitCode.FOUND


def _find(report: Report, check: str) -> CheckResult:
    """Return the recorded result of a check that is named in full or by its test."""
    results = {result.name: result for result in report.checks()}
    found = [r for name, r in results.items() if check in (name, name.partition("::")[2])]
    if len(found) == 1:
        return found[0]
    names = [result.name for result in found] or difflib.get_close_matches(check, results, 5, 0.3)
    what = "More than one check is" if found else "No check of this report is"
    raise CourseError(
        f"{what} called {check}. Name one in full: {', '.join(names) or 'it has none'}."
    )


def _seed(report: Report, given: str | None) -> Seed:
    seed = choose_seed(given)
    if seed.id != report.seed_id:
        which = "the public seed" if report.public_seed else f"the seed with id {report.seed_id}"
        here = "the public one is set" if seed.public else f"the one that is set has id {seed.id}"
        remedy = "Unset" if report.public_seed else "Set"
        raise CourseError(
            f"The report was made with {which}, but {here}. {remedy} {ENVIRONMENT_VARIABLE}."
        )
    return seed


def _place(path: Path, report: Report) -> Path:
    place = Records.around(path).places().get(report.submission)
    if place is None or not place.exists():
        where = f"It is no longer at {place}." if place else "Where it lies is not recorded."
        raise CourseError(f"{where} Give the path of the submission behind the check.")
    return place


def _again(
    plan: Plan, target: FromPath, report: Report, recorded: CheckResult
) -> tuple[Report, CheckResult]:
    """Grade the check by itself and live; if that is another verdict, with those around it.

    What a check is told by earlier ones (after two hangs an exercise is not run further, an answer
    is asked for again when its problem is done) shows only in their company.
    """
    test = recorded.name.partition("::")[2].partition("[")[0]
    again, found = _graded(replace(plan, live=True, keyword=test), target, recorded)
    if _verdict(found) != _verdict(recorded):
        again, found = _graded(plan, target, recorded)
    return again, found


def _graded(plan: Plan, target: FromPath, recorded: CheckResult) -> tuple[Report, CheckResult]:
    reports: list[Report] = []
    run(plan, [target], reports.append)
    (report,) = reports
    for result in report.checks():
        if result.name == recorded.name:
            return report, result
    why = report.message or "the checks have changed since"
    raise CourseError(f"{recorded.name} could not be graded again: {why}.")


def _verdict(result: CheckResult) -> tuple[str, str | None, float]:
    return result.outcome, result.category, result.score


def _told(
    report: Report, recorded: CheckResult, again: Report, found: CheckResult
) -> Iterator[str]:
    """Yield the lines that tell staff everything of a verdict."""
    yield f"{found.name}{'   (hidden)' if found.hidden else ''}"
    yield _line("check", found.title)
    yield _line("submission", report.submission)
    changed = [what for what in differences(report, again) if what != "sandbox"]
    yield _line("changed since", ", ".join(changed) or "nothing that decides a verdict")
    example = found.counterexample
    for called, returned in zip(
        example.called if example else (), example.returned if example else (), strict=True
    ):
        yield _line("call", called)
        yield _line("returned", returned)
    if example is not None and example.picture is not None:
        actual, desired = (_array(example.picture[key]) for key in ("actual", "desired"))
        with np.errstate(invalid="ignore"):  # two infinities have no difference
            values = {"actual": actual, "desired": desired, "difference": actual - desired}
        for name, value in values.items():
            yield _line(name, np.array2string(value, separator=", "))
    if found.message:
        yield _line("problem", found.message)
    if found.line is not None:
        where = f"{found.line.file}, line {found.line.line}"
        yield _line("line", f"{found.line.source.strip()}   ({where})")
    if found.printed:
        yield _line("printed", found.printed)
    if found.mistake:
        yield _line("looks like", found.mistake)
    if found.hint:
        yield _line("hint", found.hint)
    yield _line("now", _said(found))
    yield _line("on record", _said(recorded))
    same = _verdict(found) == _verdict(recorded)
    yield _line("verdict", "the same" if same else "another than the one on record")


def _said(result: CheckResult) -> str:
    category = f" ({result.category})" if result.category else ""
    carried = f", as the error is that of {result.carried_from}" if result.carried_from else ""
    return f"{result.outcome}{category}, {result.score:g} of {result.points:g} points{carried}"


def _line(name: str, text: str) -> str:
    """Return a line with a heading; what a submission says acts in no terminal."""
    first, *others = plain(text).split("\n")
    return "\n".join([f"  {name:<15}{first}", *(f"{'':17}{other}" for other in others)])


def _array(rows: Any) -> npt.NDArray[np.float64]:
    return np.array([[float(value) for value in row] for row in rows])
