"""What the page asks of the interpreter: read files, check them, draw a plot. All as JSON."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autograder.lab.absent  # before what imports the module
from autograder.course import Assignment
from autograder.engine import collect, run
from autograder.feedback import student_view
from autograder.lab.tab import Clock, FromTab, Stop, TabLauncher, isolate
from autograder.plan import ChecksBroken, Plan
from autograder.process import Limits
from autograder.report import Report

__all__ = ["Desk"]

#: WebAssembly runs Python several times slower than the machine does, so that time counts less.
LIMITS = Limits(call=8.0, statement=8.0, total=600.0)
PATIENCE = 8.0


class Desk:
    """The assignment in a folder, for one student.

    Parameters
    ----------
    folder : str
        The assignment as it is released.
    cache : str
        Folder for examples.
    clock : Clock
        Is told what is asked of the submission, and when.
    """

    def __init__(self, folder: str, cache: str, clock: Clock) -> None:
        self._assignment = Assignment(Path(folder))
        self._cache = Path(cache)
        self._clock = clock
        isolate()

    def exercises(self) -> str:
        """Return the exercises of each problem with their points, as the checks say."""
        found: dict[str, dict[str, dict[str, float]]] = {}
        for problem, check in collect(Plan(self._assignment)):
            entry = found.setdefault(problem, {}).setdefault(
                check.exercise, {"points": 0.0, "later": 0.0}
            )
            entry["points"] += check.points
            entry["later"] += check.points if check.hidden else 0.0
        return json.dumps(found)

    def check(self, files: str, exercise: str | None, stops: str) -> str:
        """Check files and return the report, in the student's view.

        Parameters
        ----------
        files : str
            JSON: the text of each file by its name.
        exercise : str or None
            Only this exercise.
        stops : str
            JSON: what ended earlier interpreters at this same question, as lists for `Stop`.
        """
        reports: list[Report] = []
        with _folder(json.loads(files)) as folder:
            plan = Plan(
                self._assignment,
                cache=self._cache,
                only_handed_in=True,
                limits=LIMITS,
                patience=PATIENCE,
                select=None if exercise is None else _only(exercise),
                launcher=TabLauncher(self._clock, _stops(stops)),
            )
            run(plan, [FromTab("submission", folder)], reports.append)
        (report,) = reports
        return student_view(report).to_json()


def _only(exercise: str) -> Callable[[str, str, Any], bool]:
    return lambda target, problem, check: check.exercise == exercise


def _stops(text: str) -> list[Stop]:
    return [Stop(key, late, tuple(at) if at else None) for key, late, at in json.loads(text)]


@contextlib.contextmanager
def _folder(files: dict[str, str]) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        for name, text in files.items():
            (folder / Path(name).name).write_text(text, encoding="utf-8")
        yield folder
    finally:
        shutil.rmtree(folder)
