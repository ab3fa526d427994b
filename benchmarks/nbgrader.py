"""(a) nbgrader autograde, as it ships, and ours, on the same notebooks and checks."""

import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.classes import code_cell, notebook, write_class
from benchmarks.course import ASSIGNMENT, PROBLEM, checks, preparation, solutions
from benchmarks.environments import activated
from benchmarks.ours import THEIRS, against
from benchmarks.timing import Row, Run, run

REQUIREMENTS = "nbgrader==0.9.6", "ipykernel"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        course = Path(place)
        env = activated(*REQUIREMENTS)
        write_source(course / "source" / ASSIGNMENT)
        write_class(course / "submitted", THEIRS, depth=ASSIGNMENT)
        run(["nbgrader", "generate_assignment", ASSIGNMENT], cwd=course, env=env)

        def autograde() -> Run:
            return run(["nbgrader", "autograde", ASSIGNMENT, "--force"], cwd=course, env=env)

        def scores(_: Run) -> dict[str, float]:
            run(["nbgrader", "export"], cwd=course, env=env)
            with (course / "grades.csv").open(encoding="utf-8", newline="") as table:
                return {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(table)}

        yield from against("nbgrader autograde", autograde, scores, targets=(50, 100))


def write_source(folder: Path) -> None:
    """Write the instructor's notebook: solutions, and checks as hidden tests."""
    folder.mkdir(parents=True)
    cells = [code_cell("imports", "import numpy as np")]
    above = preparation()
    for (exercise, check), solution in zip(checks().items(), solutions().values(), strict=True):
        hidden = f"{above}\n{check}\ntest_{exercise}()"
        above = ""
        test = f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
        cells.append(code_cell(exercise, solution, solution=True))
        cells.append(code_cell(f"test_{exercise}", test, points=1))
    (folder / f"{PROBLEM}.ipynb").write_text(json.dumps(notebook(cells)), encoding="utf-8")
