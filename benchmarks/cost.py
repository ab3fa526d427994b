"""What a submission costs in processor time, which a busy machine changes less than the time."""

import contextlib
import functools
import io
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from autograder import launch
from autograder.commands.grade import Options, grade
from benchmarks.bound import made_calls, make_calls, read_and_use
from benchmarks.classes import FAILING, write_class
from benchmarks.course import COURSE
from benchmarks.ours import VARIABLES
from benchmarks.timing import Row, at_most

FEW, MANY, REPEATS = 20, 120, 3
_NANOSECONDS = 1e-9


@dataclass
class Cost:
    """Seconds of processor time, by process, and of the bound at the same time."""

    grader: float = 0.0
    workers: float = 0.0
    zygotes: float = 0.0
    bound: float = 0.0

    @property
    def whole(self) -> float:
        return self.grader + self.workers + self.zygotes


def rows() -> Iterator[Row]:
    for what, failing in (("all right", 0.0), (f"{FAILING:.0%} fail", FAILING)):
        cost = a_submission(failing)
        yield Row(f"{what}: read and run a notebook, make its calls", cost.bound, "1")
        for part in ("grader", "workers", "zygotes"):
            yield Row(f"{what}: {part}", getattr(cost, part))
        ratio = cost.whole / cost.bound
        verdict = at_most(ratio, 3) if failing == 0 else ""
        yield Row(f"{what}: whole", cost.whole, f"{ratio:.1f}", verdict)


@functools.cache
def a_submission(failing: float) -> Cost:
    """Return what one more submission of a class costs.

    Everything is measured in turn, so that a change of the machine's speed meets all.
    """
    with tempfile.TemporaryDirectory() as place, mock.patch.dict(os.environ, VARIABLES):
        few = write_class(Path(place) / "few", FEW, failing)
        many = write_class(Path(place) / "many", MANY, failing)
        right = write_class(Path(place) / "right", MANY, failing=0)
        _graded(few)
        found = []
        for _ in range(REPEATS):
            base, cost = _graded(few), _graded(many)
            parts = {
                name: (getattr(cost, name) - getattr(base, name)) / (MANY - FEW)
                for name in ("grader", "workers", "zygotes")
            }
            found.append(Cost(**parts, bound=_bound(right)))
    found.sort(key=lambda cost: cost.whole / cost.bound)
    return found[len(found) // 2]


def _bound(submissions: Path) -> float:
    """Return what it costs to read and run a notebook here, and to make the calls of its checks."""
    made_calls()  # which takes time once
    notebooks = list(submissions.glob("*/*.ipynb"))
    begun = time.process_time()
    for path in notebooks:
        read_and_use(path, make_calls)
    return (time.process_time() - begun) / len(notebooks)


def _graded(submissions: Path) -> Cost:
    """Grade a class in this process, and add up what the processes took until they were ended."""
    cost = Cost()
    close, end = launch._Forked.close, launch._Zygote._end

    @functools.wraps(close)
    def counted_close(self: Any) -> None:
        if self._pidfd >= 0:
            about = Path(f"/proc/self/fdinfo/{self._pidfd}").read_text()
            found = re.search(r"Pid:\s*(\d+)", about)
            cost.workers += _spent(found[1]) if found else 0.0
        close(self)

    @functools.wraps(end)
    def counted_end(self: Any) -> None:
        if self._process is not None:
            cost.zygotes += _spent(self._process.pid)
        end(self)

    with (
        tempfile.TemporaryDirectory() as out,
        mock.patch.object(launch._Forked, "close", counted_close),
        mock.patch.object(launch._Zygote, "_end", counted_end),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        begun = time.process_time()
        grade([submissions], Options(out=Path(out), course=COURSE))
        cost.grader = time.process_time() - begun
    return cost


def _spent(pid: object) -> float:
    """Return the processor time of a process; none if it has ended."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/schedstat").read_text()
        return int(text.split()[0]) * _NANOSECONDS
    return 0.0
