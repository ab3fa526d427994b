"""What the table of a class needs of a report: little, so that a class of any size fits."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.report import Report

__all__ = ["Change", "Summary", "summary"]


@dataclass(frozen=True)
class Summary:
    """A row of the table of a class."""

    submission: str
    status: str
    score: float
    max_score: float
    problems: dict[str, tuple[float, float]]  # score and points of each
    message: str
    remark: str
    percentage: float
    broken: bool  # by the grader's fault


@dataclass(frozen=True)
class Change:
    """What grading a submission again changed. ``before`` and ``after`` are scores."""

    submission: str
    before: float
    after: float
    why: tuple[str, ...]  # what had changed: submission, checks, solutions, seed, ...
    checks: tuple[str, ...]  # that have another score now


def summary(report: Report) -> Summary:
    """Return the row of a report."""
    return Summary(
        report.submission,
        report.status,
        report.score,
        report.max_score,
        {problem.name: (problem.score, problem.points) for problem in report.problems},
        report.message,
        _remark(report),
        report.percentage,
        report.status == "error" or any(check.outcome == "error" for check in report.checks()),
    )


def _remark(report: Report) -> str:
    """Say what a grader wants to know beyond the score."""
    if report.message:
        return report.message
    remarks = [
        f"{problem.name} not handed in"
        for problem in report.problems
        if not problem.files and report.submission_sha256 is not None
    ]
    results = report.checks()
    errors = sum(result.outcome == "error" for result in results)
    if errors:
        remarks.append(f"{errors} checks failed by the grader's fault")
    stopped = sorted({r.name.partition("::")[0] for r in results if r.category == "stopped"})
    remarks += [f"{name}: hangs or crashes" for name in stopped]
    remarks += _left_out(report)
    return "; ".join(remarks)


def _left_out(report: Report) -> list[str]:
    """Say of how many statements nothing came; once for what is the same in several problems."""
    names: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for problem in report.problems:
        if problem.notes:
            names.setdefault((tuple(problem.files), tuple(problem.notes)), []).append(problem.name)
    return [
        f"{found[0] if len(found) == 1 else ', '.join(files)}: "
        f"{len(notes)} statement{'' if len(notes) == 1 else 's'} left out"
        for (files, notes), found in names.items()
    ]
