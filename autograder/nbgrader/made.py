"""Make the notebooks that nbgrader wants from what was handed in otherwise: scripts, archives.

Such a notebook shows the code that was handed in, then the cells that are graded. It only shows:
the engine reads the files themselves.
"""

from __future__ import annotations

import contextlib
import html
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import is_grade, is_solution

from autograder.course import Assignment
from autograder.files import write_atomically
from autograder.intake import MAX_FILE_BYTES, UnreadableSubmission, read_bytes
from autograder.loading import SourceFile
from autograder.nbgrader.handed_in import MADE, is_made, read_handed_in
from autograder.release import as_text
from autograder.targets import Exercises

__all__ = ["make_notebooks"]


def make_notebooks(
    folder: Path, assignment: Assignment, exercises: Exercises, student: str
) -> list[Path]:
    """Write a notebook for each problem that has none of its own; return those that changed.

    nbgrader refuses a submission that has none of its notebooks.
    """
    found: Mapping[str, Sequence[SourceFile]] = {}
    with contextlib.suppress(UnreadableSubmission):  # which the engine's report tells of
        found = read_handed_in(folder, assignment, exercises, student).problems
    changed = []
    for problem in exercises:
        path = folder / f"{problem}.ipynb"
        if path.is_symlink() or (path.exists() and not _is_made(path)):
            continue
        released = nbformat.read(assignment.folder / path.name, as_version=4)
        text = as_text(_made(released, found.get(problem, ())))
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_atomically(path, text)
            changed.append(path)
    return changed


def _is_made(path: Path) -> bool:
    try:
        return is_made(read_bytes(path, MAX_FILE_BYTES))
    except UnreadableSubmission:
        return False


def _made(released: Any, files: Sequence[SourceFile]) -> Any:
    """Return the released notebook with the code of the files in the place of its own."""
    answers = _answers(released, [cell for file in files for cell in _all_cells(file)])
    cells = [] if files else [new_markdown_cell("Nothing that can be read was handed in for this.")]
    for file in files:
        name = html.escape(file.name).replace("`", "'")  # which Markdown would pass on as they are
        cells.append(new_markdown_cell(f"Handed in as <code>{name}</code>:"))
        cells += [new_code_cell(cell.source) for cell in file.cells]
    above = None
    for cell in released.cells:
        if is_grade(cell):
            if is_solution(cell):
                cells.append(new_markdown_cell(above.source if above else ""))
                name = cell.metadata["nbgrader"]["grade_id"]
                cell.source = answers.get(name, cell.source)
            cells.append(cell)
        above = cell
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    released.cells = cells
    released.metadata[MADE] = [file.name for file in files]
    return released


def _answers(released: Any, handed_in: Sequence[Any]) -> dict[str, str]:
    """Return the answers in words: what stands where the release has a place for them."""
    given = {cell.source.strip() for cell in released.cells if not is_solution(cell)}
    answers = {}
    for above, cell in zip(released.cells, released.cells[1:], strict=False):
        if is_grade(cell) and is_solution(cell):
            answer = _below(above.source, handed_in, given)
            if answer:
                answers[cell.metadata["nbgrader"]["grade_id"]] = answer
    return answers


def _below(question: str, cells: Sequence[Any], given: set[str]) -> str:
    """Return the cells in words that stand below a question, up to the next given cell."""
    sources = [cell.source.strip() for cell in cells]
    if question.strip() not in sources:
        return ""
    found = []
    for cell, source in list(zip(cells, sources, strict=True))[
        sources.index(question.strip()) + 1 :
    ]:
        if cell.cell_type != "markdown" or source in given:
            break
        found.append(source)
    return "\n\n".join(found)


def _all_cells(file: SourceFile) -> Iterator[Any]:
    """Yield the cells of a file, those in words among them; none if that cannot be told."""
    try:
        text = file.data.decode("utf-8-sig")
        if file.name.endswith(".ipynb"):
            yield from nbformat.reads(text, as_version=4).cells
        else:
            yield from jupytext.reads(text, fmt="py:percent").cells
    except Exception:  # what the two raise on what is no notebook is not specified
        return
