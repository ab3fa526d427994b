"""(g) One process against two, and against a Dask cluster of two workers."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from distributed import LocalCluster

from benchmarks.classes import write_class
from benchmarks.ours import grade
from benchmarks.timing import Row, Run, at_least, median, medians

SIZE, REPEATS = 300, 3
LOOP = "for _ in range(10**7): pass"


def rows() -> Iterator[Row]:
    alone, together = (median(lambda n=n: busy(n), REPEATS) for n in (1, 2))
    # Two processors of a machine may be one that takes turns.
    yield Row("two loops in Python at once", together, f"{2 * alone / together:.2f} times one")
    found = runs()
    one = found["one process"].seconds
    for what, taken in found.items():
        ratio = one / taken.seconds
        target = at_least(ratio, 1.8) if "two processes" in what else ""
        yield Row(f"{what}, {SIZE} submissions", taken.seconds, f"{ratio:.2f}", target)


def busy(number: int) -> None:
    """Run as many processes at once that do nothing but count."""
    started = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(number)]
    for process in started:
        process.wait()


@cache
def runs() -> dict[str, Run]:
    """Grade one class in one process, in two, and on a cluster."""
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
            },
            REPEATS,
        )
