"""Find the code cells of a notebook or a script that count, as text: nothing is run.

They are all code cells that are neither marked as a plot nor a locked check cell of the release,
without their magics and shell lines. Whatever JSON a notebook holds, the outcome is some cells or
a `ValueError`.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["CHECK_CELL", "Cell", "notebook_cells", "script_cells", "without_magics"]

#: Tag of cells that are never run by the grader.
PLOT = "plot"
#: A cell with the release's own check.
CHECK_CELL = re.compile(r"^check\(", re.MULTILINE)

MAX_CELLS = 2000
MAX_CODE = 300_000  # characters, which fit into one message to a worker however they are escaped
_MAX_BRACKETS = 1_000_000  # of a notebook: decoded, each can take 300 bytes

_CELL_MARK = re.compile(r"^# ?%%(?P<rest>.*)$")
_TAGS = re.compile(r"tags=\[(?P<tags>[^\[\]]*)\]")
_MAGIC = re.compile(r"^\s*(?:%|!|\?)|\?\s*$")
_CELL_MAGIC_THAT_KEEPS_PYTHON = re.compile(r"^%%(time|timeit|capture|prun)\b")
_STRING_OR_COMMENT = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_ASSIGNED_MAGIC = re.compile(r"^\s*\w[\w, ]*=\s*[%!]")


@dataclass(frozen=True)
class Cell:
    """A piece of source that is compiled on its own."""

    source: str
    label: str
    first_line: int = 1


def notebook_cells(text: str) -> list[Cell]:
    """Return the code cells of a notebook that count, whatever its format version."""
    if text.count("[") + text.count("{") > _MAX_BRACKETS:
        raise ValueError("it is too large")
    try:
        notebook = json.loads(text)
    except (RecursionError, MemoryError) as error:
        raise ValueError("it is nested too deeply") from error
    kept = [
        Cell(code, f"cell {number}")
        for number, cell in enumerate(_cells(notebook), start=1)
        if (code := _code(cell)) is not None
    ]
    return [replace(cell, source=without_magics(cell.source)) for cell in _capped(kept)]


def script_cells(text: str) -> list[Cell]:
    """Return the code cells of a ``.py``, which is one cell unless it has ``# %%`` marks."""
    lines = _lines(text)
    starts = [i for i, line in enumerate(lines) if _CELL_MARK.match(line)]
    kept = []
    for begin, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        mark = _CELL_MARK.match(lines[begin]) if begin < len(lines) else None
        rest = mark["rest"] if mark else ""
        tags = _TAGS.search(rest)
        plot = bool(tags) and PLOT in re.findall(r"\w+", tags["tags"] if tags else "")
        if "[markdown]" in rest or "[raw]" in rest or plot:
            continue
        source = "\n".join(lines[begin:end])
        if source.strip():
            kept.append(Cell(source, f"line {begin + 1}", begin + 1))
    return _capped(kept)


def _capped(cells: list[Cell]) -> list[Cell]:
    if len(cells) > MAX_CELLS:
        raise ValueError(f"it has more than {MAX_CELLS} code cells")
    if sum(len(cell.source) for cell in cells) > MAX_CODE:
        raise ValueError(f"it has more than {MAX_CODE} characters of code")
    return cells


def _cells(notebook: Any) -> list[Any]:
    """Return the cells of all sheets; only formats before 4 have sheets."""
    if not isinstance(notebook, dict):
        raise ValueError("it is not a JSON object")
    sheets = [notebook] if "cells" in notebook else notebook.get("worksheets")
    found: list[Any] = []
    for sheet in (isinstance(sheets, list) and sheets) or [None]:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(cells, list):
            raise ValueError("it has no list of cells")
        found += cells
    return found


def _code(cell: Any) -> str | None:
    """Return the code of a cell that counts; what is no cell is passed over."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    metadata = _dict(cell.get("metadata"))
    graded = _dict(metadata.get("nbgrader"))
    locked_check = bool(graded.get("grade")) and not graded.get("solution")
    tags = metadata.get("tags")
    if locked_check or (isinstance(tags, list) and PLOT in tags):
        return None
    source = cell.get("source", cell.get("input", ""))
    parts: list[Any] = source if isinstance(source, list) else [source]
    try:
        return "".join(parts)
    except TypeError as error:
        raise ValueError("the source of a cell is not text") from error


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def without_magics(source: str) -> str:
    """Blank out magics, shell lines and help lines; a cell in another language is dropped."""
    lines = _lines(source)
    if not any(map(_is_magic, lines)) or _is_python(source):
        return source
    if lines[0].startswith("%%") and not _CELL_MAGIC_THAT_KEEPS_PYTHON.match(lines[0]):
        return ""
    depth = 0  # of brackets: what stands inside some is an expression that was wrapped
    kept = []
    for line in lines:
        magic = depth == 0 and _is_magic(line)
        kept.append("" if magic else line)
        code = "" if magic else _STRING_OR_COMMENT.sub("", line)
        depth = max(0, depth + sum(map(code.count, "([{")) - sum(map(code.count, ")]}")))
    return "\n".join(kept)


def _lines(text: str) -> list[str]:
    """Split at the ends of lines that Python knows; `str.splitlines` knows more."""
    lines = re.split(r"\r\n|\r|\n", text)
    return lines if lines[-1] else lines[:-1]


def _is_python(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _is_magic(line: str) -> bool:
    code = line.split("#")[0]
    return bool(_MAGIC.search(code) or _ASSIGNED_MAGIC.match(code))
