"""A course of one problem, in three files, goes all the way; so does one that was begun anew."""

import contextlib
import csv
import io
import shutil
from pathlib import Path

import pytest

from autograder.cli import main

COURSE = Path(__file__).parent / "second_course"
RIGHT = "def to_celsius(fahrenheit):\n    return (fahrenheit - 32.0) / 1.8\n"
WRONG = "def to_celsius(fahrenheit):\n    return fahrenheit / 1.8 - 32.0\n"


def autograder(*arguments, cwd):
    """Run a command in this process, which has imported nbgrader once; return code and output."""
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as out:
        patch.chdir(cwd)
        patch.setenv("PROPGRADE_SEED", "secret")
        patch.setenv("XDG_CACHE_HOME", str(cwd / ".cache"))
        with contextlib.redirect_stderr(out):
            code = main(list(map(str, arguments)))
    return code, out.getvalue()


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(COURSE, course, dirs_exist_ok=True)
    code, said = autograder("release", cwd=course)
    assert code == 0, said
    for name, text in {"right": RIGHT, "wrong": WRONG}.items():
        (course / "class").mkdir(exist_ok=True)
        (course / "class" / f"{name}.py").write_text(text)
    code, said = autograder("grade", "class", "--out", "graded", cwd=course)
    assert code == 0, said
    return course


def test_it_is_three_files_written_by_hand():
    assert len([path for path in COURSE.rglob("*.py") if path.is_file()]) == 3


def test_its_release_holds_the_stub(released):
    folder = released / "assignments" / "temperature"
    script = (folder / "conversion.py").read_text()
    assert "raise NotImplementedError" in script
    assert "5 / 9" not in script
    assert 'check(\\"to_celsius\\")' in (folder / "conversion.ipynb").read_text()


def test_it_is_verified(released):
    code, said = autograder("verify", cwd=released)
    assert "conversion: 3 points, 1 exercises, 2 checks, 1 mistakes, 0 right variants: " in said
    assert code == 0, said


def test_what_a_course_may_ask_for_besides_is_told(released):
    arguments = ("--problem", "conversion", "--every-kind", "--min-mistakes", 2)
    code, said = autograder("verify", *arguments, cwd=released)
    assert code == 1
    assert "to_celsius has no check of kind contract, edge, property, shape." in said
    assert "to_celsius has 1 of at least 2 known mistakes." in said


def test_it_is_graded(released):
    rows = list(csv.DictReader(io.StringIO((released / "graded" / "grades.csv").read_text())))
    scores = {row["submission"]: (float(row["score"]), float(row["max_score"])) for row in rows}
    assert scores == {"right": (3.0, 3.0), "wrong": (0.0, 3.0)}


def test_single_takes_a_path_as_one_submission(released, tmp_path):
    """Copies of an exercise in two files would otherwise make a class of the folder."""
    for name in ("first try", "second try"):
        (tmp_path / "mine" / name).mkdir(parents=True)
        (tmp_path / "mine" / name / "conversion.py").write_text(RIGHT)
    arguments = ("--single", tmp_path / "mine", "--out", tmp_path / "out")
    code, said = autograder("grade", *arguments, cwd=released)
    assert code == 0, said
    assert [path.name for path in (tmp_path / "out" / "reports").iterdir()] == ["mine.json"]


def test_a_course_that_was_begun_anew_is_verified(tmp_path):
    course = tmp_path / "mine"
    code, said = autograder("new", "course", course, "--problem", "warm_up", cwd=tmp_path)
    assert code == 0, said
    code, said = autograder("new", "problem", "second", cwd=course)
    assert code == 0, said
    assert "autograder verify --problem second" in said
    assert autograder("release", cwd=course)[0] == 0
    code, said = autograder("verify", cwd=course)
    assert said.count("all is well") == 2
    assert code == 0, said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["problem", "conversion"], "test_conversion.py is there already"),
        (["problem", "two words"], "cannot be the name of a problem"),
        (["problem", "class"], "cannot be the name of a problem"),
        (["problem", "more", "--assignment", "../up"], "cannot be the name of an assignment"),
        (["course", "."], "is there already"),
    ],
)
def test_nothing_is_begun_over_what_is_there(tmp_path, arguments, sentence):
    course = tmp_path / "course"
    shutil.copytree(COURSE, course)
    (course / "solutions" / "temperature" / "conversion.py").unlink()
    before = sorted(course.rglob("*.py"))
    code, said = autograder("new", *arguments, cwd=course)
    assert code == 2
    assert sentence in said
    assert sorted(course.rglob("*.py")) == before
