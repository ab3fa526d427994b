"""An error costs points where it was made, and nobody gains by making one."""

import dataclasses
import json
import textwrap

import pytest

from autograder import carry, corpus, wire
from autograder.course import Assignment
from autograder.engine import run
from autograder.feedback import student_view
from autograder.plan import Plan
from autograder.process import Limits, WorkerProcess
from autograder.provenance import blank_report, differences
from autograder.render.terminal import feedback, show
from autograder.seeds import Seed
from autograder.targets import FromPath

CHECKS = '''
"""What tiny must satisfy."""
import numpy as np
from hypothesis import given
from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays


@check("shift", kind="agreement", points=1)
@given(x=arrays((3,)))
def test_shift(submission, reference, x):
    """Shift agrees with the reference."""
    assert_close(submission.shift(x), reference.shift(x))


@check("shift", kind="example", points=1)
def test_shift_keeps_the_shape(submission):
    """Shift keeps the shape."""
    assert np.shape(submission.shift(np.zeros(2))) == (2,)


@check("powers", kind="agreement", points=1)
@given(x=arrays((3,)))
def test_powers(submission, reference, x):
    """Powers agree with the reference."""
    assert_close(submission.powers(x), reference.powers(x))


@check("powers", kind="property", points=1, hint="The largest power is 1.")
@given(x=arrays((3,)))
def test_powers_are_at_most_one(submission, x):
    """The largest power is one."""
    assert_close(float(np.max(submission.powers(x))), 1.0)


@check("weights", kind="agreement", points=1)
@given(x=arrays((3,)))
def test_weights(submission, reference, x):
    """Weights agree with the reference."""
    assert_close(submission.weights(x), reference.weights(x))
'''

SOLUTION = '''
import numpy as np


def shift(x):
    """Lower x so that its largest entry is zero."""
    lowered_by_the_reference = x - np.max(x)
    return lowered_by_the_reference


def powers(x):
    """Return e to the power of the shifted x."""
    return np.exp(shift(x))


def weights(x):
    """Return the powers divided by their sum."""
    p = powers(x)
    return p / np.sum(p)
'''

MISTAKES = '''
def powers__base_two(x):
    """Powers of two.

    The base is e.
    """
    return np.exp2(shift(x))
'''

RIGHT_POWERS = "def powers(x): return np.exp(shift(x))\n"
RIGHT_WEIGHTS = "def weights(x): p = powers(x); return p / np.sum(p)\n"
WRONG_SHIFT = "def shift(x): return x - np.min(x)\n"
IMPORT = "import numpy as np\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for path, text in (
        ("assignments/hw/checks/test_tiny.py", CHECKS),
        ("solutions/hw/tiny.py", SOLUTION),
        ("solutions/hw/mistakes/tiny.py", MISTAKES),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Assignment(root / "assignments" / "hw", root / "solutions" / "hw")


@pytest.fixture
def grade(course, tmp_path):
    def graded(text, **options):
        (tmp_path / "tiny.py").write_text(IMPORT + textwrap.dedent(text))
        options = {"seed": Seed("s"), "reference": True, "shrink": False, **options}
        reports = []
        run(Plan(course, **options), [FromPath("anna", tmp_path)], reports.append)
        return dataclasses.replace(reports[0], seconds=None)

    return graded


def scores(report):
    return {e.name: e.score for p in report.problems for e in p.exercises}


def carried(report):
    return {c.name.partition("::")[2]: c.carried_from for c in report.checks() if c.carried_from}


def test_an_error_costs_only_where_it_was_made(grade):
    report = grade(WRONG_SHIFT + RIGHT_POWERS + RIGHT_WEIGHTS)
    assert scores(report) == {"shift": 1, "powers": 2, "weights": 1}
    assert carried(report) == {
        "test_powers": "shift",
        "test_powers_are_at_most_one": "shift",
    }  # and the weights are right in spite of it
    text = show(feedback(report))
    assert text.count("2 checks failed only because of shift, and count all the same") == 1
    assert "The largest power is 1." not in text


def test_no_smaller_example_is_looked_for_where_the_points_count_after_all(grade, monkeypatch):
    searched = []
    search = corpus._search
    monkeypatch.setattr(
        corpus, "_search", lambda test, *a: (searched.append(test), search(test, *a))
    )
    grade(WRONG_SHIFT + RIGHT_POWERS + RIGHT_WEIGHTS, shrink=True)
    assert [test.__name__ for test in searched] == ["test_shift"]


def test_it_costs_everywhere_if_the_course_says_so(grade):
    report = grade(WRONG_SHIFT + RIGHT_POWERS + RIGHT_WEIGHTS, carry_forward=False)
    assert scores(report) == {"shift": 1, "powers": 0, "weights": 1}
    assert carried(report) == {}


def test_a_report_of_the_other_rule_is_not_current(course):
    one, other = (
        blank_report(Plan(course, reference=True, carry_forward=choice)) for choice in (True, False)
    )
    assert differences(one, other) == ["carrying errors forward"]


def test_several_errors_are_told_of_apart(grade):
    report = grade(
        """
        def shift(x): return x - np.mean(x) + 1
        def powers(x): return np.exp2(shift(x))
        def weights(x): p = powers(x - shift(x) + shift(x)); return p / np.sum(p)
        """
    )
    assert scores(report) == {"shift": 1, "powers": 1, "weights": 1}
    assert carried(report) == {
        "test_powers_are_at_most_one": "shift",
        "test_weights": "shift and powers",
    }
    named = {c.name: c.mistake for c in report.checks() if c.mistake}
    assert named == {"tiny::test_powers": "Powers of two"}  # found with the right shift


