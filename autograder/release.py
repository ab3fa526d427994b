"""Make what students receive from the one source: stubs, notebooks, figures and data.

The source is a notebook in Jupytext's percent format. nbgrader's own preprocessors clear the
solutions and lock the cells, so that its other commands find what they expect.
"""

from __future__ import annotations

import contextlib
import re
import runpy
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from autograder.course import Assignment, CourseError

__all__ = ["as_text", "generate", "set_stubs", "source_notebook"]

_STUB = "raise NotImplementedError"
_ANSWER = "*Write your answer here.*"
_IMPORT = "from autograder.notebook import check"
_REGION = "### BEGIN SOLUTION"
_FUNCTION = re.compile(r"^def (\w+)", re.MULTILINE)

#: Folders of generators: function, and the suffix of what it makes.
_GENERATORS = {"figures": ("draw", ".svg"), "data": ("generate", ".txt")}


def generate(assignment: Assignment, points: Mapping[str, Mapping[str, float]]) -> dict[Path, str]:
    """Return the text of every generated file of an assignment, by its path.

    Parameters
    ----------
    assignment : Assignment
        With its solutions.
    points : mapping of str to mapping of str to float
        For each problem, what each exercise is worth.
    """
    if assignment.solutions is None:
        raise CourseError(f"There are no solutions for {assignment.name} to release from.")
    files: dict[Path, str] = {}
    for problem in assignment.problems:
        source = assignment.solutions / f"{problem}.py"
        if not source.exists():
            raise CourseError(f"{source} is missing: checks/test_{problem}.py needs a problem.")
        notebook = _released(source_notebook(source, points.get(problem, {})))
        files[assignment.folder / f"{problem}.ipynb"] = as_text(notebook)
        files[assignment.folder / f"{problem}.py"] = _as_script(notebook)
    for folder, (function, suffix) in _GENERATORS.items():
        for path in sorted((assignment.solutions / folder).glob("[!_]*.py")):
            text = _call(path, function)
            files[assignment.folder / folder / f"{path.stem}{suffix}"] = text
    return files


def _call(path: Path, function: str) -> str:
    """Run a generator; modules beside it can be imported by it."""
    with _on_path(path.parent):
        names = runpy.run_path(str(path))
        if function not in names:
            raise CourseError(f"{path} has no function {function}() that returns the text.")
        return str(names[function]())


@contextlib.contextmanager
def _on_path(folder: Path) -> Iterator[None]:
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def source_notebook(source: Path, points: Mapping[str, float]) -> Any:
    """Return the notebook of a problem with its solutions, marked as nbgrader wants it."""
    import jupytext

    with _without_deprecations():
        notebook = jupytext.read(source, fmt="py:percent")
    _mark(notebook, source, points)
    kernel = notebook.metadata.get("kernelspec")
    notebook.metadata = {"language_info": {"name": "python"}}
    if kernel:
        notebook.metadata["kernelspec"] = kernel
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, start=1):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
        cell.id = name[:64]
    return notebook


def set_stubs(config: Any) -> None:
    """Say in a configuration of nbgrader what stands in the place of a solution."""
    config.ClearSolutions.code_stub = {"python": _STUB}
    config.ClearSolutions.text_stub = _ANSWER


def _released(notebook: Any) -> Any:
    """Return the notebook of a problem as students get it, made by nbgrader's own steps."""
    from traitlets.config import Config

    with _without_deprecations():
        from nbgrader.preprocessors import (
            CheckCellMetadata,
            ClearOutput,
            ClearSolutions,
            ComputeChecksums,
            LockCells,
        )

        config = Config()
        set_stubs(config)
        steps = (LockCells, ClearSolutions, ClearOutput, ComputeChecksums, CheckCellMetadata)
        for step in steps:
            notebook, _ = step(config=config).preprocess(notebook, {})
    return notebook


def _mark(notebook: Any, source: Path, points: Mapping[str, float]) -> None:
    """Give each cell its nbgrader metadata, and each exercise its locked check cell."""
    from nbformat.v4 import new_code_cell

    cells: list[Any] = []
    imported = False
    given = 0
    unseen = dict(points)
    for cell in notebook.cells:
        cells.append(cell)
        solution = _REGION in cell.source
        if cell.cell_type == "markdown" and "question" in cell.metadata:
            name, worth = cell.metadata.pop("question"), cell.metadata.pop("points")
            _annotate(cell, name, grade=True, solution=True, points=worth)
        elif cell.cell_type != "code" or "plot" in cell.metadata.get("tags", ()):
            if solution:
                raise CourseError(f"{source}: a solution region stands outside a code cell.")
        elif solution:
            exercise = _exercise(cell.source, source)
            if exercise not in unseen:
                raise CourseError(
                    f"{source}: {exercise} has a solution region, but no check in "
                    f"checks/test_{source.stem}.py."
                )
            _annotate(cell, exercise, solution=True)
            check = new_code_cell(f'check("{exercise}")')
            _annotate(check, f"check-{exercise}", grade=True, points=unseen.pop(exercise))
            cells.append(check)
        else:
            given += 1
            _annotate(cell, f"given-{given}")
            if not imported:
                imported = True
                cells.append(new_code_cell(_IMPORT))
                _annotate(cells[-1], "import-check")
    if unseen:
        raise CourseError(f"{source}: no solution region for {', '.join(unseen)}.")
    notebook.cells = cells


def _exercise(text: str, source: Path) -> str:
    names = _FUNCTION.findall(text)
    if len(names) != 1:
        raise CourseError(f"{source}: a cell with a solution region defines {names}, not one.")
    return str(names[0])


def _annotate(
    cell: Any, name: str, *, grade: bool = False, solution: bool = False, points: float = 0.0
) -> None:
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "cell_type": cell.cell_type,
        **({"points": points} if grade else {}),
    }


def as_text(notebook: Any) -> str:
    """Return a notebook as the text of its file."""
    import nbformat

    return str(nbformat.writes(notebook, indent=1, sort_keys=True)) + "\n"


def _as_script(notebook: Any) -> str:
    """Return the notebook as a script: without check cells and nbgrader's metadata."""
    import copy

    import jupytext

    script = copy.deepcopy(notebook)
    kept = []
    for cell in script.cells:
        marks = cell.metadata.pop("nbgrader", {})
        check = marks.get("grade") and not marks.get("solution")
        if not check and marks.get("grade_id") != "import-check":
            cell.metadata.pop("deletable", None)
            cell.metadata.pop("editable", None)
            kept.append(cell)
    script.cells = kept
    script.metadata = {"jupytext": {"notebook_metadata_filter": "-all"}}
    return str(jupytext.writes(script, fmt="py:percent"))


@contextlib.contextmanager
def _without_deprecations() -> Iterator[None]:
    """Hide what nbgrader's dependencies warn of while they are imported."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
