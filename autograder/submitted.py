"""When a submission was handed in, where a platform's file says so.

The time is for the record: nothing here is late, and no score depends on it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.intake import UnreadableSubmission, read_bytes

__all__ = ["as_utc", "submitted_at"]

_NBGRADER = "timestamp.txt"  # in the folder of a submission
_GRADESCOPE = "submission_metadata.json"  # beside the folder called:
_GRADESCOPE_FOLDER = "submission"
_MAX_BYTES = 2**20


def submitted_at(path: Path) -> str | None:
    """Return the time at which the submission at ``path`` was handed in, if it is known."""
    if not path.is_dir():
        return None
    folder = path.absolute()
    found = as_utc(_text(folder / _NBGRADER))
    if found is None and folder.name == _GRADESCOPE_FOLDER:
        try:
            data = json.loads(_text(folder.with_name(_GRADESCOPE)))
            found = as_utc(str(data["created_at"]))
        except (ValueError, LookupError, TypeError, RecursionError):
            return None
    return found


def as_utc(text: str) -> str | None:
    """Return a time in UTC, to the second, as ``2026-11-24T15:00:00Z``; None if it is none.

    Without a time zone it is taken for UTC. The zone may be an offset or, as nbgrader writes it, a
    name behind the time.
    """
    text = text.strip()
    try:
        return _utc(text, UTC)
    except (ValueError, OverflowError):
        pass
    moment, _, zone = text.rpartition(" ")
    try:
        return _utc(moment, ZoneInfo(zone))
    except (ValueError, OverflowError, LookupError, OSError):
        return None


def _utc(text: str, zone: tzinfo) -> str:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _text(path: Path) -> str:
    try:
        return read_bytes(path, _MAX_BYTES).decode("utf-8", errors="replace")
    except UnreadableSubmission:
        return ""
