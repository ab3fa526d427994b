"""What students get, at each level, of a submission that tries to carry secrets out.

The submission keeps what hidden checks ask it, and what it can infer, and says it wherever it can:
in texts and types of exceptions, in what it returns and prints, in names, and by taking its time.
"""

import json
import os
import subprocess
import sys

import pytest

from autograder.feedback import LEVELS

#: Digits that are in every hidden input, and in no other; and those of the reference's answers.
INPUT, ANSWER = "31415926", "27182818"
SEED = "the-cohort-secret-99"
CHECKS = f'''
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from autograder.checks import check
from autograder.compare import assert_close

HIDDEN = st.integers(1, 9).map(lambda n: np.full((2, 2), n + 0.{INPUT}))

@check("first", kind="agreement", points=1, hint="Think.")
@given(z=HIDDEN)
def test_first_agrees(submission, reference, z):
    """Agrees."""
    assert_close(submission.first(z), reference.first(z))

@check("second", kind="agreement", points=1)
@given(z=HIDDEN)
def test_second_agrees(submission, reference, z):
    """Agrees."""
    assert_close(submission.second(z), reference.second(z))

@check("third", kind="agreement", points=1)
@given(z=HIDDEN)
def test_third_agrees(submission, reference, z):
    """Agrees."""
    assert_close(submission.third(z), reference.third(z))

@check("shown", kind="example", points=1, hint="Add one.")
def test_shown_one(submission):
    """One and one are two."""
    assert_close(submission.shown(np.ones((2, 2))), np.full((2, 2), 2.0))
'''
REFERENCE = f"""
def first(z):
    return z + 0.{ANSWER}
def second(z):
    return z * 0 + 0.{ANSWER}
def third(z):
    return z * 0 + 0.{ANSWER}
def shown(z):
    return z + 1
"""
HOSTILE = """
import os
kept = []
def first(z):
    kept.append(z)
    print("seen", z)
    raise type("T" + repr(z[0, 0]).replace(".", "_"), (ValueError,), {})(repr(z) + repr(os.environ))
def second(z):
    kept.append(z)
    print(z)
    return z + 1e-3
def third(z):
    kept.append(z)
    return {"kept": repr(kept), 31415926: "31415926"}
def shown(z):
    print(kept, os.environ)
    return z + sum(map(lambda k: k.sum(), kept))
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade the submission at each level; return the folder of each."""
    course = tmp_path_factory.mktemp("course")
    for name, text in (
        ("assignments/tiny/checks/test_p.py", CHECKS),
        ("solutions/tiny/p.py", REFERENCE),
        ("class/mallory/p.py", HOSTILE),
    ):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    environment = {**os.environ, "PROPGRADE_SEED": SEED, "XDG_CACHE_HOME": str(course / "cache")}

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "autograder", *map(str, arguments)],
            cwd=course,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    done = run("grade", "class", "--out", "out", "--feedback", "score")
    assert done.returncode == 0, done.stderr
    return course, run


def given_to_students(course, run, level):
    """Return the texts and names of all that a student gets."""
    done = run("pages", "out", "--feedback", level)
    assert done.returncode == 0, done.stderr
    folder = course / "out" / "feedback"
    texts = [path.read_text() for path in folder.iterdir()] + [p.name for p in folder.iterdir()]
    shown = run("show", "out/reports/mallory.json", "--feedback", level)
    assert shown.returncode == 0
    return "\n".join([*texts, shown.stdout, shown.stderr])


def test_the_report_of_staff_holds_what_is_looked_for(graded):
    course, _ = graded
    text = (course / "out" / "reports" / "mallory.json").read_text()
    report = json.loads(text)
    assert INPUT in text
    assert ANSWER in text
    assert report["seconds"] > 0
    assert report["seed_id"]
    assert SEED not in text


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_of_a_hidden_check_reaches_a_student(graded, level):
    course, run = graded
    text = given_to_students(course, run, level)
    report = json.loads((course / "out" / "reports" / "mallory.json").read_text())
    squeezed = text.replace("_", "").replace(" ", "")
    for secret in (INPUT, ANSWER, SEED, report["seed_id"], "kept", str(report["seconds"])):
        assert secret not in text
        assert secret not in squeezed
    assert ("np.ones" in text or "np.array([[1.0" in text) == (level == "full")
    assert ("Add one." in text) == (level != "score")
    assert ("One and one are two." in text) == (level != "score")
    assert "1 point" in text


def test_what_grade_wrote_is_of_the_level_that_was_asked_for(graded):
    course, run = graded
    run("grade", "class", "--out", "out", "--feedback", "hint")
    page = (course / "out" / "feedback" / "mallory.html").read_text()
    assert "Add one." in page
    assert "np.array([[1.0" not in page


def test_an_unknown_level_is_refused(graded):
    _, run = graded
    assert run("grade", "class", "--out", "out", "--feedback", "all").returncode == 2


def test_pages_without_reports_say_what_to_do(graded):
    _, run = graded
    done = run("pages", "class")
    assert done.returncode == 2
    assert "There is no report in class/reports. Run `autograder grade`." in done.stderr


# Appeals


def test_a_verdict_is_explained_in_full_to_staff(graded):
    _, run = graded
    done = run("explain", "out/reports/mallory.json", "p::test_second_agrees")
    assert done.returncode == 0, done.stdout + done.stderr
    for text in ("second(np.array([[", "actual", "desired", "difference", ANSWER, "the same"):
        assert text in done.stdout
    assert SEED not in done.stdout + done.stderr


def test_a_verdict_that_is_another_now_is_told_by_the_exit_code(graded):
    course, run = graded
    mended = course / "mended.py"
    mended.write_text(HOSTILE.replace("return z + 1e-3", f"return z * 0 + 0.{ANSWER}"))
    done = run("explain", "out/reports/mallory.json", "test_second_agrees", mended)
    assert done.returncode == 1, done.stderr
    assert "changed since submission" in " ".join(done.stdout.split())
    assert "passed, 1 of 1 points" in done.stdout
    assert "another than the one on record" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["out/reports/mallory.json", "test_nothing"], "No check of this report is called"),
        (["out/reports/nobody.json", "test_x"], "is not a report"),
        (["out/reports/mallory.json", "test_second_agrees", "--seed", "x"], "with the seed with"),
        (
            ["out/reports/mallory.json", "test_second_agrees", "no.py"],
            "no.py does not exist. Check the path.",
        ),
    ],
)
def test_what_cannot_be_explained_is_said(graded, arguments, text):
    _, run = graded
    done = run("explain", *arguments)
    assert done.returncode == 2, done.stdout
    assert text in done.stderr
