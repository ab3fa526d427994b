"""PrairieLearn's results.json keeps to what its documentation says of the file."""

import json

import jsonschema
import pytest
from reports import KINDS, failed, made, report, two_problems

from autograder.report import ExerciseResult, ProblemResult

TEXT = {"type": "string"}
ROW = {
    "type": "object",
    "required": ["name", "points", "max_points"],
    "properties": {
        **{name: TEXT for name in ("name", "description", "message", "output")},
        "points": {"type": "number", "minimum": 0},
        "max_points": {"type": "number", "minimum": 0},
    },
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "gradable": {"type": "boolean"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "format_errors": {"type": "array", "items": TEXT, "minItems": 1},
        "message": TEXT,
        "output": TEXT,
        "tests": {"type": "array", "items": ROW},
    },
    "if": {"properties": {"gradable": {"const": False}}, "required": ["gradable"]},
    "then": {"required": ["format_errors"], "not": {"required": ["score"]}},
    "else": {"required": ["score"]},
}
MEGABYTE = 10**6


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_keeps_to_the_documentation(kind):
    text = made("prairielearn", KINDS[kind]).text
    jsonschema.validate(json.loads(text), SCHEMA)
    assert len(text.encode()) < MEGABYTE


def test_the_score_is_a_share_of_the_points():
    results = json.loads(made("prairielearn", two_problems()).text)
    assert results["score"] == 3.25 / 4.0
    assert sum(row["points"] for row in results["tests"]) == 3.25
    assert sum(row["max_points"] for row in results["tests"]) == 4.0


@pytest.mark.parametrize("kind", ["unreadable", "grader's fault", "no checks", "all for later"])
def test_what_could_not_be_graded_costs_no_attempt(kind):
    results = json.loads(made("prairielearn", KINDS[kind]).text)
    assert results["gradable"] is False
    assert results["format_errors"][0]


def test_a_file_that_would_be_too_large_tells_less():
    long = failed(message="x\U0001f600" * 2500, printed="\U0001f600" * 4000)
    exercises = [ExerciseResult(f"f{n}", [long] * 9) for n in range(60)]
    large = report(problems=[ProblemResult("network", exercises=exercises)])
    text = made("prairielearn", large).text
    assert len(text.encode()) < MEGABYTE
    results = json.loads(text)
    assert len(results["tests"]) == 60
    assert all(row["output"] for row in results["tests"])
