"""What a worker says is text of the submission: checked, cut, and made safe to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from autograder import wire
from autograder.answers import Answer, Failure, Place
from autograder.loading import Cell
from autograder.text import plain, plain_line

__all__ = ["NO_ANSWER", "Cells", "Loaded", "answer", "loaded", "place", "position"]

#: The cells of a problem, each with the name of its file.
Cells: TypeAlias = Sequence[tuple[str, Cell]]

#: What is raised here if it is anything but what was asked for.
NO_ANSWER = (wire.WireError, LookupError, ArithmeticError, TypeError, ValueError, AttributeError)
_MAX_NAMES = 1000  # functions of a problem, and other lists of names that a worker sends


@dataclass
class Loaded:
    """What a problem's cells defined, and what of them failed."""

    functions: dict[str, bool] = field(default_factory=dict)  # name -> is it still the stub
    failures: list[Failure] = field(default_factory=list)


def answer(said: Mapping[str, Any], cells: Cells) -> Answer:
    """Return what came of a call."""
    failure = _failure(said["error"], cells) if "error" in said else None
    changed, at = said.get("changed", ()), said.get("warned_at")
    if not all(type(key) in (int, str) for key in changed):
        raise wire.WireError("an argument is named by a number or a text")
    return Answer(
        value=said.get("value"),
        failure=failure,
        missing=said.get("missing") is True,
        changed=tuple(changed[:_MAX_NAMES]),
        shares=said.get("shares") is True,
        warnings=tuple(plain(_text(w)) for w in said.get("warnings", ())[:_MAX_NAMES]),
        printed=plain(_text(said.get("printed", ""))),
        warned_at=place(cells, *map(int, at)) if at else None,
    )


def loaded(said: Mapping[str, Any], cells: Cells) -> Loaded:
    """Return what came of loading a problem."""
    failures = [_failure(data, cells) for data in said["failures"][:_MAX_NAMES]]
    functions = {_text(name): stub is True for name, stub in said["functions"].items()}
    return Loaded(functions, failures)


def position(said: Any) -> tuple[int, int, int]:
    """Return a cell, a statement of it, and its line."""
    cell, index, line = map(int, said)
    return cell, index, line


def place(cells: Cells, number: int, line: int) -> Place | None:
    """Return a line of a cell, if there is such a cell."""
    if not 0 <= number < len(cells):
        return None
    file, cell = cells[number]
    lines = cell.source.split("\n")
    index = line - cell.first_line
    source = lines[index].strip() if 0 <= index < len(lines) else ""
    return Place(file, cell.label, line, plain_line(source))


def _failure(said: Mapping[str, Any], cells: Cells) -> Failure:
    where = None
    if said["cell"] is not None and said["line"] is not None:
        where = place(cells, int(said["cell"]), int(said["line"]))
    types = tuple(plain_line(_text(name)) for name in said["types"][:_MAX_NAMES])
    return Failure(types, plain(_text(said["text"])), where)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise wire.WireError(f"a text is expected, not {type(value).__name__}")
    return value
