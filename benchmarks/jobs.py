"""(g) One process against two, and against a Dask cluster of two workers."""

import shlex
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from distributed import LocalCluster

from benchmarks.classes import write_class
from benchmarks.ours import grade
from benchmarks.timing import Row, Run, at_least, medians, run

SIZE, REPEATS = 300, 5
LOOP = f"{shlex.quote(sys.executable)} -c 'for _ in range(10**7): pass'"


def rows() -> Iterator[Row]:
    found = dict(runs())
    alone, together = found.pop("a loop"), found.pop("two loops at once")
    for what, taken in found.items():
        target = at_least(1 / taken.ratio, 1.8) if "two processes" in what else ""
        yield Row(f"{what}, {SIZE} submissions", taken.seconds, f"{1 / taken.ratio:.2f}", target)
    # Two processors of a machine may be one that takes turns.
    gained = 2 * alone.ratio / together.ratio
    yield Row("two loops in Python at once", together.seconds, f"{gained:.2f} times one")


@cache
def runs() -> dict[str, Run]:
    """Grade one class in one process, in two, and on a cluster; and do nothing but count."""
    with (
        tempfile.TemporaryDirectory() as place,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
    ):
        submissions = write_class(Path(place), SIZE)
        address = cluster.scheduler_address
        grade(submissions)
        return medians(
            {
                "one process": lambda: grade(submissions),
                "two processes": lambda: grade(submissions, "--jobs", 2),
                "two workers of Dask": lambda: grade(submissions, "--cluster", address),
                "a loop": lambda: run(["sh", "-c", LOOP]),
                "two loops at once": lambda: run(["sh", "-c", f"{LOOP} & {LOOP}; wait"]),
            },
            REPEATS,
        )
