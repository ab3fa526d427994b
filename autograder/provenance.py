"""What a report depends on, so that a submission is graded again only when something changed."""

from __future__ import annotations

import dataclasses
import hashlib
import platform
from importlib.metadata import version
from pathlib import Path

from autograder import __version__
from autograder.files import files_below
from autograder.plan import Plan
from autograder.report import Report

__all__ = ["blank_report", "differences", "failed", "named"]

#: Fields of a report that decide what it says, and what each is called.
_DECISIVE = {
    "submission_sha256": "submission",
    "checks_sha256": "checks",
    "solutions_sha256": "solutions",
    "seed_id": "seed",
    "versions": "versions",
    "sandbox": "sandbox",
    "carry_forward": "carrying errors forward",
}


def blank_report(plan: Plan) -> Report:
    """Return a report of nothing, with everything but the submission that its results depend on."""
    solutions = plan.assignment.solutions if plan.reference else None
    return Report(
        assignment=plan.assignment.name,
        submission="",
        status="graded",
        seed_id=plan.seed.id,
        public_seed=plan.seed.public,
        versions=_versions(),
        checks_sha256=_digest(plan.assignment.checks),
        solutions_sha256=_digest(solutions) if solutions else None,
        sandbox=plan.sandbox,
        carry_forward=plan.carry_forward,
    )


def differences(before: Report, after: Report) -> list[str]:
    """Return what changed of that which decides the results."""
    return [
        name for field, name in _DECISIVE.items() if getattr(before, field) != getattr(after, field)
    ]


def named(blank: Report, submission: str, sha256: str | None = None) -> Report:
    """Return a copy of ``blank`` for a submission."""
    return dataclasses.replace(blank, submission=submission, submission_sha256=sha256, problems=[])


def failed(blank: Report, submission: str, message: str) -> Report:
    """Return the report of a submission that the grader, by its own fault, did not grade."""
    return dataclasses.replace(named(blank, submission), status="error", message=message)


def _versions() -> dict[str, str]:
    """Return the versions of what may change a result, without importing it."""
    packages = {name: version(name) for name in ("numpy", "hypothesis", "pytest")}
    return {"propgrade": __version__, "python": platform.python_version(), **packages}


def _digest(folder: Path) -> str:
    """Return a hash of the names and contents of the Python files below a folder."""
    digest = hashlib.sha256()
    for name, path in files_below(folder).items():
        if path.suffix == ".py":
            data = path.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
