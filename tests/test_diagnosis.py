"""A failure is told to be the known mistake that it is, or nothing is told."""

import random
import re

import numpy as np
import pytest
from golden.feedback import FOLDER, HOMEWORK, feedback_on, sections

from autograder import runner, wire
from autograder.compare import Mismatch
from autograder.diagnosis import Catalogue
from autograder.engine import run
from autograder.plan import Plan
from autograder.process import Answer, Failure, Stopped
from autograder.profile import Example, alike, same
from autograder.seeds import Seed
from autograder.solutions import Mistake, Solutions
from autograder.store import Store
from autograder.targets import FromPath

SOLUTIONS = Solutions(HOMEWORK.solutions)
MISTAKES = {problem: SOLUTIONS.mistakes(problem) for problem in HOMEWORK.problems}
#: Mistakes that no check tells from another, which comes first in the catalogue and is named.
TWINS = {
    "sigmoid__both_branches_computed": "sigmoid__overflow_warning",
    "rounded_states__cell_reset": "rounded_states__cell_rounded_too",
    "rounded_states__half_rounded_away": "rounded_states__half_rounded_up",
    "sigmoid_prime__square_missing": "sigmoid_prime__one_minus_sigmoid",
    "sgd_step__replaces_in_the_lists": "sgd_step__in_place",
    "embed_backward__repeats_lost": "embed_backward__repeats_overwritten",
    "skipgram_negative__repeats_lost": "skipgram_negative__repeats_overwritten",
    "train_skipgram__starts_again": "train_skipgram__one_epoch_only",
    "negative_sampling_property__exact": "negative_sampling_property__always_false",
    "negative_sampling_property__verdict_reversed": "negative_sampling_property__always_false",
    "softmax_property__exact_comparison": "softmax_property__always_false",
    "softmax_property__nan_passes": "softmax_property__no_large_logits",
    "output_from_hidden__relu_after_softmax": "output_from_hidden__no_relu",
    "boundary_distance__error_only_without_offset": "boundary_distance__no_error",
    "boundary_distance__error_only_if_all_vanish": "boundary_distance__no_error",
}
_SAMPLE = 3  # of each problem, whose feedback is made anew; `make feedback` makes all of it


# The homework


def looks_like(text):
    lines = (line.strip() for line in text.splitlines())
    return [line[10:].strip() for line in lines if line.startswith("looks like")]


def misnamed(problem, feedback):
    """Return the mistakes that are named neither as themselves nor as their twins."""
    titles = {mistake.name: mistake.looks_like for mistake in MISTAKES[problem]}
    found = {name: looks_like(text) for name, text in feedback.items()}
    return {
        name: named
        for name, named in found.items()
        if named not in ([titles[name]], [titles.get(TWINS.get(name))])
    }


@pytest.mark.parametrize("problem", HOMEWORK.problems)
def test_every_mistake_is_named_as_itself_or_as_its_twin(problem):
    golden = sections((FOLDER / f"{problem}.txt").read_text(encoding="utf-8"))
    assert list(golden) == [mistake.name for mistake in MISTAKES[problem]]
    assert misnamed(problem, golden) == {}


@pytest.mark.parametrize("problem", HOMEWORK.problems)
def test_a_sample_of_the_feedback_is_the_golden_one(problem, monkeypatch):
    monkeypatch.setattr(runner, "_SHRINK_CHECK", 1e6)
    monkeypatch.setattr(runner, "_SHRINK_TOTAL", 1e6)
    golden = sections((FOLDER / f"{problem}.txt").read_text(encoding="utf-8"))
    sample = random.Random(problem).sample(MISTAKES[problem], _SAMPLE)
    found = dict(feedback_on(problem, sample))
    assert found == {name: golden[name] for name in found}, "run `make feedback`, and read the diff"
    assert len(found) == _SAMPLE


def test_the_first_of_two_twins_stands_first():
    order = [mistake.name for mistakes in MISTAKES.values() for mistake in mistakes]
    for twin, first in TWINS.items():
        assert order.index(first) < order.index(twin)


def calls_to_paste(problem):
    """Yield the calls that the golden feedback shows, wrapped lines put together."""
    text = (FOLDER / f"{problem}.txt").read_text(encoding="utf-8")
    text = re.sub(r"\n {25,}", " ", text)
    return sorted(set(re.findall(r"you were asked +(.*)", text)))


@pytest.mark.parametrize("problem", HOMEWORK.problems)
def test_what_is_shown_can_be_pasted(problem, monkeypatch):
    """It runs beside the reference, which may reject it as it should."""
    monkeypatch.chdir(HOMEWORK.folder)  # as where a student works: there may be data
    names = {"np": np}
    exec(SOLUTIONS.source(problem).read_text(encoding="utf-8"), names)
    calls = calls_to_paste(problem)
    assert len(calls) > 20
    for call in calls:
        function_passed = re.fullmatch(r"(\w+_property|numerical_gradient)\(.*", call)
        if "too large to print" in call or function_passed:
            continue
        try:
            eval(call, dict(names))
        except ValueError:
            continue


