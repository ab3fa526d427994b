"""The command: ``autograder check``, ``grade``, ``show``, ``export``, ``release``, ``verify``..."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from autograder import __version__
from autograder.exit_codes import ExitCode
from autograder.feedback import LEVELS

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
    from autograder.sandbox.level import WeakSandbox

    # An OSError is a disk that is full, a folder that may not be written.
    return CourseError, ChecksBroken, UnreadableSubmission, WorkerUnavailable, WeakSandbox, OSError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder",
        description="Check, grade and report homework.",
        epilog=f"{_EXIT_CODES}. docs/ci.md has them command by command.",
    )
    parser.add_argument("--version", action="version", version=f"propgrade {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="check your own work, before you hand it in")
    check.add_argument("path", nargs="?", type=Path, default=Path(), help="file or folder")
    check.add_argument("-k", dest="keyword", default="", metavar="EXPR", help="as pytest's -k")
    check.add_argument("-v", "--verbose", action="store_true", help="list passed checks too")
    check.add_argument("--watch", action="store_true", help="check again whenever a file is saved")
    check.add_argument("--json", type=Path, metavar="FILE", help="write the report to FILE")
    check.add_argument("--assignment", metavar="NAME", help="which assignment of the course")
    _add_fail_under(check, "the score of the checks that ran")
    check.set_defaults(run=_check)

    grade = commands.add_parser("grade", help="grade submissions with the reference solutions")
    grade.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="submission or class")
    grade.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the reports")
    grade.add_argument("--seed", help="the cohort's secret seed (better: PROPGRADE_SEED)")
    grade.add_argument("--assignment", metavar="NAME", help="which assignment of the course")
    grade.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    grade.add_argument(
        "--single", action="store_true", help="each PATH is one submission, whatever lies in it"
    )
    grade.add_argument(
        "--allow-weak-sandbox",
        dest="allow_weak",
        action="store_true",
        help="grade although submissions cannot be confined here; exit code 3",
    )
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
    _add_fail_under(grade, "the score of any submission")
    grade.add_argument(
        "--submitted-at",
        type=_time,
        metavar="TIME",
        help="when the one submission was handed in, for the report alone",
    )
    _add_feedback(grade)
    _add_similarity(grade)
    grade.set_defaults(run=_grade)

    pages = commands.add_parser("pages", help="write the pages of a class that was graded before")
    pages.add_argument("folder", type=Path, metavar="DIR", help="where its reports are")
    pages.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    _add_feedback(pages)
    _add_similarity(pages)
    pages.set_defaults(run=_pages)

    explain = commands.add_parser("explain", help="grade one check again, and tell all, to staff")
    explain.add_argument("report", type=Path, metavar="REPORT", help="a file of reports/")
    explain.add_argument("check", metavar="CHECK", help="problem::test_name, or test_name")
    explain.add_argument(
        "submission", nargs="?", type=Path, metavar="SUBMISSION", help="default: as recorded"
    )
    explain.add_argument("--seed", help="the cohort's secret seed (better: PROPGRADE_SEED)")
    explain.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    explain.add_argument(
        "--allow-weak-sandbox",
        dest="allow_weak",
        action="store_true",
        help="run the submission although it cannot be confined here",
    )
    explain.set_defaults(run=_explain)

    show = commands.add_parser("show", help="show the report of a submission as its student may")
    show.add_argument("report", type=Path, metavar="REPORT")
    show.add_argument("--staff", action="store_true", help="show what students may not see, too")
    _add_feedback(show)
    show.set_defaults(run=_show)

    export = commands.add_parser(
        "export", add_help=False, help="write reports in the format of a platform"
    )
    export.add_argument("-h", "--help", action=_ListFormats, nargs=0)
    export.add_argument("format", metavar="FORMAT")
    export.add_argument("rest", nargs=argparse.REMAINDER)
    export.set_defaults(run=_export)

    release = commands.add_parser("release", help="make stubs, notebooks and figures")
    release.add_argument("--check", action="store_true", help="only tell whether they are stale")
    release.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    release.add_argument("--assignment", metavar="NAME", help="which assignment of the course")
    release.set_defaults(run=_release)

    verify = commands.add_parser("verify", help="prove that the checks grade rightly")
    verify.add_argument("--problem", action="append", metavar="NAME", help="only this problem")
    verify.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    verify.add_argument("--assignment", metavar="NAME", help="which assignment of the course")
    verify.add_argument(
        "--every-kind",
        action="store_true",
        help="ask for every kind of check, and for points before and after submission",
    )
    verify.add_argument(
        "--min-mistakes",
        type=int,
        default=1,
        metavar="N",
        help="known mistakes that each exercise should have (default: 1)",
    )
    verify.add_argument(
        "--min-alternatives",
        type=int,
        default=0,
        metavar="N",
        help="right variants that each exercise should have (default: 0)",
    )
    verify.add_argument(
        "--seeds",
        type=int,
        default=0,
        metavar="N",
        help="grade right variants under N seeds instead",
    )
    mutants = verify.add_argument_group("mutants of the references, which must lose points")
    mutants.add_argument("--mutants", action="store_true", help="grade these instead")
    mutants.add_argument("--exercise", action="append", metavar="NAME", help="only of this one")
    mutants.add_argument("--sample", type=int, metavar="N", help="only N, drawn from all")
    mutants.add_argument("--seed", metavar="S", help="of the sample and of the examples")
    verify.add_argument(
        "--table",
        type=Path,
        metavar="FILE",
        help="with --seeds or --mutants: write the results, of every check, to FILE",
    )
    verify.set_defaults(run=_verify)

    new = commands.add_parser("new", help="begin a problem, or a course")
    kinds = new.add_subparsers(required=True, metavar="KIND")
    problem = kinds.add_parser("problem", help="write the three files of a problem")
    problem.add_argument("name", metavar="NAME", help="such as linear_regression")
    problem.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    problem.add_argument("--assignment", metavar="NAME", help="of which assignment; may be new")
    problem.set_defaults(run=_new_problem)
    begun = kinds.add_parser("course", help="write a course of one problem into a new folder")
    begun.add_argument("folder", type=Path, metavar="PATH")
    begun.add_argument("--assignment", default="homework1", metavar="NAME", help="its assignment")
    begun.add_argument("--problem", default="first_problem", metavar="NAME", help="its problem")
    begun.set_defaults(run=_new_course)

    kit = commands.add_parser("kit", help="write what students or a platform need, ready to use")
    kit.add_argument("platform", choices=("student", "gradescope", "github", "prairielearn"))
    kit.add_argument("--out", type=Path, required=True, metavar="PATH", help="new folder, or .zip")
    kit.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    kit.add_argument("--assignment", metavar="NAME", help="which assignment of the course")
    kit.add_argument(
        "--allow-weak-sandbox",
        dest="allow_weak",
        action="store_true",
        help="gradescope, prairielearn: grade there although submissions cannot be confined",
    )
    kit.set_defaults(run=_kit)

    nbgrader = commands.add_parser("nbgrader", help="work with nbgrader's gradebook")
    steps = nbgrader.add_subparsers(required=True, metavar="STEP")
    sync = steps.add_parser("sync", help="autograde what was collected, scripts and archives too")
    sync.add_argument("assignment", metavar="ASSIGNMENT")
    sync.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="default: .")
    sync.add_argument("--force", action="store_true", help="grade again what was graded before")
    sync.set_defaults(run=_sync)

    doctor = commands.add_parser("doctor", help="tell how well submissions are confined here")
    doctor.set_defaults(run=_doctor)
    return parser


def _add_feedback(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--feedback",
        choices=LEVELS,
        default="full",
        help="what students are shown: all that they may see, no counterexamples, or scores alone",
    )


def _add_similarity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-similarity",
        dest="similarity",
        action="store_false",
        help="do not look for submissions that are written alike",
    )


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


def _grade(options: argparse.Namespace) -> int:
    from autograder.commands.grade import Options, grade

    chosen = {field.name: getattr(options, field.name) for field in fields(Options)}
    return grade(options.paths, Options(**chosen))


def _show(options: argparse.Namespace) -> int:
    from autograder.commands.show import show

    return show(options.report, staff=options.staff, level=options.feedback)


def _pages(options: argparse.Namespace) -> int:
    from autograder.commands.pages import pages

    return pages(
        options.folder,
        course=options.course,
        level=options.feedback,
        similarity=options.similarity,
    )


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


def _export(options: argparse.Namespace) -> int:
    from autograder.commands.export import export

    return export(options.format, options.rest)


class _ListFormats(argparse.Action):
    """Help that names the formats, which are looked for only then."""

    def __call__(self, *_: object) -> None:
        from autograder.commands.export import overview

        print(overview())
        sys.exit(ExitCode.OK)


def _add_fail_under(parser: argparse.ArgumentParser, score: str) -> None:
    parser.add_argument(
        "--fail-under",
        type=_percentage,
        metavar="PERCENT",
        help=f"exit code {ExitCode.BELOW.value} if {score} is below this",
    )


def _percentage(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no percentage: 0 to 100")
    return number


def _time(text: str) -> str:
    from autograder.submitted import as_utc

    time = as_utc(text)
    if time is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-11-24T15:00:00Z")
    return time


def _release(options: argparse.Namespace) -> int:
    from autograder.commands.release import release

    return release(options.course, assignment=options.assignment, check=options.check)


def _verify(options: argparse.Namespace) -> int:
    if options.mutants:
        from autograder.commands.mutants import Options, verify_mutants

        return verify_mutants(
            options.course,
            Options(
                assignment=options.assignment,
                problems=options.problem,
                exercises=options.exercise,
                sample=options.sample,
                seed=options.seed,
                table=options.table,
            ),
        )
    from autograder.commands.verify import verify

    return verify(
        options.course,
        assignment=options.assignment,
        problems=options.problem,
        every_kind=options.every_kind,
        min_mistakes=options.min_mistakes,
        min_alternatives=options.min_alternatives,
        seeds=options.seeds,
        table=options.table,
    )


def _new_problem(options: argparse.Namespace) -> int:
    from autograder.commands.new import new_problem

    return new_problem(options.course, options.name, assignment=options.assignment)


def _new_course(options: argparse.Namespace) -> int:
    from autograder.commands.new import new_course

    return new_course(options.folder, assignment=options.assignment, problem=options.problem)


def _kit(options: argparse.Namespace) -> int:
    from autograder.commands.kit import kit

    return kit(
        options.platform,
        options.out,
        course=options.course,
        assignment=options.assignment,
        allow_weak=options.allow_weak,
    )


def _sync(options: argparse.Namespace) -> int:
    from autograder.nbgrader.sync import sync

    return sync(options.course, options.assignment, force=options.force)


def _doctor(options: argparse.Namespace) -> int:
    from autograder.commands.doctor import doctor

    return doctor()
