"""Scripts, archives and notebooks under other names get the scores of ``autograder grade``."""

import shutil

import pytest
from courses import GOLDEN, ROOT, SECRET, Course

PROBLEM = "word_embeddings"
#: Scripts, a zip, a problem left out, both forms, and one notebook under another name.
STUDENTS = ["amara", "chen", "farid", "ines", "nora"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a course with one problem of the homework, whose class has handed in."""
    folder = tmp_path_factory.mktemp("homework")
    for name in ("assignments/homework3/checks/test_", "solutions/homework3/"):
        path = folder / f"{name}{PROBLEM}.py"
        path.parent.mkdir(parents=True)
        shutil.copy(ROOT / f"{name}{PROBLEM}.py", path)
    mistakes = folder / "solutions/homework3/mistakes"
    mistakes.mkdir()
    shutil.copy(ROOT / f"solutions/homework3/mistakes/{PROBLEM}.py", mistakes)
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


def test_the_example_class_gets_the_same_scores(course):
    said = course.run("autograder", "nbgrader", "sync", "homework3", PROPGRADE_SEED=SECRET).said
    rows = course.grades()
    scores = dict.fromkeys(STUDENTS, 0.0)
    for (student, _), row in rows.items():
        if row["kind"] == "checks":
            scores[student] += float(row["score"])
    expected = {name: GOLDEN[name].get(PROBLEM, 0.0) for name in STUDENTS}
    assert scores == pytest.approx(expected, abs=1e-6)
    assert f"nora: made {PROBLEM}.ipynb" in said
    shown = course.autograded("amara", PROBLEM)
    assert f"Handed in as <code>{PROBLEM}.py</code>" in "".join(shown["cells"][0]["source"])
    again = course.run("autograder", "nbgrader", "sync", "homework3", PROPGRADE_SEED=SECRET).said
    assert "made" not in again
    assert course.grades() == rows