# The students' own properties


@pytest.mark.parametrize(
    ("problem", "exercise", "wrong"),
    [
        ("neural_network", "softmax_property", "softmax"),
        ("word_embeddings", "negative_sampling_property", "skipgram_negative"),
    ],
)
def test_properties_are_scored_by_functions_whose_text_never_crosses(
    tmp_path, monkeypatch, problem, exercise, wrong
):
    sent = []

    def send(stream, payload, send=wire.send):
        sent.append(payload)
        send(stream, payload)

    monkeypatch.setattr("autograder.process.wire.send", send)
    monkeypatch.setattr("autograder.sources.GradingSources._staff_worker", in_this_process)
    reference, mistakes = (text.decode() for text in SOLUTIONS.texts(problem))
    (tmp_path / f"{problem}.py").write_text(reference.replace("### BEGIN SOLUTION", "# mine"))
    plan = Plan(
        HOMEWORK,
        seed=Seed("s"),
        problems=[problem],
        reference=True,
        shrink=False,
        select=lambda target, _, check: check.exercise == exercise,
    )
    reports = []
    run(plan, [FromPath("anna", tmp_path)], reports.append)
    planted = [check for check in reports[0].checks() if check.kind == "planted"]
    assert [check.outcome for check in planted] == ["passed"] * 6
    together = b"".join(sent)
    assert f"{wrong}__".encode() not in together
    lines = {line.strip() for line in mistakes.splitlines() if len(line.strip()) > 30}
    ours = {line for line in lines if line not in reference}
    assert len(ours) > 100
    assert [line for line in ours if line.encode() in together] == []


def in_this_process(self, problem, limits):
    """Answer for a worker of the staff's here, so that all that is sent goes to the student's."""
    backend = self._solutions.planted(problem)
    backend.close = lambda: None
    backend.call_many = lambda problem, batch: None
    return backend


# What fits


def mistake(name, exercise="f"):
    return Mistake(exercise, f"{exercise}__{name}", name, "Look.")


class Known:
    """Mistakes, and what each check sees of them."""

    def __init__(self, **profiles):
        self.profiles = profiles
        self.asked = []

    def mistakes(self, problem, exercise):
        return [mistake(name) for name in self.profiles if name != "right"]

    def mistaken(self, problem, known):
        return known

    def look(self, known, check, numbers):
        self.asked.append((known.looks_like, check))
        profile = self.profiles[known.looks_like or "right"][check]
        if profile is None:
            raise Stopped("f did not finish")
        return [profile[number] for number in numbers]

    def catalogue(self, folder=None):
        store = Store(folder, "t", "")
        catalogue = Catalogue(self, self.look, lambda problem: store)
        catalogue.store = store
        return catalogue


def seen(*answers, failed=True):
    """Return what a check sees: one example for each answer."""
    raised = Mismatch("no") if failed else None
    return [Example((a if isinstance(a, Answer) else Answer(a),), None, raised) for a in answers]


def find(known, submission):
    checks = {check: any(e.failed for e in profile) for check, profile in submission.items()}
    found = known.catalogue().find("p", "f", checks, submission.__getitem__)
    return found and found.looks_like


A, B = np.array([1.0, 2.0]), np.array([3.0, 4.0])


def test_the_mistake_with_the_same_answers_is_found():
    known = Known(one={"t": seen(A, B)}, other={"t": seen(A, A)})
    assert find(known, {"t": seen(A, A)}) == "other"
    assert find(known, {"t": seen(A, B * (1 + 1e-12))}) == "one"
    assert find(known, {"t": seen(B, B)}) is None


def test_the_answers_that_passed_must_be_the_same_too():
    known = Known(one={"t": seen(A), "u": seen(B, failed=False)})
    assert find(known, {"t": seen(A), "u": seen(B, failed=False)}) == "one"
    assert find(known, {"t": seen(A), "u": seen(A, failed=False)}) is None
    assert find(known, {"t": seen(A), "u": seen(B)}) is None


def test_of_two_that_fit_it_is_the_first():
    known = Known(first={"t": seen(A)}, second={"t": seen(A)})
    assert find(known, {"t": seen(A)}) == "first"


def test_a_mistake_that_hangs_is_never_found_and_asked_once():
    known = Known(hangs={"t": None}, one={"t": seen(A)})
    catalogue = known.catalogue()
    for _ in range(2):
        assert catalogue.find("p", "f", {"t": True}, lambda check: seen(A)).looks_like == "one"
    assert known.asked == [("hangs", "t"), ("one", "t")]


def test_what_is_seen_of_a_mistake_is_kept(tmp_path):
    value = (A, {"a": 1.5}, [np.float32(2)], "text")
    other = [raises("TypeError", "a"), Answer(value, changed=(0, "x"), warnings=("w",))]
    submission = seen(A, *other)
    for asked in (4, 0):
        known = Known(one={"t": seen(A, B, B)}, other={"t": seen(A, *other)})
        catalogue = known.catalogue(tmp_path)
        found = catalogue.find("p", "f", {"t": True}, {"t": submission}.__getitem__)
        assert found.looks_like == "other"
        catalogue.store.save()
        assert len(known.asked) == asked


