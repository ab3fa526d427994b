"""``autograder verify --seeds N``: right variants lose no point, under many seeds."""

from __future__ import annotations

import dataclasses
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import compare, margins
from autograder.corpus import key_parts
from autograder.course import Assignment
from autograder.files import write_atomically
from autograder.margins import Measured, grade_measured
from autograder.plan import Plan
from autograder.seeds import Seed
from autograder.solutions import Alternative, Mistake, Solutions
from autograder.store import default_cache, key_of, source_of
from autograder.targets import StaffCode

__all__ = ["Row", "graded_under", "soundness", "table"]

#: Mistakes, which fail early and are many, are graded under the first seeds only.
_SEEDS_OF_MISTAKES = 2
_REFERENCE = "the reference"


@dataclass
class Row:
    """What one seed says of one exercise.

    ``largest`` is the largest error of an alternative over its tolerance, beyond the error that
    the reference has in the same check: a number printed with eight digits is itself rounded.
    ``smallest`` is the error of the mistake that is nearest to being accepted, in the check that
    rejects it most clearly; infinite if shape, type or an exception tells.
    """

    exercise: str
    alternatives: int
    lost: list[str]
    largest: float
    mistakes: int = 0
    unseen: list[str] = dataclasses.field(default_factory=list)
    smallest: float = math.inf


def soundness(
    assignment: Assignment, problems: Sequence[str], seeds: int, write: Path | None
) -> int:
    """Grade under the seeds 1 to ``seeds``; print what is wrong, and return the exit code.

    Each seed is noted in the cache as soon as it is done, so that a run that was stopped goes on.
    """
    found: dict[str, list[list[Row]]] = {}
    wrong = 0
    for problem in problems:
        found[problem] = list(_rows(assignment, problem, seeds))
        for rows in found[problem]:
            for sentence in [line for row in rows for line in (*row.lost, *row.unseen)]:
                print(sentence)
                wrong += 1
    text = table(assignment.name, found)
    if write is None:
        print(text, end="")
    else:
        write_atomically(write, text)
    return 1 if wrong else 0


def _rows(assignment: Assignment, problem: str, seeds: int) -> Iterator[list[Row]]:
    assert assignment.solutions is not None
    solutions = Solutions(assignment.solutions)
    path = _notes(assignment, problem)
    done = _read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, seeds + 1):
        if number not in done:
            seed = Seed(f"soundness {number}")
            done[number] = graded_under(
                Plan(assignment, problems=[problem], reference=True, seed=seed),
                solutions.alternatives(problem),
                solutions.mistakes(problem) if number <= _SEEDS_OF_MISTAKES else [],
            )
            noted = [dataclasses.asdict(row) for row in done[number]]
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([number, noted]) + "\n")
        yield done[number]


def _notes(assignment: Assignment, problem: str) -> Path:
    """Return the file of what is known, which is another one when anything that matters changes."""
    assert assignment.solutions is not None
    solutions = Solutions(assignment.solutions)
    parts = [
        *key_parts(assignment.checks / f"test_{problem}.py", Seed()),
        *solutions.texts(problem),
        solutions.alternatives_text(problem),
        *map(source_of, (compare, margins)),
    ]
    return default_cache() / f"soundness-{problem}-{key_of(parts)[:16]}.jsonl"


def _read(path: Path) -> dict[int, list[Row]]:
    done = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                number, rows = json.loads(line)
            except ValueError:  # the line that a killed run was writing
                continue
            done[number] = [Row(**row) for row in rows]
    return done


