"""The feedback on every known mistake, as its student reads it: ``python tests/golden/feedback.py``.

Without arguments this writes ``tests/golden/feedback/<problem>.txt`` anew, which takes some minutes.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from mistaken import submission_text

from autograder import runner
from autograder.course import find_assignment
from autograder.engine import run
from autograder.feedback import student_view
from autograder.plan import Plan
from autograder.render.terminal import exercise_feedback, show
from autograder.report import Report
from autograder.seeds import Seed
from autograder.solutions import Mistake, Solutions
from autograder.targets import FromPath

__all__ = ["FOLDER", "HOMEWORK", "feedback_on", "sections"]

FOLDER = Path(__file__).with_name("feedback")
HOMEWORK = find_assignment(ROOT / "assignments" / "homework3")
_HEAD = "==== "
_NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d*(?:e[+-]?\d+)?")
_DIGITS = 6
# What Python and NumPy say differs between versions, and so does the place of a line that they
# report; the lines of a file with all mistakes move when one is added.
_MASKS = [
    (re.compile(r"(raised +\w+:) .*"), r"\1 ..."),
    (re.compile(r"(\.py):\d+   .*"), r"\1:N   ..."),
]


def masked(text: str) -> str:
    """Return feedback without what versions of Python, NumPy and processors decide."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return _NUMBER.sub(_rounded, text)


def _rounded(number: re.Match[str]) -> str:
    digits = number[0].partition("e")[0].strip("-0.").replace(".", "")
    return number[0] if len(digits) <= _DIGITS else f"{float(number[0]):.{_DIGITS}g}"


def feedback_on(
    problem: str, mistakes: Sequence[Mistake], cache: Path | None = None
) -> Iterator[tuple[str, str]]:
    """Yield the name of each mistake and the feedback on it."""
    exercises = {mistake.name: mistake.exercise for mistake in mistakes}
    solutions = Solutions(HOMEWORK.solutions)
    reports: list[Report] = []
    plan = Plan(
        HOMEWORK,
        seed=Seed("golden"),
        problems=[problem],
        reference=True,
        cache=cache,
        select=lambda target, _, check: check.exercise == exercises[target],
    )
    with tempfile.TemporaryDirectory() as folder:
        targets = []
        for mistake in mistakes:
            path = Path(folder) / mistake.name / f"{problem}.py"
            path.parent.mkdir()
            path.write_text(submission_text(solutions, problem, mistake), encoding="utf-8")
            targets.append(FromPath(mistake.name, path.parent))
        run(plan, targets, reports.append)
    for report in reports:
        ((exercise,),) = (problem.exercises for problem in student_view(report).problems)
        lines = show(exercise_feedback(exercise), width=200).splitlines()
        yield report.submission, masked("\n".join(map(str.rstrip, lines)).strip("\n"))


def sections(text: str) -> dict[str, str]:
    """Return the feedback in a golden file by the name of the mistake."""
    parts = (part.partition("\n") for part in text.split(_HEAD)[1:])
    return {name: body.strip("\n") for name, _, body in parts}


def _written(feedback: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"{_HEAD}{name}\n\n{text}" for name, text in feedback) + "\n"


def main() -> None:
    runner._SHRINK_CHECK = runner._SHRINK_TOTAL = 1e6  # no clock decides what is smallest
    solutions = Solutions(HOMEWORK.solutions)
    for problem in sys.argv[1:] or HOMEWORK.problems:
        text = _written(feedback_on(problem, solutions.mistakes(problem)))
        (FOLDER / f"{problem}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
