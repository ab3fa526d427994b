"""What changes when half of the class fails."""

from collections.abc import Iterator

from benchmarks.classes import FAILING
from benchmarks.ours import marginal
from benchmarks.timing import Row


def rows() -> Iterator[Row]:
    base = 0.0
    for failing in (FAILING, 0.0, 0.5):
        seconds = marginal(failing)
        base = base or seconds
        yield Row(f"a submission when {failing:.0%} fail", seconds, f"{seconds / base:.2f}")
