"""Say what came of a check: passed, failed, error or skipped, and why, in the student's terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import hypothesis.errors
import pytest

from autograder.checks import Check
from autograder.compare import Mismatch
from autograder.corpus import Unstable
from autograder.functions import Call, CallFailed, Functions, ReferenceFailed
from autograder.picture import picture
from autograder.process import Answer, Place, Stopped
from autograder.report import CheckResult, Counterexample, Line

__all__ = ["carry", "judge", "name_mistake", "not_run", "ran", "take_back"]

_SHOWN_CALLS = 3
_EXPLAINABLE = {"mismatch", "raised", "unusable"}  # categories of failures by what was answered
_UNSTABLE = (Unstable, hypothesis.errors.Flaky)


def not_run(
    check: Check, message: str, category: str = "unreadable", *, outcome: str = "failed"
) -> CheckResult:
    """Return the result of a check whose outcome is known without running it."""
    return CheckResult(
        name="",
        title=check.title,
        kind=check.kind,
        hidden=check.hidden,
        points=check.points,
        score=0.0,
        outcome=outcome,
        category=category,
        message=message,
    )


def judge(check: Check, raised: BaseException | None, functions: Functions | None) -> CheckResult:
    """Return the result of a check that raised this."""
    result = not_run(check, "", "mismatch")
    calls = functions.calls if functions is not None else []
    if raised is None:
        result.outcome, result.category, result.score = "passed", None, check.points
        return result
    if isinstance(raised, pytest.skip.Exception):
        result.outcome, result.category, result.message = "skipped", "pending", str(raised.msg)
        return result
    result.hint = check.hint
    if isinstance(raised, Stopped):
        result.category, result.message, result.hint = "stopped", raised.text, None
        return result
    if isinstance(raised, CallFailed):
        _note_failure(result, raised)
        calls = [*[c for c in calls if c is not raised.call], raised.call]
    elif isinstance(raised, AssertionError):
        result.message = _first_sentence(raised)
    elif isinstance(raised, _UNSTABLE):
        result.category = "unstable"
        result.message = "the same call gives different answers when it is made again"
    elif isinstance(raised, ReferenceFailed) or not calls:
        result.outcome, result.category, result.hint = "error", "grader", None
        result.message = f"the check itself failed ({type(raised).__name__}: {raised})"
        return result
    else:  # the check works for the reference, so it is the answer that it could not use
        result.category = "unusable"
        result.message = "what was returned has the wrong form: " + _first_sentence(raised)
    if calls:
        result.counterexample = _counterexample(calls, result.message)
        if isinstance(raised, Mismatch) and raised.compared is not None:
            result.counterexample.picture = picture(*raised.compared, sequence=raised.sequence)
        result.printed = calls[-1].answer.printed or None
    return result


def take_back(result: CheckResult, call: Call, again: Answer) -> None:
    """Fail a check that was passed by an answer which is another when it is asked for again."""
    result.outcome, result.category, result.score = "failed", "unstable", 0.0
    result.message = (
        "in a fresh process, and after other calls, this call gave another answer: it depends on "
        "earlier calls, on chance or on the time"
    )
    other = replace(call, answer=again)
    result.counterexample = _counterexample([call, other], result.message)


def ran(result: CheckResult) -> bool:
    """Tell whether a check was run to an end."""
    return result.outcome == "passed" or result.category in _EXPLAINABLE


def carry(result: CheckResult, earlier: Sequence[str]) -> None:
    """Give the points of a check that failed because of earlier exercises alone."""
    result.outcome, result.category, result.score = "passed", None, result.points
    result.message, result.error_type, result.hint = "", None, None
    result.line = result.counterexample = result.printed = None
    *most, last = earlier
    result.carried_from = f"{', '.join(most)} and {last}" if most else last


def name_mistake(
    failed: Sequence[CheckResult], looks_like: str, hint: str, place: Place | None = None
) -> None:
    """Tell once, at the first, what failed checks look like, in place of the hints of them all."""
    for result in failed:
        result.hint = None
    first = failed[0]
    first.mistake, first.hint = looks_like, hint
    first.line = first.line or _line(place)


def _note_failure(result: CheckResult, raised: CallFailed) -> None:
    failure = raised.failure
    result.category = "raised"
    result.message = f"{raised.call.name} raised {failure}"
    result.error_type = failure.type
    result.line = _line(failure.place)
    if failure.type == "NotImplementedError":
        result.category, result.hint = "unwritten", None
        result.message = f"{raised.call.name} uses a function that is not written yet"
    elif "read-only" in failure.text and failure.type == "ValueError":
        result.hint = "Work on a copy: a function must not change the arrays that it is given."


def _line(place: Place | None) -> Line | None:
    if place is None:
        return None
    cell = None if place.cell.startswith("line") else place.cell
    return Line(place.file, cell, place.line, place.source)


def _first_sentence(raised: BaseException) -> str:
    """Return the text of an assertion without what pytest's rewriting adds."""
    text = str(raised).partition("\nassert ")[0].strip()
    return text or f"{type(raised).__name__} in the check"


def _counterexample(calls: list[Call], problem: str) -> Counterexample:
    shown = calls[-_SHOWN_CALLS:]
    return Counterexample(
        called=[call.called() for call in shown],
        returned=[call.returned() for call in shown],
        problem=problem,
    )
