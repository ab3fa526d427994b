"""The commands for who writes a course."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.cli.options import Commands, add_allow_weak, add_assignment, add_course

__all__ = ["add_commands"]


def add_commands(commands: Commands) -> None:
    """Add them to the parser."""
    _add_release(commands)
    _add_verify(commands)
    _add_new(commands)
    _add_kit(commands)
    _add_lab(commands)


def _add_release(commands: Commands) -> None:
    release = commands.add_parser("release", help="make stubs, notebooks and figures")
    release.add_argument("--check", action="store_true", help="only tell whether they are stale")
    add_course(release)
    add_assignment(release)
    release.set_defaults(run=_release)


def _release(options: argparse.Namespace) -> int:
    from autograder.commands.release import release

    return release(options.course, assignment=options.assignment, check=options.check)


def _add_verify(commands: Commands) -> None:
    verify = commands.add_parser("verify", help="prove that the checks grade rightly")
    verify.add_argument("--problem", action="append", metavar="NAME", help="only this problem")
    add_course(verify)
    add_assignment(verify)
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


def _add_new(commands: Commands) -> None:
    new = commands.add_parser("new", help="begin a problem, or a course")
    kinds = new.add_subparsers(required=True, metavar="KIND")
    problem = kinds.add_parser("problem", help="write the three files of a problem")
    problem.add_argument("name", metavar="NAME", help="such as linear_regression")
    add_course(problem)
    problem.add_argument("--assignment", metavar="NAME", help="of which assignment; may be new")
    problem.set_defaults(run=_new_problem)
    begun = kinds.add_parser("course", help="write a course of one problem into a new folder")
    begun.add_argument("folder", type=Path, metavar="PATH")
    begun.add_argument("--assignment", default="homework1", metavar="NAME", help="its assignment")
    begun.add_argument("--problem", default="first_problem", metavar="NAME", help="its problem")
    begun.set_defaults(run=_new_course)


def _new_problem(options: argparse.Namespace) -> int:
    from autograder.commands.new import new_problem

    return new_problem(options.course, options.name, assignment=options.assignment)


def _new_course(options: argparse.Namespace) -> int:
    from autograder.commands.new import new_course

    return new_course(options.folder, assignment=options.assignment, problem=options.problem)


def _add_kit(commands: Commands) -> None:
    kit = commands.add_parser("kit", help="write what students or a platform need, ready to use")
    kit.add_argument("platform", choices=("student", "gradescope", "github", "prairielearn"))
    kit.add_argument("--out", type=Path, required=True, metavar="PATH", help="new folder, or .zip")
    add_course(kit)
    add_assignment(kit)
    add_allow_weak(
        kit, "gradescope, prairielearn: grade there although submissions cannot be confined"
    )
    kit.set_defaults(run=_kit)


def _kit(options: argparse.Namespace) -> int:
    from autograder.commands.kit import kit

    return kit(
        options.platform,
        options.out,
        course=options.course,
        assignment=options.assignment,
        allow_weak=options.allow_weak,
    )


def _add_lab(commands: Commands) -> None:
    lab = commands.add_parser("lab", help="the homework as a page that runs in a browser")
    steps = lab.add_subparsers(required=True, metavar="STEP")
    build = steps.add_parser("build", help="write the page; needs Node.js")
    build.add_argument("--out", type=Path, required=True, metavar="DIR", help="for its files")
    build.add_argument(
        "--single-file", action="store_true", help="all in one file, to be opened from a disk"
    )
    build.add_argument(
        "--numpy-wheel",
        metavar="SOURCE",
        help="Pyodide's wheel of NumPy: a file, a folder or archive with it, or package==version "
        "(default: from the distribution of Pyodide)",
    )
    add_course(build)
    add_assignment(build)
    build.set_defaults(run=_lab_build)


def _lab_build(options: argparse.Namespace) -> int:
    from autograder.commands.lab import build_lab

    return build_lab(
        options.out,
        course=options.course,
        assignment=options.assignment,
        single_file=options.single_file,
        numpy=options.numpy_wheel,
    )
