"""What a class found easy and hard: scores, items and mistakes, added up report by report.

Of a report only a row and four bytes for each check are kept, so that a class of any size fits.
"""

from __future__ import annotations

import math
import statistics
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autograder.report import CheckResult, Report
from autograder.summary import Summary, summary

__all__ = ["FEW", "Analysis", "Distribution", "Item", "Mistake", "Row"]

#: Below so many submissions thirds are too small to be compared.
_FEWEST = 9
#: Below so many what thirds say is to be taken as a hint.
FEW = 30
_BINS = 10
_CAUSES = {
    "missing": "there is no such function, or no file",
    "unwritten": "not written yet, or it uses what is not written",
    "unusable": "returns something of the wrong form",
    "unstable": "gives another answer when it is asked again",
    "stopped": "hangs or crashes",
    "unreadable": "the submission could not be read",
    "mismatch": "wrong, like no mistake that is known",
}


@dataclass(frozen=True)
class Row:
    """A submission in the table of a class."""

    summary: Summary
    seconds: float | None
    graded: bool
    failed: int  # checks


@dataclass(frozen=True)
class Distribution:
    """The scores of a class. ``bins`` count shares of the maximum, from 0 to 1, in tenths."""

    count: int
    mean: float
    lowest: float
    quartiles: tuple[float, float, float]
    highest: float
    bins: tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """An exercise or a check, as the class did on it.

    ``upper`` and ``lower`` are the mean shares of the points in the thirds of the class with the
    highest and the lowest scores. ``correlation`` is that of the item with the rest of the score,
    which for a check, passed or failed, is the point-biserial one. None is what cannot be told.
    """

    problem: str
    exercise: str
    title: str  # of a check; empty for an exercise
    points: float
    hidden: bool
    difficulty: float  # mean share of the points: 1 where everyone has them
    upper: float | None
    lower: float | None
    correlation: float | None

    @property
    def discrimination(self) -> float | None:
        """The share of the upper third minus that of the lower third."""
        return None if self.upper is None or self.lower is None else self.upper - self.lower


@dataclass(frozen=True)
class Mistake:
    """What went wrong in an exercise, and in which submissions. ``known`` mistakes have a name."""

    problem: str
    exercise: str
    what: str
    known: bool
    submissions: tuple[str, ...]


@dataclass
class _Column:
    """The shares of the points of one item, a number for each submission."""

    title: str
    points: float
    hidden: bool
    shares: array[float] = field(default_factory=lambda: array("f"))


