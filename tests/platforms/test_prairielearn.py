"""The kit for PrairieLearn in a container's layout, run as its question's entry point is."""

import json

import pytest
from container import Container, needed

RIGHT = "def to_celsius(fahrenheit):\n    return (fahrenheit - 32.0) / 1.8\n"


@pytest.fixture(scope="module")
def kit(make_kit):
    return make_kit("prairielearn")


@pytest.fixture
def grade(kit, tmp_path):
    """Return a function that grades files in a new container, as PrairieLearn starts it."""

    def run(files, python=True):
        container = Container(tmp_path)
        if python:
            container.use_this_environment("/opt/propgrade")
        container.lay(kit / "question" / "tests", "/grade/tests")
        student = tmp_path / "grade" / "student"
        student.mkdir()
        for name, text in files.items():
            (student / name).write_text(text)
        done = container.run("/grade/tests/grade.sh")
        assert done.returncode == 0, done.stderr
        return json.loads((tmp_path / "grade" / "results" / "results.json").read_text())

    return run


@needed
def test_an_answer_is_graded(grade):
    results = grade({"conversion.py": RIGHT})
    assert results["gradable"]
    assert results["score"] == 1.0


@needed
def test_nothing_handed_in_costs_no_attempt(grade):
    results = grade({})
    assert not results["gradable"]
    assert "holds no .py" in results["format_errors"][0]


@needed
def test_a_grader_that_is_not_there_leaves_results_and_costs_no_attempt(grade):
    results = grade({"conversion.py": RIGHT}, python=False)
    assert not results["gradable"]
    assert "could not be graded" in results["format_errors"][0]


def test_the_question_names_its_entry_point_and_its_files(kit):
    info = json.loads((kit / "question" / "info.json").read_text())
    options = info["externalGradingOptions"]
    assert options["entrypoint"] == "/grade/tests/grade.sh"
    assert options["timeout"] <= 600
    assert not options["enableNetworking"]
    assert "conversion.py, conversion.ipynb" in (kit / "question" / "question.html").read_text()


def test_the_image_holds_neither_solution_nor_seed(kit):
    names = sorted(path.name for path in (kit / "image").iterdir())
    assert names[:2] == ["Dockerfile", "constraints.txt"]
    assert names[2:] == [path.name for path in (kit / "image").glob("propgrade-*.whl")]
