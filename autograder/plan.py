"""What to run, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.checks import Check
from autograder.course import Assignment
from autograder.launch import Launcher
from autograder.process import Limits
from autograder.report import CheckResult, Sandbox
from autograder.seeds import Seed

__all__ = ["ChecksBroken", "Plan"]


class ChecksBroken(Exception):
    """The checks themselves cannot be run: the course's fault."""


@dataclass
class Plan:
    """The assignment, which of its checks, under which seed, and within which limits."""

    assignment: Assignment
    seed: Seed = field(default_factory=Seed)
    keyword: str = ""  # pytest's -k
    problems: Sequence[str] | None = None  # all of them, if None
    reference: bool = False  # whether hidden checks can run
    only_handed_in: bool = False  # leave out problems that the submission has no file for
    carry_forward: bool = True  # let an error of an earlier exercise cost only there
    look_closer: bool = True  # say what failed exercises look like, and carry errors forward
    shrink: bool = True
    patience: float = 1.0  # by which the seconds for looking for smaller examples are multiplied
    live: bool = False  # draw and ask everything anew: the oracle of the replay
    record: bool = True  # make calls ahead, and keep the reference's answers
    cache: Path | None = None
    limits: Limits = field(default_factory=Limits)
    select: Callable[[str, str, Check], bool] | None = None  # (target, problem, check)
    on_check: Callable[[str, CheckResult, int], None] | None = None  # (target, result, examples)
    launcher: Launcher | None = None  # of workers; one is opened for the run if there is none
    sandbox: Sandbox | None = None  # how well the launcher's workers are confined, if known
