"""The replay of recorded calls agrees with the live engine, and sends no answer."""

import dataclasses
import itertools
import json
import os
import random
import textwrap
from pathlib import Path

import numpy as np
import pytest

from autograder import ahead, corpus, process, recording, replay, runner, wire
from autograder.course import find_assignment
from autograder.engine import run
from autograder.plan import Plan
from autograder.process import Limits, WorkerProcess
from autograder.seeds import Seed
from autograder.solutions import Solutions
from autograder.targets import FromPath

ROOT = Path(__file__).parents[1]
HOMEWORK = find_assignment(ROOT / "assignments" / "homework3")
CLASS = ROOT / "examples" / "class"
PROBLEM = "neural_network"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch):
    """Let no clock decide what the smallest example is."""
    monkeypatch.setattr(runner, "_SHRINK_CHECK", 1000.0)
    monkeypatch.setattr(runner, "_SHRINK_TOTAL", 100_000.0)


def graded(plan, targets):
    reports = []
    run(plan, targets, reports.append)
    timeless = [dataclasses.replace(report, seconds=None) for report in reports]
    return {report.submission: json.loads(report.to_json()) for report in timeless}


def agree(targets, *, times=1, **options):
    """Grade by the engine alone and by replay; return the report that both give."""
    options = {"assignment": HOMEWORK, "seed": Seed("secret"), "reference": True, **options}
    live = graded(Plan(live=True, **options), targets)
    for _ in range(times):
        assert graded(Plan(**options), targets) == live
    return live


# The homework

#: `make oracle`: all of it; otherwise a sample that a suite has time for.
EVERYTHING = os.environ.get("PROPGRADE_ORACLE") == "all"
NAMES = sorted(path.name for path in CLASS.iterdir())
SAMPLE = [(PROBLEM, "elif"), (PROBLEM, "mateo"), (PROBLEM, "pavel"), ("backpropagation", "hugo")]
PAIRS = list(itertools.product(HOMEWORK.problems, NAMES)) if EVERYTHING else SAMPLE
MISTAKES = 2  # of a problem, in the sample


def _of_some_exercises(target, problem, check):
    return EVERYTHING or check.exercise in (
        "softmax",
        "softmax_property",
        "boundary_distance",
        "train",
        "gradients",
    )


@pytest.mark.parametrize(("problem", "name"), PAIRS)
def test_replay_agrees_with_the_engine_on_a_submission(cache, problem, name):
    """Of the example class: notebooks, mistakes, a hang, files that cannot be read."""
    limits = Limits(statement=1.0, call=1.0)
    options = {"cache": cache, "limits": limits, "select": _of_some_exercises}
    agree([FromPath(name, CLASS / name)], problems=[problem], **options)


@pytest.mark.parametrize("problem", HOMEWORK.problems)
def test_replay_agrees_with_the_engine_on_mistakes(cache, tmp_path, problem):
    solutions = Solutions(HOMEWORK.solutions)
    texts = [text.decode() for text in solutions.texts(problem)]
    mistakes = solutions.mistakes(problem)
    chosen = mistakes if EVERYTHING else random.Random(0).sample(mistakes, MISTAKES)
    exercises = {mistake.name: mistake.exercise for mistake in chosen}
    assert exercises
    targets = []
    for name, exercise in exercises.items():
        path = tmp_path / name / f"{problem}.py"
        path.parent.mkdir()
        path.write_text("\n# %%\n".join([*texts, f"{exercise} = {name}\n"]))
        targets.append(FromPath(name, path))
    reports = agree(
        targets,
        problems=[problem],
        cache=cache,
        shrink=False,
        select=lambda target, problem, check: check.exercise == exercises[target],
    )
    assert all(report["score"] < report["max_score"] for report in reports.values())


# What crosses


@pytest.fixture
def sent(monkeypatch):
    payloads = []

    def send(stream, payload, send=wire.send):
        payloads.append(payload)
        send(stream, payload)

    monkeypatch.setattr(process.wire, "send", send)
    return payloads


@pytest.fixture
def answers(monkeypatch):
    """Collect what the staff's code answers while checks are recorded, but for parts of its input.

    The ReLU of positive numbers is no secret.
    """
    found = []

    def distil(run, fixtures, examples, tape, problem, distil=recording.distil):
        for entry in (entry for entries in tape.examples for entry in entries):
            for array in wire.arrays_in(entry.answer.value):
                if entry.frame is None or array.tobytes() not in entry.frame:
                    found.append(array)
        return distil(run, fixtures, examples, tape, problem)

    monkeypatch.setattr(recording, "distil", distil)
    return found


