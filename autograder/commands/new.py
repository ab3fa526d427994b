"""``autograder new``: begin a problem, or a course."""

from __future__ import annotations

from pathlib import Path

from autograder.course import assignments_of, find_assignment
from autograder.kits.new import begin_course, begin_problem

__all__ = ["new_course", "new_problem"]


def new_problem(course: Path, name: str, *, assignment: str | None) -> int:
    """Write the files of a problem and say what to do with them; return the exit code."""
    found = assignment or find_assignment(course).name
    _tell(begin_problem(course, found, name))
    several = len(assignments_of(course)) > 1
    where = f" --assignment {found}" if several else ""
    print("Write the problem in the place of what is there, then run")
    print(f"  autograder release{where}")
    print(f"  autograder verify{where} --problem {name}")
    return 0


def new_course(folder: Path, *, assignment: str, problem: str) -> int:
    """Write a course of one problem and say what to do with it; return the exit code."""
    _tell(begin_course(folder, assignment, problem))
    print("Write the problem in the place of what is there, then run")
    print(f"  cd {folder}")
    print("  autograder release")
    print("  autograder verify")
    return 0


def _tell(paths: list[Path]) -> None:
    for path in paths:
        print(f"wrote {path}")
