"""Right variants lose nothing: their errors are far below tolerances, those of mistakes above."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from mistaken import submission_text

from autograder import compare
from autograder.commands import soundness
from autograder.commands.soundness import graded_under
from autograder.course import find_assignment
from autograder.engine import run
from autograder.plan import Plan
from autograder.solutions import Solutions
from autograder.store import default_cache
from autograder.targets import FromPath

ASSIGNMENT = find_assignment(Path(__file__).parents[1], "homework3")
SOLUTIONS = Solutions(ASSIGNMENT.solutions)


@pytest.mark.parametrize("problem", ASSIGNMENT.problems)
def test_tolerances_are_far_from_right_variants_and_from_mistakes(problem):
    right, wrong = SOLUTIONS.alternatives(problem), SOLUTIONS.mistakes(problem)
    sample = random.Random(problem).sample
    plan = Plan(ASSIGNMENT, problems=[problem], reference=True, cache=default_cache())
    rows = graded_under(plan, sample(right, len(right) // 2), sample(wrong, len(wrong) // 4))
    assert [line for row in rows for line in (*row.lost, *row.unseen)] == []
    assert {row.exercise: row.largest for row in rows if row.largest > 0.1} == {}
    assert {row.exercise: row.smallest for row in rows if row.smallest < 10} == {}


def points_lost(problem, variants, folder):
    """Grade right variants as what students hand in: in a worker, and asked again in another."""
    exercise_of = {variant.name: variant.exercise for variant in variants}
    targets = []
    for variant in variants:
        path = folder / variant.name / f"{problem}.py"
        path.parent.mkdir()
        path.write_text(submission_text(SOLUTIONS, problem, variant), encoding="utf-8")
        targets.append(FromPath(variant.name, path.parent))
    plan = Plan(
        ASSIGNMENT,
        problems=[problem],
        reference=True,
        cache=default_cache(),
        select=lambda target, _, check: check.exercise == exercise_of[target],
    )
    reports = []
    run(plan, targets, reports.append)
    assert len(reports) == len(variants)
    checks = [(report.submission, check) for report in reports for check in report.checks()]
    return [(name, c.name, c.message) for name, c in checks if c.score != c.points]


@pytest.mark.parametrize("problem", ASSIGNMENT.problems)
def test_right_variants_lose_nothing_as_submissions(problem, tmp_path):
    variants = SOLUTIONS.alternatives(problem)
    assert points_lost(problem, variants, tmp_path) == []


@pytest.mark.parametrize(
    ("actual", "desired", "share"),
    [
        (1.0, 1.0, 0.0),
        (np.array([1.0, 2.5]), np.array([1.0, 2.0]), 0.5 / 0.3),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf]), 0.0),
        (np.array([np.inf]), np.array([-np.inf]), np.inf),
        (np.array([True, False]), np.array([True, True]), 1.0 / 0.2),
        (np.zeros((0, 2)), np.zeros((0, 2)), 0.0),
        ([1.0, 1.1], (1.0, 1.0), 0.5),
    ],
)
def test_an_observer_is_told_errors_as_shares_of_the_tolerance(actual, desired, share):
    seen = []
    with compare.observed(seen.append):
        try:
            compare.assert_close(actual, desired, rtol=0.1, atol=0.1)
        except compare.Mismatch:
            assert share > 1
    assert max(seen) == pytest.approx(share)
    count = len(seen)
    compare.assert_close(actual, actual)
    assert len(seen) == count, "the observer hears of comparisons after its time"


def test_an_observer_is_told_errors_of_gradients():
    seen = []
    with compare.observed(seen.append):
        compare.assert_gradient(np.array([2.0 + 1e-4]), lambda x: x[0] ** 2, np.array([1.0]))
    assert seen == [pytest.approx(1e-4 / (1e-6 + 1e-4 * (2 + 1e-4)), rel=1e-3)]


def test_a_run_goes_on_where_it_stopped_and_tells_what_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(soundness, "default_cache", lambda: tmp_path)
    row = soundness.Row("f", 3, [], 0.01, 4, [], np.inf)
    lost = soundness.Row("f", 3, ["f__loops does not pass g."], 0.05)
    graded = []

    def grade(plan, right, wrong):
        graded.append((plan.seed.text, bool(wrong)))
        return [lost if len(graded) == 3 else row]

    monkeypatch.setattr(soundness, "graded_under", grade)
    problem = ASSIGNMENT.problems[0]
    assert soundness.soundness(ASSIGNMENT, [problem], 2, None) == 0
    (notes,) = tmp_path.iterdir()
    with notes.open("a") as file:  # as a run that is killed while it writes may leave it
        file.write(json.dumps([3, []])[:-2])
        file.write("\n")
    capsys.readouterr()
    table = tmp_path / "docs" / "table.md"
    assert soundness.soundness(ASSIGNMENT, [problem], 3, table) == 1
    assert graded == [("soundness 1", True), ("soundness 2", True), ("soundness 3", False)]
    assert capsys.readouterr().out == "f__loops does not pass g.\n"
    assert f"## {problem}, 3 seeds" in table.read_text()
    assert "| `f` | 3 | 1 | 0.05 | 4 | 0 | - |" in table.read_text()
