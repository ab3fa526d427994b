"""``autograder export``: reports in the format of a platform."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from autograder import formats
from autograder.course import CourseError
from autograder.exit_codes import ExitCode
from autograder.feedback import LEVELS, student_view
from autograder.files import write_atomically
from autograder.formats import Format, Unfit
from autograder.report import Report, read_report

__all__ = ["export", "overview", "read_reports"]

_USAGE = "autograder export FORMAT REPORT... [--out PATH]"


def export(name: str, arguments: Sequence[str]) -> ExitCode:
    """Write reports in a format; return the exit code, `FOUND` if something had to be left out."""
    if name not in formats.names():
        known = ", ".join(formats.names())
        raise CourseError(f"There is no format {name}. The formats are {known}.")
    chosen = formats.load(name)
    options = _parser(name, chosen).parse_args(arguments)
    reports = read_reports(options.reports)
    if chosen.readers == "students":
        reports = [student_view(report, options.feedback) for report in reports]
    if len(reports) > 1 and not chosen.many:
        raise CourseError(f"{name} takes one report, but {len(reports)} were given.")
    try:
        made = chosen.render(reports, options)
    except Unfit as error:
        raise CourseError(str(error)) from error
    if options.out is None:
        sys.stdout.buffer.write(made.text.encode("utf-8"))  # whatever the terminal's encoding
        sys.stdout.buffer.flush()
    else:
        write_atomically(options.out, made.text)
        print(f"wrote {options.out}")
    for remark in made.remarks:
        print(f"autograder: {remark}", file=sys.stderr)
    return ExitCode.OK if made.complete else ExitCode.FOUND


def overview() -> str:
    """Return the help of the command: its formats, and who reads each."""
    found = {name: formats.load(name) for name in formats.names()}
    width = max(map(len, found))
    rows = [f"  {name:<{width}}  {one.title} ({one.readers})" for name, one in found.items()]
    return "\n".join(
        [
            f"usage: {_USAGE}",
            "",
            "Write reports in the format of a platform. What students read shows of hidden",
            "checks only what they may see.",
            "`autograder export FORMAT --help` has the options of a format.",
            "",
            "formats (and who reads them):",
            *rows,
        ]
    )


def read_reports(paths: Sequence[Path]) -> list[Report]:
    """Return the reports in files, and in the folders of reports among ``paths``.

    Raises
    ------
    CourseError, NotAReport
        If there is none, or one cannot be read.
    """
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise CourseError(f"There is no report in {', '.join(map(str, paths))}.")
    return list(map(read_report, files))


def _parser(name: str, chosen: Format) -> ArgumentParser:
    parser = ArgumentParser(
        prog=f"autograder export {name}",
        description=f"{chosen.title}. For {chosen.readers}.",
    )
    parser.add_argument(
        "reports",
        nargs="+",
        type=Path,
        metavar="REPORT",
        help="report, or folder of reports" if chosen.many else "report of one submission",
    )
    if chosen.readers == "students":
        parser.add_argument(
            "--feedback",
            choices=LEVELS,
            default="full",
            help="all that students may see, no counterexamples, or scores alone",
        )
    parser.add_argument("--out", type=Path, metavar="PATH", help="default: standard output")
    chosen.arguments(parser)
    return parser
