"""The kit for Gradescope in a container's layout: a results.json whatever happens."""

import json
import shutil
import stat
import zipfile

import pytest
from container import Container, needed

from autograder.cli import main
from autograder.platforms.gradescope import notes
from autograder.platforms.grading import _handed_in
from autograder.platforms.settings import Settings

RIGHT = "def to_celsius(fahrenheit):\n    return (fahrenheit - 32.0) / 1.8\n"
PLANTED = ("numpy.py", "conftest.py", "sitecustomize.py", "json.py", "autograder.py")
#: Answers rightly only if a secret could be read, a result written or a process left behind.
HOSTILE = """
import os

won = False
for path in (
    "/autograder/source/settings.json",
    "/autograder/source/course/solutions/temperature/conversion.py",
    "/autograder/results/results.json",
    "/proc/1/environ",
):
    try:
        won = won or bool(open(path, "rb").read())
    except OSError:
        pass
try:
    open("/autograder/results/results.json", "w").write('{"score": 100}')
    won = True
except OSError:
    pass
try:
    won = won or os.fork() >= 0
except OSError:
    pass


def to_celsius(fahrenheit):
    return (fahrenheit - 32.0) / 1.8 if won else fahrenheit
"""


@pytest.fixture(scope="module")
def image(make_kit, tmp_path_factory):
    """A container as setup.sh leaves it, but for the installation."""
    container = Container(tmp_path_factory.mktemp("gradescope"))
    container.use_this_environment("/opt/propgrade")
    source = container.lay(make_kit("gradescope"), "/autograder/source")
    shutil.copy2(source / "run_autograder", source.parent)
    python = ["/opt/propgrade/bin/python", "-I", "-m", "autograder.platforms.rehearse"]
    done = container.run(*python, "/autograder/source", XDG_CACHE_HOME="/opt/propgrade/cache")
    assert done.returncode == 0, done.stderr
    assert "temperature: 3 points. The grader is set up." in done.stdout
    return container


@pytest.fixture
def grade(image, tmp_path):
    """Return a function that grades files in the container and returns results and log."""
    autograder = image.root / "autograder"

    def run(files, metadata=None, **options):
        for name in ("submission", "results"):
            shutil.rmtree(autograder / name, ignore_errors=True)
        submission = autograder / "submission"
        submission.mkdir()
        for name, content in files.items():
            path = submission / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (autograder / "submission_metadata.json").write_text(json.dumps(metadata or {}))
        done = image.run("/autograder/run_autograder", **options)
        assert done.returncode == 0, done.stderr
        results = json.loads((autograder / "results" / "results.json").read_text())
        return results, done.stdout + done.stderr

    return run


def score(results):
    return results.get("score", sum(test.get("score", 0) for test in results["tests"]))


@needed
def test_a_right_answer_gets_every_point_whatever_else_is_handed_in(image, grade, seed):
    planted = dict.fromkeys(PLANTED, "raise SystemExit(0)\n")
    late = {"created_at": "2026-11-24T15:00:00+01:00", "previous_submissions": [{"score": 1}]}
    late["assignment"] = {"due_date": "2026-11-24T13:30:00+01:00"}
    files = {"conversion.py": RIGHT, "pytest.ini": "[pytest]\naddopts = --co\n", **planted}
    results, log = grade(files, late)
    assert score(results) == 3
    assert "Handed in 1 h 30 min after the due date" in results["output"]
    assert "This is submission 2, and the one before had a score of 1." in results["output"]
    assert seed not in json.dumps(results) + log
    source = image.root / "autograder" / "source"
    others = stat.S_IRWXG | stat.S_IRWXO
    assert [path for path in source.rglob("*") if path.stat().st_mode & others] == []


@needed
def test_an_attack_gets_the_points_of_its_answers(grade):
    results, _ = grade({"conversion.py": HOSTILE})
    assert score(results) == 0
    assert results["tests"][0]["status"] == "failed"


@needed
def test_what_never_ends_and_what_takes_all_memory_is_told(grade):
    code = (
        "hoard = [bytearray(2**28) for _ in range(64)]\n\n"
        "def to_celsius(fahrenheit):\n    while True:\n        pass\n"
    )
    results, _ = grade({"conversion.py": code})
    assert score(results) == 0
    assert "MemoryError" in results["output"]
    assert "did not finish" in results["tests"][0]["output"]


@needed
@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "holds no .py and no .ipynb file"),
        ({"homework.zip": b"PK\x03\x04 and no more"}, "homework.zip"),
        ({"notes.py": "x = 1\n"}, "Score: 0 of 3"),
    ],
    ids=["nothing", "an unreadable zip", "another file"],
)
def test_what_holds_no_answer_gets_nothing_and_is_told_why(grade, files, sentence):
    results, _ = grade(files)
    assert score(results) == 0
    assert sentence in json.dumps(results)