class Analysis:
    """Adds reports up."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.sandboxes: dict[str, int] = {}
        self.versions: dict[str, str] = {}
        self.assignment = ""
        self.public_seed = False
        self._scores = array("d")
        self._exercises: dict[tuple[str, str], _Column] = {}
        self._checks: dict[tuple[str, str], dict[str, _Column]] = {}
        self._mistakes: dict[tuple[str, str, str, bool], list[str]] = {}

    def add(self, report: Report) -> None:
        """Take a report in."""
        graded = report.status == "graded"
        failed = sum(check.outcome == "failed" for check in report.checks())
        self.rows.append(Row(summary(report), report.seconds, graded, failed))
        self.assignment = report.assignment
        self.public_seed = self.public_seed or report.public_seed
        level = report.sandbox.level if report.sandbox is not None else "unknown"
        self.sandboxes[level] = self.sandboxes.get(level, 0) + 1
        self.versions = report.versions
        if not graded:
            return
        place = len(self._scores)
        self._scores.append(report.score)
        for problem in report.problems:
            for exercise in problem.exercises:
                key = problem.name, exercise.name
                hidden = all(check.hidden for check in exercise.checks)
                column = self._exercises.setdefault(key, _Column("", exercise.points, hidden))
                _put(column, place, exercise.score, exercise.points)
                checks = self._checks.setdefault(key, {})
                for check in exercise.checks:
                    new = _Column(check.title, check.points, check.hidden)
                    _put(checks.setdefault(check.name, new), place, check.score, check.points)
                for what, known in _causes(exercise.checks):
                    self._mistakes.setdefault((*key, what, known), []).append(report.submission)

    @property
    def count(self) -> int:
        """How many submissions were graded."""
        return len(self._scores)

    def distribution(self) -> Distribution | None:
        """Return how the scores are spread; None where there is none."""
        if not self._scores:
            return None
        scores = sorted(self._scores)
        most = max(row.summary.max_score for row in self.rows)
        bins = [0] * _BINS
        for score in scores:
            bins[min(int(_BINS * score / most), _BINS - 1) if most else 0] += 1
        first, median, third = (_quantile(scores, share) for share in (0.25, 0.5, 0.75))
        return Distribution(
            len(scores),
            statistics.fmean(scores),
            scores[0],
            (first, median, third),
            scores[-1],
            tuple(bins),
        )

    def exercises(self) -> Iterator[Item]:
        """Yield the exercises in the order of the checks."""
        for (problem, exercise), column in self._exercises.items():
            yield self._item(problem, exercise, column)

    def checks(self) -> Iterator[Item]:
        """Yield all checks in their order."""
        for (problem, exercise), columns in self._checks.items():
            for column in columns.values():
                yield self._item(problem, exercise, column)

    def mistakes(self) -> list[Mistake]:
        """Return what went wrong: mistakes with a name before others, the commonest first."""
        found = [
            Mistake(problem, exercise, what, known, tuple(sorted(names)))
            for (problem, exercise, what, known), names in self._mistakes.items()
        ]
        return sorted(found, key=lambda mistake: (not mistake.known, -len(mistake.submissions)))

    def ungraded(self) -> list[Row]:
        """Return the submissions that could not be graded."""
        return [row for row in self.rows if not row.graded]

    def _item(self, problem: str, exercise: str, column: _Column) -> Item:
        shares = column.shares
        shares.extend([0.0] * (self.count - len(shares)))
        upper, lower = self._thirds(shares)
        return Item(
            problem,
            exercise,
            column.title,
            column.points,
            column.hidden,
            statistics.fmean(shares),
            upper,
            lower,
            self._correlation(column),
        )

    def _thirds(self, shares: Sequence[float]) -> tuple[float | None, float | None]:
        """Return the means of the thirds; who ties with the last of a third belongs to it."""
        scores = self._scores
        if len(scores) < _FEWEST:
            return None, None
        ranked = sorted(scores)
        low, high = ranked[len(ranked) // 3 - 1], ranked[-(len(ranked) // 3)]
        if low >= high:  # the thirds would be the same submissions
            return None, None
        pairs = list(zip(scores, shares, strict=True))
        return (
            statistics.fmean(share for score, share in pairs if score >= high),
            statistics.fmean(share for score, share in pairs if score <= low),
        )

    def _correlation(self, column: _Column) -> float | None:
        """Return the correlation of an item with the score of everything else."""
        shares = column.shares
        if len(self._scores) < _FEWEST:
            return None
        rest = [
            score - column.points * share for score, share in zip(self._scores, shares, strict=True)
        ]
        if not (_differ(shares) and _differ(rest)):
            return None
        return max(-1.0, min(1.0, statistics.correlation(shares, rest)))


def _put(column: _Column, place: int, score: float, points: float) -> None:
    """Note the share of a submission; those before it that lack the item have none of it."""
    column.shares.extend([0.0] * (place - len(column.shares)))
    column.shares.append(score / points if points else 0.0)


def _differ(values: Sequence[float]) -> bool:
    """Tell whether values differ by more than rounding, so that they can correlate."""
    return max(values) - min(values) > 1e-6 * max(1.0, max(map(abs, values)))


def _quantile(ranked: Sequence[float], share: float) -> float:
    """Return a quantile by linear interpolation."""
    place = share * (len(ranked) - 1)
    below, above = ranked[math.floor(place)], ranked[math.ceil(place)]
    return below + (above - below) * (place - math.floor(place))


def _causes(checks: Sequence[CheckResult]) -> list[tuple[str, bool]]:
    """Return what an exercise failed by; a mistake with a name explains wrong values."""
    found = set(filter(None, map(_cause, checks)))
    if any(known for _, known in found):
        found.discard((_CAUSES["mismatch"], False))
    return sorted(found)


def _cause(check: CheckResult) -> tuple[str, bool] | None:
    """Return what a check failed by, and whether it is a mistake with a name."""
    if check.mistake:
        return check.mistake, True
    if check.outcome != "failed":
        return None
    if check.category == "raised":
        return f"raises {check.error_type}", False
    return _CAUSES.get(check.category or "", _CAUSES["mismatch"]), False
