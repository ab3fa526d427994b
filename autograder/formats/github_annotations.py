"""Workflow commands that mark the student's own lines, in a pull request and in a job's log.

GitHub shows ten annotations of a kind for a step, so failures at the same line are one.
"""

from __future__ import annotations

import posixpath
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.formats import Export, Format
from autograder.formats._told import because, score_line
from autograder.render.told import count, together
from autograder.report import CheckResult, Report
from autograder.text import plain, plain_line

_MAX_SHOWN = 10  # of a kind, by GitHub
_MAX_MESSAGE = 3000


@dataclass
class _Place:
    """What failed at one line of the student's, or, without a line, in one exercise."""

    title: str
    file: str = ""
    line: int = 0
    messages: list[str] = field(default_factory=list)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--folder",
        default="",
        metavar="PATH",
        help="where the submission lies in the repository, if it is not the repository itself",
    )


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    (report,) = reports
    places = _places(report, options.folder)
    lines = [_error(place) for place in places[:_MAX_SHOWN]]
    if len(places) > _MAX_SHOWN:
        more = count(len(places) - _MAX_SHOWN, "more place")
        lines.append(_command("notice", {"title": "More"}, f"Checks failed in {more}."))
    if report.message:
        lines.append(_command("error", {"title": "Grading"}, plain(report.message)))
    summary = f"{score_line(report)}." if report.checks() else "No check could be run."
    lines.append(_command("notice", {"title": "Score"}, summary))
    return Export("\n".join(lines) + "\n")


def _places(report: Report, folder: str) -> list[_Place]:
    places: dict[tuple[str, int, str], _Place] = {}
    for problem in report.problems:
        for exercise in problem.exercises:
            for group in together(exercise.checks):
                file, line = _line_of(group[0], folder)
                title = plain_line(f"{problem.name}: {exercise.name}")
                key = file, line, title if not line else ""
                place = places.setdefault(key, _Place(title, file, line))
                place.messages.append(_message(group))
    # Those at a line first: they are what annotations are for.
    return sorted(places.values(), key=lambda place: not place.line)


def _line_of(check: CheckResult, folder: str) -> tuple[str, int]:
    """Return file and line, as far as GitHub can show them: no line of a notebook's cell."""
    if check.line is None:
        return "", 0
    file = posixpath.normpath(posixpath.join(folder, plain_line(check.line.file)))
    return file, 0 if check.line.cell else check.line.line


def _message(group: Sequence[CheckResult]) -> str:
    first = group[0]
    if len(group) > 1:
        return f"{because(first)} ({count(len(group), 'check')})"
    hint = f" {plain_line(first.hint, 1000)}" if first.hint else ""
    return f"{plain_line(first.title)} {because(first)}.{hint}"


def _error(place: _Place) -> str:
    properties = {"title": place.title}
    if place.file:
        properties["file"] = place.file
    if place.line:
        properties["line"] = str(place.line)
    return _command("error", properties, plain("\n".join(place.messages), _MAX_MESSAGE))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    """Return a workflow command. What is not escaped would end it, or begin another."""
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format(
    "workflow commands that mark the student's lines", "students", _render, arguments=_arguments
)
