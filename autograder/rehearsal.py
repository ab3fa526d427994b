"""Grade the reference before a class: what it does not pass, nobody should be graded by."""

from __future__ import annotations

import hashlib
import json

from autograder.engine import run
from autograder.files import write_atomically
from autograder.plan import ChecksBroken, Plan
from autograder.provenance import blank_report
from autograder.report import Report
from autograder.solutions import Solutions
from autograder.targets import StaffCode

__all__ = ["passed_by_the_reference", "rehearse"]


def rehearse(plan: Plan) -> None:
    """Draw and record what grading needs, once for all processes that grade with this plan.

    Raises
    ------
    ChecksBroken
        If the reference does not get every point, with these versions and this seed.
    """
    done = plan.cache / f"rehearsed-{_key(plan)}" if plan.cache is not None else None
    if done is not None and done.exists():
        return
    passed_by_the_reference(plan)
    if done is not None:
        write_atomically(done, "")


def passed_by_the_reference(plan: Plan) -> Report:
    """Grade the reference by the checks of a plan.

    Raises
    ------
    ChecksBroken
        If it does not pass one.
    """
    assert plan.assignment.solutions is not None
    problems = plan.problems if plan.problems is not None else plan.assignment.problems
    backend = Solutions(plan.assignment.solutions).references(problems)
    reports: list[Report] = []
    run(plan, [StaffCode("the reference", backend)], reports.append)
    (report,) = reports
    for check in report.checks():
        if check.outcome != "passed":
            raise ChecksBroken(
                f"The reference does not pass {check.name}: {check.message}. "
                "Nobody is graded before it does; `autograder verify` tells more."
            )
    return report


def _key(plan: Plan) -> str:
    blank = blank_report(plan)
    parts = [blank.checks_sha256, blank.solutions_sha256, blank.seed_id, blank.versions]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
