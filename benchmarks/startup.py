"""What it costs to start a worker that has loaded a submission, and to confine it."""

import subprocess
import sys
from collections.abc import Iterator

from autograder.launch import open_launcher
from autograder.loading import Cell
from autograder.process import WorkerProcess
from autograder.sandbox.layers import Layers
from autograder.sandbox.level import establish
from benchmarks.timing import Row, median

REPEATS = 50
CELLS = {"p": [("p.py", Cell("def double(x):\n    return 2 * x\n", "line 1"))]}
NONE = Layers(namespaces=False, landlock=0, seccomp=False, resources=False, drop_uid=False)


def rows() -> Iterator[Row]:
    fresh = median(lambda: subprocess.run([sys.executable, "-c", "import numpy"], check=True), 5)
    yield Row("a new Python that imports NumPy", fresh, "1")
    bare = worker(NONE)
    for what, layers in (
        ("worker from the zygote, not confined", NONE),
        ("worker from the zygote, without namespaces", Layers(namespaces=False)),
        ("worker from the zygote, all layers", Layers()),
    ):
        seconds = bare if layers is NONE else worker(layers)
        yield Row(what, seconds, f"{seconds / fresh:.3f}; {(seconds - bare) * 1e3:+.2f} ms")
    with open_launcher() as launcher:
        establish(launcher)
        yield Row("the canary, once for a run", median(lambda: establish(launcher), 3))


def worker(layers: Layers) -> float:
    with open_launcher(layers) as launcher, WorkerProcess(CELLS, None, launcher) as first:
        first.load()
        return median(lambda: _once(first), REPEATS)


def _once(first: WorkerProcess) -> None:
    with first.alone("p") as fresh:
        fresh.call("p", "double", (1.0,), {})
