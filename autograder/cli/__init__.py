"""The command line: `main` reads it, runs the command, and makes an exit code of every error."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence

from autograder import __version__
from autograder.cli import course, grading, own_work
from autograder.exit_codes import ExitCode

__all__ = ["main"]

_EXIT_CODES = "Exit codes: " + ", ".join(
    f"{code.value} {meaning}"
    for code, meaning in {
        ExitCode.OK: "all is well",
        ExitCode.FOUND: "something is wrong",
        ExitCode.COULD_NOT_RUN: "could not be run",
        ExitCode.WEAK_SANDBOX: "graded without confinement",
        ExitCode.BELOW: "below --fail-under",
        ExitCode.BROKEN: "the grader's fault",
    }.items()
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except KeyboardInterrupt:
        print("autograder: interrupted", file=sys.stderr)
        return ExitCode.COULD_NOT_RUN
    except Exception as error:
        if isinstance(error, _foreseen()):
            print(f"autograder: {error}", file=sys.stderr)
            return ExitCode.COULD_NOT_RUN
        traceback.print_exc()  # Python would then end with 1, which says that a check failed
        print("autograder: this is a defect of autograder. Please report it.", file=sys.stderr)
        return ExitCode.BROKEN


def _foreseen() -> tuple[type[Exception], ...]:
    """Return what is said in one line. Only errors need these imports, which take a while."""
    from autograder.course import CourseError
    from autograder.launch import WorkerUnavailable
    from autograder.loading import UnreadableSubmission
    from autograder.plan import ChecksBroken
    from autograder.report import NotAReport
    from autograder.sandbox.level import WeakSandbox

    unfit = CourseError, ChecksBroken, NotAReport, UnreadableSubmission
    # An OSError is a disk that is full, a folder that may not be written.
    return *unfit, WorkerUnavailable, WeakSandbox, OSError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder",
        description="Check, grade and report homework.",
        epilog=f"{_EXIT_CODES}. docs/ci.md has them command by command.",
    )
    parser.add_argument("--version", action="version", version=f"propgrade {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (own_work, grading, course):
        module.add_commands(commands)
    return parser
