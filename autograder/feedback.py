"""What a student may see of a report.

Of a hidden check a student sees its title, how it failed, the student's own line, the type of the
exception, and the hint: never the call, values, differences, the exception's text or what was
printed. A student who returns zeros would read the reference off a largest difference, and
``raise ValueError(repr(z))`` would carry hidden inputs out.
"""

from __future__ import annotations

import builtins
import copy

from autograder.report import CheckResult, Report

__all__ = ["student_view"]

_SAFE = {"missing", "unwritten", "pending", "unreadable", "stopped"}  # no values in these texts
_TEXTS = {
    "raised": "raises {error_type} on an input that is not shown",
    "unstable": "the same call gives different answers when it is made again",
    "unusable": "what is returned has the wrong form, on an input that is not shown",
    "grader": "the check itself failed; tell the course staff",
    "mismatch": "is wrong on an input that is not shown",
}


def student_view(report: Report) -> Report:
    """Return a copy of ``report`` without what hidden checks would give away."""
    view = copy.deepcopy(report)
    view.view = "student"
    if report.status == "error":  # an error of the grader may quote what it was working on
        view.message = "the grader failed; tell the course staff"
    for check in view.checks():
        if check.hidden:
            _redact(check)
    return view


def _redact(check: CheckResult) -> None:
    check.counterexample = None
    check.printed = None
    if check.error_type is not None and not hasattr(builtins, check.error_type):
        check.error_type = "an exception"
    if check.outcome in ("failed", "error") and check.category not in _SAFE:
        text = _TEXTS.get(check.category or "", _TEXTS["mismatch"])
        check.message = text.format(error_type=check.error_type)
