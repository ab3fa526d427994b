"""Gradescope's results.json keeps to its published specification, written here as a schema."""

import json

import jsonschema
import pytest
from reports import KINDS, check, failed, made, report, two_problems

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
MARKUP = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
SCORE = {"type": "number", "minimum": 0}
ROW = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "dependentRequired": {"score": ["max_score"], "status": ["score"]},
    "properties": {
        "score": SCORE,
        "max_score": SCORE,
        "status": {"enum": ["passed", "failed"]},
        "name": {"type": "string", "minLength": 1},
        "number": {"type": "string"},
        "output": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["tests"],
    # Without a score at the top, one of the tests must have one.
    "anyOf": [
        {"required": ["score"]},
        {"properties": {"tests": {"contains": {"required": ["score"]}}}},
    ],
    "properties": {
        "score": SCORE,
        "output": {"type": "string"},
        "output_format": MARKUP,
        "test_name_format": MARKUP,
        "test_output_format": MARKUP,
        "visibility": VISIBILITY,
        "tests": {"type": "array", "items": ROW},
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_keeps_to_the_specification(kind):
    text = made("gradescope", KINDS[kind]).text
    results = json.loads(text)
    jsonschema.validate(results, SCHEMA)
    assert results["output_format"] == results["test_output_format"] == "text"
    for row in results["tests"]:
        assert row.get("score", 0) <= row.get("max_score", 0)
        assert len(row["output"]) <= 20_000


def test_rows_are_exercises_and_add_up():
    results = json.loads(made("gradescope", two_problems()).text)
    rows = {row["name"]: row for row in results["tests"]}
    assert [(name, row["number"]) for name, row in rows.items()] == [
        ("network: softmax", "1.1"),
        ("network: relu", "1.2"),
        ("lstm: step", "2.1"),
    ]
    assert "score" not in results
    assert sum(row["score"] for row in rows.values()) == two_problems().score == 3.25
    assert sum(row["max_score"] for row in rows.values()) == two_problems().max_score == 4.0
    assert (rows["network: softmax"]["status"], rows["lstm: step"]["status"]) == (
        "failed",
        "passed",
    )
    output = rows["network: softmax"]["output"]
    for wanted in (
        "f([0, 0])",
        "[1, 1]",
        "row 0 sums to 2",
        "network.py:7",
        "Sum over the last axis.",
    ):
        assert wanted in output
    assert "Agrees with the reference." in output
    assert "NameError" in results["output"]


def test_nothing_to_grade_is_no_full_mark():
    for kind in ("grader's fault", "no checks", "all for later"):
        results = json.loads(made("gradescope", KINDS[kind]).text)
        assert results["score"] == 0
    assert (
        "tell the course staff"
        in json.loads(made("gradescope", KINDS["grader's fault"]).text)["output"]
    )


def test_exercises_for_later_are_information_only():
    results = json.loads(made("gradescope", KINDS["all for later"]).text)
    (row,) = results["tests"]
    assert "score" not in row
    assert row["output"] == "1 point graded after submission"


@pytest.mark.parametrize("visibility", VISIBILITY["enum"])
def test_visibility_is_that_of_the_whole(visibility):
    results = json.loads(
        made("gradescope", report(check()), arguments=["--visibility", visibility]).text
    )
    jsonschema.validate(results, SCHEMA)
    assert results["visibility"] == visibility


def test_one_reason_is_told_once():
    found = [failed(category="missing", message="there is no function f", counterexample=None)] * 3
    (row,) = json.loads(made("gradescope", report(*found)).text)["tests"]
    assert row["output"] == "there is no function f (3 checks)"
