"""Say which known mistake a failure looks like. Where none fits exactly, nothing is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from autograder.process import Stopped
from autograder.profile import Profile, alike
from autograder.solutions import Mistake

__all__ = ["Catalogue"]

#: Runs a check, by its name, and returns what it sees.
Look = Callable[[str], Profile]


class Known(Protocol):
    """The staff's side: which mistakes there are, and what a check sees of each."""

    def mistakes(self, problem: str, exercise: str) -> Sequence[Mistake]: ...

    def look(self, problem: str, mistake: Mistake, check: str) -> Profile: ...


class Catalogue:
    """The known mistakes, of which it is found out once what each check sees of them."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._profiles: dict[tuple[str, str, str], Profile | None] = {}

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
        left = list(self._known.mistakes(problem, exercise))
        telling: set[str] = set()  # mistakes for which more than a type of exception speaks
        for check in sorted(checks, key=lambda name: not checks[name]):
            if not left:
                return None
            seen = look(check)
            fitting = []
            for mistake in left:
                profile = self._profile(problem, mistake, check)
                if profile is not None and alike(seen, profile):
                    fitting.append(mistake)
                    if _tells(seen, profile):
                        telling.add(mistake.name)
            left = fitting
        return next((mistake for mistake in left if mistake.name in telling), None)

    def _profile(self, problem: str, mistake: Mistake, check: str) -> Profile | None:
        key = problem, mistake.name, check
        if key not in self._profiles:
            try:
                self._profiles[key] = self._known.look(problem, mistake, check)
            except Stopped:  # it hangs, or is too slow to be compared with
                self._profiles[key] = None
        return self._profiles[key]


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
