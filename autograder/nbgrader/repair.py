"""Give the cells of a notebook that was handed in their marks back, as the gradebook has them.

nbgrader knows a cell by metadata that students can change. One wrong version number in it stops the
grading of a class; a deleted check cell leaves a grade as it was.
"""

from __future__ import annotations

import logging
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

__all__ = ["CHECK", "RepairCells"]

#: What stands before the name of an exercise in the id of its check cell.
CHECK = "check-"


class RepairCells(NbGraderPreprocessor):
    """Restores marks, drops marks of copies and of unknown cells, adds graded cells that lack."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Repair one notebook."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            stored = gradebook.find_notebook(where["notebook"], where["assignment"])
            marks = _marks(stored)
            sources = {cell.name: cell.source for cell in stored.source_cells}
        found = _restore(nb, marks, self.log)
        missing = [name for name, mark in marks.items() if mark["grade"] and name not in found]
        for name in missing:
            make = new_code_cell if marks[name]["cell_type"] == "code" else new_markdown_cell
            cell = make(sources[name], id=name[:64], metadata={"nbgrader": marks[name]})
            nb.cells.insert(_place(nb, name.removeprefix(CHECK)), cell)
        if missing:
            self.log.warning("Graded cells that are missing are put back: %s", ", ".join(missing))
        return nb, resources


def _marks(stored: Any) -> dict[str, dict[str, Any]]:
    """Return nbgrader's metadata of each cell that it knows of a notebook."""
    points = {cell.name: float(cell.max_score) for cell in stored.grade_cells}
    solutions = {cell.name for cell in stored.solution_cells}
    tasks = {cell.name: float(cell.max_score) for cell in stored.task_cells}
    return {
        cell.name: {
            "schema_version": 3,
            "grade_id": cell.name,
            "grade": cell.name in points,
            "solution": cell.name in solutions,
            "locked": bool(cell.locked),
            "task": cell.name in tasks,
            "cell_type": cell.cell_type,
            "checksum": cell.checksum,
            **({"points": worth} if (worth := {**tasks, **points}.get(cell.name)) else {}),
        }
        for cell in stored.source_cells
    }


def _restore(nb: Any, marks: dict[str, dict[str, Any]], log: logging.Logger) -> set[str]:
    """Mark the last cell of each id; return the ids that were found."""
    found: set[str] = set()
    for cell in reversed(nb.cells):
        given = cell.metadata.pop("nbgrader", None)
        if given is None:
            continue
        name = given.get("grade_id") if isinstance(given, dict) else None
        if not isinstance(name, str) or name not in marks:
            log.warning("A cell has an id that is not of this notebook; it counts as plain code")
        elif name in found:
            log.warning("Cell %s is there more than once; the last one counts", name)
        else:
            found.add(name)
            cell.metadata["nbgrader"] = marks[name]
    return found


def _place(nb: Any, exercise: str) -> int:
    """Return where a missing check belongs: behind its exercise, else at the end."""
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
    return names.index(exercise) + 1 if exercise in names else len(names)
