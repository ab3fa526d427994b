"""``autograder release``: write the generated files, or tell which are stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.course import Assignment, find_assignment
from autograder.engine import collect
from autograder.files import write_atomically
from autograder.nbgrader.mirror import source_folder, write_source
from autograder.plan import Plan

__all__ = ["generated", "points_of", "release", "stale"]

_REMEDY = "Run `autograder release`."
_GENERATED = ("*.py", "*.ipynb", "figures/*", "data/*")


def release(course: Path, *, assignment: str | None, check: bool) -> int:
    """Bring ``assignments/<name>/`` up to date with ``solutions/<name>/``; return the exit code."""
    found = find_assignment(course, assignment)
    points = points_of(found)
    wanted = generated(found, points)
    old = stale(found, wanted)
    if check:
        for sentence in old.values():
            print(sentence)
        if not old:
            print(f"{found.name}: everything that is generated is up to date.")
        return 1 if old else 0
    for path in old:
        if path in wanted:
            write_atomically(path, wanted[path])
            print(f"wrote {path}")
        else:
            path.unlink()
            print(f"removed {path}")
    source = source_folder(found)
    if source is not None:
        for path in write_source(source, found, points):
            print(f"wrote {path}")
    print(f"{found.name} is released: everything in {found.folder} is up to date.")
    return 0


def stale(assignment: Assignment, wanted: Mapping[Path, str]) -> dict[Path, str]:
    """Return the files that are not what they should be, each with a sentence."""
    sentences = {
        path: f"{path} is stale. {_REMEDY}" if path.exists() else f"{path} is missing. {_REMEDY}"
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for pattern in _GENERATED:
        for path in sorted(assignment.folder.glob(pattern)):
            if path.is_file() and path not in wanted:
                sentences[path] = f"{path} has no source in solutions/. {_REMEDY}"
    return sentences


def generated(
    assignment: Assignment, points: Mapping[str, Mapping[str, float]] | None = None
) -> dict[Path, str]:
    """Return what every generated file of an assignment should hold."""
    from autograder.release import generate

    return generate(assignment, points_of(assignment) if points is None else points)


def points_of(assignment: Assignment) -> dict[str, dict[str, float]]:
    """Return what each exercise of each problem is worth, as its checks say."""
    points: dict[str, dict[str, float]] = {}
    for problem, check in collect(Plan(assignment)):
        exercises = points.setdefault(problem, {})
        exercises[check.exercise] = exercises.get(check.exercise, 0.0) + check.points
    return points
