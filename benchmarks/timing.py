"""What every benchmark uses: a clock, a median, and a row of the table."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measured time in seconds, and how it compares to another of the same run."""

    what: str
    seconds: float
    ratio: str = ""

    def shown(self) -> str:
        return f"{self.seconds * 1e3:.2f} ms" if self.seconds < 1 else f"{self.seconds:.2f} s"


def times(action: Callable[[], object], repeats: int) -> list[float]:
    """Return how long each call took, in seconds."""
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return taken


def median(action: Callable[[], object], repeats: int) -> float:
    """Return the median of how long a call takes, in seconds."""
    return statistics.median(times(action, repeats))
