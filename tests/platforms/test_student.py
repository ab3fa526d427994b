"""The kit of a student: unpacked in an empty folder, installed in a clean environment."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.cli import main

sys.path.insert(0, str(Path(__file__).parents[1]))

import documented

RIGHT = "def to_celsius(fahrenheit):\n    return (fahrenheit - 32.0) / 1.8\n"
MOST_PACKAGES = 12  # propgrade among them


@pytest.fixture(scope="module")
def unpacked(course, tmp_path_factory):
    """The kit in an empty folder, with all that docs/students.md says run there."""
    place = tmp_path_factory.mktemp("student")
    kit = place.parent / "homework.zip"
    assert main(["kit", "student", "--out", str(kit), "--course", str(course)]) == 0
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(place)
    python = Path(sys.base_prefix) / "bin"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    path = os.pathsep.join([str(python), os.environ["PATH"]])
    environment = {**kept, "PATH": path, "XDG_CACHE_HOME": str(place / ".cache")}
    environment |= {"PIP_CACHE_DIR": pip_cache()}
    said = documented.run("students.md", place, environment)
    return place, said


def pip_cache():
    command = [sys.executable, "-m", "pip", "cache", "dir"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_stub_is_checked_as_the_document_says(unpacked):
    _, said = unpacked
    assert "to_celsius is not written yet" in said


def test_an_answer_passes(unpacked):
    place, _ = unpacked
    (place / "conversion.py").write_text(RIGHT)
    command = [place / ".venv" / "bin" / "autograder", "check"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 points graded after submission" in done.stdout


def test_the_installation_is_small(unpacked):
    place, _ = unpacked
    command = [place / ".venv" / "bin" / "python", "-m", "pip", "list", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    names = {package["name"] for package in json.loads(done.stdout)} - {"pip", "setuptools"}
    assert "propgrade" in names
    assert len(names) <= MOST_PACKAGES, names


def test_there_is_no_solution_in_the_kit(unpacked):
    place, _ = unpacked
    files = [path for path in place.rglob("*") if path.is_file() and ".venv" not in path.parts]
    assert {"conversion.py", "conversion.ipynb", "test_conversion.py", "README.md"} <= {
        path.name for path in files
    }
    for path in files:
        assert b"fahrenheit) - 32) * 5" not in path.read_bytes(), path
    assert not any("mistakes" in path.parts or "solutions" in path.parts for path in files)


def test_a_kit_with_a_text_of_a_solution_is_refused(course, tmp_path, capsys):
    checks = course / "assignments" / "temperature" / "checks" / "hint.md"
    checks.write_text("return (np.asarray(fahrenheit) - 32) * 5 / 9\n")
    try:
        arguments = ["kit", "student", "--out", tmp_path / "x", "--course", course]
        assert main(list(map(str, arguments))) == 2
    finally:
        checks.unlink()
    assert "hint.md holds solution region 1" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_kit_of_stale_files_is_refused(course, tmp_path, capsys):
    stub = course / "assignments" / "temperature" / "conversion.py"
    before = stub.read_text()
    stub.write_text(before + "# tried out\n")
    try:
        arguments = ["kit", "student", "--out", tmp_path / "x", "--course", course]
        assert main(list(map(str, arguments))) == 2
    finally:
        stub.write_text(before)
    assert "conversion.py is stale" in capsys.readouterr().err


def test_a_kit_does_not_overwrite_a_folder_and_is_the_same_twice(course, tmp_path, capsys):
    def make(out):
        return main(["kit", "student", "--out", str(out), "--course", str(course)])

    assert [make(tmp_path / name) for name in ("a.zip", "b.zip", "c", "c")] == [0, 0, 0, 2]
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_link_in_an_assignment_is_no_part_of_a_kit(course, tmp_path, capsys):
    link = course / "assignments" / "temperature" / "notes.txt"
    link.symlink_to(course / "solutions" / "temperature" / "conversion.py")
    try:
        arguments = ["kit", "student", "--out", tmp_path / "x", "--course", course]
        assert main(list(map(str, arguments))) == 2
    finally:
        link.unlink()
    assert "is a link" in capsys.readouterr().err
