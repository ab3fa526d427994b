"""(d) Ours against its bound: the same calls, made in this process by no grader."""

import functools
import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.compare import assert_close
from benchmarks.classes import FAILING, write_class
from benchmarks.course import checks, preparation, solutions
from benchmarks.ours import marginal
from benchmarks.timing import Row, at_most, median

SIZE = 50


def rows() -> Iterator[Row]:
    calls = made_calls()

    def compare(functions: dict[str, Any]) -> None:
        for name, args, desired in calls:
            assert_close(functions[name](*args), desired)

    with tempfile.TemporaryDirectory() as place:
        notebooks = sorted(write_class(Path(place), SIZE, failing=0).glob("*/*.ipynb"))
        bound = a_submission(notebooks, make_calls)
        yield Row(f"read and run a notebook, make {len(calls)} calls", bound, "1")
        compared = a_submission(notebooks, compare)
    yield Row("and compare what they return", compared, f"{compared / bound:.1f}")
    for what, failing in (("all of them right", 0.0), (f"{FAILING:.0%} of them fail", FAILING)):
        ours = marginal(failing)
        ratio = ours / bound
        yield Row(f"ours, one more submission, {what}", ours, f"{ratio:.1f}", at_most(ratio, 3))


def make_calls(functions: dict[str, Any]) -> None:
    """Make the calls of the checks on other functions."""
    for name, args, _ in made_calls():
        functions[name](*args)


@functools.cache
def made_calls() -> list[tuple[str, tuple[Any, ...], Any]]:
    """Return the calls that the checks make: name, arguments, and what the reference returns."""
    names: dict[str, Any] = {}
    found: list[tuple[str, tuple[Any, ...], Any]] = []

    def record(name: str, function: Callable[..., Any], *args: Any) -> Any:
        value = function(*args)
        found.append((name, args, value))
        return value

    exec(preparation(), names)
    for exercise, check in checks().items():
        exec(solutions()[exercise], names)
        names[exercise] = functools.partial(record, exercise, names[exercise])
        exec(check, names)
        names[f"test_{exercise}"]()
    return found


def a_submission(notebooks: list[Path], use: Callable[[dict[str, Any]], None]) -> float:
    """Return the median of the seconds that reading, running and using a notebook takes."""
    taken = [median(functools.partial(read_and_use, path, use), 3) for path in notebooks]
    return statistics.median(taken)


def read_and_use(path: Path, use: Callable[[dict[str, Any]], None]) -> None:
    """Run the cells of a notebook here, and use its functions."""
    names: dict[str, Any] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        exec(compile(cell["source"], path.name, "exec"), names)
    use(names)
