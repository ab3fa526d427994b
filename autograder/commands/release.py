"""``autograder release``: write the generated files, or tell which are stale."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder import shipped
from autograder.corpus import Corpus
from autograder.course import Assignment, find_assignment
from autograder.engine import collect, run
from autograder.files import write_atomically
from autograder.nbgrader.mirror import source_folder, write_source
from autograder.plan import Plan
from autograder.seeds import Seed
from autograder.solutions import Solutions
from autograder.targets import StaffCode

__all__ = ["generated", "points_of", "release", "stale"]

_REMEDY = "Run `autograder release`."
_GENERATED = ("*.py", "*.ipynb", "figures/*", "data/*", shipped.FOLDER_PATTERN)


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
    examples = _examples_of(found)
    for path in old:
        if path in wanted:
            write_atomically(path, wanted[path])
            print(f"wrote {path}")
        elif path not in examples:
            path.unlink()
            print(f"removed {path}")
    outdated = {path: source for path, source in examples.items() if path in old}
    for path, data in _made_examples(found, outdated):
        write_atomically(path, data)
        print(f"wrote {path}, {len(data):,} bytes of examples")
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
    examples = _examples_of(assignment)
    for path, source in examples.items():
        if not shipped.is_current(source):
            what = "is stale" if path.exists() else "is missing"
            sentences[path] = f"{path} {what}. {_REMEDY}"
    for pattern in _GENERATED:
        for path in sorted(assignment.folder.glob(pattern)):
            if path.is_file() and path not in wanted and path not in examples:
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


def _examples_of(assignment: Assignment) -> dict[Path, Path]:
    """Return the files of examples that students receive, each with its check file."""
    sources = [assignment.checks / f"test_{problem}.py" for problem in assignment.problems]
    return {shipped.path_of(source): source for source in sources}


def _made_examples(
    assignment: Assignment, sources: Mapping[Path, Path]
) -> Iterator[tuple[Path, bytes]]:
    """Draw the examples of the checks that students can run; yield the content of each file."""
    assert assignment.solutions is not None
    problems = [source.stem.removeprefix("test_") for source in sources.values()]
    if not problems:
        return
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(assignment, problems=problems, cache=Path(folder))
        solution = Solutions(assignment.solutions).references(problems)
        run(plan, [StaffCode("the reference", solution)], lambda report: None)
        for path, source in sources.items():
            drawn = Corpus(source, Seed(), Path(folder), {}).drawn()
            yield path, shipped.pack(source, drawn)
