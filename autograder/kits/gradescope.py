"""The kit for Gradescope: the zip of an autograder."""

from __future__ import annotations

from autograder.course import Assignment
from autograder.kits.bundle import Kit, templates
from autograder.kits.staff import course_files, software
from autograder.platforms.settings import Settings
from autograder.seeds import Seed

__all__ = ["gradescope_kit"]

_SECONDS = 540  # Gradescope's own limit is 600 by default
_SHELL_SECONDS = _SECONDS + 30  # for writing results, after the grader has been stopped


def gradescope_kit(
    assignment: Assignment, wheel: tuple[str, bytes], seed: Seed, *, allow_weak: bool
) -> Kit:
    """Return the files to upload as a zip."""
    settings = Settings(assignment.name, seed.text, _SECONDS, allow_weak)
    values = {
        "ASSIGNMENT": assignment.name,
        "WHEEL": wheel[0],
        "SECONDS": str(_SECONDS),
        "KILL_SECONDS": str(_SHELL_SECONDS),
    }
    return {
        **templates("gradescope", values),
        **course_files(assignment, "course/"),
        **software(wheel),
        "settings.json": settings.to_json().encode(),
    }
