"""Options that several commands have, and what their values are read as."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from autograder.exit_codes import ExitCode
from autograder.feedback import LEVELS

__all__ = ["Commands", "add_allow_weak", "add_assignment", "add_course", "add_fail_under"]
__all__ += ["add_feedback", "add_seed", "add_similarity", "as_time"]

#: What parsers of commands are added to.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_course(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")


def add_assignment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--assignment", metavar="NAME", help="which assignment of the course")


def add_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", help="the cohort's secret seed (better: PROPGRADE_SEED)")


def add_allow_weak(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--allow-weak-sandbox", dest="allow_weak", action="store_true", help=text)


def add_fail_under(parser: argparse.ArgumentParser, score: str) -> None:
    parser.add_argument(
        "--fail-under",
        type=_percentage,
        metavar="PERCENT",
        help=f"exit code {ExitCode.BELOW.value} if {score} is below this",
    )


def add_feedback(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--feedback",
        choices=LEVELS,
        default="full",
        help="what students are shown: all that they may see, no counterexamples, or scores alone",
    )


def add_similarity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-similarity",
        dest="similarity",
        action="store_false",
        help="do not look for submissions that are written alike",
    )


def as_time(text: str) -> str:
    """Read a point in time."""
    from autograder.submitted import as_utc

    time = as_utc(text)
    if time is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-11-24T15:00:00Z")
    return time


def _percentage(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no percentage: 0 to 100")
    return number
