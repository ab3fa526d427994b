"""Grade what PrairieLearn lays into /grade, and write its results.json.

Run by ``grade.sh`` of the kit, which has written a results.json for the case that this process
does not come to its end.
"""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.files import write_atomically
from autograder.platforms.grading import export, grade_one
from autograder.platforms.settings import Settings

__all__ = ["main"]

_ROOT = Path("/grade")


def main(root: Path = _ROOT) -> int:
    """Grade the submission below ``root``; return the exit code."""
    settings = Settings.read(root / "tests" / "settings.json")
    report = grade_one(root / "student", root / "tests" / "course", settings)
    write_atomically(root / "results" / "results.json", export(report, "prairielearn"))
    if report.status == "error":
        print(report.message, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
