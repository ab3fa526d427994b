"""Our grader on a class, as the command is used: its start, its workers, its reports."""

import csv
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from benchmarks.classes import FAILING, write_class
from benchmarks.course import COURSE
from benchmarks.environments import KEPT
from benchmarks.timing import Row, Run, at_least, medians, run

__all__ = ["THEIRS", "VARIABLES", "against", "grade", "marginal", "scores"]

#: How many submissions another grader gets, and how many ours.
THEIRS, OURS = 10, 300
#: A seed, and a cache that is the benchmarks' own.
VARIABLES = {"PROPGRADE_SEED": "a seed of the benchmarks", "XDG_CACHE_HOME": str(KEPT)}
_SIZES = 10, 100  # of two classes that differ only by that
_REPEATS = 3


def grade(submissions: Path, *options: object) -> Run:
    """Grade a class into a folder that is deleted again."""
    with tempfile.TemporaryDirectory() as out:
        return _grade(submissions, Path(out), *options)


def scores(submissions: Path) -> dict[str, float]:
    """Grade a class; return the score of each student."""
    with tempfile.TemporaryDirectory() as out:
        _grade(submissions, Path(out))
        with (Path(out) / "grades.csv").open(encoding="utf-8", newline="") as table:
            return {row["submission"]: float(row["score"]) for row in csv.DictReader(table)}


@cache
def marginal(failing: float = FAILING) -> float:
    """Return the seconds for one more submission of a class, without the grader's start."""
    few, many = _SIZES
    with tempfile.TemporaryDirectory() as place:
        small = write_class(Path(place) / "small", few, failing)
        large = write_class(Path(place) / "large", many, failing)
        grade(small)
        found = medians({"small": lambda: grade(small), "large": lambda: grade(large)}, _REPEATS)
    return (found["large"].seconds - found["small"].seconds) / (many - few)


def against(
    name: str,
    theirs: Callable[[], Run],
    read_scores: Callable[[Run], Mapping[str, float]],
    *,
    targets: tuple[float, float] | None = None,
) -> Iterator[Row]:
    """Compare another grader, on the first submissions of a class, with ours on all of it.

    Both must give the same scores. The targets are for one process of ours, and for two.
    """
    from benchmarks.cost import a_submission  # which uses this module

    with tempfile.TemporaryDirectory() as place:
        submissions = write_class(Path(place) / "class", OURS)
        desired = dict(sorted(scores(submissions).items())[:THEIRS])
        found = medians(
            {
                name: theirs,
                "ours": lambda: grade(submissions),
                "ours, two jobs": lambda: grade(submissions, "--jobs", 2),
            },
            _REPEATS,
        )
    actual = dict(read_scores(found[name]))
    if actual != desired:
        raise SystemExit(f"{name} gave the scores {actual}, and ours {desired}.")
    other = found.pop(name)
    slow = other.seconds / THEIRS
    yield Row(f"{name}, a submission", slow, "1")
    busy = other.processor / THEIRS
    yield Row("its processor time", busy)
    cost = a_submission(FAILING).whole
    yield Row("ours, processor time", cost, f"{busy / cost:.1f} times as little")
    for (what, ours), target in zip(found.items(), targets or (0, 0), strict=True):
        ratio = OURS / THEIRS / ours.ratio
        verdict = at_least(ratio, target) if target else ""
        yield Row(what, ours.seconds / OURS, f"{ratio:.1f} times as fast", verdict)


def _grade(submissions: Path, out: Path, *options: object) -> Run:
    command = [sys.executable, "-m", "autograder", "grade", submissions, "--course", COURSE]
    return run([*command, "--out", out, *options], env={**os.environ, **VARIABLES})
