"""What grading one submission found: one data model, which every renderer only formats.

This module imports nothing of the project. `SCHEMA_FILE` beside it is its JSON Schema.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["SCHEMA", "SCHEMA_FILE", "CheckResult", "Counterexample", "ExerciseResult", "Line"]
__all__ += ["NotAReport", "ProblemResult", "Report", "Sandbox", "read_report"]

SCHEMA = "propgrade/report/v1"
SCHEMA_FILE = Path(__file__).with_name("report-v1.schema.json")


@dataclass
class Line:
    """A line of the student's own text."""

    file: str
    cell: str | None
    line: int
    source: str


@dataclass
class Counterexample:
    """The calls of the smallest failing example, as text to paste, and what is wrong with them.

    ``picture`` holds small arrays to draw; see `autograder.picture`.
    """

    called: list[str]
    returned: list[str]
    problem: str
    picture: dict[str, Any] | None = None


@dataclass
class CheckResult:
    """One check. ``category`` says how it failed; the schema lists the categories.

    ``mistake`` is what the failure looks like: the title of a mistake of the catalogue, or of one
    of the mistakes that are known of any function. ``carried_from`` names the exercise whose error
    made this check fail, when its points were given after all.
    """

    name: str
    title: str
    kind: str
    hidden: bool
    points: float
    score: float
    outcome: str  # passed, failed, error (the grader's fault), skipped
    category: str | None = None
    message: str = ""
    error_type: str | None = None
    line: Line | None = None
    counterexample: Counterexample | None = None
    printed: str | None = None
    hint: str | None = None
    mistake: str | None = None
    carried_from: str | None = None


@dataclass
class ExerciseResult:
    """The checks of one function."""

    name: str
    checks: list[CheckResult] = field(default_factory=list)

    @property
    def failed(self) -> list[CheckResult]:
        return [check for check in self.checks if check.outcome == "failed"]

    @property
    def score(self) -> float:
        return sum(check.score for check in self.checks)

    @property
    def points(self) -> float:
        return sum(check.points for check in self.checks)


@dataclass
class ProblemResult:
    """One module of the homework."""

    name: str
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what of the files could not be run
    missing: list[str] = field(default_factory=list)  # exercises without an answer
    exercises: list[ExerciseResult] = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(exercise.score for exercise in self.exercises)

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)


@dataclass(frozen=True)
class Sandbox:
    """How well submissions were confined, as found by trying."""

    level: str  # strong, good, weak, none
    missing: tuple[str, ...] = ()  # what a submission could do


@dataclass
class Report:
    """Everything that grading one submission found."""

    assignment: str
    submission: str
    status: str  # graded, unreadable (nothing could be run), error (the grader's fault)
    seed_id: str
    public_seed: bool
    versions: dict[str, str]
    submission_sha256: str | None = None
    checks_sha256: str | None = None
    solutions_sha256: str | None = None  # None where there are no solutions
    message: str = ""
    sandbox: Sandbox | None = None  # None where it was not tried: at the student's
    problems: list[ProblemResult] = field(default_factory=list)
    seconds: float | None = None  # wall time of grading; students do not see it
    carry_forward: bool = True  # whether an error of an earlier exercise costs only there
    view: str = "staff"  # or student: see `autograder.feedback`
    submitted_at: str | None = None  # in UTC, as 2026-11-24T15:00:00Z, where it is known

    @property
    def score(self) -> float:
        return sum(problem.score for problem in self.problems)

    @property
    def max_score(self) -> float:
        return sum(problem.points for problem in self.problems)

    @property
    def available(self) -> float:
        """Points of the checks that ran: without those that are graded after submission."""
        return sum(check.points for check in self.checks() if check.outcome != "skipped")

    @property
    def percentage(self) -> float:
        """Score out of the points that are available; 0 where there are none."""
        available = self.available
        return round(100 * self.score / available, 6) if available else 0.0

    def checks(self) -> list[CheckResult]:
        """Return all checks, in order."""
        return [c for p in self.problems for e in p.exercises for c in e.checks]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON data of the schema."""
        data: dict[str, Any] = _data(self)
        data.update(schema=SCHEMA, score=self.score, max_score=self.max_score)
        for problem, result in zip(data["problems"], self.problems, strict=True):
            problem.update(score=result.score, points=result.points)
            for exercise, part in zip(problem["exercises"], result.exercises, strict=True):
                exercise.update(score=part.score, points=part.points)
        return data

    @classmethod
    def from_json(cls, text: str) -> Report:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        if data.get("schema") != SCHEMA:
            raise ValueError(f"schema is {data.get('schema')!r}, but should be {SCHEMA!r}")
        problems = [
            ProblemResult(
                **_fields(ProblemResult, problem, "exercises"),
                exercises=[
                    ExerciseResult(exercise["name"], list(map(_check, exercise["checks"])))
                    for exercise in problem["exercises"]
                ],
            )
            for problem in data["problems"]
        ]
        tried = data["sandbox"]
        sandbox = Sandbox(tried["level"], tuple(tried["missing"])) if tried else None
        fields = _fields(cls, data, "problems", "sandbox")
        return cls(**fields, sandbox=sandbox, problems=problems)

    def to_json(self) -> str:
        """Return the report as JSON text, the same bytes for the same report."""
        # On one line: the encoder that indents is slow, and one process writes all reports.
        return json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=True) + "\n"


class NotAReport(Exception):
    """A file that holds no report of this version. The text names it."""


def read_report(path: Path) -> Report:
    """Return the report in a file.

    Raises
    ------
    NotAReport
        If there is none.
    """
    try:
        return Report.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotAReport(f"{path} is not a report ({error}). Run `autograder grade`.") from error


def _data(value: Any) -> Any:
    """Return JSON data of a report or a part; `dataclasses.asdict` takes three times as long."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_data(item) for item in value]
    items = value if isinstance(value, dict) else vars(value)
    return {key: _data(item) for key, item in items.items()}


def _fields(kind: Any, data: dict[str, Any], *without: str) -> dict[str, Any]:
    names = {entry.name for entry in dataclasses.fields(kind)} - set(without)
    return {name: data[name] for name in names & data.keys()}  # older reports lack some


def _check(data: dict[str, Any]) -> CheckResult:
    result = CheckResult(**_fields(CheckResult, data))
    result.line = Line(**data["line"]) if data["line"] else None
    example = data["counterexample"]
    result.counterexample = Counterexample(**_fields(Counterexample, example)) if example else None
    return result
