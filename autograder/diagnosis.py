"""Say which known mistake a failure looks like. Where none fits exactly, nothing is said."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder import answers, wire
from autograder.functions import Backend
from autograder.generic import recognise, was_compared
from autograder.outcome import name_mistake, ran
from autograder.process import Stopped
from autograder.profile import Example, Profile, alike, parts, same
from autograder.report import ExerciseResult
from autograder.solutions import Mistake
from autograder.sources import GradingSources
from autograder.store import Store

__all__ = ["Catalogue", "explain"]

#: Runs a check, by its name, and returns what it sees.
Look = Callable[[str], Profile]
#: The same for a backend, on the examples of some numbers.
LookAt = Callable[[Backend, str, Sequence[int]], Profile]

_MAX_KEPT = 2**18  # bytes of what a check sees of a mistake on one example


def explain(
    catalogue: Catalogue,
    problem: str,
    exercise: ExerciseResult,
    look: Look,
    answered: Collection[str] = (),
) -> None:
    """Note on an exercise that failed by its answers alone which known mistake gives them.

    ``answered`` are the earlier exercises that were answered for it while ``look`` ran.
    """
    failed = exercise.failed
    if not failed or not all(map(ran, failed)):
        return
    checks = {c.name: c.outcome == "failed" for c in exercise.checks if ran(c)}
    mistake = catalogue.find(problem, exercise.name, checks, look)
    if mistake is not None:
        name_mistake(failed, mistake.looks_like, mistake.hint)
        return
    two = catalogue.find_two(problem, exercise.name, checks, look)
    if two is not None:
        titles = "; ".join(mistake.looks_like for mistake in two)
        name_mistake(failed, f"Two mistakes: {titles}", " ".join(mistake.hint for mistake in two))
        return
    if answered:  # what is shown to the student has the earlier errors too: no telling factors
        return
    compared = {c.name: list(filter(was_compared, look(c.name))) for c in failed}
    found = recognise(itertools.chain.from_iterable(compared.values()))
    if found is not None:
        explained = [c for c in failed if compared[c.name]]
        name_mistake(explained, found.looks_like, found.hint, found.place)


class Catalogue:
    """The known mistakes, of which it is found out once what each check sees of them.

    Parameters
    ----------
    sources : GradingSources
        Has the mistakes, each as a backend.
    look : function
        Returns what a check, given by its name, sees of a backend on some of its examples.
    store : function
        Returns where it is kept what the checks of a problem see of its mistakes.
    """

    def __init__(
        self, sources: GradingSources, look: LookAt, store: Callable[[str], Store]
    ) -> None:
        self._sources = sources
        self._look = look
        self._store = store
        self._known: dict[tuple[str, str, str], dict[int, Example]] = {}
        self._hanging: set[tuple[str, str, str]] = set()

    def find(
        self, problem: str, exercise: str, checks: Mapping[str, bool], look: Look
    ) -> Mistake | None:
        """Return the mistake that gives the submission's answers in all checks of an exercise.

        If several do, these checks cannot tell them apart, and it is the first of the catalogue.

        Parameters
        ----------
        problem : str
            The module.
        exercise : str
            The function that failed.
        checks : mapping of str to bool
            The checks of the exercise, and whether the submission failed them.
        look : function
            Returns what a check sees of the submission.
        """
        left = list(self._sources.mistakes(problem, exercise))
        telling: set[str] = set()  # mistakes for which more than a type of exception speaks
        for check in sorted(checks, key=lambda name: not checks[name]):
            if not left:
                return None
            seen = look(check)
            for numbers in _in_turn(seen):
                some = [seen[n] for n in numbers]
                fitting = []
                for mistake in left:
                    profile = self._profile(problem, mistake, check, numbers)
                    if profile is not None and alike(some, profile):
                        fitting.append(mistake)
                        if _tells(some, profile):
                            telling.add(mistake.name)
                left = fitting
        return next((mistake for mistake in left if mistake.name in telling), None)

    def find_two(
        self, problem: str, exercise: str, checks: Mapping[str, bool], look: Look
    ) -> tuple[Mistake, Mistake] | None:
        """Return two mistakes that together give the answers, each in parts of its own.

        An answer can be of several parts: two arrays, or a dict of gradients. Each part must be
        right, or as one of the two has it, and none may be wrong in both.
        """
        right = Mistake(exercise, exercise, "", "")
        left = list(itertools.combinations(self._sources.mistakes(problem, exercise), 2))
        shown: set[str] = set()  # mistakes of which a failed check saw something
        for check in sorted(checks, key=lambda name: not checks[name]):
            if not left:
                return None
            seen = look(check)
            for numbers in _in_turn(seen):
                some = [seen[n] for n in numbers]
                known = self._profile(problem, right, check, numbers)
                if known is None:
                    return None
                views = {
                    m.name: _view(some, known, self._profile(problem, m, check, numbers))
                    for m in dict.fromkeys(itertools.chain.from_iterable(left))
                }
                is_right = _view(some, known, known)
                left = [
                    (one, other)
                    for one, other in left
                    if _together(is_right, views[one.name], views[other.name])
                ]
                if checks[check]:
                    shown |= {name for name, view in views.items() if view and view.shows}
        return next((pair for pair in left if {m.name for m in pair} <= shown), None)

    def _profile(
        self, problem: str, mistake: Mistake, check: str, numbers: Sequence[int]
    ) -> Profile | None:
        """Return what a check sees of a mistake on the examples of these numbers."""
        key = problem, mistake.name, check
        if key in self._hanging:
            return None
        known, store = self._known.setdefault(key, {}), self._store(problem)
        names = {n: f"{check}#{mistake.name}#{n}" for n in numbers if n not in known}
        known |= {n: _unpacked(kept) for n, name in names.items() if (kept := store.get(name))}
        missing = [n for n in numbers if n not in known]
        if missing:
            backend = self._sources.mistaken(problem, mistake)
            try:
                found = self._look(backend, check, missing)
            except Stopped:  # it hangs, or is too slow to be compared with
                self._hanging.add(key)
                return None
            for n, example in zip(missing, found, strict=True):
                known[n] = example
                packed = _packed(example)
                if len(packed) < _MAX_KEPT:
                    store.put(names[n], packed)
        return [known[n] for n in numbers]


def _in_turn(seen: Profile) -> Iterator[list[int]]:
    """Yield the numbers of the examples: first one that fails, which few mistakes agree on."""
    first = next((n for n, example in enumerate(seen) if example.failed), 0)
    yield [first]
    rest = [n for n in range(len(seen)) if n != first]
    if rest:
        yield rest


def _packed(example: Example) -> bytes:
    return wire.dumps([example.failed, list(map(answers.as_data, example.answers))])


def _unpacked(data: bytes) -> Example:
    failed, said = wire.loads(data)
    raised = AssertionError() if failed else None
    return Example(tuple(map(answers.from_data, said)), None, raised)


@dataclass(frozen=True)
class _View:
    """Of each part of each answer: is a mistake's another than the right one, and the student's?"""

    wrong: list[bool]
    fits: list[bool]

    @property
    def shows(self) -> bool:
        return any(self.wrong)

    @property
    def possible(self) -> bool:
        return all(fits for wrong, fits in zip(self.wrong, self.fits, strict=True) if wrong)


def _view(seen: Profile, right: Profile, profile: Profile | None) -> _View | None:
    """Compare a mistake with the reference and the submission, as far as the submission came."""
    if profile is None:
        return None
    wrong: list[bool] = []
    fits: list[bool] = []
    for one, reference, other in zip(seen, right, profile, strict=True):
        count = len(one.answers)
        if len(reference.answers) < count or len(other.answers) < count:
            return None
        for mine, desired, known in zip(
            one.answers, reference.answers[:count], other.answers[:count], strict=True
        ):
            if mine.failure or desired.failure or known.failure:
                if not (mine.failure and desired.failure and known.failure):
                    return None
                continue
            trio = [parts(answer.value) for answer in (mine, desired, known)]
            places = [[place for place, _ in found] for found in trio]
            if places[0] != places[1] or places[1] != places[2]:
                return None
            for (_, a), (_, b), (_, c) in zip(*trio, strict=True):
                wrong.append(not same(c, b))
                fits.append(same(c, a))
                if wrong[-1] and np.asarray(b).dtype.kind not in "fc":  # there is little choice
                    return None
    return _View(wrong, fits)


def _together(right: _View | None, one: _View | None, other: _View | None) -> bool:
    """Tell whether two mistakes, and neither of them twice, explain all parts of the answers."""
    if right is None or one is None or other is None or not (one.possible and other.possible):
        return False
    return all(
        a != b if a or b else fits
        for a, b, fits in zip(one.wrong, other.wrong, right.fits, strict=True)
    )


def _tells(seen: Profile, profile: Profile) -> bool:
    """Tell whether some failing example holds more than an exception of the same type.

    Many mistakes raise a TypeError; only with the same text are they likely to be the same.
    """
    for one, other in zip(seen, profile, strict=True):
        if one.failed and one.answers:
            mine, known = one.answers[-1].failure, other.answers[-1].failure
            if mine is None or (known is not None and mine.text == known.text):
                return True
    return False
