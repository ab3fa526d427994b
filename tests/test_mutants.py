"""Mutants of a reference are graded as submissions; those that lose no point are told."""

import shutil
import sys
from pathlib import Path

import pytest

from autograder.adequacy import Outcome, covered, grade_mutants
from autograder.cli import main
from autograder.course import find_assignment
from autograder.mutants import Mutant
from autograder.plan import Plan
from autograder.process import Limits

ROOT = Path(__file__).parent.parent
CHECKS = "assignments/temperature/checks/test_conversion.py"
LIST = "solutions/temperature/equivalents/conversion.toml"
UNWRAPPED = """
[[equivalent]]
exercise = "to_celsius"
reason = "The statement gives arrays."
mutants = ['''
- return (np.asarray(fahrenheit) - 32) * 5 / 9
+ return (fahrenheit - 32) * 5 / 9
''']
"""
TRANSPOSED = """
[[equivalent]]
exercise = "to_celsius"
reason = "The two changes undo each other."
mutants = ['''
- return (np.asarray(fahrenheit) - 32) * 5 / 9
+ return ((np.asarray(fahrenheit.T) - 32) * 5 / 9).T
''']
"""
BLIND = '''"""What conversion must satisfy."""

import numpy as np

from autograder.checks import check
from autograder.compare import assert_close


@check("to_celsius", kind="example", points=1)
def test_to_celsius_of_freezing(submission):
    """Gives 0 where water freezes."""
    assert_close(submission.to_celsius(np.array([32.0])), np.array([0.0]))


@check("to_celsius", kind="example", points=1)
def test_to_celsius_again(submission):
    """Gives 0 where water freezes, asked again."""
    assert_close(submission.to_celsius(np.array([32.0])), np.array([0.0]))


@check("to_celsius", kind="agreement", points=2)
def test_to_celsius_agrees(submission, reference):
    """Agrees with the reference at 32 degrees."""
    x = np.array([32.0])
    assert_close(submission.to_celsius(x), reference.to_celsius(x))
'''


@pytest.fixture
def course(tmp_path):
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path, dirs_exist_ok=True)
    checks = tmp_path / CHECKS
    checks.write_text(checks.read_text().replace("arrays((3,))", "arrays((2, 3))"))
    return tmp_path


@pytest.fixture
def verify_mutants(course, monkeypatch, capsys):
    for name in [name for name in sys.modules if name.endswith("test_conversion")]:
        monkeypatch.delitem(sys.modules, name)  # the checks of another test's course
    monkeypatch.setenv("XDG_CACHE_HOME", str(course / ".cache"))

    def verify(*arguments):
        code = main(["verify", "--mutants", "--course", str(course), *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out + err

    return verify


def listed(course, text):
    file = course / LIST
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


def test_a_survivor_is_told_as_a_diff_that_can_be_pasted(verify_mutants):
    code, said = verify_mutants()
    assert code == 1
    assert "to_celsius: 40 mutants, 39 killed, 1 survived, 0 equivalent" in said
    assert "    - return (np.asarray(fahrenheit) - 32) * 5 / 9\n" in said
    assert "    + return (fahrenheit - 32) * 5 / 9\n" in said
    assert "1 thing is wrong." in said


def test_a_survivor_that_is_listed_is_right(course, verify_mutants):
    listed(course, UNWRAPPED + TRANSPOSED)
    code, said = verify_mutants()
    assert code == 0, said
    assert "41 mutants, 39 killed, 0 survived, 2 equivalent" in said


def test_a_line_may_be_listed_with_all_that_survives_there(course, verify_mutants):
    entry = UNWRAPPED.partition("mutants")[0]
    listed(course, entry + "lines = ['return (np.asarray(fahrenheit) - 32) * 5 / 9']\n")
    code, said = verify_mutants()
    assert code == 0, said


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("(fahrenheit - 32)", "(fahrenheit + 32)"), "is none that lives"),
        (("(fahrenheit - 32)", "(np.asarray(fahrenheit) + 32)"), "is killed"),
        (("to_celsius", "to_kelvin"), "is none that lives"),
    ],
)
def test_a_stale_entry_is_an_error(course, verify_mutants, change, told):
    listed(course, UNWRAPPED + UNWRAPPED.replace(*change))
    code, said = verify_mutants()
    assert code == 1
    assert "A stale entry in" in said
    assert told in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[equivalent]\n", "is not TOML"),
        ("[[equivalent]]\nexercise = 'to_celsius'\nmutants = ['a']\n", "needs exercise, reason"),
        (UNWRAPPED + UNWRAPPED, "lists this twice"),
        ("[other]\n", "may hold only"),
    ],
)
def test_a_list_that_is_not_in_form_is_told(course, verify_mutants, text, told):
    listed(course, text)
    code, said = verify_mutants()
    assert code == 2
    assert told in said


def test_checks_that_see_nothing_let_mutants_live(course, verify_mutants):
    (course / CHECKS).write_text(BLIND)
    code, said = verify_mutants()
    assert code == 1
    assert "+ return (np.asarray(fahrenheit) - 32) * 5 * 9" in said


def test_a_mutant_that_hangs_is_killed(course):
    text = "def to_celsius(fahrenheit):\n    while True:\n        pass"
    plan = Plan(find_assignment(course), reference=True, limits=Limits(call=0.2))
    outcomes = []
    hangs = Mutant("to_celsius", (), text, "", ())
    grade_mutants(plan, "conversion", [hangs], outcomes.append, every_check=False)
    (outcome,) = outcomes
    assert outcome.killed_by
    assert not outcome.broken


def test_the_table_has_a_row_for_each_exercise_and_check(course, verify_mutants):
    listed(course, UNWRAPPED + TRANSPOSED)
    code, said = verify_mutants("--table", course / "table.md")
    assert code == 0, said
    rows = (course / "table.md").read_text().splitlines()
    assert "| `to_celsius` | 41 | 39 | 2 | 0 | 1 |" in rows
    checks = [row for row in rows if row.startswith("| `conversion::")]
    assert len(checks) == 2
    assert rows[-1] == "There are none."


def test_the_table_names_checks_that_are_not_needed(course, verify_mutants):
    (course / CHECKS).write_text(BLIND)
    verify_mutants("--table", course / "table.md")
    rows = (course / "table.md").read_text().splitlines()
    same = "`conversion::test_to_celsius_of_freezing` kills all that it kills"
    assert f"- `conversion::test_to_celsius_again` (example): {same}" in rows


def test_what_does_not_exist_is_told(verify_mutants):
    assert "There is no exercise to_kelvin" in verify_mutants("--exercise", "to_kelvin")[1]
    assert "There is no problem lengths" in verify_mutants("--problem", "lengths")[1]


def test_a_sample_of_the_homework_dies_or_is_listed(capsys):
    arguments = ["--course", str(ROOT), "--sample", "100", "--seed", "a sample"]
    code = main(["verify", "--mutants", *arguments])
    assert code == 0, capsys.readouterr().out


def test_a_check_is_covered_by_one_that_kills_all_that_it_kills():
    kills = [{"wide", "narrow", "same"}, {"wide", "same"}, {"other"}]
    outcomes = [Outcome("f", killed_by=dict.fromkeys(names, 1)) for names in kills]
    found = covered(outcomes, ["narrow", "wide", "same", "other", "idle"])
    assert dict(found) == {"narrow": "wide", "same": "wide", "idle": "narrow"}
    assert dict(covered(outcomes, ["narrow", "other"])) == {}
