"""(b) Otter-Grader without Docker, and ours, on the same notebooks and checks."""

import json
import tempfile
import textwrap
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.classes import write_class
from benchmarks.course import checks, preparation
from benchmarks.environments import activated
from benchmarks.ours import THEIRS, against
from benchmarks.timing import Row, Run, run

REQUIREMENTS = "otter-grader==7.0.0", "ipykernel"

#: Grades a folder by otter's interface for programs, which starts Python once and not each time.
GRADE = """
import json, sys
from pathlib import Path
from otter.api import grade_submission
scores = {}
for notebook in sorted(Path(sys.argv[2]).glob("*/*.ipynb")):
    scores[notebook.parent.name] = grade_submission(str(notebook), sys.argv[1], quiet=True).total
print(json.dumps(scores))
"""

TEST = """
from otter.test_files import test_case
OK_FORMAT = False
name = "{exercise}"
points = 1
{preparation}
@test_case()
def check_{exercise}({exercise}):
{check}
    test_{exercise}()
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        env = activated(*REQUIREMENTS)
        tests = write_tests(folder / "autograder.zip")
        submissions = write_class(folder / "class", THEIRS)

        def grade() -> Run:
            return run(["python", "-c", GRADE, tests, submissions], cwd=folder, env=env)

        def scores(run: Run) -> dict[str, float]:
            return json.loads(run.output.splitlines()[-1])

        yield from against("otter", grade, scores, targets=(50, 100))


def write_tests(path: Path) -> Path:
    """Write what otter calls an autograder: a configuration, and a file for each test."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("otter_config.json", "{}")
        for exercise, check in checks().items():
            text = TEST.format(
                exercise=exercise,
                preparation=preparation(),
                check=textwrap.indent(check, "    "),
            )
            packed.writestr(f"tests/{exercise}.py", text)
    return path