def test_an_own_error_is_not_carried(grade):
    report = grade(WRONG_SHIFT + "def powers(x): return np.exp(shift(x)) + 1\n" + RIGHT_WEIGHTS)
    assert scores(report)["powers"] == 0


def test_no_later_exercise_is_answered(grade):
    report = grade(
        """
        def shift(x): return np.log(powers(x))
        def powers(x): return np.exp2(x)
        """
    )
    assert carried(report) == {}
    assert scores(report) == {"shift": 1, "powers": 0, "weights": 0}


@pytest.mark.parametrize("stub", ["", "def shift(x): raise NotImplementedError\n"])
def test_what_was_not_attempted_is_not_answered(grade, stub):
    report = grade(stub + RIGHT_POWERS)
    assert carried(report) == {}
    assert report.score == 0


def test_a_right_earlier_function_is_left_in_place(grade):
    right_shift = "def shift(x): return x - np.max(x)\n"
    report = grade(right_shift + "def powers(x): return np.exp2(shift(x))\n" + RIGHT_WEIGHTS)
    assert carried(report) == {"test_weights": "powers"}


def test_a_run_again_and_the_engine_agree(grade, tmp_path):
    text = WRONG_SHIFT + RIGHT_POWERS + RIGHT_WEIGHTS
    first = grade(text, cache=tmp_path / "cache")
    assert grade(text, cache=tmp_path / "cache") == first
    assert grade(text, live=True) == first


def test_what_was_graded_is_looked_at_without_a_worker_of_its_own(grade, tmp_path, monkeypatch):
    start, started = WorkerProcess._start, []
    monkeypatch.setattr(WorkerProcess, "_start", lambda self: (started.append(self), start(self)))

    def workers(text):
        first = grade(text, cache=tmp_path / "cache")
        started.clear()
        assert grade(text, cache=tmp_path / "cache") == first
        return len(started)

    right_shift = "def shift(x): return x - np.max(x)\n"
    wrong_powers = "def powers(x): return np.exp(shift(x)) + 1\n"
    least = workers(right_shift + RIGHT_POWERS)
    assert workers(right_shift + wrong_powers) == least
    assert workers(WRONG_SHIFT + wrong_powers) == least + 1  # with the right shift
    assert workers(WRONG_SHIFT + RIGHT_POWERS) == least + 2  # twice, as it passes then


# Attacks


@pytest.mark.parametrize("live", [True, False])
def test_a_handle_that_was_kept_is_useless(grade, live):
    """It ends with the request in which it was given: the next one finds it gone."""
    report = grade(
        """
        kept = []
        def shift(x): return x - np.min(x)
        def powers(x):
            kept.append(shift)
            return np.exp(kept[0](x))
        """,
        live=live,
    )
    assert carried(report) == {}
    assert scores(report)["powers"] < 1


def test_what_passes_by_its_own_state_is_not_carried(grade):
    """Right from the first call that a grader's function is bound, without calling it."""
    report = grade(
        """
        def shift(x): return x * 0
        own = shift
        def powers(x):
            return np.exp(x - np.max(x)) if shift is not own else x
        """
    )
    assert carried(report) == {}


def test_nothing_that_the_worker_says_is_shown(grade):
    report = grade(
        """
        def shift(x): return x * 0
        own = shift
        def powers(x):
            if shift is own:
                return x
            print("EXPORTED", shift(np.array([1.5, 9.25])))
            raise ValueError("EXPORTED" + repr(shift(x)))
        """
    )
    assert carried(report) == {}
    assert "EXPORTED" not in report.to_json()


def test_calls_are_counted(grade, monkeypatch):
    text = WRONG_SHIFT + RIGHT_POWERS
    monkeypatch.setattr(carry, "_MAX_CALLS", 5)
    assert carried(grade(text)) == {}


def test_a_hang_with_the_right_function_ends_it(grade):
    report = grade(
        """
        def shift(x): return x * 0
        own = shift
        def powers(x):
            while shift is not own: shift(x)
            return x
        """,
        limits=Limits(call=0.5, total=20.0),
    )
    assert carried(report) == {}
    assert report.status == "graded"


def test_no_text_of_the_staff_crosses(grade, monkeypatch):
    """Not of the reference, nor of a mistake; and a worker's own answers are not sent back."""
    sent = []

    def send(stream, payload, send=wire.send):
        sent.append(payload)
        send(stream, payload)

    monkeypatch.setattr("autograder.process.wire.send", send)
    monkeypatch.setattr("autograder.sources.GradingSources._staff_worker", _unsent)
    report = grade(WRONG_SHIFT + RIGHT_POWERS)
    assert carried(report)
    together = b"".join(sent)
    assert b"apply" not in together  # that comes from the worker
    assert b"bind" in together
    assert b"lowered_by_the_reference" not in together
    assert b"base_two" not in together


def _unsent(self, problem, limits):
    """Answer for a worker of the staff's in this process, so that what is sent is the student's."""
    backend = self._solutions.planted(problem)
    backend.close = lambda: None
    backend.call_many = lambda problem, batch: None
    return backend


def test_the_student_view_keeps_the_name_of_the_exercise(grade):
    view = student_view(grade(WRONG_SHIFT + RIGHT_POWERS))
    assert carried(view)["test_powers"] == "shift"
    assert json.loads(view.to_json())["view"] == "student"
