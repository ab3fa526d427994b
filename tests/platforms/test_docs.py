"""The commands of the documents work as they are written."""

import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import documented

RIGHT = "def to_celsius(fahrenheit):\n    return (fahrenheit - 32.0) / 1.8\n"


@pytest.fixture
def folder(course, tmp_path):
    """A course with a class of two, and the command on the path."""
    shutil.copytree(course, tmp_path / "course")
    for name in ("amara", "bo"):
        (tmp_path / "course" / "submissions" / name).mkdir(parents=True)
        (tmp_path / "course" / "submissions" / name / "conversion.py").write_text(RIGHT)
    return tmp_path / "course"


@pytest.fixture
def environment(tmp_path):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {k: v for k, v in os.environ.items() if k not in ("PROPGRADE_SEED", "PYTHONPATH")}
    return {**kept, "PATH": path, "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_the_instructors_document(folder, environment):
    said = documented.run("instructors.md", folder, environment)
    assert "all is well" in said
    assert (folder.parent / "homework.zip").exists()
    assert (folder / "graded" / "grades.csv").read_text().count("graded") == 2
    assert (folder / "checks.csv").exists()


@pytest.mark.packaging
def test_the_document_of_kits(folder, environment):
    documented.run("kits.md", folder, environment)
    made = {path.name for path in folder.parent.iterdir()}
    assert {"autograder.zip", "github", "prairielearn"} <= made


@pytest.mark.parametrize("name", ["students.md", "instructors.md", "kits.md"])
def test_a_document_has_commands_and_links_to_files_that_are_there(name):
    assert documented.blocks(name)
    text = (documented.DOCS / name).read_text()
    for target in set(documented.LINK.findall(text)):
        assert (documented.DOCS / target).exists(), target
