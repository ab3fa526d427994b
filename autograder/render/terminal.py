"""Reports in the terminal: the feedback of one submission, and the table of a class."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.style import StyleType
from rich.table import Table
from rich.text import Text

from autograder.render.told import bad, carried, count, facts, for_one_reason, together
from autograder.report import CheckResult, ExerciseResult, ProblemResult, Report
from autograder.summary import Change, Summary
from autograder.text import plain, plain_line

__all__ = ["changes_table", "class_table", "exercise_feedback", "feedback", "show"]

_MARKS = {
    "passed": ("PASSED ", "green"),
    "failed": ("FAILED ", "bold red"),
    "error": ("ERROR  ", "bold magenta"),
    "skipped": ("LATER  ", "dim"),
}
_STYLES = {
    "you were asked": "cyan",
    "the problem": "bold",
    "looks like": "italic",
    "hint": "italic",
}
_MAX_REMARK = 500
_ROOM = 1000  # characters that making a line harmless may add


def feedback(report: Report, *, verbose: bool = False) -> RenderableType:
    """Return what a student reads: each problem by exercise, each failed check in full."""
    parts: list[RenderableType] = []
    if report.message:
        parts.append(_shown(report.message, "bold red"))
    if report.sandbox is not None and report.sandbox.level in ("weak", "none"):
        could = ", ".join(report.sandbox.missing)
        parts.append(_shown(f"Graded without confinement: a submission could {could}.", "bold red"))
    for problem in report.problems:
        parts.append(_problem(problem, verbose=verbose))
    parts.append(_summary(report))
    return _Inert(Group(*parts))


def exercise_feedback(exercise: ExerciseResult) -> RenderableType:
    """Return what a student reads of one exercise."""
    return _Inert(_exercise(exercise, verbose=False))


def class_table(rows: Sequence[Summary]) -> RenderableType:
    """Return the table of a class: a row for each submission, a column for each problem."""
    problems = sorted({name for row in rows for name in row.problems})
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("submission", no_wrap=True)
    for name in problems:
        table.add_column(_shown(name.replace("_", " ")), justify="right")
    table.add_column("score", justify="right", style="bold")
    table.add_column("remarks", overflow="fold")
    for row in rows:
        scores = [_points(*row.problems.get(name, ())) for name in problems]
        remark = _shown(plain_line(row.remark, _MAX_REMARK))
        table.add_row(_shown(plain_line(row.submission)), *scores, f"{row.score:g}", remark)
    return _Inert(table)


def changes_table(changes: Sequence[Change]) -> RenderableType:
    """Return the table of what grading again changed: scores before and after, and why."""
    differing = [change for change in changes if change.checks]
    same = f"{len(changes) - len(differing)} more were graded again, to the same result."
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption=same, caption_justify="left")
    table.add_column("graded again", no_wrap=True)
    for name in ("before", "after"):
        table.add_column(name, justify="right")
    table.add_column("what changed")
    table.add_column("checks", overflow="fold")
    for change in differing:
        table.add_row(
            _shown(plain_line(change.submission)),
            f"{change.before:g}",
            Text(f"{change.after:g}", "green" if change.after >= change.before else "red"),
            ", ".join(change.why),
            _shown(plain_line(", ".join(change.checks), _MAX_REMARK)),
        )
    return _Inert(table)


class _Inert:
    """Renders lines of which none is a command to the service whose log they go to.

    Texts are made `plain` before, but only here is it known where a text is wrapped.
    """

    def __init__(self, inside: RenderableType) -> None:
        self.inside = inside

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in console.render_lines(self.inside, options, pad=False):
            text = "".join(segment.text for segment in line)
            harmless = plain(text, len(text) + _ROOM)
            yield from line if harmless == text else [Segment(harmless)]
            yield Segment.line()


def _shown(text: str, style: StyleType = "") -> Text:
    """Return text that may come from a submission: never markup, nothing that acts."""
    return Text(plain(text), style)


def _points(score: float | None = None, points: float = 0.0) -> Text:
    if score is None:
        return Text("-")
    style = "green" if score == points else "red" if score == 0 else "yellow"
    return Text(f"{score:g}/{points:g}", style)


def _worth(points: float) -> str:
    return count(points, "point")


def _problem(problem: ProblemResult, *, verbose: bool) -> RenderableType:
    pending = sum(c.points for e in problem.exercises for c in e.checks if c.outcome == "skipped")
    points = f"{problem.score:g} of {problem.points - pending:g}"
    parts: list[RenderableType] = [
        Text(),
        Rule(_shown(f" {problem.name}   {points} points ", "bold"), align="left", style="dim"),
    ]
    parts += [Padding(_shown(f"not run: {note}", "yellow"), (0, 2)) for note in problem.notes]
    for exercise in problem.exercises:
        parts.append(_exercise(exercise, verbose=verbose))
    return Group(*parts)


def _exercise(exercise: ExerciseResult, *, verbose: bool) -> RenderableType:
    now = [check for check in exercise.checks if check.outcome != "skipped"]
    later = sum(check.points for check in exercise.checks if check.outcome == "skipped")
    points = sum(check.points for check in now)
    mark, style = ("✗", "red") if bad(now) else ("✓", "green") if now else ("·", "dim")
    head = Text.assemble(
        (f"  {mark} ", style),
        (f"{plain_line(exercise.name):<26}", "bold"),
        f"{exercise.score:>5g} of {points:g}",
    )
    if later:
        head.append(f"   {later:g} graded after submission", "dim")
    parts: list[RenderableType] = [head]
    for checks in together(now):
        parts.append(_together(checks) if for_one_reason(checks[0]) else _failed(checks[0]))
    parts += [_carried(earlier, checks) for earlier, checks in carried(exercise).items()]
    if verbose:
        for check in exercise.checks:
            if check.outcome in ("passed", "skipped"):
                parts.append(_headline(check))
    return Group(*parts)


def _carried(earlier: str, checks: list[CheckResult]) -> RenderableType:
    """Return the one line on the checks that failed because of an earlier exercise."""
    points = sum(check.points for check in checks)
    text = Text.assemble(
        ("COUNTED ", "yellow"),
        f"{count(len(checks), 'check')} failed only because of ",
        (plain_line(earlier), "bold"),
        f", and {'counts' if len(checks) == 1 else 'count'} all the same",
        (f"   ({_worth(points)})", "dim"),
    )
    return Padding(text, (0, 0, 0, 6))


def _together(checks: list[CheckResult]) -> RenderableType:
    points = sum(check.points for check in checks)
    text = Text.assemble(
        ("FAILED ", "bold red"),
        plain(checks[0].message),
        (f"   ({count(len(checks), 'check')}, {_worth(points)})", "dim"),
    )
    return Padding(text, (0, 0, 0, 6))


def _headline(check: CheckResult) -> RenderableType:
    mark, style = _MARKS[check.outcome]
    text = Text.assemble(
        (mark, style),
        plain_line(check.title),
        (f"   {check.score:g} of {_worth(check.points)}", "dim"),
    )
    return Padding(text, (0, 0, 0, 6))


def _failed(check: CheckResult) -> RenderableType:
    """Return a failed check with everything that helps to find the mistake."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True, style="dim", min_width=15)
    rows.add_column(overflow="fold")
    for label, text in facts(check):
        rows.add_row(label, _shown(text, _STYLES.get(label, "")))
    return Group(_headline(check), Padding(rows, (0, 0, 1, 8)))


def _summary(report: Report) -> RenderableType:
    results = report.checks()
    pending = sum(check.points for check in results if check.outcome == "skipped")
    line = Text.assemble(
        ("\n  Score  ", "bold"), (f"{report.score:g} of {report.max_score - pending:g}", "bold")
    )
    if pending:
        line.append(f"   and {_worth(pending)} graded after submission", "dim")
    return line


def show(renderable: RenderableType, *, width: int | None = None) -> str:
    """Return the text that a terminal would show, without colours."""
    console = Console(
        width=width or 100, force_terminal=False, force_jupyter=False, color_system=None
    )
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()
