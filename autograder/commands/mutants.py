"""``autograder verify --mutants``: which machine-made wrong variants lose no point."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.adequacy import Outcome, grade_mistakes, grade_mutants
from autograder.commands.adequacy import table
from autograder.course import Assignment, CourseError, demand, find_assignment
from autograder.equivalents import Equivalents, plain_diff
from autograder.files import write_atomically
from autograder.mutants import Mutant, combined, mutants
from autograder.plan import Plan
from autograder.rehearsal import passed_by_the_reference
from autograder.report import ExerciseResult
from autograder.seeds import Seed
from autograder.solutions import Solutions
from autograder.store import default_cache

__all__ = ["Options", "Problem", "verify_mutants"]

_MIN_MUTANTS = 40  # of an exercise, beside those that are listed as equivalent


@dataclass(frozen=True)
class Options:
    """What is run.

    Attributes
    ----------
    sample : int or None
        How many mutants are drawn from all; None for all of them.
    seed : str or None
        Of the sample, and of the examples; by default these are drawn from the public seed.
    table : Path or None
        Where a table is written, for which every check is run on every mutant.
    """

    assignment: str | None = None
    problems: Sequence[str] | None = None
    exercises: Sequence[str] | None = None
    sample: int | None = None
    seed: str | None = None
    table: Path | None = None


@dataclass
class Problem:
    """The mutants of a problem, and what became of them."""

    plan: Plan
    name: str
    exercises: list[ExerciseResult]  # as the reference passes them
    equivalents: Equivalents
    made: list[Mutant] = field(default_factory=list)
    chosen: list[Mutant] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    mistakes: list[Outcome] = field(default_factory=list)

    def listed(self, mutant: Mutant) -> tuple[str, str] | None:
        return self.equivalents.entry(mutant.exercise, mutant.diff)

    def survivors(self, exercise: str) -> list[Mutant]:
        """Return those of an exercise that live and are not listed as equivalent."""
        return [
            o.mutant
            for o in self.outcomes
            if o.exercise == exercise and o.mutant and not o.killed_by and not self.listed(o.mutant)
        ]


def verify_mutants(course: Path, options: Options) -> int:
    """Print what became of each exercise's mutants; return the exit code."""
    assignment = find_assignment(course, options.assignment)
    problems = list(_problems(assignment, options))
    _choose(problems, options)
    wrong = 0
    for problem in problems:
        grade_mutants(
            problem.plan,
            problem.name,
            problem.chosen,
            problem.outcomes.append,
            every_check=options.table is not None,
        )
        if options.table is not None:
            exercises = {mutant.exercise for mutant in problem.chosen}
            grade_mistakes(problem.plan, problem.name, exercises, problem.mistakes.append)
        for sentence in _told(problem):
            wrong += 1
            print(sentence)
    if options.table is not None:
        write_atomically(options.table, table(problems))
    if wrong:
        print("1 thing is wrong." if wrong == 1 else f"{wrong} things are wrong.")
    return 1 if wrong else 0


def _problems(assignment: Assignment, options: Options) -> Iterator[Problem]:
    """Yield the chosen problems, with the mutants of the chosen exercises."""
    if assignment.solutions is None:
        raise CourseError(f"There are no solutions for {assignment.name}, so none can be mutated.")
    demand("problem", options.problems, assignment.problems)
    solutions = Solutions(assignment.solutions)
    seed = Seed(options.seed) if options.seed is not None else Seed()
    found = []
    for name in options.problems or assignment.problems:
        plan = Plan(
            assignment,
            seed,
            problems=[name],
            reference=True,
            shrink=False,
            cache=default_cache() / "mutants",  # what mutants answer has no place in a class's
        )
        exercises = passed_by_the_reference(plan).problems[0].exercises
        problem = Problem(plan, name, exercises, Equivalents.read(solutions.folder, name))
        source = solutions.source(name).read_text(encoding="utf-8")
        for exercise in exercises:
            if not options.exercises or exercise.name in options.exercises:
                problem.made += _mutants(problem, source, exercise.name)
        found.append(problem)
    every = [exercise.name for problem in found for exercise in problem.exercises]
    demand("exercise", options.exercises, every)
    yield from found


def _mutants(problem: Problem, source: str, exercise: str) -> list[Mutant]:
    """Return all mutants of the first order, and of higher ones as many as are lacking."""
    singles = mutants(source, exercise)
    unlisted = sum(not problem.listed(one) for one in singles)
    lacking = max(0, _MIN_MUTANTS - unlisted)
    return singles + combined(source, exercise, singles, lacking, unless=problem.listed)


def _choose(problems: Sequence[Problem], options: Options) -> None:
    """Choose all mutants, or a sample of those of all problems."""
    if options.sample is None:
        for problem in problems:
            problem.chosen = problem.made
        return
    every = [(problem, mutant) for problem in problems for mutant in problem.made]
    drawn = random.Random(options.seed).sample(range(len(every)), k=min(options.sample, len(every)))
    for index in sorted(drawn):
        problem, mutant = every[index]
        problem.chosen.append(mutant)


def _told(problem: Problem) -> Iterator[str]:
    """Print a line for each exercise; yield what is wrong, in sentences."""
    if problem.chosen:
        print(f"{problem.name}:")
    for exercise in problem.exercises:
        outcomes = [o for o in problem.outcomes if o.exercise == exercise.name]
        if not outcomes:
            continue
        survivors = problem.survivors(exercise.name)
        killed = sum(bool(o.killed_by) for o in outcomes)
        equivalent = len(outcomes) - killed - len(survivors)
        print(
            f"  {exercise.name}: {len(outcomes)} mutants, {killed} killed, "
            f"{len(survivors)} survived, {equivalent} equivalent",
            flush=True,
        )
        for mutant in survivors:
            yield (
                f"A mutant of {exercise.name} survives ({', '.join(mutant.operators)}). Add a "
                f"check, or list it in {problem.equivalents.file}, with the reason:\n"
                + textwrap.indent(mutant.diff, "    ")
            )
    for outcome in problem.outcomes + problem.mistakes:
        for check in outcome.broken:
            diff = textwrap.indent(outcome.mutant.diff, "    ") if outcome.mutant else ""
            yield f"A mutant of {outcome.exercise} makes {check} break instead of fail:\n{diff}"
    yield from _stale(problem)


def _stale(problem: Problem) -> Iterator[str]:
    """Name the entries of the list that are about no mutant, or about one that is killed."""
    made = {mutant.exercise for mutant in problem.made}
    lives = {problem.listed(mutant) for mutant in problem.made}
    dead = [o.mutant for o in problem.outcomes if o.mutant and o.killed_by]
    killed = {(mutant.exercise, plain_diff(mutant.diff)) for mutant in dead}
    if len(problem.chosen) == len(problem.made):
        lives -= {problem.listed(mutant) for mutant in dead}
        lives |= {
            problem.listed(o.mutant) for o in problem.outcomes if o.mutant and not o.killed_by
        }
    every = {exercise.name for exercise in problem.exercises}
    for key in (*problem.equivalents.diffs, *problem.equivalents.lines):
        exercise, text = key
        if key in killed:
            fault = f"is killed: a check tells it from {exercise}"
        elif key not in lives and (exercise in made or exercise not in every):
            fault = "is none that lives"
        else:
            continue
        yield (
            f"A stale entry in {problem.equivalents.file}: this mutant of {exercise} {fault}. "
            f"Delete it:\n{textwrap.indent(text, '    ')}"
        )
