"""Courses that the tests of nbgrader use."""

import shutil

import pytest
from courses import Course, make_course


@pytest.fixture(scope="session")
def generated(tmp_path_factory):
    """Return a course with its assignment generated. Not to be changed."""
    course = make_course(tmp_path_factory.mktemp("generated"))
    course.run("autograder", "release")
    course.nbgrader("generate_assignment", "tiny")
    return course


@pytest.fixture(scope="session")
def copy_of(generated, tmp_path_factory):
    """Return a maker of copies of the generated course."""

    def copy(name):
        folder = tmp_path_factory.mktemp(name) / "course"
        shutil.copytree(generated.folder, folder)
        return Course(folder)

    return copy
