"""(e) autograder check, on a correct solution of all problems, against importing what it needs."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row, at_most, medians, run

ROOT = Path(__file__).parents[1]
HOMEWORK = "homework3"
REPEATS = 7


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        # A student's folder: the solutions lie where nothing takes them for a reference.
        home = Path(place) / HOMEWORK
        shutil.copytree(ROOT / "assignments" / HOMEWORK, home)
        for path in home.glob("*.ipynb"):
            path.unlink()
        for path in (ROOT / "solutions" / HOMEWORK).glob("*.py"):
            if (home / path.name).exists():
                shutil.copy(path, home)
        imports = [sys.executable, "-c", "import numpy, pytest, hypothesis"]
        check = [sys.executable, "-m", "autograder", "check"]
        run(check, cwd=home)
        found = medians(
            {
                "python -c 'import numpy, pytest, hypothesis'": lambda: run(imports),
                "autograder check, warm": lambda: run(check, cwd=home),
            },
            REPEATS,
        )
    (what, base), (ours, taken) = found.items()
    yield Row(what, base.seconds, "1")
    ratio = taken.seconds / base.seconds
    yield Row(ours, taken.seconds, f"{ratio:.2f}", at_most(ratio, 2))
