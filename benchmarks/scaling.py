"""The model of docs/scaling.md, fitted to this run, and what it predicts.

A submission costs *work* where it is graded, and a *turn* in the process that hands it out and
keeps its report. Cores share the work; turns are taken one after another:
``seconds = start + n * max(work / cores, turn)``.
"""

import contextlib
import functools
import io
import os
import pickle
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from distributed import LocalCluster

from autograder.commands.grade import Options, grade
from autograder.report import Report
from autograder.targets import FromPath
from benchmarks import jobs, size
from benchmarks.classes import write_class
from benchmarks.course import COURSE, PROBLEM, solutions
from benchmarks.ours import VARIABLES
from benchmarks.timing import Row

CLASS, CORES = 100_000, (1, 16, 256)
FEW, MANY = 20, 100  # sizes of two classes, of which the difference counts
IDLE = 3.0  # seconds


def rows() -> Iterator[Row]:
    start, work = line({n: taken.seconds for n, taken in size.runs().items()})
    yield Row("start", start)
    yield Row("work of a submission", work)
    taken = jobs.runs()
    for what in ("two processes", "two workers of Dask"):
        slower = 2 * (taken[what].seconds - start) / (taken["one process"].seconds - start)
        yield Row(f"work in {what}", work * slower, f"{slower:.2f}")
    turns = {}
    with tempfile.TemporaryDirectory() as place, mock.patch.dict(os.environ, VARIABLES):
        turns["processes"] = turn(Path(place) / "processes", jobs=2)
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            turns["Dask"] = turn(Path(place) / "dask", cluster=cluster.scheduler_address)
        for what, number in bytes_of(Path(place) / "processes").items():
            yield Row(f"bytes of a submission, {what}", None, f"{number:,}")
    for how, seconds in turns.items():
        yield Row(f"turn of a submission, {how}", seconds, f"full at {work / seconds:.0f} cores")
    for cores in CORES:
        for how, seconds in turns.items():
            parts = {"work": work / cores, "turns": seconds}
            most = max(parts, key=parts.__getitem__)
            expected = start + CLASS * parts[most]
            yield Row(f"{CLASS:,} on {cores} cores, {how}", expected, f"bound by the {most}")


def line(taken: dict[int, float]) -> tuple[float, float]:
    """Return intercept and slope, of least squares of relative errors."""
    sizes, seconds = np.array(list(taken)), np.array(list(taken.values()))
    design = np.stack([1 / seconds, sizes / seconds], axis=1)
    (start, slope), *_ = np.linalg.lstsq(design, np.ones(len(sizes)))
    return float(start), float(slope)


def turn(place: Path, **where: Any) -> float:
    """Return the seconds that this process is busy with a submission that others grade.

    What it does at all times, such as to watch a cluster, is no part of that.
    """
    idle = busy(lambda: time.sleep(IDLE)) / IDLE
    taken = {}
    for number in (FEW, MANY):
        submissions = write_class(place / f"class{number}", number)
        options = Options(out=place / f"graded{number}", course=COURSE, **where)
        begun = time.monotonic()
        used = busy(functools.partial(grade, [submissions], options))
        taken[number] = used - idle * (time.monotonic() - begun)
    return (taken[MANY] - taken[FEW]) / (MANY - FEW)


def busy(action: Callable[[], object]) -> float:
    """Return the processor time of this process while it does something, in silence."""
    begun = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        action()
    return time.process_time() - begun


def bytes_of(place: Path) -> dict[str, int]:
    """Return how much of a submission crosses to where it is graded, and back, and is kept."""
    name = "student0000"
    target = FromPath(name, place / f"class{FEW}" / name).read({PROBLEM: list(solutions())})
    kept = (place / f"graded{FEW}" / "reports" / f"{name}.json").read_text(encoding="utf-8")
    return {
        "to the worker": len(pickle.dumps(target)),
        "back": len(pickle.dumps(Report.from_json(kept))),
        "kept": len(kept),
    }