def nothing_right(folder, problem):
    """Write a submission whose functions all return None, so that few calls are live."""
    plan = Plan(HOMEWORK, problems=[problem])
    (report,) = graded(plan, [FromPath("empty", folder)]).values()
    names = [exercise["name"] for exercise in report["problems"][0]["exercises"]]
    (folder / f"{problem}.py").write_text("\n".join(f"def {n}(*a, **k): return" for n in names))
    return FromPath("nothing right", folder)


def _tells(array):
    """Tell whether a check cannot have the array by itself or by chance: three broken numbers."""
    return np.unique(array[array != np.rint(array)]).size > 2


def leaked(arrays, payloads):
    """Return the arrays whose bytes were sent."""
    wanted = {}
    for array in arrays:
        if array.dtype == np.float64 and _tells(array):
            for order in "CF":
                data = array.tobytes(order)
                wanted.setdefault(np.frombuffer(data, np.uint64)[0], set()).add(data)
    first = np.array(list(wanted), np.uint64)
    found = set()
    joined = b"".join(payloads)
    for offset in range(8):
        words = np.frombuffer(joined, np.uint64, (len(joined) - offset) // 8, offset)
        for i in np.flatnonzero(np.isin(words, first)):
            begin = offset + 8 * int(i)
            found |= {d for d in wanted[words[i]] if joined[begin : begin + len(d)] == d}
    return found


def careless(run, fixtures, examples, tape, problem):
    """Keep every call that passes no function, whatever it is made of."""
    return [
        [entry.frame for entry in entries if entry.role == "submission" and entry.frame]
        for entries in tape.examples
    ]


@pytest.mark.parametrize("careful", [True, False])
def test_no_answer_is_sent_ahead(tmp_path, sent, answers, monkeypatch, careful):
    """A problem whose checks pass answers on: without the care, the search finds them."""
    if not careful:
        collect = recording.distil
        monkeypatch.setattr(recording, "distil", lambda *a: (collect(*a), careless(*a))[1])
    target = nothing_right(tmp_path, "backpropagation")
    sent.clear()
    keyword = "train or epoch or step or layer"
    options = {"problems": ["backpropagation"], "keyword": keyword, "reference": True}
    plan = Plan(HOMEWORK, shrink=False, look_closer=False, **options)
    graded(plan, [target] * 2)  # the second one is asked at once all that was recorded
    assert len(answers) > 1000
    assert bool(leaked(answers, sent)) is not careful


# A course of one function

CHECKS = """
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks import check
from autograder.compare import assert_close, assert_unchanged
from autograder.strategies import arrays


@check("twice", kind="agreement", points=1)
@given(x=arrays((3,)))
def test_agrees(submission, reference, x):
    '''Agrees.'''
    assert_close(submission.twice(x), reference.twice(x))
    assert_unchanged(submission)


@check("twice", kind="property", points=1)
@given(x=arrays((3,)))
def test_is_the_same_again(submission, x):
    '''Gives the same again, and four times x when used twice.'''
    once = submission.twice(x)
    once += 1.0
    assert_close(submission.twice(x), once - 1.0)
    assert_close(submission.twice(submission.twice(x)), 4 * x)
    assert_close(submission.twice(x + 1.0), 2 * x + 2.0)


@check("twice", kind="property", points=1)
@given(x=arrays((3,)))
def test_of_the_largest(submission, reference, x):
    '''Takes what the reference returns.'''
    best = reference.twice(x)
    assert_close(submission.twice(best[np.argmax(best)] * np.ones(3)), 2 * best.max() * np.ones(3))


@check("twice", kind="example", points=1)
def test_example(submission):
    '''Twice 1 is 2.'''
    assert_close(submission.twice(np.ones(2)), 2 * np.ones(2))


@check("twice", kind="contract", points=1)
def test_function(submission, reference):
    '''Takes a function.'''
    submission.apply(reference.twice, np.ones(2))
"""
REFERENCE = """
import numpy as np


def twice(x):
    return 2 * np.asarray(x)


def apply(f, x):
    return f(x)
"""


@pytest.fixture
def course(tmp_path):
    """Make a course, and a function that writes a submission."""
    homework = tmp_path / "assignments" / "homework"
    (homework / "checks").mkdir(parents=True)
    (homework / "checks" / "test_doubling.py").write_text(CHECKS)
    (tmp_path / "solutions" / "homework").mkdir(parents=True)
    (tmp_path / "solutions" / "homework" / "doubling.py").write_text(REFERENCE)

    def submit(name, source):
        path = tmp_path / "submitted" / name / "doubling.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source) + "\n\ndef apply(f, x):\n    return f(x)\n")
        return FromPath(name, path)

    assignment = find_assignment(homework)
    return assignment, submit


@pytest.fixture
def live(monkeypatch):
    """Count the calls that are made one by one, and the batches."""
    calls = []

    def counted(name):
        original = getattr(WorkerProcess, name)

        def count(self, *args):
            calls.append(name)
            return original(self, *args)

        monkeypatch.setattr(WorkerProcess, name, count)

    counted("call")
    counted("call_many")
    return calls


def outcomes(report):
    return {
        check["name"].partition("::")[2]: (check["outcome"], check["category"])
        for problem in report["problems"]
        for exercise in problem["exercises"]
        for check in exercise["checks"]
    }


RIGHT = "def twice(x):\n    return x * 2.0"
ODD = {
    "right": RIGHT,
    "wrong": "def twice(x):\n    return x + 2.0",
    "in place": "def twice(x):\n    x *= 2.0\n    return x",
    "raises": "def twice(x):\n    raise ValueError('no')",
    "hangs": "def twice(x):\n    while x[0] < 0: pass\n    return x * 2.0",
    "crashes": "import os\ndef twice(x):\n    return x * 2.0 if x[0] > 0 else os._exit(1)",
    "prints": "def twice(x):\n    print(len(x))\n    return x * 2.0 if len(x) > 2 else 0",
    "warns": "import warnings\ndef twice(x):\n    warnings.warn('old')\n    return x",
    "says too much": "def twice(x):\n    return [bytes(1), 'x' * 10**4, lambda: 1]",
    "ends the batch": """
        import sys
        def twice(x):
            frame = sys._getframe()
            while frame is not None:
                for value in list(frame.f_locals.values()):
                    if isinstance(value, list) and value and isinstance(value[0], bytes):
                        value.clear()
                frame = frame.f_back
            return x * 2.0
    """,
}


def test_replay_agrees_with_the_engine_on_odd_submissions(course, tmp_path):
    assignment, submit = course
    targets = [submit(name, source) for name, source in ODD.items()]
    reports = agree(
        targets,
        times=2,
        assignment=assignment,
        cache=tmp_path / "cache",
        limits=Limits(call=1.0),
    )
    right = outcomes(reports["right"])
    assert {outcome for outcome, _ in right.values()} == {"passed"}
    assert outcomes(reports["in place"])["test_agrees"] == ("failed", "mismatch")
    assert outcomes(reports["hangs"])["test_agrees"] == ("failed", "stopped")
    assert outcomes(reports["ends the batch"]) == right


def test_a_call_that_is_made_twice_is_asked_twice(course, tmp_path):
    assignment, submit = course
    target = submit(
        "counts", "n = 0\ndef twice(x):\n    global n\n    n += 1\n    return x * 2.0 + n % 2"
    )
    for live in (True, False):
        plan = Plan(assignment, reference=True, live=live, shrink=False)
        found = outcomes(graded(plan, [target])["counts"])
        assert found["test_is_the_same_again"] == ("failed", "mismatch")


def test_only_what_depends_on_an_answer_is_asked_alone(course, tmp_path, live):
    assignment, submit = course
    plan = Plan(assignment, reference=True, cache=tmp_path / "cache")
    # At first a check asks for its first example alone: two checks do so, and one has no other.
    # Once recorded, the calls of hidden checks share one message, and the shown ones.
    for messages in (5, 2):
        live.clear()
        graded(plan, [submit("right", RIGHT)])
        # A call for each example of the two checks that pass an answer on, one with a function,
        # and one of that function, in a worker of the staff's.
        assert live.count("call") == 2 * 20 + 2
        # And the second look, at what is shown and hidden.
        assert live.count("call_many") == messages + 2


def test_the_reference_is_asked_once(course, tmp_path, monkeypatch):
    assignment, submit = course
    plan = Plan(assignment, reference=True, cache=tmp_path / "cache")
    targets = [submit(name, RIGHT) for name in ("a", "b")]
    graded(plan, targets)
    asked = []
    monkeypatch.setattr(
        "autograder.solutions.InProcess.call", lambda self, *call: asked.append(call)
    )
    reports = graded(plan, targets)
    assert asked == [] or {call[1] for call in asked} == {"twice"}
    assert len(asked) <= 2, "only the function that crosses as a handle is asked anew"
    assert {name for name, r in reports.items() if r["score"] >= 4.0} == {"a", "b"}


def test_the_smallest_example_of_the_same_wrong_answers_is_tried_first(
    course, tmp_path, monkeypatch
):
    assignment, submit = course
    plan = Plan(assignment, reference=True)
    wrong = "def twice(x):\n    return x + 2.0"
    # The same answers to all stored examples, but right ones to the smallest that fails.
    odd = f"import numpy as np\n{wrong} * (np.abs(x).max() > 0)"
    engine = []
    within = corpus._within
    monkeypatch.setattr(corpus, "_within", lambda *a: (engine.append(1), within(*a))[1])
    texts = {"a": wrong, "again": wrong, "b": odd}
    alone = {}
    for name, text in texts.items():
        alone |= graded(plan, [submit(name, text)])
    many = len(engine)
    engine.clear()
    assert graded(plan, [submit(name, text) for name, text in texts.items()]) == alone
    assert 0 < len(engine) < many
    plan = dataclasses.replace(plan, cache=tmp_path / "cache")
    for searches in (1, 0):  # the example of the other session is tried
        engine.clear()
        assert graded(plan, [submit("a", wrong)]) == {"a": alone["a"]}
        assert bool(engine) == searches


def test_what_a_check_sees_of_the_same_wrong_answers_is_found_out_once(course, monkeypatch):
    assignment, submit = course
    plan = Plan(assignment, reference=True)
    wrong = "def twice(x):\n    return x + 2.0"
    # The same answers to all that is recorded; others where a check asks on with an answer.
    odd = """
        returned = set()
        def twice(x):
            answer = x + 3.0 if tuple(x) in returned else x + 2.0
            returned.add(tuple(answer))
            return answer
    """
    texts = {"a": wrong, "again": wrong, "b": odd}
    alone = {}
    for name, text in texts.items():
        alone |= graded(plan, [submit(name, text)])
    looked = []
    take = replay.take

    def count(test, *rest):
        looked.append(test.__name__)
        return take(test, *rest)

    monkeypatch.setattr(replay, "take", count)
    together = graded(plan, [submit(name, text) for name, text in texts.items()])
    assert together == alone
    assert looked.count("test_agrees") == 1
    assert looked.count("test_is_the_same_again") == 3, "it asks on, so that more is to be seen"


def test_a_line_that_is_named_is_of_the_submission_itself(course):
    assignment, submit = course
    text = "import numpy as np\ndef twice({0}):\n    return 2 * {0} + np.log(0 * {0}) * 0"
    names = ["alpha", "beta"]
    reports = graded(
        Plan(assignment, reference=True), [submit(name, text.format(name)) for name in names]
    )
    for name, other in itertools.permutations(names):
        (exercise,) = reports[name]["problems"][0]["exercises"]
        assert "np.log(" in json.dumps(exercise)
        assert name in json.dumps(exercise)
        assert other not in json.dumps(exercise)


def test_a_changed_reference_is_recorded_anew(course, tmp_path):
    assignment, submit = course
    plan = Plan(assignment, reference=True, cache=tmp_path / "cache")
    target = submit("right", RIGHT)
    graded(plan, [target])
    path = assignment.solutions / "doubling.py"
    path.write_text(path.read_text().replace("2 *", "3 *"))
    report = graded(plan, [target])["right"]
    assert outcomes(report)["test_agrees"] == ("failed", "mismatch")


@pytest.mark.parametrize("keep", [0, 10, 0.5, -1])
def test_a_cut_or_garbled_cache_is_made_anew(course, tmp_path, keep):
    assignment, submit = course
    plan = Plan(assignment, reference=True, cache=tmp_path / "cache")
    target = submit("right", RIGHT)
    first = graded(plan, [target])
    for path in (tmp_path / "cache").iterdir():
        whole = path.read_bytes()
        path.write_bytes(whole[: int(keep * len(whole)) if keep == 0.5 else keep])
    assert graded(plan, [target]) == first


def test_at_the_students_a_check_that_passed_is_replayed(course, tmp_path, live):
    assignment, submit = course
    plan = Plan(assignment, cache=tmp_path / "cache")
    target = submit("right", RIGHT)
    first = graded(plan, [target])
    assert live.count("call_many") == 1  # the second look
    live.clear()
    assert graded(plan, [target]) == first
    assert live.count("call_many") == 1 + 1
    assert live.count("call") == 20
    wrong = submit("right", ODD["wrong"])
    report = graded(plan, [wrong])["right"]
    assert report == graded(Plan(assignment, live=True), [wrong])["right"]
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").iterdir())
    assert b"answers" not in kept


def test_what_a_worker_said_ahead_counts_for_its_own_submission_alone(course, tmp_path):
    """The third one's calls of hidden checks cannot be made ahead, as one of them crashes."""
    assignment, submit = course
    plan = Plan(assignment, reference=True, cache=tmp_path / "cache", limits=Limits(call=1.0))
    crashes = "import os\ndef twice(x): return x * 2.0 if x.sum() > 0 else os._exit(1)"
    texts = {"a": RIGHT, "b": RIGHT, "c": crashes, "d": ODD["wrong"]}
    reports = graded(plan, [submit(name, text) for name, text in texts.items()])
    assert reports["a"]["score"] == reports["b"]["score"] == 5.0
    for name in "cd":
        assert outcomes(reports[name])["test_agrees"][0] == "failed"
        assert outcomes(reports[name])["test_is_the_same_again"][0] == "failed"


def test_a_large_recording_is_sent_in_parts(course, tmp_path, live, monkeypatch):
    assignment, submit = course
    monkeypatch.setattr(ahead, "_BATCH_BYTES", 500)
    report = graded(Plan(assignment, reference=True), [submit("right", RIGHT)])["right"]
    assert report["score"] == 5.0
    assert live.count("call_many") > 20
    assert live.count("call") == 2 * 20 + 2


@pytest.mark.parametrize("careful", [True, False])
def test_the_search_finds_an_answer_that_is_sent_ahead(course, sent, answers, monkeypatch, careful):
    if not careful:
        collect = recording.distil
        monkeypatch.setattr(recording, "distil", lambda *a: (collect(*a), careless(*a))[1])
    assignment, submit = course
    plan = Plan(assignment, reference=True, shrink=False)
    graded(plan, [submit("nothing", "def twice(x): return")])
    assert bool(leaked(answers, sent)) is not careful


# Hostile submissions

HOSTILE = Path(__file__).with_name("hostile")
#: Those that end in a verdict which depends on no chance, time or order of calls.
VERDICTS = (
    *("array_equal_to_all", "crash_abort", "exception_look_alikes", "exit_in_call"),
    *("forge_early_answer", "forge_failures", "hard_coded_example", "metaclass"),
    *("mutates_inputs", "names_shadowed", "object_equal_to_all", "object_subclasses"),
    *("patch_numpy", "print_flood", "recursion", "return_evil_dict", "return_generators"),
    *("return_nested_deep", "return_objects", "returns_inputs", "zeros"),
)


def test_replay_agrees_with_the_engine_on_hostile_submissions(tmp_path):
    around = [(HOSTILE / f"{name}.py").read_text("utf-8") for name in ("preamble", "postamble")]
    targets = []
    for name in VERDICTS:
        case = (HOSTILE / "cases" / f"{name}.py").read_text("utf-8")
        path = tmp_path / name / "tiny.py"
        path.parent.mkdir()
        path.write_text("\n\n\n".join(["TARGETS = {}", around[0], case, around[1]]), "utf-8")
        targets.append(FromPath(name, path))
    reports = agree(
        targets,
        assignment=find_assignment(HOSTILE / "course" / "assignments" / "tiny"),
        cache=tmp_path / "cache",
        limits=Limits(call=1.0),
    )
    assert {report["status"] for report in reports.values()} == {"graded"}
    scores = {name: report["score"] for name, report in reports.items()}
    assert len(set(scores.values())) > 3
    assert scores["zeros"] < scores["print_flood"]
