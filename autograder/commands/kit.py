"""``autograder kit``: folders and zips for students and platforms, ready to use."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from pathlib import Path

from autograder.commands.release import generated, stale
from autograder.course import Assignment, CourseError, find_assignment
from autograder.kits.bundle import Kit, write
from autograder.kits.github import github_kit
from autograder.kits.gradescope import gradescope_kit
from autograder.kits.prairielearn import prairielearn_kit
from autograder.kits.staff import new_seed
from autograder.kits.student import student_kit
from autograder.kits.wheel import make_wheel
from autograder.seeds import ENVIRONMENT_VARIABLE, Seed, choose_seed

__all__ = ["PLATFORMS", "kit"]

PLATFORMS = ("student", "gradescope", "github", "prairielearn")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # goes into scripts, file names and YAML


def kit(
    platform: str, out: Path, *, course: Path, assignment: str | None, allow_weak: bool = False
) -> int:
    """Write the kit for a platform to ``out``; return the exit code."""
    found = find_assignment(course, assignment)
    if not _NAME.fullmatch(found.name):
        raise CourseError(
            f"The assignment is called {found.name!r}. Use letters, digits, '.', '_' and '-' only."
        )
    _refuse_stale(found)
    for line in write(_kit(platform, found, allow_weak), out, secret=platform != "student"):
        print(line)
    return 0


def _kit(platform: str, assignment: Assignment, allow_weak: bool) -> Kit:
    wheel = make_wheel()
    if platform == "student":
        return student_kit(assignment, wheel)
    if platform == "github":
        return github_kit(assignment, wheel)
    make = gradescope_kit if platform == "gradescope" else prairielearn_kit
    return make(assignment, wheel, _secret_seed(), allow_weak=allow_weak)


def _secret_seed() -> Seed:
    seed = choose_seed(None)
    if not seed.public:
        return seed
    if os.environ.get(ENVIRONMENT_VARIABLE):
        raise CourseError(f"{ENVIRONMENT_VARIABLE} is the public seed. Set it to a secret text.")
    print(
        f"autograder: {ENVIRONMENT_VARIABLE} is not set, so the kit has a new secret seed. "
        "Keep the kit: another one would draw other examples.",
        file=sys.stderr,
    )
    return new_seed()


def _refuse_stale(assignment: Assignment) -> None:
    """Stop if what students would get is not what the solutions say, as far as that can be told."""
    if assignment.solutions is None:
        return
    if not all(map(importlib.util.find_spec, ("nbgrader", "jupytext"))):
        print(
            "autograder: whether the released files are up to date was not looked at, "
            "as that needs the extra nbgrader.",
            file=sys.stderr,
        )
        return
    for sentence in stale(assignment, generated(assignment)).values():
        raise CourseError(sentence)
