"""Run the checks of an assignment on many submissions, in one pytest session.

The checks are collected once. Each submission gets a worker of its own; its report is handed over
as soon as it is complete.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from autograder.checks import Check, exercises_by_problem
from autograder.launch import open_launcher
from autograder.plan import ChecksBroken, Plan
from autograder.report import Report
from autograder.session import Session
from autograder.targets import Exercises, Nothing, Target

__all__ = ["collect", "exercises_of", "run"]


#: Plugins of pytest's own that a grading run has no use for; some cost time for every check.
_UNUSED = "terminal cacheprovider faulthandler unraisableexception threadexception logging doctest "
_UNUSED += "junitxml pastebin stepwise setuponly setupplan debugging unittest nose"


def run(plan: Plan, targets: Iterable[Target], on_report: Callable[[Report], None]) -> None:
    """Grade each target and hand over its report.

    Raises
    ------
    ChecksBroken
        If the checks cannot be collected, or there are none.
    """
    chosen = plan.problems if plan.problems is not None else plan.assignment.problems
    files = [plan.assignment.checks / f"test_{problem}.py" for problem in chosen]
    arguments = [
        *map(str, files),
        "--disable-plugin-autoload",
        f"--rootdir={plan.assignment.folder}",
        "--config-file=" + str(Path(__file__).with_name("pytest.ini")),
        f"--confcutdir={plan.assignment.checks}",
        "--assert=plain",
        "--capture=no",
        "--import-mode=importlib",
        *(f"-pno:{name}" for name in _UNUSED.split()),
        "-pautograder.plugin",
    ]
    if plan.keyword:
        arguments += ["-k", plan.keyword]
    with contextlib.ExitStack() as stack:
        launcher = plan.launcher or stack.enter_context(open_launcher())
        session = Session(plan, targets, on_report, launcher)
        complaints = stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        stack.enter_context(_own_options())
        _forget(files)
        code = pytest.main(arguments, plugins=[session])
    if session.error is not None:
        raise session.error
    if session.broken:
        raise ChecksBroken("The checks cannot be loaded:\n" + "\n".join(session.broken))
    if code == pytest.ExitCode.NO_TESTS_COLLECTED or not session.collected:
        what = f" whose name fits {plan.keyword!r}" if plan.keyword else ""
        raise ChecksBroken(f"There is no check{what} in {plan.assignment.checks}.")
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise ChecksBroken(f"pytest ended with code {code}.\n{complaints.getvalue()}")


def _forget(files: Iterable[Path]) -> None:
    """Have pytest read these files: it takes what this process imported by the same name before."""
    for file in files:
        sys.modules.pop(f"{file.parent.name}.{file.stem}", None)


@contextlib.contextmanager
def _own_options() -> Iterator[None]:
    """Keep the options of the person's own pytest runs out of the grader's session."""
    options = os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        if options is not None:
            os.environ["PYTEST_ADDOPTS"] = options


def collect(plan: Plan) -> list[tuple[str, Check]]:
    """Return problem and metadata of every check, without running any."""
    found: list[tuple[str, Check]] = []

    def note(target: str, problem: str, check: Check) -> bool:
        found.append((problem, check))
        return False

    run(dataclasses.replace(plan, select=note), [Nothing()], lambda report: None)
    return found


def exercises_of(plan: Plan) -> Exercises:
    """Return the exercises of each problem, in the order of the checks."""
    return exercises_by_problem(collect(plan))