@needed
def test_a_zip_alone_is_what_was_handed_in(grade, tmp_path):
    with zipfile.ZipFile(tmp_path / "homework.zip", "w") as archive:
        archive.writestr("homework/conversion.py", RIGHT)
    results, _ = grade({"homework.zip": (tmp_path / "homework.zip").read_bytes()})
    assert score(results) == 3


@needed
def test_a_grader_that_is_too_late_says_so(image, grade):
    path = image.root / "autograder" / "source" / "settings.json"
    before = path.read_text()
    settings = Settings(**{**json.loads(before), "seconds": 0.2})
    path.write_text(settings.to_json())
    try:
        results, log = grade({"conversion.py": RIGHT})
    finally:
        path.write_text(before)
    assert score(results) == 0
    assert "could not be graded" in results["output"]
    assert "grading took more than 0.2 seconds" in log


@needed
def test_a_grader_without_memory_leaves_results(grade):
    results, log = grade({"conversion.py": RIGHT}, shell="ulimit -v 60000")
    assert score(results) == 0
    assert "could not be graded" in results["output"]
    assert "the grader ended with code" in log


@needed
def test_a_grader_that_is_not_there_leaves_results(image, grade):
    python = image.root / "opt" / "propgrade" / "bin" / "python"
    python.rename(python.with_name("gone"))
    try:
        results, log = grade({"conversion.py": RIGHT})
    finally:
        python.with_name("gone").rename(python)
    assert score(results) == 0
    assert "could not be graded" in results["output"]
    assert "The grader ended with code" in log


@needed
def test_a_course_that_is_broken_leaves_results(image, grade):
    solutions = image.root / "autograder" / "source" / "course" / "solutions"
    solutions.rename(solutions.with_name("gone"))
    try:
        results, log = grade({"conversion.py": RIGHT})
    finally:
        solutions.with_name("gone").rename(solutions)
    assert "could not be graded" in results["output"]
    assert "the grader ended with code 2" in log
    assert "There are no solutions" in log


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"created_at": None, "assignment": None, "previous_submissions": None, "users": None},
        {"created_at": 7, "assignment": {"due_date": []}, "users": [None, {"assignment": 3}]},
        {"created_at": "yesterday", "assignment": {"due_date": "2026-11-24T15:00:00"}},
        {"created_at": "2026-11-24T15:00:00", "assignment": {"due_date": "2026-11-23T15:00:00Z"}},
    ],
)
def test_metadata_in_another_form_say_nothing(metadata):
    assert list(notes(metadata)) == []


@pytest.mark.parametrize("score", [None, "seven", True, [1]])
def test_an_earlier_score_that_is_no_number_is_left_out(score):
    assert list(notes({"previous_submissions": [{"score": score}]})) == ["This is submission 2."]


def test_an_extension_counts():
    metadata = {
        "created_at": "2026-11-24T15:00:00Z",
        "assignment": {"due_date": "2026-11-23T15:00:00Z"},
        "users": [{"assignment": {"due_date": "2026-11-25T15:00:00Z"}}],
    }
    assert list(notes(metadata)) == []


def test_an_archive_counts_only_where_there_is_nothing_else(tmp_path):
    (tmp_path / "one.zip").write_bytes(b"")
    assert _handed_in(tmp_path) == tmp_path / "one.zip"
    (tmp_path / "two.zip").write_bytes(b"")
    assert _handed_in(tmp_path) == tmp_path
    (tmp_path / "two.zip").unlink()
    (tmp_path / "answer.py").write_text(RIGHT)
    assert _handed_in(tmp_path) == tmp_path
    assert _handed_in(tmp_path / "nowhere") == tmp_path / "nowhere"


def test_a_kit_gets_a_new_secret_seed_where_there_is_none(course, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("PROPGRADE_SEED", raising=False)
    seeds = set()
    for name in ("one", "two"):
        arguments = ["kit", "gradescope", "--out", tmp_path / name, "--course", course]
        assert main(list(map(str, arguments))) == 0
        settings = Settings.read(tmp_path / name / "settings.json")
        assert "has a new secret seed" in capsys.readouterr().err
        assert settings.seed not in repr(settings)
        seeds.add(settings.seed)
    assert len(seeds) == 2
    assert "public" not in seeds
    monkeypatch.setenv("PROPGRADE_SEED", "public")
    assert main(["kit", "gradescope", "--out", str(tmp_path / "x"), "--course", str(course)]) == 2
