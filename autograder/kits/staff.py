"""What every kit for the staff holds: the course, its secret settings, our wheel, the versions."""

from __future__ import annotations

import secrets

from autograder.course import Assignment, CourseError
from autograder.kits.bundle import Kit, folder_files
from autograder.kits.pins import pins
from autograder.seeds import Seed

__all__ = ["CONSTRAINTS", "course_files", "new_seed", "software"]

CONSTRAINTS = "constraints.txt"


def course_files(assignment: Assignment, inside: str = "") -> Kit:
    """Return an assignment and its solutions, laid out as a course."""
    if assignment.solutions is None:
        raise CourseError(
            f"There are no solutions for {assignment.name}, so nothing could be graded with this "
            f"kit. Put them into solutions/{assignment.name}/ beside assignments/."
        )
    name = assignment.name
    return {
        **folder_files(assignment.folder, f"{inside}assignments/{name}/"),
        **folder_files(assignment.solutions, f"{inside}solutions/{name}/"),
    }


def software(wheel: tuple[str, bytes], inside: str = "") -> Kit:
    """Return our wheel, and the versions of all that it needs as they are installed here."""
    name, data = wheel
    return {f"{inside}{name}": data, f"{inside}{CONSTRAINTS}": pins().encode()}


def new_seed() -> Seed:
    """Return a secret seed that nobody has thought of."""
    return Seed(secrets.token_urlsafe(24))
