"""The kit for GitHub: a template repository for students, and a repository that grades theirs."""

from __future__ import annotations

from autograder.course import Assignment
from autograder.kits.bundle import Kit, templates
from autograder.kits.staff import course_files, software
from autograder.kits.student import student_kit

__all__ = ["ACTIONS", "github_kit"]

_TEMPLATE, _INSTRUCTOR = "template/", "instructor/"

#: Actions by the mark that stands for them, pinned by the commit: a tag can be moved.
ACTIONS = {
    "CHECKOUT": "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0",
    "SETUP_PYTHON": "actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0",
    "UPLOAD_ARTIFACT": "actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0",
}


def github_kit(assignment: Assignment, wheel: tuple[str, bytes]) -> Kit:
    """Return the folders ``template`` and ``instructor``."""
    values = {
        **ACTIONS,
        "ASSIGNMENT": assignment.name,
        "WHEEL": wheel[0],
        "RUNNER": "ubuntu-24.04",
        "PYTHON": "3.13",
    }
    given = student_kit(assignment, wheel)
    files = templates("github", values)
    return {
        **files,
        **{f"{_TEMPLATE}{name}": data for name, data in given.items()},
        **software(wheel, _TEMPLATE),
        **course_files(assignment, _INSTRUCTOR),
        **software(wheel, f"{_INSTRUCTOR}grading/"),
    }
