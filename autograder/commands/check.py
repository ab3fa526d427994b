"""``autograder check``: what a student runs."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder.corpus import default_cache
from autograder.course import Assignment, CourseError, find_assignment
from autograder.engine import run
from autograder.exit_codes import ExitCode
from autograder.files import write_atomically
from autograder.plan import Plan
from autograder.render.terminal import feedback
from autograder.report import Report
from autograder.targets import FromPath

__all__ = ["check", "watch"]


def check(
    path: Path,
    *,
    assignment: str | None = None,
    keyword: str = "",
    verbose: bool = False,
    json: Path | None = None,
    fail_under: float | None = None,
) -> ExitCode:
    """Run the checks that need no reference and print what they found; return the exit code.

    With ``fail_under``, the score decides and not whether any check failed: it is the least
    percentage of the points of the checks that ran.
    """
    found = _assignment_of(path, assignment)
    reports: list[Report] = []
    plan = Plan(
        assignment=found,
        keyword=keyword,
        cache=default_cache(),
        only_handed_in=not path.is_dir(),
    )
    run(plan, [FromPath(path.resolve().stem, path.resolve())], reports.append)
    (report,) = reports
    if json is not None:
        report.seconds = None  # the same code gives the same bytes
        write_atomically(json, report.to_json())
    console = Console(highlight=False)
    console.print(feedback(report, verbose=verbose))
    console.print(_handed_in(report))
    if report.status != "graded":
        print(f"autograder: {path} {report.message}", file=sys.stderr)
        return ExitCode.COULD_NOT_RUN
    outcomes = {result.outcome for result in report.checks()}
    if "error" in outcomes:
        return ExitCode.BROKEN
    if fail_under is not None:
        return ExitCode.BELOW if report.percentage < fail_under else ExitCode.OK
    return ExitCode.FOUND if "failed" in outcomes else ExitCode.OK


def watch(path: Path, **options: object) -> int:
    """Check now, and again whenever a file is saved, until interrupted."""
    try:
        import watchfiles
    except ModuleNotFoundError:
        raise CourseError(
            "--watch needs the package watchfiles. Install it: pip install watchfiles"
        ) from None
    console = Console()
    check(path, **options)  # type: ignore[arg-type]
    folder = path if path.is_dir() else path.parent
    wanted = watchfiles.DefaultFilter(ignore_dirs=[*watchfiles.DefaultFilter.ignore_dirs, "checks"])
    for changes in watchfiles.watch(folder, watch_filter=wanted, raise_interrupt=False):
        if any(name.endswith((".py", ".ipynb")) for _, name in changes):
            console.clear()
            check(path, **options)  # type: ignore[arg-type]
    return 0


def _assignment_of(path: Path, name: str | None) -> Assignment:
    """Find the assignment around ``path``, else around the place where the command is run."""
    if not path.exists():
        raise CourseError(f"{path} does not exist. Check the path.")
    try:
        return find_assignment(path, name)
    except CourseError:
        return find_assignment(Path.cwd(), name)


def _handed_in(report: Report) -> Text:
    """Say what would be handed in: the files, the functions still missing, the hash."""
    text = Text("\n  To hand in  ", "bold")
    files = dict.fromkeys(file for problem in report.problems for file in problem.files)
    text.append(", ".join(files) or "nothing", "")
    for problem in report.problems:
        if not problem.files:
            text.append(f"\n              {problem.name}: no file", "yellow")
        elif problem.missing:
            missing = ", ".join(problem.missing)
            text.append(f"\n              {problem.name}: still missing {missing}", "yellow")
    if report.submission_sha256:
        text.append(f"\n  sha256      {report.submission_sha256}\n", "dim")
    return text
