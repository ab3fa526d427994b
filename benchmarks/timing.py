"""What every benchmark uses: a clock, medians, and a row of the table."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """A measured time in seconds, how it compares to another of the same run, and a target."""

    what: str
    seconds: float | None
    ratio: str = ""
    target: str = ""

    def shown(self) -> str:
        if self.seconds is None:
            return ""
        if self.seconds >= 600:
            return f"{self.seconds / 60:.1f} min"
        return f"{self.seconds * 1e3:.2f} ms" if self.seconds < 1 else f"{self.seconds:.2f} s"


@dataclass(frozen=True)
class Run:
    """What a command took."""

    seconds: float
    peak: float  # MiB that its largest process held
    output: str = ""
    processor: float = 0.0  # seconds, of the process and of those that it waited for
    ratio: float = 1.0  # of its seconds to those of what was run first in the same round


def at_least(ratio: float, target: float) -> str:
    """Return a target, and whether a ratio reaches it."""
    return f"at least {target:g}: {'reached' if ratio >= target else 'missed'}"


def at_most(ratio: float, target: float) -> str:
    """Return a target, and whether a ratio keeps to it."""
    return f"at most {target:g}: {'reached' if ratio <= target else 'missed'}"


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


def medians(actions: Mapping[str, Callable[[], Run]], repeats: int) -> dict[str, Run]:
    """Run actions in turn, so that a change of the machine's speed meets all; return medians."""
    rounds = [{name: action() for name, action in actions.items()} for _ in range(repeats)]
    first = next(iter(actions))
    return {
        name: Run(
            statistics.median(runs[name].seconds for runs in rounds),
            statistics.median(runs[name].peak for runs in rounds),
            rounds[-1][name].output,
            statistics.median(runs[name].processor for runs in rounds),
            statistics.median(runs[name].seconds / runs[first].seconds for runs in rounds),
        )
        for name in actions
    }


def run(command: Sequence[object], *, check: bool = True, **options: Any) -> Run:
    """Run a command, which must succeed if ``check``."""
    text = list(map(str, command))
    begun = time.perf_counter()
    with subprocess.Popen(
        text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options
    ) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if check and process.returncode:
        raise SystemExit(f"{' '.join(text)} ended with {process.returncode}:\n{output.decode()}")
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, usage.ru_maxrss / 1024, output.decode(), processor)
