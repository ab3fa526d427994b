"""A report is the same after it was written and read."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.report import (
    SCHEMA,
    CheckResult,
    Counterexample,
    ExerciseResult,
    Line,
    ProblemResult,
    Report,
)

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=50,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

text = st.text(max_size=8)
maybe = st.one_of(st.none(), text)
points = st.integers(0, 20).map(lambda n: n / 4)
lines = st.builds(Line, text, maybe, st.integers(1, 99), text)
counterexamples = st.builds(
    Counterexample, st.lists(text, max_size=2), st.lists(text, max_size=2), text
)
checks = st.builds(
    CheckResult,
    name=text,
    title=text,
    kind=text,
    hidden=st.booleans(),
    points=points,
    score=points,
    outcome=st.sampled_from(["passed", "failed", "error", "skipped"]),
    category=maybe,
    message=text,
    error_type=maybe,
    line=st.one_of(st.none(), lines),
    counterexample=st.one_of(st.none(), counterexamples),
    printed=maybe,
    hint=maybe,
    mistake=maybe,
    carried_from=maybe,
)
exercises = st.builds(ExerciseResult, text, st.lists(checks, max_size=2))
names = st.lists(text, max_size=2)
problems = st.builds(
    ProblemResult, text, names, names, names, exercises=st.lists(exercises, max_size=2)
)
reports = st.builds(
    Report,
    assignment=text,
    submission=text,
    status=st.sampled_from(["graded", "unreadable", "error"]),
    seed_id=text,
    public_seed=st.booleans(),
    versions=st.dictionaries(text, text, max_size=2),
    submission_sha256=maybe,
    message=text,
    problems=st.lists(problems, max_size=2),
    view=st.sampled_from(["staff", "student"]),
)


@EXAMPLES
@given(reports)
def test_a_report_comes_back_from_json(report):
    written = report.to_json()
    back = Report.from_json(written)
    assert back == report
    assert back.to_json() == written
    assert written.isascii()


@EXAMPLES
@given(reports)
def test_scores_are_sums(report):
    data = report.to_dict()
    assert data["schema"] == SCHEMA
    assert report.score == sum(check.score for check in report.checks()) == data["score"]
    assert report.max_score == sum(check.points for check in report.checks()) == data["max_score"]
    assert data["score"] == sum(problem["score"] for problem in data["problems"])
    for problem in data["problems"]:
        assert problem["points"] == sum(exercise["points"] for exercise in problem["exercises"])


def test_a_report_from_before_a_field_was_added_is_read():
    check = CheckResult(
        "p::t", "T", "edge", False, 1.0, 0.0, "failed", mistake="m", carried_from="e"
    )
    written = Report(
        "a",
        "s",
        "graded",
        "id",
        True,
        {},
        problems=[ProblemResult("p", exercises=[ExerciseResult("e", [check])])],
    )
    data = json.loads(written.to_json())
    for name in ("mistake", "carried_from"):
        del data["problems"][0]["exercises"][0]["checks"][0][name]
    (back,) = Report.from_json(json.dumps(data)).checks()
    assert (back.mistake, back.carried_from) == (None, None)


def test_a_score_that_was_edited_is_not_believed():
    report = Report("a", "s", "graded", "id", True, {})
    data = json.loads(report.to_json())
    data["score"] = 100.0
    assert Report.from_json(json.dumps(data)).score == 0


@pytest.mark.parametrize("data", [{}, {"schema": "other/v1"}])
def test_another_schema_is_refused(data):
    with pytest.raises(ValueError, match="but should be 'propgrade/report/v1'"):
        Report.from_json(json.dumps(data))
