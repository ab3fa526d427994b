"""``autograder grade``: a submission or a class, with the reference solutions."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from autograder.corpus import default_cache
from autograder.course import CourseError, find_assignment
from autograder.engine import collect, run
from autograder.files import write_atomically
from autograder.launch import open_launcher
from autograder.loading import SUFFIXES, exercises_by_file
from autograder.plan import Plan
from autograder.render.table import grades_csv
from autograder.render.terminal import class_table
from autograder.report import Report, Sandbox
from autograder.sandbox.level import ENOUGH, WeakSandbox, could, establish
from autograder.seeds import ENVIRONMENT_VARIABLE, choose_seed
from autograder.targets import FromPath

__all__ = ["WEAK_SANDBOX", "find_submissions", "grade"]

#: Exit code of a run whose submissions were not confined well enough.
WEAK_SANDBOX = 3
_TABLE_WIDTH = 120  # where there is no terminal to ask


def grade(
    paths: Sequence[Path],
    *,
    out: Path,
    seed: str | None = None,
    course: Path = Path(),
    assignment: str | None = None,
    allow_weak: bool = False,
) -> int:
    """Grade every submission in ``paths`` and write a report for each; return the exit code.

    Raises
    ------
    WeakSandbox
        If submissions cannot be confined well enough here, unless ``allow_weak``.
    """
    found = find_assignment(course, assignment)
    if found.solutions is None:
        raise CourseError(
            f"There are no solutions for {found.name}: "
            f"solutions/{found.name}/ should lie beside assignments/. "
            "Without them only `autograder check` works."
        )
    plan = Plan(assignment=found, seed=choose_seed(seed), reference=True, cache=default_cache())
    targets = find_submissions(paths, plan)
    with open_launcher() as launcher:
        plan.launcher, plan.sandbox = launcher, establish(launcher)
        if plan.sandbox.level not in ENOUGH and not allow_weak:
            raise WeakSandbox(plan.sandbox)
        reports = _grade(plan, targets, out)
    write_atomically(out / "grades.csv", grades_csv(reports))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _TABLE_WIDTH)
    console.print(class_table(reports))
    console.print(f"{len(reports)} reports in {out / 'reports'}, scores in {out / 'grades.csv'}")
    _tell_what_to_know(plan, plan.sandbox)
    return 0 if plan.sandbox.level in ENOUGH else WEAK_SANDBOX


def _grade(plan: Plan, targets: Sequence[FromPath], out: Path) -> list[Report]:
    """Grade, write each report as it comes, and show how far it is."""
    reports: list[Report] = []
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(
        *columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True
    )
    with progress:
        task = progress.add_task("", total=len(targets))

        def keep(report: Report) -> None:
            reports.append(report)
            write_atomically(out / "reports" / f"{report.submission}.json", report.to_json())
            progress.update(task, advance=1, description=escape(report.submission))

        run(plan, targets, keep)
    return reports


def _tell_what_to_know(plan: Plan, sandbox: Sandbox) -> None:
    if plan.seed.public:
        print(
            "autograder: graded with the public seed, which students know. "
            f"Set {ENVIRONMENT_VARIABLE} to a secret text for the grades that count.",
            file=sys.stderr,
        )
    if sandbox.level not in ENOUGH:
        banner = Text(f"Sandbox level {sandbox.level}: {could(sandbox)}.", "bold")
        Console(stderr=True).print(Panel(banner, style="red"))
    else:
        print(f"sandbox: {sandbox.level}")


def find_submissions(paths: Iterable[Path], plan: Plan) -> list[FromPath]:
    """Return the submissions that ``paths`` name: each a submission, or a folder of them."""
    entries: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CourseError(f"{path} does not exist. Check the path.")
        entries += _members(path) if _is_class(path, plan) else [path]
    if not entries:
        raise CourseError(f"There is no submission in {', '.join(map(str, paths))}.")
    stems = Counter(_stem(entry) for entry in entries)
    names = [_stem(entry) if stems[_stem(entry)] == 1 else entry.name for entry in entries]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise CourseError(f"Two submissions are called {twice[0]}. Grade them one by one.")
    return [FromPath(name, entry) for name, entry in zip(names, entries, strict=True)]


def _stem(path: Path) -> str:
    path = path.resolve()
    return path.name if path.is_dir() else path.stem


def _members(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith((".", "_"))
        and (path.is_dir() or path.suffix in (*SUFFIXES, ".zip"))
    ]


def _is_class(path: Path, plan: Plan) -> bool:
    """Tell a folder of submissions from the folder of one.

    A folder with files of its own is one submission, unless none of them is named after a problem
    and two of them define the same exercise.
    """
    if not path.is_dir():
        return False
    files = [file for file in path.iterdir() if file.suffix in SUFFIXES]
    if not files:
        return True
    if any(file.stem in plan.assignment.problems for file in files):
        return False
    exercises = {check.exercise for _, check in collect(plan)}
    counts = Counter(name for names in exercises_by_file(files, exercises) for name in names)
    return any(count > 1 for count in counts.values())
