"""What the analysis of a class says of scores, items and mistakes."""

import math
import random
import statistics

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.analysis import Analysis
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report, Sandbox

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=60,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
POINTS = (1.0, 2.0, 0.5, 1.5)


def check(number, passed, **changes):
    points = POINTS[number]
    values = {
        "name": f"p::test_{number}",
        "title": f"Check {number}",
        "kind": "property",
        "hidden": number == 1,
        "points": points,
        "score": points if passed else 0.0,
        "outcome": "passed" if passed else "failed",
        "category": None if passed else "mismatch",
    }
    return CheckResult(**{**values, **changes})


def report(name, passed, **changes):
    """Return a report of two exercises with two checks each."""
    results = [check(number, ok) for number, ok in enumerate(passed)]
    exercises = [ExerciseResult("f", results[:2]), ExerciseResult("g", results[2:])]
    problems = [ProblemResult("p", ["p.py"], exercises=exercises)]
    values = {"status": "graded", "problems": problems, "sandbox": Sandbox("strong"), **changes}
    return Report("hw", name, seed_id="id", public_seed=False, versions={}, **values)


def analysed(table):
    analysis = Analysis()
    for number, passed in enumerate(table):
        analysis.add(report(f"s{number:03}", passed))
    return analysis


classes = st.lists(st.tuples(*[st.booleans()] * 4), min_size=1, max_size=40)


@EXAMPLES
@given(classes)
def test_shares_and_coefficients_keep_their_bounds(table):
    analysis = analysed(table)
    for item in [*analysis.exercises(), *analysis.checks()]:
        assert 0 <= item.difficulty <= 1
        for value in (item.upper, item.lower):
            assert value is None or 0 <= value <= 1
        for value in (item.discrimination, item.correlation):
            assert value is None or -1 <= value <= 1


@EXAMPLES
@given(classes, st.randoms(use_true_random=False))
def test_the_order_of_the_reports_changes_nothing(table, shuffler):
    other = list(table)
    shuffler.shuffle(other)
    for one, two in zip(analysed(table).checks(), analysed(other).checks(), strict=True):
        assert one.difficulty == pytest.approx(two.difficulty)
        assert one.discrimination == pytest.approx(two.discrimination)
        assert one.correlation == pytest.approx(two.correlation)
    assert analysed(table).distribution().bins == analysed(other).distribution().bins


@EXAMPLES
@given(classes)
def test_means_of_the_checks_add_up_to_the_mean_score(table):
    analysis = analysed(table)
    mean = sum(item.points * item.difficulty for item in analysis.checks())
    assert analysis.distribution().mean == pytest.approx(mean)
    assert sum(analysis.distribution().bins) == len(table)
    by_exercise = sum(item.points * item.difficulty for item in analysis.exercises())
    assert by_exercise == pytest.approx(mean)


@EXAMPLES
@given(st.lists(st.tuples(*[st.booleans()] * 4), min_size=9, max_size=40))
def test_correlations_are_the_point_biserial_ones(table):
    scores = [sum(p for p, ok in zip(POINTS, row, strict=True) if ok) for row in table]
    for number, item in enumerate(analysed(table).checks()):
        right = [s - POINTS[number] for s, row in zip(scores, table, strict=True) if row[number]]
        wrong = [s for s, row in zip(scores, table, strict=True) if not row[number]]
        spread = statistics.pstdev([*right, *wrong])
        if not right or not wrong or spread == 0:
            assert item.correlation is None
            continue
        share = len(right) / len(table)
        apart = statistics.fmean(right) - statistics.fmean(wrong)
        expected = apart / spread * math.sqrt(share * (1 - share))
        assert item.correlation == pytest.approx(expected, abs=1e-5)


def test_thirds_are_told_apart_and_ties_belong_to_their_third():
    table = [(True, True, True, True)] * 4 + [(True, False, True, False)] * 4
    table += [(False, False, True, False)] * 4
    random.Random(1).shuffle(table)
    first, second, third, _ = analysed(table).checks()
    assert (first.upper, first.lower, first.discrimination) == (1.0, 0.0, 1.0)
    assert second.discrimination == 1.0
    assert third.discrimination == 0.0
    assert third.correlation is None  # everyone has it


def test_a_class_too_small_or_all_alike_has_no_thirds():
    for table in ([(True, False, True, False)] * 8, [(True, False, True, False)] * 30):
        assert all(item.discrimination is None for item in analysed(table).checks())


def test_what_was_not_graded_is_told_apart():
    analysis = analysed([(True, True, True, True)] * 3)
    analysis.add(report("broken", [False] * 4, status="unreadable", message="not a zip"))
    assert analysis.distribution().count == 3
    assert [row.summary.submission for row in analysis.ungraded()] == ["broken"]
    assert len(analysis.rows) == 4


def test_mistakes_are_counted_once_for_each_submission_and_exercise():
    analysis = Analysis()
    for name, changes in (("a", {"mistake": "A sign"}), ("b", {"mistake": "A sign"}), ("c", {})):
        made = report(name, [False, False, True, True])
        for key, value in changes.items():
            setattr(made.checks()[0], key, value)
        analysis.add(made)
    analysis.add(report("d", [True] * 4))
    known, unknown = analysis.mistakes()
    assert (known.what, known.known, known.submissions) == ("A sign", True, ("a", "b"))
    assert (unknown.known, unknown.submissions) == (False, ("c",))
    assert {(m.problem, m.exercise) for m in analysis.mistakes()} == {("p", "f")}


def test_an_item_that_a_report_lacks_counts_as_none_of_its_points():
    analysis = analysed([(True, True, True, True)])
    shorter = report("other", [True] * 4)
    shorter.problems[0].exercises.pop()
    analysis.add(shorter)
    f, g = analysis.exercises()
    assert (f.difficulty, g.difficulty) == (1.0, 0.5)


def test_an_empty_class_has_no_distribution():
    assert Analysis().distribution() is None
    assert list(Analysis().checks()) == []
