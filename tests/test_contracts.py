"""Nobody loses main points for what a contract item is about: variants that only breach one."""

import dataclasses
import inspect
import random
from pathlib import Path

import numpy as np
import pytest

from autograder.course import find_assignment
from autograder.engine import exercises_of, run
from autograder.plan import Plan
from autograder.process import Answer, Failure
from autograder.solutions import Solutions
from autograder.store import default_cache
from autograder.targets import StaffCode

ASSIGNMENT = find_assignment(Path(__file__).parents[1], "homework3")
SOLUTIONS = Solutions(ASSIGNMENT.solutions)

#: Parameters that hold whole numbers by their nature, so that no contract says it of them.
WHOLE = {
    "ids",
    "y",
    "k",
    "size",
    "negatives",
    "context_ids",
    "pairs",
    "centre",
    "context",
    "target",
}


class Variant:
    """The reference, with one exercise that breaches one contract and is right otherwise."""

    def __init__(self, problem, exercise, breach):
        self.right = SOLUTIONS.reference(problem)
        self.exercise = exercise
        self.breach = breach
        function = self.right._namespaces[problem][exercise]
        self.parameters = list(inspect.signature(function).parameters)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """There is nothing to close."""

    def alone(self, problem, chance=0):
        return self

    def fresh(self):
        return self

    def call(self, problem, name, args, kwargs):
        if name != self.exercise:
            return self.right.call(problem, name, args, kwargs)
        given = {**dict(zip(self.parameters, args, strict=False)), **kwargs}
        return self.breach(given, lambda: self.right.call(problem, name, args, kwargs))


def arrays_in(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from arrays_in(item)


def changes_arguments(given, right):
    """Change every array that it is given."""
    changed = tuple(name for name, value in given.items() if list(arrays_in(value)))
    return dataclasses.replace(right(), changed=changed)


def fails_on(kinds):
    def breach(given, right):
        for name, value in given.items():
            if name not in WHOLE and any(a.dtype in kinds for a in arrays_in(value)):
                return Answer(failure=Failure(("TypeError",), f"{name} has another dtype"))
        return right()

    return breach


def fails_on_read_only(given, right):
    for value in given.values():
        if any(not a.flags.writeable for a in arrays_in(value)):
            return Answer(failure=Failure(("ValueError",), "assignment destination is read-only"))
    return right()


BREACHES = {
    "changes arguments": changes_arguments,
    "fails on integers": fails_on({np.dtype(f"int{bits}") for bits in (8, 16, 32, 64)}),
    "fails on float32": fails_on({np.dtype(np.float32)}),
    "fails on read-only arrays": fails_on_read_only,
}


# The docstring of this function promises a dtype, and the check of dtypes has its own points.
PROMISES = {("relu fails on float32", "neural_network::test_relu_shape")}


def graded(problem, variants):
    """Return the checks of its exercise that each of half of the variants fails."""
    plan = Plan(ASSIGNMENT, problems=[problem], reference=True, shrink=False, record=False)
    plan.cache = default_cache()
    plan.carry_forward = False
    exercises = exercises_of(plan)[problem]
    pairs = [(e, name) for e in exercises for name in variants]
    pairs = random.Random(problem).sample(pairs, len(pairs) // 2)  # for the sake of time
    exercise_of = {f"{e} {name}": e for e, name in pairs}
    plan.select = lambda target, _, check: exercise_of[target] == check.exercise
    lost = {}

    def keep(report):
        lost[report.submission] = [c for c in report.checks() if c.outcome != "passed"]

    targets = [StaffCode(f"{e} {name}", Variant(problem, e, variants[name])) for e, name in pairs]
    run(plan, targets, keep)
    assert len(lost) == len(targets)
    return lost


@pytest.mark.parametrize("problem", ASSIGNMENT.problems)
def test_a_breach_of_contract_costs_contract_points_only(problem):
    lost = graded(problem, BREACHES)
    main = {
        (target, check.name): check.message
        for target, checks in lost.items()
        for check in checks
        if check.kind != "contract" and (target, check.name) not in PROMISES
    }
    assert not main
    for breach in BREACHES:
        assert any(checks for target, checks in lost.items() if target.endswith(f" {breach}"))


# Forms of an answer that no statement speaks of, as they make no difference to a caller.


def converted(value, number, array, sequence):
    if isinstance(value, np.ndarray) and value.ndim:
        return array(value)
    if isinstance(value, (bool, np.bool_, str)):
        return value
    if isinstance(value, (int, float, np.generic, np.ndarray)):
        return number(value)
    if isinstance(value, (list, tuple)):
        return sequence([converted(item, number, array, sequence) for item in value])
    if isinstance(value, dict):
        return {key: converted(item, number, array, sequence) for key, item in value.items()}
    return value


def in_form(number=lambda v: v, array=lambda v: v, sequence=list):
    def form(given, right):
        answer = right()
        value = converted(answer.value, number, array, sequence)
        return dataclasses.replace(answer, value=value)

    return form


FORMS = {
    "as arrays of no dimension, in lists": in_form(number=np.array, sequence=list),
    "as Python numbers, in tuples": in_form(number=lambda v: np.array(v).item(), sequence=tuple),
    "as NumPy numbers, in Fortran's order": in_form(
        number=lambda v: np.array(v)[()], array=np.asfortranarray
    ),
}


@pytest.mark.parametrize("problem", ASSIGNMENT.problems)
def test_the_form_of_an_answer_costs_nothing(problem):
    lost = graded(problem, FORMS)
    found = {(target, c.name): c.message for target, checks in lost.items() for c in checks}
    assert not found


#: Right for ordinary numbers, and not finite for large ones.
OVERFLOWING = {
    "backpropagation": ["sigmoid_prime__overflows"],
    "lstm": ["lstm_step__naive_tanh"],
    "neural_network": ["softmax__no_shift", "output_from_hidden__unstable", "forward__unstable"],
    "word_embeddings": [
        "skipgram_softmax__log_of_zero",
        "skipgram_softmax__overflow",
        "skipgram_negative__log_of_zero",
        "cbow__log_of_zero",
    ],
}
#: Agreement on large numbers alone has points of its own.
LARGE_NUMBERS_ALONE = {
    "neural_network::test_softmax_agreement_on_large_logits",
    "neural_network::test_forward_agreement_far_away",
}


@pytest.mark.parametrize("problem", ASSIGNMENT.problems)
def test_what_overflows_costs_only_what_large_numbers_are_worth(problem):
    plan = Plan(ASSIGNMENT, problems=[problem], reference=True, shrink=False, record=False)
    plan.cache = default_cache()
    plan.select = lambda target, _, check: target.startswith(f"{check.exercise}__")
    reports = {}
    names = OVERFLOWING[problem]
    targets = [StaffCode(name, SOLUTIONS.mistaken(problem, name)) for name in names]
    run(plan, targets, lambda report: reports.update({report.submission: report}))
    assert reports.keys() == set(names)
    for name, report in reports.items():
        lost = [c for c in report.checks() if c.outcome != "passed"]
        assert 0 < sum(c.points for c in lost) <= report.max_score / 3, name
        main = [c.name for c in lost if c.kind not in {"contract", "edge"}]
        assert set(main) <= LARGE_NUMBERS_ALONE, name
