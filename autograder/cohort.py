"""The submissions of a class: which there are, what is on record of them, and what has changed."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autograder.course import CourseError
from autograder.files import write_atomically
from autograder.loading import ARCHIVES, SUFFIXES, exercises_by_file, submission_name
from autograder.provenance import differences
from autograder.report import NotAReport, Report, read_report
from autograder.submitted import submitted_at
from autograder.summary import Change
from autograder.targets import FromPath
from autograder.text import plain_line

__all__ = ["Records", "find_submissions"]

_PLACES = "submissions.json"


def find_submissions(
    paths: Iterable[Path], exercises: Mapping[str, Iterable[str]], *, single: bool = False
) -> list[FromPath]:
    """Return the submissions that ``paths`` name: each a submission, or a folder of them.

    With ``single`` each is one submission, whatever lies in it.
    """
    entries: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CourseError(f"{path} does not exist. Check the path.")
        whole = single or not _is_class(path, exercises)
        entries += [path] if whole else _members(path)
    if not entries:
        raise CourseError(f"There is no submission in {', '.join(map(str, paths))}.")
    short = list(map(submission_name, entries))
    counts = Counter(short)
    names = [
        name if counts[name] == 1 else plain_line(entry.name)
        for name, entry in zip(short, entries, strict=True)
    ]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise CourseError(f"Two submissions are called {twice[0]}. Grade them one by one.")
    pairs = zip(names, entries, strict=True)
    return [FromPath(name, entry, submitted_at(entry)) for name, entry in pairs]


def _members(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith((".", "_"))
        and (path.is_dir() or path.name.lower().endswith((*SUFFIXES, *ARCHIVES)))
    ]


def _is_class(path: Path, exercises: Mapping[str, Iterable[str]]) -> bool:
    """Tell a folder of submissions from the folder of one.

    A folder with files of its own is one submission, unless none of them is named after a problem
    and two of them define the same exercise.
    """
    if not path.is_dir():
        return False
    files = [file for file in path.iterdir() if file.suffix in SUFFIXES]
    if not files:
        return True
    if any(file.stem in exercises for file in files):
        return False
    wanted = {name for names in exercises.values() for name in names}
    counts = Counter(name for names in exercises_by_file(files, wanted) for name in names)
    return any(count > 1 for count in counts.values())


class Records:
    """The reports in a folder, and, while a class is graded, those that they replace.

    A report is complete or absent. Those that are replaced are kept until the run has ended, so
    that a run which was killed and started again can tell all that it changed.
    """

    def __init__(self, folder: Path) -> None:
        self._reports = folder / "reports"
        self._replaced = folder / "replaced"
        self._places = folder / _PLACES

    @classmethod
    def around(cls, report: Path) -> Records:
        """Return the records that a report on file belongs to."""
        return cls(report.resolve().parent.parent)

    def remember(self, entries: Iterable[FromPath]) -> None:
        """Note where submissions lie, for what is asked of them later."""
        places = {entry.name: str(entry.path.resolve()) for entry in entries}
        known = {name: str(place) for name, place in self.places().items()}
        write_atomically(self._places, json.dumps(known | places, indent=1, sort_keys=True) + "\n")

    def places(self) -> dict[str, Path]:
        """Return where submissions lay when they were graded, as far as that is known."""
        try:
            data = json.loads(self._places.read_text(encoding="utf-8"))
            return {str(name): Path(place) for name, place in data.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def reports(self) -> Iterator[Report]:
        """Yield the reports on record, one after the other, by name.

        Raises
        ------
        NotAReport
            If one cannot be read.
        """
        for path in sorted(self._reports.glob("*.json")):
            yield read_report(path)

    def current(self, expected: Report) -> Report | None:
        """Return the report on record if nothing that decides it differs from ``expected``."""
        report = _read(self._reports / _file_name(expected.submission))
        usable = report is not None and report.status != "error"
        return report if report and usable and not differences(report, expected) else None

    def keep(self, report: Report) -> None:
        """Put a report on record."""
        name = _file_name(report.submission)
        old, kept = self._reports / name, self._replaced / name
        if old.exists() and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            os.replace(old, kept)
        write_atomically(old, report.to_json())

    def note_time(self, report: Report, submitted_at: str | None) -> None:
        """Put on record when a submission was handed in that was graded before."""
        if submitted_at is not None and report.submitted_at != submitted_at:
            report.submitted_at = submitted_at
            write_atomically(self._reports / _file_name(report.submission), report.to_json())

    def changes(self) -> Iterator[Change]:
        """Yield what the reports that were replaced since `finish` said otherwise."""
        for path in sorted(self._replaced.glob("*.json")):
            before, after = _read(path), _read(self._reports / path.name)
            if before is not None and after is not None:
                yield _change(before, after)

    def finish(self) -> None:
        """Forget the replaced reports: the run has ended."""
        for path in self._replaced.glob("*.json"):
            path.unlink()
        with contextlib.suppress(OSError):
            self._replaced.rmdir()


def _file_name(submission: str) -> str:
    return f"{submission}.json"


def _read(path: Path) -> Report | None:
    """Return a report, or None if there is none of this version."""
    try:
        return read_report(path)
    except NotAReport:
        return None


def _change(before: Report, after: Report) -> Change:
    old = {check.name: check.score for check in before.checks()}
    new = {check.name: check.score for check in after.checks()}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    why = tuple(differences(before, after))
    return Change(after.submission, before.score, after.score, why, tuple(names))
