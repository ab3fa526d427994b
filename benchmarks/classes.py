"""Write a class: notebooks with different texts, most of them right.

``python -m benchmarks.classes FOLDER [--size N] [--failing PART]`` writes one to look at.
"""

import argparse
import ast
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.course import ASSIGNMENT, PROBLEM, solutions, variants

__all__ = ["FAILING", "code_cell", "notebook", "write_class"]

#: The part of a class that fails one to three checks.
FAILING = 0.2

_NAMES = "mean;total;result;values;rows;inner;first;second;left;right;scale;part;size;step"
_REMARKS = "works for me;see lecture 4;vectorised;checked by hand;second try;as on the slides"


def write_class(folder: Path, size: int, failing: float = FAILING, depth: str = "") -> Path:
    """Write ``FOLDER/<student>[/DEPTH]/basics.ipynb`` for each student; return the folder.

    The texts of a student depend on the number of the student and on ``failing`` alone, so that the
    first ten of a hundred are a class of ten.
    """
    for number in range(size):
        home = folder / f"student{number:04d}" / depth
        home.mkdir(parents=True)
        cells = list(_answers(number, int((number + 1) * failing) - int(number * failing) == 1))
        (home / f"{PROBLEM}.ipynb").write_text(json.dumps(notebook(cells)), encoding="utf-8")
    return folder


def notebook(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a notebook of these cells."""
    python = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": python, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def code_cell(name: str, source: str, *, solution: bool = False, points: int = 0) -> dict[str, Any]:
    """Return a cell with nbgrader's metadata."""
    marks: dict[str, Any] = {
        "grade": points > 0,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points:
        marks["points"] = points
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {"nbgrader": marks},
        "outputs": [],
        "source": source,
    }


def _answers(number: int, fails: bool) -> Iterator[dict[str, Any]]:
    """Yield the cells of a student: an import, the functions, and the cells of hidden checks."""
    chance = random.Random(f"{ASSIGNMENT} {number}")
    wrong = chance.sample(list(solutions()), chance.randint(1, 3)) if fails else []
    yield code_cell("imports", "import numpy as np")
    for exercise in list(solutions()):
        text = _text(chance.choice(variants(exercise, right=exercise not in wrong)), chance)
        remark = chance.choice(_REMARKS.split(";"))
        yield code_cell(exercise, f"# {exercise}: {remark}, {number}\n{text}", solution=True)
        yield code_cell(f"test_{exercise}", "# Checked after submission.", points=1)


def _text(function: ast.FunctionDef, chance: random.Random) -> str:
    """Return a function with the names of one student in it."""
    tree = ast.parse(ast.unparse(function))
    stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and type(n.ctx) is ast.Store}
    new = chance.sample(_NAMES.split(";"), len(stored))
    renamed = dict(zip(sorted(stored), new, strict=True))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = renamed.get(node.id, node.id)
    return ast.unparse(tree)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classes")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=10)
    parser.add_argument("--failing", type=float, default=FAILING)
    options = parser.parse_args()
    write_class(options.folder, options.size, options.failing)
