"""Where things are: file names are the registry of a course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Assignment", "CourseError", "assignments_of", "demand", "find_assignment"]

_CHECKS = "checks"


class CourseError(Exception):
    """The course's files are not where they should be. The text says what to do."""


@dataclass(frozen=True)
class Assignment:
    """A homework: a folder with ``checks/``, and its solutions where there are any."""

    folder: Path
    solutions: Path | None = None

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    @property
    def checks(self) -> Path:
        return self.folder / _CHECKS

    @property
    def problems(self) -> list[str]:
        """Names of the problems, from ``checks/test_<problem>.py``."""
        return sorted(path.stem.removeprefix("test_") for path in self.checks.glob("test_*.py"))


def find_assignment(start: Path, name: str | None = None) -> Assignment:
    """Find the assignment that ``start`` lies in, or the one called ``name`` of the course there.

    Raises
    ------
    CourseError
        If there is none, or more than one and no name.
    """
    start = start.resolve()
    for folder in [start, *start.parents] if start.is_dir() else start.parents:
        if name is None and _has_checks(folder):
            return _with_solutions(folder)
        found = [assignment.folder for assignment in assignments_of(folder)]
        if name is not None:
            found = [path for path in found if path.name == name]
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise CourseError(f"There are several assignments: {names}. Choose by --assignment.")
        if found:
            return _with_solutions(found[0])
    what = f"an assignment {name!r}" if name else "a folder with checks/test_<problem>.py"
    raise CourseError(
        f"Neither {start} nor a folder above it has {what}. "
        "Run the command in the folder of the homework, or of the course."
    )


def assignments_of(course: Path) -> list[Assignment]:
    """Return the assignments of the course in a folder."""
    folders = sorted(path for path in course.glob("assignments/*") if _has_checks(path))
    return list(map(_with_solutions, folders))


def demand(what: str, chosen: Iterable[str] | None, existing: Sequence[str]) -> None:
    """Raise `CourseError` if something was chosen that the course does not have."""
    unknown = sorted(set(chosen or ()) - set(existing))
    if unknown:
        raise CourseError(
            f"There is no {what} {', '.join(unknown)}. The {what}s are {', '.join(existing)}."
        )


def _has_checks(folder: Path) -> bool:
    return any((folder / _CHECKS).glob("test_*.py"))


def _with_solutions(folder: Path) -> Assignment:
    solutions = folder.parent.parent / "solutions" / folder.name
    kept = solutions if folder.parent.name == "assignments" and solutions.is_dir() else None
    return Assignment(folder, kept)
