"""What a student sees of a hidden check holds nothing that it gave to the submission."""

import copy

import pytest

from autograder.feedback import student_view
from autograder.report import (
    CheckResult,
    Counterexample,
    ExerciseResult,
    Line,
    ProblemResult,
    Report,
)

SECRETS = ["CALL-314", "VALUE-271", "PROBLEM-161", "PRINTED-577", "MESSAGE-141"]
CATEGORIES = ["raised", "unstable", "unusable", "grader", "mismatch", None]
SAFE = ["missing", "unwritten", "pending", "unreadable", "stopped"]


def result(hidden, **changes):
    values = {
        "name": "p::test_x",
        "title": "Agrees with the reference.",
        "kind": "agreement",
        "hidden": hidden,
        "points": 2.0,
        "score": 0.0,
        "outcome": "failed",
        "category": "mismatch",
        "message": "MESSAGE-141",
        "error_type": "ValueError",
        "line": Line("p.py", None, 3, "return x"),
        "counterexample": Counterexample(["CALL-314"], ["VALUE-271"], "PROBLEM-161"),
        "printed": "PRINTED-577",
        "hint": "Look at the sign.",
    }
    return CheckResult(**{**values, **changes})


def report(*checks):
    problem = ProblemResult("p", ["p.py"], exercises=[ExerciseResult("f", list(checks))])
    return Report("hw", "anna", "graded", "abc", False, {"numpy": "2"}, problems=[problem])


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("outcome", ["failed", "error"])
def test_a_hidden_check_gives_nothing_away(category, outcome):
    view = student_view(report(result(True, category=category, outcome=outcome)))
    text = view.to_json()
    assert not [secret for secret in SECRETS if secret in text]
    (check,) = view.checks()
    assert check.counterexample is None
    assert check.printed is None
    assert check.message


def test_of_a_hidden_check_the_title_line_type_and_hint_stay():
    (check,) = student_view(report(result(True, category="raised"))).checks()
    assert check.title == "Agrees with the reference."
    assert check.line == Line("p.py", None, 3, "return x")
    assert check.error_type == "ValueError"
    assert check.hint == "Look at the sign."
    assert check.message == "ValueError is raised on an input that is not shown"
    assert (check.points, check.score, check.outcome) == (2.0, 0.0, "failed")


def test_the_name_of_a_made_up_exception_is_as_good_as_a_text():
    view = student_view(report(result(True, category="raised", error_type="Z_VALUE_271")))
    assert "VALUE_271" not in view.to_json()


@pytest.mark.parametrize("category", SAFE)
def test_texts_without_values_stay(category):
    hidden = result(True, category=category, message="there is no function f")
    (check,) = student_view(report(hidden)).checks()
    assert check.message == "there is no function f"
    assert check.counterexample is None
    assert check.printed is None


@pytest.mark.parametrize("outcome", ["passed", "skipped"])
def test_a_hidden_check_that_did_not_fail_shows_no_values_either(outcome):
    hidden = result(True, outcome=outcome, category=None, message="")
    text = student_view(report(hidden)).to_json()
    assert not [secret for secret in SECRETS if secret in text]


def test_a_category_that_is_not_known_gives_nothing_away():
    view = student_view(report(result(True, category="new")))
    assert not [secret for secret in SECRETS if secret in view.to_json()]


def test_an_open_check_is_shown_in_full():
    (check,) = student_view(report(result(False))).checks()
    assert check == result(False)


def test_an_error_of_the_grader_gives_nothing_away():
    broken = report(result(True))
    broken.status, broken.message = "error", "the grader failed: ValueError: VALUE-271"
    view = student_view(broken)
    assert view.message == "could not be graded, which is not your fault; tell the course staff"
    assert student_view(view) == view


def test_the_report_of_the_staff_stays_as_it_was():
    staff = report(result(True), result(False))
    before = copy.deepcopy(staff)
    view = student_view(staff)
    assert staff == before
    assert (staff.view, view.view) == ("staff", "student")
    assert (view.score, view.max_score) == (staff.score, staff.max_score)


def test_a_view_of_a_view_is_the_view():
    view = student_view(report(result(True, category="raised"), result(False)))
    assert student_view(view) == view
