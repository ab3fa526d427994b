"""Lines of the submission, and exceptions as data."""

from __future__ import annotations

import traceback
from typing import Any

__all__ = ["PACKAGE", "cell_and_line", "failure"]

PACKAGE = "submission"  # of the modules that hold its problems, and in the names of its cells
_MAX_TEXT = 2000  # characters of an exception's text that cross


def cell_and_line(filename: str, line: int, problem: str) -> list[int] | None:
    prefix, _, cell = filename.rpartition(":")
    return [int(cell), line] if prefix == f"{PACKAGE}:{problem}" else None


def failure(error: BaseException, filename: str) -> dict[str, Any]:
    """Describe an exception as data: the names of its classes, its text, the student's line."""
    types_ = [base.__name__[:80] for base in type(error).__mro__ if base is not object]
    try:
        text = str(error)[:_MAX_TEXT]
    except BaseException:
        text = "(its text cannot be printed)"
    place: list[Any] | None = None
    if isinstance(error, SyntaxError) and str(error.filename or "").startswith(filename):
        place = [error.filename, error.lineno]
        text = str(error.msg)
    else:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.startswith(filename):
                place = [frame.f_code.co_filename, line]
    cell = int(str(place[0]).rsplit(":", 1)[1]) if place else None
    return {"types": types_, "text": text, "cell": cell, "line": place[1] if place else None}
