"""Copies are found whatever is renamed, moved or commented; independent work is not."""

import re
from pathlib import Path

import pytest

from autograder.cells import script_cells
from autograder.course import find_assignment
from autograder.engine import exercises_of
from autograder.loading import read_submission
from autograder.plan import Plan
from autograder.similarity import LEAST, Comparison, definitions

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def exercises():
    return exercises_of(Plan(find_assignment(ROOT)))


@pytest.fixture(scope="module")
def stubs(exercises):
    found = {}
    for problem, names in exercises.items():
        text = (ROOT / f"assignments/homework3/{problem}.py").read_text()
        code = definitions([cell.source for cell in script_cells(text)], names)
        found[problem] = {name: code[name] for name in names}
    return found


@pytest.fixture(scope="module")
def classroom(exercises):
    """Return the code of the example class, of scripts, notebooks and archives."""
    found = {}
    for path in sorted((ROOT / "examples/class").iterdir()):
        submission = read_submission(path, exercises)
        found[submission.name] = {
            problem: definitions([cell.source for _, cell in cells], exercises[problem])
            for problem, cells in submission.cells().items()
        }
    return found


def disguised(code):
    """Return the code with other names, comments and layout, in another order."""

    def change(source):
        source = re.sub(r"\b(total|grads|weights|out|d|z)\b", r"my_\1", source)
        source = source.replace("    return", "    # what comes out\n    return")
        return re.sub(r" ([*+-]) ", r"\1", source)

    return {
        problem: {name: change(source) for name, source in reversed(of_problem.items())}
        for problem, of_problem in code.items()
    }


def pairs_of(code, stubs, least=LEAST):
    comparison = Comparison(stubs)
    for name, of_all in code.items():
        comparison.add(name, of_all)
    return comparison.pairs(code.__getitem__, least=least)


def test_nobody_of_the_example_class_copied(classroom, stubs):
    assert pairs_of(classroom, stubs) == []


def test_a_disguised_copy_is_found_with_what_is_shared(classroom, stubs):
    names = [name for name in classroom if len(classroom[name]) == len(stubs)]
    for name in ("ines", "nora"):  # scripts, and one notebook for all problems
        whole = {name: classroom[name] for name in names}
        pairs = pairs_of({**whole, "copy": disguised(classroom[name])}, stubs)
        assert {(pair.first, pair.second) for pair in pairs} == {("copy", name)}
        assert {pair.problem for pair in pairs} == set(stubs)
        assert min(pair.share for pair in pairs) > 0.95
        for pair in pairs:
            marked = [same for shared in pair.passages for _, same in shared.first]
            assert sum(marked) > 0.5 * len(marked)  # docstrings are not


def test_three_quarters_of_a_copy_are_found_too(classroom, stubs):
    problem = "word_embeddings"
    mixed = dict(classroom["hugo"][problem])
    own = list(mixed)[::4]
    mixed.update({name: classroom["ines"][problem][name] for name in mixed if name not in own})
    code = {**classroom, "copy": {problem: mixed}}
    pairs = pairs_of(code, stubs, least=0.5)
    share = next(p.share for p in pairs if {p.first, p.second} == {"copy", "ines"})
    assert LEAST < share < 0.98


def test_what_was_handed_out_is_not_a_copy(stubs):
    code = {name: stubs for name in ("a", "b", "c")}
    assert pairs_of(code, stubs, least=0.1) == []


def test_definitions_are_found_in_what_cannot_be_parsed():
    text = "x = 1\ndef f(a,\n      b\n):\n    return a\n\nprint 'old'\ndef g():\n    return (\n"
    text += "async def h():\n    pass"
    found = definitions([text, "def g():\n    return 2"], ["f", "g", "h"])
    assert found["f"] == "def f(a,\n      b\n):\n    return a"
    assert found["g"] == "def g():\n    return 2"
    assert found["h"] == "async def h():\n    pass"


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    'never ends",
        "def f():\n\tx\n        y",
        "def f(:\n",
        "def f():\n  \x00",
        "",
    ],
)
def test_no_source_breaks_the_comparison(source):
    code = {name: {"p": {"f": source}} for name in "ab"}
    assert pairs_of(code, {"p": {"f": ""}}, least=0.0) == []
