"""Mutants that no check has to tell from the reference: ``equivalents/<problem>.toml``.

An entry gives the reason, and names mutants by their diffs, so that it stays true when lines move
and goes stale when the line that it is about changes. Where anything may stand in a line, as test
data of the student's own choice, it names the line instead, and holds for all that survives there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import CourseError

__all__ = ["Equivalents", "plain_diff"]

_TABLE = "equivalent"
_NAMES = {"mutants", "lines"}  # how an entry names its mutants: one of these


@dataclass(frozen=True)
class Equivalents:
    """Which mutants may survive, by exercise and diff, or by exercise and the line they change."""

    file: Path
    diffs: Mapping[tuple[str, str], str]  # and the reason
    lines: Mapping[tuple[str, str], str]

    @classmethod
    def read(cls, solutions: Path, problem: str) -> Equivalents:
        """Read the list of a problem; there need not be one.

        Raises
        ------
        CourseError
            If the file does not keep to the form, or lists a mutant twice.
        """
        file = solutions / "equivalents" / f"{problem}.toml"
        found: dict[str, dict[tuple[str, str], str]] = {name: {} for name in _NAMES}
        for entry in _entries(file):
            for name in _NAMES & entry.keys():
                for text in entry[name]:
                    key = entry["exercise"], plain_diff(text)
                    if key in found[name]:
                        raise CourseError(f"{file} lists this twice. Delete one:\n{key[1]}")
                    found[name][key] = entry["reason"]
        return cls(file, found["mutants"], found["lines"])

    def entry(self, exercise: str, diff: str) -> tuple[str, str] | None:
        """Return the key of what lists a mutant, if anything does."""
        diff = plain_diff(diff)
        if (exercise, diff) in self.diffs:
            return exercise, diff
        gone = {line[2:] for line in diff.splitlines() if line.startswith("- ")}
        if len(gone) == 1 and (exercise, *gone) in self.lines:
            return exercise, gone.pop()
        return None


def plain_diff(text: str) -> str:
    """Return a diff without indentation and empty lines."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _entries(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{file} is not TOML: {error}.") from None
    entries: list[dict[str, Any]] = data.get(_TABLE, [])
    for entry in entries:
        names = _NAMES & entry.keys()
        if entry.keys() - names != {"exercise", "reason"} or not all(entry.values()) or not names:
            raise CourseError(
                f"{file}: an entry [[{_TABLE}]] needs exercise, reason, and mutants (a list of "
                f"diffs) or lines; this one has {', '.join(entry) or 'nothing'}."
            )
    if set(data) - {_TABLE}:
        raise CourseError(f"{file} holds {', '.join(data)}; it may hold only [[{_TABLE}]] entries.")
    return entries
