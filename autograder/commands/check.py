"""``autograder check``: what a student runs."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder.course import Assignment, CourseError, find_assignment
from autograder.exit_codes import ExitCode
from autograder.files import write_atomically
from autograder.loading import Submission, UnreadableSubmission, read_submission
from autograder.render.terminal import feedback
from autograder.report import Report
from autograder.store import default_cache
from autograder.verdicts import Verdicts

__all__ = ["check", "watch"]

Exercises = Mapping[str, Sequence[str]]


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
    report = _report(found, path.resolve(), keyword)
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


def _read(path: Path, exercises: Exercises | None) -> Submission | None:
    """Read what is to be checked, if it is known what the exercises are, and if it can be."""
    if exercises is None:
        return None
    try:
        return read_submission(path, exercises, path.stem)
    except UnreadableSubmission:  # which the run says in its report
        return None


def _report(assignment: Assignment, path: Path, keyword: str) -> Report:
    """Check what is not as it was when all of it passed."""
    if keyword:
        return _run(assignment, path, keyword=keyword)
    verdicts = Verdicts(assignment, default_cache())
    submission = _read(path, verdicts.exercises())
    kept = verdicts.of(submission) if submission is not None else None
    if submission is None or kept is None:
        report = _run(assignment, path)
    else:
        settled = {problem.name for problem in kept.problems}
        wanted = assignment.problems if path.is_dir() else list(submission.problems)
        left = [problem for problem in wanted if problem not in settled]
        if not left:
            return kept
        changed = {p: files for p, files in submission.problems.items() if p in left}
        report = _run(assignment, path, left, dataclasses.replace(submission, problems=changed))
        report.problems = sorted([*report.problems, *kept.problems], key=lambda p: p.name)
    if submission is None:
        exercises = {p.name: [e.name for e in p.exercises] for p in report.problems}
        verdicts.keep_exercises(exercises)
        submission = _read(path, exercises)
    if submission is not None and report.status == "graded":
        verdicts.keep(report, submission)
    return report


def _run(
    assignment: Assignment,
    path: Path,
    problems: Sequence[str] | None = None,
    submission: Submission | None = None,
    keyword: str = "",
) -> Report:
    from autograder.launch import open_launcher

    with open_launcher() as launcher:
        launcher.prepare()  # while this process imports what it needs
        from autograder.engine import run  # which takes longer than all that is unchanged
        from autograder.plan import Plan
        from autograder.targets import FromPath, Read

        reports: list[Report] = []
        plan = Plan(
            assignment=assignment,
            keyword=keyword,
            problems=problems,
            cache=default_cache(),
            only_handed_in=not path.is_dir(),
            launcher=launcher,
        )
        target = FromPath(path.stem, path) if submission is None else Read(submission)
        run(plan, [target], reports.append)
    return reports[0]


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