def graded_under(plan: Plan, right: Sequence[Alternative], wrong: Sequence[Mistake]) -> list[Row]:
    """Grade the reference of a plan's one problem, and right and wrong variants of it."""
    assert plan.assignment.solutions is not None
    assert plan.problems is not None
    (problem,) = plan.problems
    solutions = Solutions(plan.assignment.solutions)
    targets = [
        StaffCode(_REFERENCE, solutions.reference(problem)),
        *(StaffCode(f"right {v.name}", solutions.alternative(problem, v.name)) for v in right),
        *(StaffCode(f"wrong {v.name}", solutions.mistaken(problem, v.name)) for v in wrong),
    ]
    exercise_of = {f"right {variant.name}": variant.exercise for variant in right}
    exercise_of |= {f"wrong {variant.name}": variant.exercise for variant in wrong}
    by_exercise = defaultdict(list)
    for one in grade_measured(plan, targets, exercise_of):
        by_exercise[one.exercise].append(one)
    return [_row(exercise, group, plan.seed) for exercise, group in by_exercise.items()]


def _row(exercise: str, measured: Sequence[Measured], seed: Seed) -> Row:
    right = {m.target for m in measured if m.target.startswith("right ")}
    wrong = {m.target for m in measured if m.target.startswith("wrong ")}
    lost = [
        f"{m.target.removeprefix('right ')} does not pass {m.result.name} under the seed "
        f"{seed.text!r}: {m.result.message}."
        for m in measured
        if m.target in right | {_REFERENCE} and m.result.outcome != "passed"
    ]
    seen: dict[str, float] = defaultdict(float)
    for m in measured:
        if m.target in wrong and m.result.outcome == "failed":
            seen[m.target] = max(seen[m.target], m.error)
    unseen = [
        f"{target.removeprefix('wrong ')} loses no point under the seed {seed.text!r}."
        for target in sorted(wrong - seen.keys())
    ]
    largest = max(_margins(measured).values(), default=0.0)
    smallest = min(seen.values(), default=math.inf)
    return Row(exercise, len(right), lost, largest, len(wrong), unseen, smallest)


def _margins(measured: Sequence[Measured]) -> dict[str, float]:
    """Return for each check the largest error of an alternative beyond that of the reference."""
    own = {m.result.name: m.error for m in measured if m.target == _REFERENCE}
    found: dict[str, float] = defaultdict(float)
    for m in measured:
        if m.target.startswith("right "):
            found[m.result.name] = max(found[m.result.name], m.error - own[m.result.name])
    return dict(found)


_HEAD = """\
# Soundness of {name}

Written by `make soundness`. Each right variant of `solutions/{name}/alternatives/` stands in for
the reference and is graded by the checks of its exercise, under as many seeds as stand over each
table. So is the reference. The known mistakes are graded under the first {few} seeds.

- *points lost*: how many checks a right variant or the reference failed, under all seeds.
- *largest error*: of a right variant, as a share of the tolerance of the comparison, beyond the
  error of the reference in the same check: published numbers are rounded, so both differ from
  them.
- *unseen*: mistakes that lost no point under some seed.
- *smallest error*: of the mistake that came nearest to being accepted, as a multiple of the
  tolerance, in the check that rejects it most clearly. A dash: all are rejected for a shape, a
  type, an exception or a truth value, which no tolerance would let pass.
"""
_COLUMNS = """
## {problem}, {seeds}

| exercise | right variants | points lost | largest error | mistakes | unseen | smallest error |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def table(name: str, found: dict[str, list[list[Row]]]) -> str:
    """Return the results as Markdown."""
    text = _HEAD.format(name=name, few=_SEEDS_OF_MISTAKES)
    for problem, of_seeds in found.items():
        text += _COLUMNS.format(problem=problem, seeds=_counted(len(of_seeds)))
        for rows in zip(*of_seeds, strict=True):
            smallest = min(row.smallest for row in rows)
            cells = [
                f"`{rows[0].exercise}`",
                str(rows[0].alternatives),
                str(sum(len(row.lost) for row in rows)),
                f"{max(row.largest for row in rows):.1g}",
                str(max(row.mistakes for row in rows)),
                str(len({line.split()[0] for row in rows for line in row.unseen})),
                f"{smallest:.1g}" if math.isfinite(smallest) else "-",
            ]
            text += f"| {' | '.join(cells)} |\n"
    return text


def _counted(seeds: int) -> str:
    return "1 seed" if seeds == 1 else f"{seeds} seeds"
