"""The commands that grade, and those for what came of it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from pathlib import Path

from autograder.cli.options import (
    Commands,
    add_allow_weak,
    add_assignment,
    add_course,
    add_fail_under,
    add_feedback,
    add_seed,
    add_similarity,
    as_time,
)
from autograder.exit_codes import ExitCode

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add them to the parser."""
    _add_grade(commands)
    _add_pages(commands)
    _add_explain(commands)
    _add_export(commands)
    _add_nbgrader(commands)
    _add_doctor(commands)


def _add_grade(commands: Commands) -> None:
    grade = commands.add_parser("grade", help="grade submissions with the reference solutions")
    grade.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="submission or class")
    grade.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the reports")
    add_seed(grade)
    add_assignment(grade)
    add_course(grade)
    grade.add_argument(
        "--single", action="store_true", help="each PATH is one submission, whatever lies in it"
    )
    add_allow_weak(grade, "grade although submissions cannot be confined here; exit code 3")
    grade.add_argument(
        "--changed", action="store_true", help="tell what differs from the reports in DIR before"
    )
    grade.add_argument(
        "--no-carry-forward",
        dest="carry_forward",
        action="store_false",
        help="let an error cost points in later exercises too, where they use the wrong function",
    )
    grade.add_argument("--jobs", type=int, default=1, metavar="N", help="grade N at a time")
    grade.add_argument("--cluster", metavar="ADDRESS", help="grade on the Dask cluster there")
    add_fail_under(grade, "the score of any submission")
    grade.add_argument(
        "--submitted-at",
        type=as_time,
        metavar="TIME",
        help="when the one submission was handed in, for the report alone",
    )
    add_feedback(grade)
    add_similarity(grade)
    grade.set_defaults(run=_grade)


def _grade(options: argparse.Namespace) -> int:
    from autograder.commands.grade import Options, grade

    chosen = {field.name: getattr(options, field.name) for field in fields(Options)}
    return grade(options.paths, Options(**chosen))


def _add_pages(commands: Commands) -> None:
    pages = commands.add_parser("pages", help="write the pages of a class that was graded before")
    pages.add_argument("folder", type=Path, metavar="DIR", help="where its reports are")
    add_course(pages)
    add_feedback(pages)
    add_similarity(pages)
    pages.set_defaults(run=_pages)


def _pages(options: argparse.Namespace) -> int:
    from autograder.commands.pages import pages

    return pages(
        options.folder,
        course=options.course,
        level=options.feedback,
        similarity=options.similarity,
    )


def _add_explain(commands: Commands) -> None:
    explain = commands.add_parser("explain", help="grade one check again, and tell all, to staff")
    explain.add_argument("report", type=Path, metavar="REPORT", help="a file of reports/")
    explain.add_argument("check", metavar="CHECK", help="problem::test_name, or test_name")
    explain.add_argument(
        "submission", nargs="?", type=Path, metavar="SUBMISSION", help="default: as recorded"
    )
    add_seed(explain)
    add_course(explain)
    add_allow_weak(explain, "run the submission although it cannot be confined here")
    explain.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    from autograder.commands.explain import explain

    return explain(
        options.report,
        options.check,
        options.submission,
        course=options.course,
        seed=options.seed,
        allow_weak=options.allow_weak,
    )


def _add_export(commands: Commands) -> None:
    export = commands.add_parser(
        "export", add_help=False, help="write reports in the format of a platform"
    )
    export.add_argument("-h", "--help", action=_ListFormats, nargs=0)
    export.add_argument("format", metavar="FORMAT")
    export.add_argument("rest", nargs=argparse.REMAINDER)
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from autograder.commands.export import export

    return export(options.format, options.rest)


def _add_nbgrader(commands: Commands) -> None:
    nbgrader = commands.add_parser("nbgrader", help="work with nbgrader's gradebook")
    steps = nbgrader.add_subparsers(required=True, metavar="STEP")
    sync = steps.add_parser("sync", help="autograde what was collected, scripts and archives too")
    sync.add_argument("assignment", metavar="ASSIGNMENT")
    add_course(sync)
    sync.add_argument("--force", action="store_true", help="grade again what was graded before")
    sync.set_defaults(run=_sync)


def _sync(options: argparse.Namespace) -> int:
    from autograder.nbgrader.sync import sync

    return sync(options.course, options.assignment, force=options.force)


def _add_doctor(commands: Commands) -> None:
    doctor = commands.add_parser("doctor", help="tell how well submissions are confined here")
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from autograder.commands.doctor import doctor

    return doctor()


class _ListFormats(argparse.Action):
    """Help that names the formats, which are looked for only then."""

    def __call__(self, *_: object) -> None:
        from autograder.commands.export import overview

        print(overview())
        sys.exit(ExitCode.OK)
