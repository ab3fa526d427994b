"""Grade what Gradescope lays into /autograder, and write its results.json.

Run by ``run_autograder`` of the kit, which has written a results.json for the case that this
process does not come to its end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.files import write_atomically
from autograder.platforms.grading import export, grade_one
from autograder.platforms.settings import Settings

__all__ = ["main", "notes"]

_ROOT = Path("/autograder")


def main(root: Path = _ROOT) -> int:
    """Grade the submission below ``root``; return the exit code."""
    source = root / "source"
    settings = Settings.read(source / "settings.json")
    report = grade_one(root / "submission", source / "course", settings)
    metadata = _metadata(root / "submission_metadata.json")
    results = json.loads(export(report, "gradescope"))
    told = list(notes(metadata))
    if told:
        results["output"] = "\n\n".join([*told, results.get("output") or ""]).strip()
    write_atomically(root / "results" / "results.json", json.dumps(results))
    if report.status == "error":
        print(report.message, file=sys.stderr)
    return 0


def notes(metadata: dict[str, Any]) -> Iterator[str]:
    """Yield what the metadata of a submission say of its time and of earlier ones.

    What is missing or has another form is passed over: Gradescope may change it.
    """
    handed_in, due = _time(metadata.get("created_at")), _due(metadata)
    if handed_in and due and handed_in > due:
        yield (
            f"Handed in {_span(handed_in - due)} after the due date, {due:%Y-%m-%d %H:%M %z}. "
            "No points are taken off here for that."
        )
    before = metadata.get("previous_submissions")
    if isinstance(before, list) and before:
        last = before[-1].get("score") if isinstance(before[-1], dict) else None
        score = f", and the one before had a score of {last:g}" if _number(last) else ""
        yield f"This is submission {len(before) + 1}{score}."


def _metadata(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _due(metadata: dict[str, Any]) -> datetime | None:
    """Return the latest due date that applies; a student may have an extension."""
    users = metadata.get("users")
    holders = [metadata, *(users if isinstance(users, list) else [])]
    dates = []
    for holder in holders:
        assignment = holder.get("assignment") if isinstance(holder, dict) else None
        if isinstance(assignment, dict):
            dates.append(_time(assignment.get("due_date")))
    return max(filter(None, dates), default=None)


def _time(value: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return time if time is not None and time.tzinfo is not None else None


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _span(late: timedelta) -> str:
    minutes = max(1, round(late.total_seconds() / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


if __name__ == "__main__":
    sys.exit(main())
