"""Classroom 50's result.json keeps to ``classroom50/result/v1``, whose rules are a schema here."""

import json

import jsonschema
import pytest
from reports import KINDS, check, failed, made, report, two_problems

from autograder.formats import Unfit
from autograder.formats.classroom50 import half_down

TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"}
FILLED = {"type": "string", "minLength": 1}
WHOLE = {"type": "integer", "minimum": 0}
REQUIRED = {
    "schema": {"const": "classroom50/result/v1"},
    **{key: FILLED for key in ("classroom", "assignment", "owner", "commit", "release", "review")},
    "assignment_type": {"enum": ["individual", "group"]},
    "submission": {"type": "string", "pattern": "^submit/"},
    "datetime": TIME,
    "score": WHOLE,
    "max-score": WHOLE,
    "tests": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["test-name", "passed", "score", "max-score"],
            "properties": {
                "test-name": FILLED,
                "passed": {"type": "boolean"},
                "score": WHOLE,
                "max-score": WHOLE,
            },
        },
    },
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REQUIRED),
    "properties": {**REQUIRED, "graded_at": TIME},
}
RUNNER = {
    "CLASSROOM": "cs-principles",
    "ASSIGNMENT": "hw",
    "OWNER": "alice",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "commit",
    "RELEASE_URL": "release",
    "REVIEW_URL": "review",
}


@pytest.fixture(autouse=True)
def runner(monkeypatch):
    """The environment that Classroom 50's runner sets."""
    for name in (*RUNNER, "USERNAME", "ASSIGNMENT_TYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in RUNNER.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def result(*arguments, of):
    found = json.loads(made("classroom50", of, arguments=arguments).text)
    jsonschema.validate(found, SCHEMA)
    # What the schema cannot say, and the collector checks.
    assert found["score"] <= found["max-score"]
    for row in found["tests"]:
        assert row["score"] <= row["max-score"]
    assert found["score"] == sum(row["score"] for row in found["tests"])
    assert found["max-score"] == sum(row["max-score"] for row in found["tests"])
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scale", ["1", "4"])
def test_the_file_keeps_to_the_schema(kind, scale):
    found = result("--scale", scale, of=KINDS[kind])
    assert found["tests"]  # an empty list would be a pass
    assert found["datetime"] == "2026-11-24T15:00:00Z"
    assert "graded_at" not in found


def test_points_are_whole_numbers_and_halves_are_rounded_down():
    assert [half_down(x) for x in (0, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 88.5, 0.1 + 0.2 + 0.2)] == [
        *(0, 0, 0, 1, 1, 1, 2, 88, 0)
    ]
    found = result(of=two_problems())
    rows = [(row["test-name"], row["score"], row["max-score"]) for row in found["tests"]]
    assert rows == [("network", 3, 3), ("lstm", 0, 0)]
    assert [(row["points"], row["max-points"]) for row in found["tests"]] == [
        (2.75, 3.5),
        (0.5, 0.5),
    ]
    assert [row["passed"] for row in found["tests"]] == [False, True]
    exact = result("--scale", "4", of=two_problems())
    assert (exact["score"], exact["max-score"]) == (13, 16)


def test_no_grade_is_above_what_can_be_had():
    for points in (0.1, 0.25, 0.5, 0.75, 1.49, 1.5, 1.51):
        for score in (0.0, points / 3, points / 2, points):
            result(of=report(check(points=points, score=score), failed(points=0.3)))


def test_who_was_graded_comes_from_the_runner(runner):
    runner.delenv("REVIEW_URL")
    runner.delenv("OWNER")
    runner.setenv("USERNAME", "bob")
    runner.setenv("ASSIGNMENT_TYPE", "group")
    found = result(of=report(check()))
    assert (found["review"], found["owner"], found["assignment_type"]) == ("commit", "bob", "group")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CLASSROOM", "", "says nothing of classroom"),
        ("SUBMISSION_TAG", "v1", "should begin with submit/"),
        ("ASSIGNMENT_TYPE", "pair", "should be individual or group"),
    ],
)
def test_what_the_runner_does_not_say_is_asked_for(runner, name, value, said):
    runner.setenv(name, value)
    with pytest.raises(Unfit, match=said):
        made("classroom50", report(check()))


def test_the_time_of_submission_is_that_of_the_tag_if_the_report_has_none(runner):
    assert result(of=report(check(), submitted_at=None))["datetime"] == "2026-06-01T14:32:05Z"
    runner.setenv("SUBMISSION_TAG", "submit/latest")
    with pytest.raises(Unfit, match="--submitted-at"):
        made("classroom50", report(check(), submitted_at=None))


def test_the_time_of_grading_is_given_or_left_out():
    found = result("--now", "2026-12-01T10:00:00+01:00", of=report(check()))
    assert found["graded_at"] == "2026-12-01T09:00:00Z"
    with pytest.raises(Unfit, match="--now"):
        made("classroom50", report(check()), arguments=["--now", "today"])
    with pytest.raises(Unfit, match="--scale is 0"):
        made("classroom50", report(check()), arguments=["--scale", "0"])
