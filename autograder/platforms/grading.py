"""Grade one submission in a process of its own, and have a report whatever happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from autograder.archive import is_archive
from autograder.intake import UnreadableSubmission, read_folder
from autograder.platforms.settings import Settings
from autograder.report import NotAReport, Report, read_report
from autograder.seeds import ENVIRONMENT_VARIABLE, Seed
from autograder.submitted import submitted_at

__all__ = ["export", "grade_one"]

_SUBMISSION = "submission"


def grade_one(folder: Path, course: Path, settings: Settings) -> Report:
    """Grade what was handed in into ``folder``; never raise for what happens meanwhile.

    What the grading process prints goes to this process's output, which is for staff.
    """
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-I", "-m", "autograder", "grade", "--single"]
        command += [str(_handed_in(folder)), "--out", out]
        command += ["--course", str(course), "--assignment", settings.assignment]
        if settings.allow_weak_sandbox:
            command.append("--allow-weak-sandbox")
        reason = _run(command, settings)
        reports = list(Path(out).glob("reports/*.json"))
        try:
            report = read_report(reports[0])
        except (NotAReport, IndexError):
            return _failed(settings, reason or "the grader wrote no report")
    report.submission = _SUBMISSION
    report.submitted_at = report.submitted_at or submitted_at(folder)  # an archive does not say it
    return report


def export(report: Report, format_: str) -> str:
    """Return a report in an output format, as its student may see it."""
    from autograder.cli import main

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "report.json", Path(folder) / "exported"
        source.write_text(report.to_json(), encoding="utf-8")
        main(["export", format_, str(source), "--out", str(target)])
        return target.read_text(encoding="utf-8")


def _handed_in(folder: Path) -> Path:
    """Return the archive that was handed in, if there is nothing but one; else the folder."""
    try:
        if read_folder(folder):
            return folder
    except UnreadableSubmission:
        return folder
    archives = [path for path in sorted(folder.iterdir()) if is_archive(path.name)]
    return archives[0] if len(archives) == 1 else folder


def _run(command: list[str], settings: Settings) -> str:
    """Run the grader; return why there may be no report."""
    environment = {**os.environ, ENVIRONMENT_VARIABLE: settings.seed}
    process = subprocess.Popen(
        command, env=environment, cwd="/", stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        code = process.wait(settings.seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"grading took more than {settings.seconds:g} seconds"
    if code < 0:
        return f"the grader was ended by signal {-code}, perhaps since there was not enough memory"
    return f"the grader ended with code {code}"


def _failed(settings: Settings, reason: str) -> Report:
    seed = Seed(settings.seed)
    return Report(
        assignment=settings.assignment,
        submission=_SUBMISSION,
        status="error",
        seed_id=seed.id,
        public_seed=seed.public,
        versions={},
        message=f"The submission was not graded: {reason}.",  # for staff; students are told less
    )
