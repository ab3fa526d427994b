"""Pages that are one file each: the feedback of a student, and the overview of a class."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from autograder.analysis import FEW, Analysis, Item
from autograder.render.html import environment
from autograder.render.svg import bars, drawing
from autograder.render.told import carried, together
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.similarity import Pair

__all__ = ["class_page", "student_page"]

_HERE = Path(__file__).parent
_MOST_MISTAKES = 40
_EASY, _WEAK = 0.995, 0.1  # a mean share that separates nobody; a discrimination that is low


@dataclass
class _Exercise:
    """An exercise as a student reads it."""

    result: ExerciseResult
    failures: list[list[CheckResult]]
    carried: dict[str, list[CheckResult]]  # by the exercises whose errors made them fail
    passed: list[CheckResult]
    later: list[CheckResult]

    @property
    def score(self) -> float:
        return self.result.score

    @property
    def points(self) -> float:
        """The points of what was run."""
        return self.result.points - sum(check.points for check in self.later)

    @property
    def open(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.failures or self.carried)


@dataclass
class _Problem:
    """A problem as a student reads it: what is to be told, and what is folded."""

    result: ProblemResult
    open: list[_Exercise] = field(default_factory=list)
    folded: list[_Exercise] = field(default_factory=list)

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in [*self.open, *self.folded])


def student_page(report: Report) -> str:
    """Return the page of a report.

    Parameters
    ----------
    report : Report
        In the student's view, if a student is to get the page.
    """
    problems = []
    for result in report.problems:
        problem = _Problem(result)
        for exercise in map(_exercise, result.exercises):
            (problem.open if exercise.open else problem.folded).append(exercise)
        problems.append(problem)
    return _render(
        "student.html.j2",
        report=report,
        problems=problems,
        points=sum(problem.points for problem in problems),
        later=sum(check.points for check in report.checks() if check.outcome == "skipped"),
        drawing=drawing,
    )


def _exercise(result: ExerciseResult) -> _Exercise:
    others = [check for check in result.checks if not check.carried_from]
    return _Exercise(
        result,
        together(others),
        carried(result),
        [check for check in others if check.outcome == "passed"],
        [check for check in others if check.outcome == "skipped"],
    )


def class_page(analysis: Analysis, pairs: Sequence[Pair] | None, *, why_no_pairs: str = "") -> str:
    """Return the overview of a class, for staff.

    Parameters
    ----------
    analysis : Analysis
        Of all reports.
    pairs : sequence of Pair or None
        Submissions that are alike; None if they were not compared.
    why_no_pairs : str
        Why they were not, as a sentence.
    """
    distribution = analysis.distribution()
    rows = sorted(analysis.rows, key=lambda row: row.summary.submission)
    seconds = sorted(row.seconds for row in rows if row.seconds is not None)
    mistakes = analysis.mistakes()
    return _render(
        "class.html.j2",
        script="table.js",
        analysis=analysis,
        rows=rows,
        problems=sorted({name for row in rows for name in row.summary.problems}),
        distribution=distribution,
        histogram=_histogram(distribution.bins) if distribution else "",
        most=max((row.summary.max_score for row in rows), default=0.0),
        few=analysis.count < FEW,
        exercises=list(_noted(analysis.exercises())),
        checks=list(_noted(analysis.checks())),
        mistakes=mistakes[:_MOST_MISTAKES],
        more_mistakes=max(0, len(mistakes) - _MOST_MISTAKES),
        seconds=seconds,
        middle=seconds[len(seconds) // 2] if seconds else None,
        pairs=pairs,
        why_no_pairs=why_no_pairs,
        address=lambda name: quote(f"feedback/{name}.html", errors="replace"),
    )


def _histogram(bins: Sequence[int]) -> Markup:
    step = 100 // len(bins)
    labels = [f"{step * k}-{step * (k + 1)} %" for k in range(len(bins))]
    spoken = ", ".join(f"{label}: {count}" for label, count in zip(labels, bins, strict=True))
    return bars(bins, labels, f"Submissions by share of the points. {spoken}.")


def _noted(items: Iterable[Item]) -> Iterable[tuple[Item, str]]:
    """Yield items with what is to be looked at in them."""
    for item in items:
        strength = item.discrimination
        if item.difficulty >= _EASY:
            note = "all have it"
        elif item.difficulty <= 1 - _EASY:
            note = "nobody has it"
        elif strength is not None and strength < 0:
            note = "the lower third does better"
        elif strength is not None and strength < _WEAK:
            note = "tells the thirds hardly apart"
        else:
            note = ""
        yield item, note


def _render(template: str, *, script: str | None = None, **values: Any) -> str:
    """Return a page whose policy allows its own style and script, and nothing else."""
    style, style_hash = _own("page.css")
    code, code_hash = _own(script) if script else (Markup(), "")
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {style_hash}"
    if code:
        policy += f"; script-src {code_hash}"
    return environment.get_template(template).render(
        policy=policy, style=style, script=code, **values
    )


@functools.cache
def _own(name: str) -> tuple[Markup, str]:
    """Return a file of ours, and its hash as a policy names it."""
    text = (_HERE / name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"'sha256-{digest}'"
