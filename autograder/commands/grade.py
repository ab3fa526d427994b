"""``autograder grade``: a submission or a class, with the reference solutions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from autograder.cohort import Records, find_submissions
from autograder.commands.pages import NOT_COMPARED, Pages, open_pages
from autograder.course import CourseError, find_assignment
from autograder.engine import exercises_of, run
from autograder.exit_codes import ExitCode
from autograder.files import write_atomically
from autograder.launch import open_launcher
from autograder.loading import UnreadableSubmission
from autograder.plan import Plan
from autograder.provenance import blank_report, named
from autograder.rehearsal import rehearse
from autograder.render.table import changes_csv, grades_csv
from autograder.render.terminal import changes_table, class_table
from autograder.report import Report, Sandbox
from autograder.sandbox.level import ENOUGH, could, establish, require
from autograder.seeds import ENVIRONMENT_VARIABLE, choose_seed
from autograder.store import default_cache
from autograder.summary import Summary, summary
from autograder.targets import Exercises, FromPath, Target

__all__ = ["Options", "grade"]

_TABLE_WIDTH = 120  # where there is no terminal to ask
_ALL_ROWS = 200  # submissions up to which the table is printed in full


@dataclass
class Options:
    """What was asked for on the command line."""

    out: Path
    seed: str | None = None
    course: Path = Path()
    assignment: str | None = None
    single: bool = False
    allow_weak: bool = False
    changed: bool = False
    carry_forward: bool = True
    jobs: int = 1
    cluster: str | None = None
    fail_under: float | None = None
    submitted_at: str | None = None
    feedback: str = "full"
    similarity: bool = True


def grade(paths: Sequence[Path], options: Options) -> ExitCode:
    """Grade what in ``paths`` has no current report; return the exit code.

    Raises
    ------
    WeakSandbox
        If submissions cannot be confined well enough here, unless that is allowed.
    """
    plan = _plan(options)
    if options.jobs > 1 and options.cluster is None:
        from autograder import pool

        pool.prepare()
    exercises = exercises_of(plan)
    entries = find_submissions(paths, exercises, single=options.single)
    if options.submitted_at is not None:
        if len(entries) > 1:
            raise CourseError(
                f"--submitted-at is the time of one submission, but {len(entries)} were given. "
                "Grade them one by one."
            )
        entries[0].submitted_at = options.submitted_at
    with open_launcher() as launcher:
        plan.launcher = launcher
        plan.sandbox = require(establish(launcher), allow_weak=options.allow_weak)
        rehearse(plan)
        records = Records(options.out)
        records.remember(entries)
        compared = (plan.assignment, exercises) if options.similarity else None
        pages = open_pages(options.out, options.feedback, compared)
        rows = _grade(plan, entries, exercises, records, options, pages)
    write_atomically(options.out / "grades.csv", grades_csv(rows))
    if pages is not None:
        pages.finish(entries, "" if options.similarity else NOT_COMPARED)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _TABLE_WIDTH)
    if len(rows) <= _ALL_ROWS:
        console.print(class_table(rows))
    if options.changed:
        changes = list(records.changes())
        write_atomically(options.out / "changes.csv", changes_csv(changes))
        console.print(changes_table(changes))
    records.finish()
    where = options.out / "reports"
    console.print(f"{len(rows)} reports in {where}, scores in {options.out / 'grades.csv'}")
    if pages is not None:
        console.print(
            f"pages for students in {options.out / 'feedback'}, the class in "
            f"{options.out / 'index.html'}"
        )
    _tell_what_to_know(plan, plan.sandbox)
    return _exit_code(rows, plan.sandbox, options.fail_under)


def _exit_code(rows: Sequence[Summary], sandbox: Sandbox, fail_under: float | None) -> ExitCode:
    if any(row.broken for row in rows):
        return ExitCode.BROKEN
    if fail_under is not None and any(row.percentage < fail_under for row in rows):
        return ExitCode.BELOW
    return ExitCode.OK if sandbox.level in ENOUGH else ExitCode.WEAK_SANDBOX


def _plan(options: Options) -> Plan:
    found = find_assignment(options.course, options.assignment)
    if found.solutions is None:
        raise CourseError(
            f"There are no solutions for {found.name}: "
            f"solutions/{found.name}/ should lie beside assignments/. "
            "Without them only `autograder check` works."
        )
    seed = choose_seed(options.seed)
    return Plan(
        assignment=found,
        seed=seed,
        reference=True,
        carry_forward=options.carry_forward,
        cache=default_cache(),
    )


def _grade(
    plan: Plan,
    entries: Sequence[FromPath],
    exercises: Exercises,
    records: Records,
    options: Options,
    pages: Pages | None,
) -> list[Summary]:
    """Grade, write each report as it comes, and show how far it is."""
    rows: list[Summary] = []
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(
        *columns, TextColumn("{task.description}"), console=Console(stderr=True), transient=True
    )
    with progress:
        task = progress.add_task("", total=len(entries))

        def count(report: Report) -> None:
            rows.append(summary(report))
            if pages is not None:
                pages.add(report)
            progress.update(task, advance=1, description=escape(report.submission))

        def keep(report: Report) -> None:
            records.keep(report)
            count(report)

        outdated = _outdated(plan, entries, exercises, records, pages, count)
        if options.cluster is None and options.jobs == 1:
            run(plan, outdated, keep)
        else:
            for report in _elsewhere(plan, outdated, options):
                keep(report)
    return sorted(rows, key=lambda row: row.submission)


def _elsewhere(plan: Plan, targets: Iterator[Target], options: Options) -> Iterator[Report]:
    """Grade in other processes, here or on a cluster."""
    if options.cluster is None:
        from autograder.pool import grade_in_processes

        return grade_in_processes(plan, targets, options.jobs, allow_weak=options.allow_weak)
    try:
        from autograder.cluster import grade_on_cluster
    except ModuleNotFoundError:
        raise CourseError(
            "--cluster needs the package distributed. Install it: pip install 'propgrade[cluster]'"
        ) from None
    return grade_on_cluster(plan, targets, options.cluster, allow_weak=options.allow_weak)


def _outdated(
    plan: Plan,
    entries: Sequence[FromPath],
    exercises: Exercises,
    records: Records,
    pages: Pages | None,
    on_current: Callable[[Report], None],
) -> Iterator[Target]:
    """Yield the submissions without a current report; hand over the reports of the others."""
    blank = blank_report(plan)
    for entry in entries:
        try:
            target = entry.read(exercises)
        except UnreadableSubmission:
            yield entry  # which says so in its report
            continue
        if pages is not None:
            pages.compare(target.submission)
        current = records.current(named(blank, entry.name, target.submission.sha256))
        if current is None:
            yield target
        else:
            records.note_time(current, entry.submitted_at)
            on_current(current)


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
