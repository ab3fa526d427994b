"""(e) autograder check, on a correct solution of all problems, against importing what it needs."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row, Run, at_most, medians, run

ROOT = Path(__file__).parents[1]
HOMEWORK = "homework3"
REPEATS = 5


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        # A student's folder: the solutions lie where nothing takes them for a reference.
        home = Path(place) / HOMEWORK
        shutil.copytree(ROOT / "assignments" / HOMEWORK, home)
        for path in home.glob("*.ipynb"):
            path.unlink()
        answers = [
            p for p in (ROOT / "solutions" / HOMEWORK).glob("*.py") if (home / p.name).exists()
        ]
        for path in answers:
            shutil.copy(path, home)
        changed = max((home / path.name for path in answers), key=lambda path: path.stat().st_size)
        cache = Path(place) / "cache"
        env = {**os.environ, "XDG_CACHE_HOME": str(cache)}

        def imported() -> Run:
            return run([sys.executable, "-c", "import numpy, pytest, hypothesis"])

        def checked() -> Run:
            return run([sys.executable, "-m", "autograder", "check"], cwd=home, env=env)

        def one_changed() -> Run:
            with changed.open("a", encoding="utf-8") as stream:
                stream.write("# Another line.\n")
            return checked()

        def all_asked() -> Run:
            for path in (cache / "propgrade").glob("verdicts-*"):
                path.unlink()
            return checked()

        first = checked()
        found = medians(
            {
                "python -c 'import numpy, pytest, hypothesis'": imported,
                "autograder check, nothing changed": checked,
                f"{changed.stem} changed": one_changed,
                "all four problems asked": all_asked,
            },
            REPEATS,
        )
    base, *ours = found.items()
    yield Row(base[0], base[1].seconds, "1")
    for what, taken in [*ours, ("the first time", first)]:
        ratio = taken.seconds / base[1].seconds if taken is first else taken.ratio
        cost = taken.processor / base[1].processor
        verdict = at_most(ratio, 2) if taken is not first else ""
        yield Row(what, taken.seconds, f"{ratio:.2f}; {cost:.2f} of the processor time", verdict)
