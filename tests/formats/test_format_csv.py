"""The long CSV comes back from a reader, and no spreadsheet finds a formula in it."""

import csv
import io

import pytest
from reports import HOSTILE, KINDS, failed, hostile, made, report, two_problems

from autograder.render.table import harmless

NUMBERS = ("score", "points")


def rows(*reports):
    return list(csv.DictReader(io.StringIO(made("csv", *reports).text)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_check_is_a_row(kind):
    given = KINDS[kind]
    found = rows(given)
    assert len(found) == max(1, len(given.checks()))
    assert None not in {key for row in found for key in row}  # no row is longer than the header
    assert None not in {value for row in found for value in row.values()}
    assert sum(float(row["score"] or 0) for row in found) == given.score
    for row in found:
        texts = [value for key, value in row.items() if key not in NUMBERS]
        for text in texts:
            assert not text.lstrip(" \"'").startswith(("=", "+", "-", "@")) or text.startswith("'")
            assert "\n" not in text


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_submission_says_is_one_cell(name):
    found = rows(hostile(HOSTILE[name]), two_problems())
    assert [row["submission"] for row in found] == [harmless(HOSTILE[name])] * 3 + ["anna"] * 5
    assert found[0]["message"] == harmless(HOSTILE[name])


def test_staff_read_all_of_it():
    found = rows(two_problems())
    (hidden,) = [row for row in found if row["hidden"] == "yes"]
    assert (hidden["message"], hidden["score"], hidden["points"]) == ("MESSAGE-141", "0", "0.5")
    (row,) = rows(report(failed(mistake="A sign.", carried_from="relu")))
    assert (row["mistake"], row["carried_from"]) == ("A sign.", "relu")
    assert row["submitted_at"] == "2026-11-24T15:00:00Z"
    (row,) = rows(KINDS["grader's fault"])
    assert (row["status"], row["message"]) == ("error", "the grader failed: VALUE-271")
