"""Checks are read as they are now, whatever this process has imported before."""

import pytest

from autograder.course import Assignment
from autograder.engine import collect
from autograder.plan import Plan

CHECK = '''
from autograder.checks import check


@check("{exercise}", kind="example", points=1)
def test_it(submission):
    """Says what it is."""
'''


@pytest.fixture
def written(tmp_path):
    def write(course, exercise):
        folder = tmp_path / course / "assignments" / "tiny"
        (folder / "checks").mkdir(parents=True, exist_ok=True)
        (folder / "checks" / "test_tiny.py").write_text(CHECK.format(exercise=exercise))
        return [check.exercise for _, check in collect(Plan(Assignment(folder)))]

    return write


def test_courses_may_have_problems_of_the_same_name(written):
    assert written("one", "double") == ["double"]
    assert written("two", "triple") == ["triple"]
    assert written("one", "double") == ["double"]


def test_checks_that_were_edited_are_read_again(written):
    assert written("one", "double") == ["double"]
    assert written("one", "halve_it") == ["halve_it"]
