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

__all__ = ["rehearse"]


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
    assert plan.assignment.solutions is not None
    backend = Solutions(plan.assignment.solutions).references(plan.assignment.problems)
    reports: list[Report] = []
    run(plan, [StaffCode("the reference", backend)], reports.append)
    wrong = [check for report in reports for check in report.checks() if check.outcome != "passed"]
    if wrong:
        raise ChecksBroken(
            f"The reference does not pass {wrong[0].name}: {wrong[0].message}. "
            "Nobody is graded before it does; `autograder verify` tells more."
        )
    if done is not None:
        write_atomically(done, "")


def _key(plan: Plan) -> str:
    blank = blank_report(plan)
    parts = [blank.checks_sha256, blank.solutions_sha256, blank.seed_id, blank.versions]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
