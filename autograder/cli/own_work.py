"""The commands for a student's own work."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.cli.options import Commands, add_assignment, add_fail_under, add_feedback

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add them to the parser."""
    _add_check(commands)
    _add_show(commands)


def _add_check(commands: Commands) -> None:
    check = commands.add_parser("check", help="check your own work, before you hand it in")
    check.add_argument("path", nargs="?", type=Path, default=Path(), help="file or folder")
    check.add_argument("-k", dest="keyword", default="", metavar="EXPR", help="as pytest's -k")
    check.add_argument("-v", "--verbose", action="store_true", help="list passed checks too")
    check.add_argument("--watch", action="store_true", help="check again whenever a file is saved")
    check.add_argument("--json", type=Path, metavar="FILE", help="write the report to FILE")
    add_assignment(check)
    add_fail_under(check, "the score of the checks that ran")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from autograder.commands.check import check, watch

    run = watch if options.watch else check
    return run(
        options.path,
        assignment=options.assignment,
        keyword=options.keyword,
        verbose=options.verbose,
        json=options.json,
        fail_under=options.fail_under,
    )


def _add_show(commands: Commands) -> None:
    show = commands.add_parser("show", help="show the report of a submission as its student may")
    show.add_argument("report", type=Path, metavar="REPORT")
    show.add_argument("--staff", action="store_true", help="show what students may not see, too")
    add_feedback(show)
    show.set_defaults(run=_show)


def _show(options: argparse.Namespace) -> int:
    from autograder.commands.show import show

    return show(options.report, staff=options.staff, level=options.feedback)
