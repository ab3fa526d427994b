"""``nbgrader autograde``: a class of good, bad and odd notebooks in one run."""

import copy
import json
import re

import pytest
from courses import DOUBLE, HALF, SEED, cell_of

WRONG = "def double(x):\n    print('<b>printed</b>')\n    return x * x"
#: Points by checks for double and half, and whether the question waits for a person.
EXPECTED = {
    "right": (2.5, 2, "yes"),
    "wrong": (0, 2, "no"),
    "deleted": (2.5, 2, "no"),
    "copied": (2.5, 2, "yes"),
    "renamed": (2.5, 2, "yes"),
    "forged": (0, 2, "no"),
    "empty": (0, 0, "no"),
    "blank": (0, 0, "no"),
    "broken": (0, 0, "no"),
    "format3": (2.5, 2, "no"),
    "python2": (0, 2, "no"),
    "hangs": (0, 2, "no"),
}


def notebooks(course):
    """Return what each student hands in."""
    right = course.answered(double=DOUBLE, half=HALF, why_two="Because.")
    made = {"right": right, "wrong": course.answered(double=WRONG, half=HALF)}
    made["deleted"] = copy.deepcopy(right)
    made["deleted"]["cells"] = [
        cell
        for cell in right["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") not in ("check-double", "why_two")
    ]
    made["copied"] = copy.deepcopy(right)
    made["copied"]["cells"] += copy.deepcopy(right["cells"])
    made["renamed"] = copy.deepcopy(right)
    for number, cell in enumerate(made["renamed"]["cells"]):
        cell["id"] = f"other-{number}"
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in ("double", "check-half"):
            cell["metadata"]["nbgrader"]["grade_id"] = f"mine-{number}"
    made["forged"] = course.answered(double="", half=HALF)
    cell_of(made["forged"], "check-double").update(source="10000.0", cell_type="code")
    cell_of(made["forged"], "check-double")["metadata"]["nbgrader"].update(
        schema_version=1, grade=False, points=0, locked=False
    )
    made["empty"] = ""
    made["blank"] = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    made["broken"] = json.dumps(right)[:-40]
    made["format3"] = {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": source,
                        "language": "python",
                        "metadata": {},
                        "outputs": [],
                        "prompt_number": 1,
                    }
                    for source in (DOUBLE, HALF)
                ],
            }
        ],
    }
    made["python2"] = course.answered(double='def double(x):\n    print "x"', half=HALF)
    made["python2"]["metadata"]["kernelspec"] = {
        "display_name": "Python 2",
        "language": "python",
        "name": "python2",
    }
    made["hangs"] = course.answered(double="def double(x):\n    while True: pass", half=HALF)
    return made


@pytest.fixture(scope="module")
def graded(copy_of):
    """Return a course whose class was graded, with what nbgrader said."""
    course = copy_of("graded")
    for student, notebook in notebooks(course).items():
        course.submit(student, notebook)
    course.submit("script", f"{DOUBLE}\n\n\n{HALF}\n", "arithmetic.py")
    course.said = course.nbgrader("autograde", "tiny").said
    course.rows = course.grades()
    course.nbgrader("generate_feedback", "tiny")
    return course


@pytest.mark.parametrize("student", EXPECTED)
def test_scores_are_those_of_the_engine(graded, student):
    rows = {name: graded.rows[student, name] for name in ("double", "half", "why_two")}
    scores = float(rows["double"]["score"]), float(rows["half"]["score"])
    assert (*scores, rows["why_two"]["needs_manual_grade"]) == EXPECTED[student]


def test_the_instructor_is_told_what_was_odd(graded):
    for said in (
        "Graded cells that are missing are put back: check-double, why_two",
        "is there more than once; the last one counts",
        "A cell has an id that is not of this notebook",
        "empty/tiny/arithmetic.ipynb cannot be shown as a notebook",
        "broken/tiny/arithmetic.ipynb cannot be shown as a notebook",
        "right, arithmetic: 4.5 of 4.5 points by checks",
    ):
        assert said in graded.said
    assert SEED not in graded.said


