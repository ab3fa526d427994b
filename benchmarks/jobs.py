"""(g) One process against two, and against a Dask cluster of two workers."""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from distributed import LocalCluster

from benchmarks.classes import write_class
from benchmarks.ours import grade
from benchmarks.timing import Row, Run, at_least, medians

SIZE, REPEATS = 120, 3


def rows() -> Iterator[Row]:
    found = runs()
    one = found["one process"].seconds
    for what, taken in found.items():
        ratio = one / taken.seconds
        target = at_least(ratio, 1.8) if "two processes" in what else ""
        yield Row(f"{what}, {SIZE} submissions", taken.seconds, f"{ratio:.2f}", target)


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
