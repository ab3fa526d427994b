"""A course of two exercises and a question, as one of nbgrader's."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """
from autograder.nbgrader import configure

configure(get_config(), __file__, course_id="course")
"""
CHECKS = '''
from hypothesis import given

from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays


@check("double", kind="example", points=1, hint="Multiply by two.")
def test_double_of_three(submission):
    """Doubles three."""
    assert_close(submission.double(3.0), 6.0)


@check("double", kind="agreement", points=1.5)
@given(x=arrays((3,)))
def test_double_agrees_with_the_reference(submission, reference, x):
    """Agrees with the reference."""
    source_of_a_hidden_check = submission.double(x)
    assert_close(source_of_a_hidden_check, reference.double(x))


@check("half", kind="example", points=2)
def test_half_of_three(submission):
    """Halves three."""
    assert_close(submission.half(3.0), 1.5)
'''
SOLUTION = '''
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Arithmetic

# %%
import numpy as np

# %%
def double(x):
    """Return twice the argument."""
    ### BEGIN SOLUTION
    text_of_the_reference = np.asarray(x) * 2 + 0 * 1234.5678
    return text_of_the_reference
    ### END SOLUTION

# %%
def half(x):
    """Return half of the argument."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION

# %% [markdown]
# ### Question: why two?

# %% [markdown] question="why_two" points=3
# ### BEGIN SOLUTION
# Answer of the staff.
# ### END SOLUTION
'''
ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text())
SECRET = "a secret seed for the test"  # that of tests/test_class.py, whose examples are kept
SEED = "seed-that-students-must-not-see"
DOUBLE = "def double(x):\n    return 2 * x"
HALF = "def half(x):\n    return x / 2"


class Course:
    """A course in a folder, and the commands that an instructor runs there."""

    name = "tiny"

    def __init__(self, folder, config=None):
        self.folder = folder
        self.config = config or folder / ".jupyter"

    def environment(self, **others):
        """Return what commands need to know, and nothing of the person's own configuration."""
        return {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PROPGRADE_SEED": SEED,
            "JUPYTER_CONFIG_DIR": str(self.config),
            "JUPYTER_DATA_DIR": str(self.config / "data"),
            "JUPYTER_PLATFORM_DIRS": "1",
            **others,
        }

    def run(self, *command, check=True, cwd=None, **environment):
        """Run a command of the environment that the tests run in."""
        done = subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        done.said = done.stdout + done.stderr
        assert not check or done.returncode == 0, done.said
        return done

    def nbgrader(self, *arguments, **options):
        return self.run("nbgrader", *arguments, **options)

    def released(self, notebook="arithmetic"):
        """Return the notebook that students receive, as data."""
        return json.loads((self.folder / f"release/{self.name}/{notebook}.ipynb").read_text())

    def answered(self, **answers):
        """Return the released notebook with other sources for some cells."""
        notebook = self.released()
        for name, source in answers.items():
            cell_of(notebook, name)["source"] = source
        return notebook

    def submit(self, student, content, name="arithmetic.ipynb"):
        """Put a file where nbgrader's collect puts it."""
        folder = self.folder / "submitted" / student / self.name
        folder.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, (str, bytes)) else json.dumps(content)
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name).write_bytes(data)
        return folder / name

    def grades(self, *options):
        """Return the rows of the export by exercise, by student and exercise."""
        path = self.folder / "long.csv"
        exporter = "autograder.nbgrader.export.LongCsv"
        self.nbgrader("export", "--exporter", exporter, "--to", str(path), *options)
        with path.open(newline="") as stream:
            return {(row["student_id"], row["name"]): row for row in csv.DictReader(stream)}

    def autograded(self, student, notebook="arithmetic"):
        path = self.folder / f"autograded/{student}/{self.name}/{notebook}.ipynb"
        return json.loads(path.read_text())


def cell_of(notebook, name):
    """Return the cell with an id of nbgrader's."""
    (cell,) = [
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
    ]
    return cell


def make_course(folder):
    """Write the hand-written files of the course."""
    for name, text in (
        ("nbgrader_config.py", CONFIG),
        ("assignments/tiny/checks/test_arithmetic.py", CHECKS),
        ("solutions/tiny/arithmetic.py", SOLUTION.lstrip()),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course(folder)


def unavailable(what, remedy):
    """Skip a test for want of a program; where everything must be there, fail."""
    reason = f"{what} is not installed. Run: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
