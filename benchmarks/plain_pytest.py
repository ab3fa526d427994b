"""(c) Plain pytest and Hypothesis, a process for each submission, and ours."""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.classes import write_class
from benchmarks.course import PROBLEM, checks, preparation
from benchmarks.ours import THEIRS, against
from benchmarks.timing import Row, Run, run


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        homes = sorted(write_class(Path(place), THEIRS).iterdir())
        tests = "\n\n".join([f"from {PROBLEM} import *", preparation(), *checks().values()])
        for home in homes:
            cells = json.loads((home / f"{PROBLEM}.ipynb").read_text(encoding="utf-8"))["cells"]
            code = "\n\n".join(cell["source"] for cell in cells)
            (home / f"{PROBLEM}.py").write_text(code, encoding="utf-8")
            (home / f"test_{PROBLEM}.py").write_text(tests, encoding="utf-8")

        def test() -> Run:
            pytest = [sys.executable, "-m", "pytest", "--disable-plugin-autoload", "--tb=short"]
            runs = [run([*pytest, f"--rootdir={h}"], cwd=h, check=False) for h in homes]
            return Run(
                sum(run.seconds for run in runs),
                max(run.peak for run in runs),
                "\n".join(run.output.splitlines()[-1] for run in runs),
                sum(run.processor for run in runs),
            )

        def scores(run: Run) -> dict[str, float]:
            lines = zip(homes, run.output.splitlines(), strict=True)
            return {h.name: float(re.search(r"(\d+) passed", line)[1]) for h, line in lines}

        yield from against("pytest", test, scores)
