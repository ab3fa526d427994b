"""Keep nbgrader's source folder in step: notebooks with solutions, and what students receive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course import Assignment, CourseError
from autograder.files import files_below, write_atomically
from autograder.release import as_text, source_notebook

__all__ = ["differences", "source_folder", "write_source"]

_CONFIG = "nbgrader_config.py"
_NOTEBOOK = ".ipynb"
_REMEDY = "Run `autograder release`."


def source_folder(assignment: Assignment) -> Path | None:
    """Return where nbgrader looks for the assignment, if its course is one of nbgrader's."""
    root = assignment.folder.parent.parent
    return root / "source" / assignment.name if (root / _CONFIG).is_file() else None


def write_source(
    folder: Path, assignment: Assignment, points: Mapping[str, Mapping[str, float]]
) -> list[Path]:
    """Bring the source folder up to date; return the files that were not.

    Raises
    ------
    CourseError
        If a file lies there that is not part of the assignment.
    """
    for sentence in _foreign(folder, assignment):
        raise CourseError(sentence)
    if assignment.solutions is None:
        raise CourseError(f"There are no solutions for {assignment.name} to make a source from.")
    wanted = {name: path.read_bytes() for name, path in _public(assignment.folder).items()}
    for problem in assignment.problems:
        solution = assignment.solutions / f"{problem}.py"
        text = as_text(source_notebook(solution, points.get(problem, {})))
        wanted[problem + _NOTEBOOK] = text.encode()
    written = []
    for name, data in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            write_atomically(path, data)
            written.append(path)
    return written


def differences(folder: Path, assignment: Assignment) -> Iterator[str]:
    """Yield a sentence for each file but notebooks that is not as in the assignment."""
    yield from _foreign(folder, assignment)
    for name, path in _public(assignment.folder).items():
        copy = folder / name
        if not copy.is_file() or copy.read_bytes() != path.read_bytes():
            yield f"{copy} is not the same as {path}. {_REMEDY}"


def _foreign(folder: Path, assignment: Assignment) -> Iterator[str]:
    expected = {*_public(assignment.folder)}
    expected |= {problem + _NOTEBOOK for problem in assignment.problems}
    for name in sorted(files_below(folder).keys() - expected):
        yield (
            f"{folder / name} is not part of the assignment, and nbgrader would hand it out. "
            f"If students need it, move it to {assignment.folder}; otherwise delete it."
        )


def _public(folder: Path) -> dict[str, Path]:
    """Return the files that students receive, other than notebooks, by name."""
    return {name: path for name, path in files_below(folder).items() if path.suffix != _NOTEBOOK}
