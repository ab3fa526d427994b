"""What came of calls, as data, and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "Failure", "Place", "as_data", "from_data"]


@dataclass(frozen=True)
class Place:
    """A line of the student's own text."""

    file: str
    cell: str
    line: int
    source: str

    def __str__(self) -> str:
        where = self.file if self.cell.startswith("line") else f"{self.file}, {self.cell}"
        return f"{where}, line {self.line}"


@dataclass(frozen=True)
class Failure:
    """An exception of the submission, as data."""

    types: tuple[str, ...]
    text: str
    place: Place | None = None

    @property
    def type(self) -> str:
        return self.types[0] if self.types else "Exception"

    def __str__(self) -> str:
        return f"{self.type}: {self.text}" if self.text else self.type


@dataclass(frozen=True)
class Answer:
    """What came of one call."""

    value: Any = None
    failure: Failure | None = None
    missing: bool = False
    changed: tuple[int | str, ...] = ()
    shares: bool = False
    warnings: tuple[str, ...] = ()
    printed: str = ""
    warned_at: Place | None = None  # the line of the first warning


def as_data(answer: Answer) -> list[Any]:
    """Return what a check sees of an answer, for `from_data`; `wire` can encode it."""
    failure = answer.failure and [answer.failure.types, answer.failure.text]
    return [answer.value, failure, answer.changed, answer.shares, answer.warnings]


def from_data(data: list[Any]) -> Answer:
    """Return the answer that `as_data` was given, without the student's lines."""
    value, failure, changed, shares, warnings = data
    failed = Failure(*failure) if failure is not None else None
    return Answer(value, failure=failed, changed=changed, shares=shares, warnings=warnings)
