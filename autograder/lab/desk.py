"""What the page asks of the interpreter: check files, draw a plot. All goes as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autograder.lab.absent  # noqa: F401  before what imports the module
from autograder.course import Assignment
from autograder.engine import run
from autograder.feedback import student_view
from autograder.lab.integers import NARROW, take_wide
from autograder.lab.isolation import isolate
from autograder.lab.plotting import Recorder
from autograder.lab.tab import FromTab, Stop, TabLauncher
from autograder.plan import Plan
from autograder.process import Limits
from autograder.render.svg import drawing
from autograder.report import CheckResult, Report
from autograder.text import plain

__all__ = ["Desk"]

#: WebAssembly runs Python several times slower than the machine does, so that time counts less.
LIMITS = Limits(call=8.0, statement=8.0, total=600.0)
PATIENCE = 4.0
_DRAWING_SECONDS = 60.0
_MAX_PRINTED = 20_000


class Desk:
    """The assignment in a folder, for one student.

    Parameters
    ----------
    folder : str
        The assignment as it is released.
    cache : str
        Folder for examples.
    tell : function of str
        Takes JSON: what is asked of the submission, that it was answered, what a check found.
    """

    def __init__(self, folder: str, cache: str, tell: Callable[[str], None]) -> None:
        self._assignment = Assignment(Path(folder))
        self._cache = Path(cache)
        self._clock = _PageClock(tell)
        os.chdir(folder)
        isolate()
        if NARROW:
            take_wide()

    def check(
        self, files: str, exercise: str | None, stops: str, patience: float = PATIENCE
    ) -> str:
        """Check files and return the report, in the student's view, and drawings by check.

        Parameters
        ----------
        files : str
            JSON: the text of each file by its name.
        exercise : str or None
            Only this exercise.
        stops : str
            JSON: what ended earlier interpreters at this same question, as lists for `Stop`.
        patience : float
            See `Plan`.
        """
        reports: list[Report] = []
        texts = json.loads(files)
        stems = {Path(name).stem for name in texts}
        known = stems <= set(self._assignment.problems)  # else they are told by what they define
        with _folder(texts) as folder:
            plan = Plan(
                self._assignment,
                problems=sorted(stems) if known else None,
                cache=self._cache,
                only_handed_in=True,
                record=False,  # nothing is gained by asking ahead where nothing crosses
                limits=LIMITS,
                patience=patience,
                select=None if exercise is None else _only(exercise),
                launcher=TabLauncher(self._clock, _stops(stops)),
                on_check=self._clock.checked,
            )
            run(plan, [FromTab("submission", folder)], reports.append)
        report = student_view(reports[0])
        return json.dumps({"report": report.to_dict(), "drawings": _drawings(report)})

    def draw(self, cells: str) -> str:
        """Run cells; return figures, prints and, where the last one raised, the error.

        Parameters
        ----------
        cells : str
            JSON: the sources of the cells of a problem, the last one that of the plot.
        """
        sources = json.loads(cells)
        recorder = Recorder()
        namespace: dict[str, Any] = {"__name__": "submission.plot"}
        printed = io.StringIO()
        error = ""
        figures: list[dict[str, Any]] = []
        self._clock.begin("draw", _DRAWING_SECONDS, None)
        with recorder.installed(), contextlib.redirect_stdout(printed):
            for number, source in enumerate(sources, start=1):
                last = number == len(sources)
                if last:
                    printed.seek(printed.truncate(0))
                try:
                    exec(compile(source, f"cell {number}", "exec"), namespace)
                    figures = recorder.figures()
                except BaseException as raised:
                    error = _last_line(raised) if last else error
        self._clock.end()
        text = plain(printed.getvalue(), _MAX_PRINTED)
        return json.dumps({"figures": figures, "printed": text, "error": error})


class _PageClock:
    """Passes on to the page what its clock must know."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def begin(self, key: str, seconds: float, at: list[int] | None) -> None:
        self._tell(json.dumps({"kind": "begin", "key": key, "seconds": seconds, "at": at}))

    def end(self) -> None:
        self._tell('{"kind": "end"}')

    def checked(self, target: str, result: CheckResult, examples: int) -> None:
        self._tell(json.dumps({"kind": "checked", "title": result.title}))


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


def _drawings(report: Report) -> dict[str, str]:
    drawn = {}
    for check in report.checks():
        if check.counterexample is not None and check.counterexample.picture is not None:
            drawn[check.name] = str(drawing(check.counterexample.picture) or "")
    return drawn


def _last_line(error: BaseException) -> str:
    lines = traceback.format_exception_only(error)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith("cell ")]
    where = f" ({ours[-1].filename}, line {ours[-1].lineno})" if ours else ""
    return plain(lines[-1].strip()) + where
