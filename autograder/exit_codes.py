"""The exit codes of all commands. ``docs/ci.md`` has them in a table.

This module imports nothing of the project.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What a command ended with. Where two apply, the command ends with the greater one."""

    OK = 0
    FOUND = 1  # it ran, and something is wrong: a check failed, a file is stale
    COULD_NOT_RUN = 2  # nothing was done; also what argparse uses for wrong options
    WEAK_SANDBOX = 3  # graded, but without confinement
    BELOW = 4  # a score is below --fail-under
    BROKEN = 5  # the grader's fault: a check or the program itself broke
