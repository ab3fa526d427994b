"""Grade the stub where the grader is set up: examples are then drawn, and what is broken shows."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from autograder.platforms.grading import grade_one
from autograder.platforms.settings import Settings

__all__ = ["main"]


def main(folder: Path) -> int:
    """Rehearse with the course and the settings in ``folder``; return the exit code.

    The sandbox of a place where images are made may be weaker than that where submissions are
    graded, and only the staff's own code is run here.
    """
    settings = Settings.read(folder / "settings.json")
    course = folder / "course"
    stub = course / "assignments" / settings.assignment
    report = grade_one(stub, course, dataclasses.replace(settings, allow_weak_sandbox=True))
    if report.status != "graded":
        print(f"The stub of {settings.assignment} is not graded: {report.message}", file=sys.stderr)
        return 1
    print(f"{settings.assignment}: {report.max_score:g} points. The grader is set up.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
