"""The example class under nbgrader gets the scores that ``autograder grade`` gives it."""

import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import Course

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "class.json").read_text())
SECRET = "a secret seed for the test"  # that of tests/test_class.py, whose examples are kept
#: Scripts, notebooks, both, a zip, one notebook under another name, and a problem left out. The
#: others take long to grade, and nbgrader sees nothing new in them.
STUDENTS = ["amara", "chen", "elif", "farid", "ines", "nora"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("homework")
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    course = Course(folder)
    course.name = "homework3"
    course.run("autograder", "release")
    course.nbgrader("generate_assignment", "homework3")
    for path in (ROOT / "examples" / "class").iterdir():
        for file in path.iterdir() if path.is_dir() else [path]:
            if path.stem in STUDENTS and file.is_file():
                course.submit(path.stem, file.read_bytes(), file.name)
    return course


def totals(rows):
    """Return the points by checks of each student and problem."""
    scores = defaultdict(lambda: defaultdict(float))
    for (student, _), row in rows.items():
        if row["kind"] == "checks":
            scores[student][row["notebook"]] += float(row["score"])
    return scores


def test_the_example_class_gets_the_same_scores(course):
    said = course.run("autograder", "nbgrader", "sync", "homework3", PROPGRADE_SEED=SECRET).said
    rows = course.grades()
    scores = totals(rows)
    for student in STUDENTS:
        expected = {problem: 0.0 for problem in scores[student]} | GOLDEN[student]
        assert dict(scores[student]) == pytest.approx(expected, abs=1e-6), student
    assert "nora: made backpropagation.ipynb" in said
    shown = course.autograded("amara", "lstm")
    assert "Handed in as `lstm.py`" in str(shown["cells"][0]["source"])
    again = course.run("autograder", "nbgrader", "sync", "homework3", PROPGRADE_SEED=SECRET).said
    assert "made" not in again
    assert again.count("Skipping existing assignment") == len(STUDENTS)
    assert course.grades() == rows