def feedback(course, student):
    return (course.folder / f"feedback/{student}/tiny/arithmetic.html").read_text()


@pytest.mark.parametrize(
    ("student", "said"),
    [
        ("wrong", "Multiply by two."),
        ("wrong", "&lt;b&gt;printed&lt;/b&gt;"),
        ("wrong", "is wrong on an input that is not shown"),
        ("empty", "was handed in, but cannot be shown as a notebook"),
        ("broken", "could not be read as a notebook"),
        ("blank", "there is no function double"),
        ("python2", "SyntaxError"),
        ("hangs", "double did not finish within"),
        ("right", "2 checks passed"),
    ],
)
def test_the_student_reads_why(graded, student, said):
    assert said in feedback(graded, student)


def test_feedback_gives_nothing_away(graded):
    assert "1234.5678" in (graded.folder / "source/tiny/arithmetic.ipynb").read_text()
    for student in EXPECTED:
        html = feedback(graded, student)
        for secret in (
            "source_of_a_hidden_check",
            "reference.double",
            "text_of_the_reference",
            "1234.5678",
            "Answer of the staff",
            SEED,
        ):
            assert secret not in html, (student, secret)


def test_a_hidden_check_shows_no_value(graded):
    """The wrong student returns squares: neither they nor the doubles of hidden inputs appear."""
    (cell,) = [
        cell
        for cell in graded.autograded("wrong")["cells"]
        if cell["source"] and "".join(cell["source"]) == 'check("double")'
    ]
    html = "".join(cell["outputs"][0]["data"]["text/html"])
    part = html[html.index("Agrees with the reference") :]
    assert not re.search(r"\d{3,}", part)
    assert "you were asked" not in part


def test_the_value_of_a_check_cell_is_a_plain_number(graded):
    for student in EXPECTED:
        notebook = graded.autograded(student)
        for name in ("check-double", "check-half"):
            shown, value = cell_of(notebook, name)["outputs"]
            assert shown["output_type"] == "display_data"
            assert float("".join(value["data"]["text/plain"])) >= 0


def test_grades_by_hand_outlast_another_grading_and_late_work_costs(graded):
    folder = graded.folder / "submitted/right/tiny"
    (folder / "timestamp.txt").write_text("2026-01-02 10:00:00 UTC")
    graded.run(
        "python",
        "-W",
        "ignore",
        "-c",
        "from nbgrader.api import Gradebook\n"
        "with Gradebook('sqlite:///gradebook.db') as book:\n"
        "    grade = book.find_grade('why_two', 'arithmetic', 'tiny', 'right')\n"
        "    grade.manual_score = 2.5\n"
        "    book.update_or_create_assignment('tiny', duedate='2026-01-01')\n"
        "    book.db.commit()\n",
    )
    config = graded.folder / "nbgrader_config.py"
    config.write_text(
        config.read_text() + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
        "c.AssignLatePenalties.plugin_class = 'nbgrader.plugins.LateSubmissionPlugin'\n"
        "c.GradeChecks.feedback = 'score'\n"
    )
    graded.submit("right", graded.answered(double=DOUBLE, why_two="Because."))
    graded.nbgrader("autograde", "tiny", "--force", "--student", "right")
    shown, _ = cell_of(graded.autograded("right"), "check-double")["outputs"]
    html = "".join(shown["data"]["text/html"])
    assert re.findall("<li>(.*?) <", html) == ["All checks of this exercise."]
    rows = graded.grades("--student", "['right']")
    scores = {name: float(row["score"]) for (_, name), row in rows.items()}
    assert scores == {"double": 2.5, "half": 0, "why_two": 2.5}
    assert rows["right", "why_two"]["needs_manual_grade"] == "yes"
    wide = graded.folder / "wide.csv"
    exporter = "autograder.nbgrader.export.WideCsv"
    graded.nbgrader("export", "--exporter", exporter, "--to", str(wide), "--student", "['right']")
    header, row = (line.split(",") for line in wide.read_text().splitlines())
    assert row[header.index("late_submission_penalty")] == "5"
    assert row[header.index("score")] == "0"
