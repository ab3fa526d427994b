"""(h) What design choices buy: the time of one more submission, with each of them taken back."""

import contextlib
import dataclasses
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest import mock

from autograder import launch
from autograder.commands import grade as command
from autograder.precedents import Precedents
from autograder.sandbox.layers import Layers
from benchmarks import ours
from benchmarks.classes import write_class
from benchmarks.course import COURSE
from benchmarks.timing import Row, median

FEW, MANY, REPEATS = 2, 8, 3


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place, mock.patch.dict(os.environ, ours.VARIABLES):
        one, few, many = (
            write_class(Path(place) / str(size), size, failing=0) for size in (1, FEW, MANY)
        )
        base = one_more(few, many, contextlib.nullcontext)
        yield Row("as it is", base, "1")
        for what, change in taken_back().items():
            seconds = one_more(few, many, change)
            yield Row(what, seconds, f"{seconds / base:.1f}")
        alone = median(lambda: ours.grade(one), REPEATS)
        yield Row("each by a command of its own", alone, f"{alone / base:.1f}")


def taken_back() -> dict[str, Callable[[], AbstractContextManager[Any]]]:
    """Return what undoes a choice while a class is graded."""
    return {
        "answers that passed are judged again": lambda: mock.patch.object(
            Precedents, "passed", return_value=False
        ),
        "calls are made one by one": lambda: planned(record=False),
        "examples are drawn anew": lambda: planned(live=True),
        "workers are new processes": lambda: mock.patch.object(
            command, "open_launcher", side_effect=lambda: launch._Spawner(Layers())
        ),
    }


def planned(**changed: Any) -> AbstractContextManager[Any]:
    """Change how the command plans a run."""
    plan = command._plan
    return mock.patch.object(
        command, "_plan", lambda options: dataclasses.replace(plan(options), **changed)
    )


def one_more(few: Path, many: Path, change: Callable[[], AbstractContextManager[Any]]) -> float:
    """Return the seconds by which a class takes longer than a smaller one, a submission."""
    with change():
        graded(few)
        taken = [graded(many) - graded(few) for _ in range(REPEATS)]
    return statistics.median(taken) / (MANY - FEW)


def graded(submissions: Path) -> float:
    """Grade a class in this process, in silence; return the seconds that it took."""
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as out,
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        options = command.Options(out=Path(out), course=COURSE, allow_weak=True)
        command.grade([submissions], options)
    return time.perf_counter() - begun
