"""(l) the page in headless Chromium: until it is ready, and until it has a verdict."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.timing import Row, at_most

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "lab"))  # which knows the page

import labs  # noqa: E402

REPEATS = 3
EXERCISE = "relu"  # of the first problem


def rows() -> Iterator[Row]:
    if labs.missing():
        yield Row(f"not measured without {', '.join(labs.missing())}", None)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Row("autograder lab build", _timed(lambda: labs.build(folder)))
        with labs.served(folder) as address, labs.started() as browser:
            yield from _measured(browser, address)


def _measured(browser: object, address: str) -> Iterator[Row]:
    ready, first = [], []
    for _ in range(REPEATS):  # each in a profile of its own, with nothing in the cache
        begun = time.perf_counter()
        with labs.Lab(browser, address) as lab:
            lab.ready()
            ready.append(time.perf_counter() - begun)
            first.append(_timed(lambda: lab.run(f"Check {EXERCISE}")))
    yield Row("from opening the page until it is ready", median(ready), "", _within(ready, 12))
    yield Row(f"the first check of an exercise ({EXERCISE}, not written)", median(first))
    with labs.Lab(browser, address) as lab:
        lab.ready()
        for path in sorted((ROOT / "solutions" / "homework3").glob("*.py")):
            if (ROOT / "assignments" / "homework3" / path.name).exists():
                lab.open(path.stem)
                lab.upload(**{path.stem: path.read_text(encoding="utf-8")})
                taken = [_timed(lambda: lab.run_all()) for _ in range(REPEATS)]
                yield Row(f"all checks of {path.stem}", median(taken), "", _within(taken, 10))


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _within(seconds: list[float], target: float) -> str:
    return f"{at_most(median(seconds), target)} (s)"
