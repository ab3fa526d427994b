"""(f) Time and memory against the size of the class."""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks.classes import write_class
from benchmarks.ours import grade
from benchmarks.timing import Row, Run, at_most

SIZES = 10, 100, 1000


def rows() -> Iterator[Row]:
    found = runs()
    least = found[SIZES[-2]]
    for size, taken in found.items():
        cost, base = taken.seconds / size, least.seconds / SIZES[-2]
        ratio = f"{cost / base:.2f}; {taken.peak:.0f} MiB, {taken.peak / least.peak:.3f}"
        worse = max(cost / base, taken.peak / least.peak)
        verdict = at_most(worse, 1.1) if size == SIZES[-1] else ""
        yield Row(f"a submission of {size}", cost, ratio, verdict)


@cache
def runs() -> dict[int, Run]:
    """Grade a class of each size once, in one process."""
    found = {}
    with tempfile.TemporaryDirectory() as place:
        for size in SIZES:
            submissions = write_class(Path(place) / str(size), size)
            if not found:
                grade(submissions)
            found[size] = grade(submissions)
    return found