def test_a_mistake_is_asked_further_only_while_it_fits():
    known = Known(one={"t": seen(A, B, A)}, other={"t": seen(B, B, A)})
    known.numbers = []
    known.look = lambda known_, check, numbers: (
        known.numbers.append((known_.looks_like, numbers)),
        [known.profiles[known_.looks_like][check][n] for n in numbers],
    )[1]
    passed = seen(A, failed=False)
    assert find(known, {"t": passed + seen(B, A)}) is None
    assert known.numbers == [("one", [1]), ("other", [1]), ("one", [0, 2]), ("other", [0, 2])]
    known.numbers.clear()
    assert find(known, {"t": seen(A, B, A)}) == "one"
    assert known.numbers == [("one", [0]), ("other", [0]), ("one", [1, 2])]


def test_a_passed_check_is_asked_only_of_what_fits_so_far():
    known = Known(one={"t": seen(A), "u": seen(A, failed=False)}, other={"t": seen(B)})
    find(known, {"u": seen(A, failed=False), "t": seen(A)})
    assert known.asked == [("one", "t"), ("other", "t"), ("one", "u")]


def find_two(known, submission):
    checks = {check: any(e.failed for e in profile) for check, profile in submission.items()}
    found = known.catalogue().find_two("p", "f", checks, submission.__getitem__)
    return found and [each.looks_like for each in found]


def three():
    """Return mistakes in two parts of an answer, and one in both."""
    return Known(
        right={"t": seen((A, B), failed=False)},
        first={"t": seen((-A, B))},
        second={"t": seen((A, 2 * B))},
        both={"t": seen((3 * A, 3 * B))},
    )


def test_two_mistakes_in_different_parts_are_found():
    assert find_two(three(), {"t": seen((-A, 2 * B))}) == ["first", "second"]
    for other in ((-A, 3 * B), (-A, B), (3 * A, 3 * B), (A, 5 * B), -A):
        assert find_two(three(), {"t": seen(other)}) is None


def test_two_mistakes_must_both_show_and_pass_what_was_passed():
    known = three()
    for name, values in (("right", B), ("first", B), ("second", A), ("both", B)):
        known.profiles[name]["u"] = seen(values, failed=False)
    passed = {"t": seen((-A, 2 * B)), "u": seen(A, failed=False)}
    assert find_two(known, passed) == ["first", "second"]
    assert find_two(known, {**passed, "u": seen(B, failed=False)}) is None


def test_where_there_is_no_catalogue_nobody_is_asked():
    known = Known()
    assert find(known, {"t": seen(A)}) is None
    assert find_two(known, {"t": seen(A)}) is None
    assert known.asked == []


def test_classes_and_counts_say_too_little_for_two_mistakes():
    known = Known(
        right={"t": seen((1, 0), failed=False)},
        first={"t": seen((0, 0))},
        second={"t": seen((1, 1))},
    )
    assert find_two(known, {"t": seen((0, 1))}) is None


def raises(kind, text):
    return Answer(failure=Failure((kind, "Exception"), text))


def test_an_exception_of_the_same_type_alone_is_not_enough():
    known = Known(one={"t": seen(raises("TypeError", "a"))})
    assert find(known, {"t": seen(raises("TypeError", "a"))}) == "one"
    assert find(known, {"t": seen(raises("TypeError", "b"))}) is None
    assert find(known, {"t": seen(raises("ValueError", "a"))}) is None
    known = Known(one={"t": seen(raises("TypeError", "a"), A)})
    assert find(known, {"t": seen(raises("TypeError", "b"), A)}) == "one"


def test_what_a_call_changes_is_part_of_its_answer():
    assert not alike(seen(Answer(A, changed=(0,))), seen(Answer(A)))
    assert alike(seen(Answer(A, changed=(0,))), seen(Answer(A, changed=(0,))))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((1, A), [1.0, A], True),
        ({"a": A}, {"a": A + 1e-12}, True),
        ({"a": A}, {"b": A}, False),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf]), True),
        (np.array([np.nan]), np.array([0.0]), False),
        (A, A[:, None], False),
        (True, 1, False),
        (A.astype(np.float32) + np.float32(1e-6), A, True),
        (A + 1e-5, A, False),
        ("a", "a", True),
        ("a", "b", False),
        (None, None, True),
        (None, 0.0, False),
        (np.array(["a"]), np.array(["a"]), True),
        (np.array([1 + 2j]), np.array([1 + 2j]), True),
    ],
)
def test_values_are_the_same_if_they_say_the_same(one, other, expected):
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_the_folder_of_golden_feedback_holds_every_problem_and_nothing_else():
    names = {f"{problem}.txt" for problem in HOMEWORK.problems}
    assert {path.name for path in FOLDER.iterdir()} == names
