"""The kit of a student: stubs, notebooks, checks, figures, data, our wheel, and no solution."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.course import Assignment, CourseError
from autograder.kits.bundle import Kit, folder_files, template
from autograder.leaks import fragments, kit_texts, leaks

__all__ = ["student_kit"]

_README = "README.md"


def student_kit(assignment: Assignment, wheel: tuple[str, bytes]) -> Kit:
    """Return what a student needs to work on an assignment, in any empty folder.

    Raises
    ------
    CourseError
        If a text of a solution or of a mistake stands in it.
    """
    name, data = wheel
    files = folder_files(assignment.folder)
    problems = "\n".join(f"- `{problem}`" for problem in assignment.problems)
    values = {"ASSIGNMENT": assignment.name, "WHEEL": name, "PROBLEMS": problems}
    readme = template(f"student/{_README}", values)
    own = files.get(_README)
    kit = {**files, name: data, _README: readme if own is None else own + b"\n" + readme}
    _refuse_solutions(kit, assignment)
    return kit


def _refuse_solutions(kit: Mapping[str, bytes], assignment: Assignment) -> None:
    """Stop if a kit for students holds what only the staff may see."""
    if assignment.solutions is None:
        return
    secret = list(fragments(assignment.solutions))
    for sentence in leaks(secret, kit_texts(kit)):
        raise CourseError(sentence)
