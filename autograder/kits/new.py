"""Begin a problem, or a course, with files that work and are there to be replaced."""

from __future__ import annotations

import keyword
from pathlib import Path

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.kits.bundle import template

__all__ = ["begin_course", "begin_problem"]


def begin_problem(course: Path, assignment: str, name: str) -> list[Path]:
    """Write the three files of a problem and return their paths.

    Raises
    ------
    CourseError
        If the name cannot be that of a module, or one of the files is there already.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        raise CourseError(
            f"{name!r} cannot be the name of a problem, as its file is a Python module. "
            "Use letters, digits and '_', such as linear_regression."
        )
    if "/" in assignment or "\\" in assignment or assignment.startswith("."):
        raise CourseError(f"{assignment!r} cannot be the name of an assignment: it is a folder's.")
    solutions = course / "solutions" / assignment
    files = {
        solutions / f"{name}.py": "solution.py.txt",
        course / "assignments" / assignment / "checks" / f"test_{name}.py": "checks.py.txt",
        solutions / "mistakes" / f"{name}.py": "mistakes.py.txt",
    }
    for path in files:
        if path.exists():
            raise CourseError(f"{path} is there already. Choose another name.")
    values = {"PROBLEM": name, "TITLE": name.replace("_", " ").capitalize()}
    for path, source in files.items():
        write_atomically(path, template(f"new/{source}", values))
    return list(files)


def begin_course(folder: Path, assignment: str, problem: str) -> list[Path]:
    """Write a course of one problem into a new folder and return the paths of its files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is there already. Name a folder that is not, or is empty.")
    paths = begin_problem(folder, assignment, problem)
    for name, source in (("README.md", "README.md"), (".gitignore", "gitignore.txt")):
        write_atomically(folder / name, template(f"new/{source}", {}))
        paths.append(folder / name)
    return paths
