"""The time of submission: read where a platform leaves it, kept, and of no consequence."""

import json
import os

import pytest
from test_exit_codes import CHECKS, RIGHT, run

from autograder.report import Report
from autograder.submitted import as_utc, submitted_at


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-24T15:00:00Z", "2026-11-24T15:00:00Z"),
        ("2026-11-24 15:58:23.948203 UTC", "2026-11-24T15:58:23Z"),  # nbgrader
        ("2015-02-02 15:58:23.948203 America/Los_Angeles\n", "2015-02-02T23:58:23Z"),
        ("2018-07-01T14:22:32.365935-07:00", "2018-07-01T21:22:32Z"),  # Gradescope
        ("2026-11-24", "2026-11-24T00:00:00Z"),
        ("0900-01-01", "0900-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00+14:00", None),  # before the first year
        ("2026-11-24 15:58:23 ../../etc/passwd", None),
        ("2026-11-24 15:58:23 Nowhere/Town", None),
        ("yesterday", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_times_are_in_utc(text, time):
    assert as_utc(text) == time


def test_nbgrader_leaves_it_in_the_folder(tmp_path):
    (tmp_path / "timestamp.txt").write_text("2026-11-24 15:58:23.948203 UTC")
    assert submitted_at(tmp_path) == "2026-11-24T15:58:23Z"


def test_gradescope_leaves_it_beside_the_folder(tmp_path):
    folder = tmp_path / "submission"
    folder.mkdir()
    metadata = tmp_path / "submission_metadata.json"
    metadata.write_text(json.dumps({"created_at": "2018-07-01T14:22:32.365935-07:00"}))
    assert submitted_at(folder) == "2018-07-01T21:22:32Z"
    other = tmp_path / "anna"
    other.mkdir()
    assert submitted_at(other) is None
    for text in ("{}", "[]", "[" * 100_000, '{"created_at": null}', "\udcff", "{"):
        metadata.write_bytes(text.encode("utf-8", "surrogateescape"))
        assert submitted_at(folder) is None


def test_where_nothing_says_so_it_is_not_known(tmp_path):
    assert submitted_at(tmp_path) is None
    assert submitted_at(tmp_path / "nowhere") is None
    file = tmp_path / "hw.py"
    file.write_text("")
    assert submitted_at(file) is None
    os.mkfifo(tmp_path / "timestamp.txt")
    assert submitted_at(tmp_path) is None


def test_a_report_of_before_has_no_time():
    data = Report("hw", "anna", "graded", "id", False, {}).to_dict()
    del data["submitted_at"]
    assert Report.from_json(json.dumps(data)).submitted_at is None


@pytest.fixture
def course(tmp_path):
    folders = [tmp_path / "assignments" / "hw" / "checks", tmp_path / "solutions" / "hw"]
    folders += [tmp_path / "class" / name for name in ("anna", "bo")]
    for folder in folders:
        folder.mkdir(parents=True)
        name = "test_arithmetic.py" if folder.name == "checks" else "arithmetic.py"
        (folder / name).write_text(CHECKS if folder.name == "checks" else RIGHT)
    return tmp_path


def graded(folder):
    return Report.from_json((folder / "out" / "reports" / "anna.json").read_text())


def test_it_is_kept_with_the_report_and_decides_nothing(course):
    anna = course / "class" / "anna"
    (anna / "timestamp.txt").write_text("2026-11-24 15:00:00 UTC")
    arguments = ["grade", "class", "--out", "out", "--no-similarity", "--changed"]
    assert run(*arguments, cwd=course).returncode == 0
    first = graded(course)
    assert first.submitted_at == "2026-11-24T15:00:00Z"
    # Handed in again, the same: noted, and not graded again.
    (anna / "timestamp.txt").write_text("2026-12-24 15:00:00 UTC")
    done = run(*arguments, cwd=course)
    assert "0 more were graded again" in done.stdout
    later = graded(course)
    assert later.submitted_at == "2026-12-24T15:00:00Z"
    first.submitted_at = later.submitted_at
    assert first == later
    done = run(*arguments, "--submitted-at", "2027-01-01T00:00:00+01:00", cwd=course)
    assert done.returncode == 2
    assert "time of one submission, but 2 were given" in done.stderr
    arguments[1] = "class/anna"
    run(*arguments, "--submitted-at", "2027-01-01T00:00:00+01:00", cwd=course)
    assert graded(course).submitted_at == "2026-12-31T23:00:00Z"
