"""Grade check cells by the engine, in the place of nbgrader's kernel.

What comes of a check cell is written as its output: feedback as the student may see it, then the
points as a plain number. nbgrader's own steps take it from there.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Bool, Enum

from autograder.course import CourseError, assignments_of
from autograder.feedback import LEVELS, student_view
from autograder.nbgrader.handed_in import target_of
from autograder.nbgrader.repair import CHECK
from autograder.nbgrader.sessions import ClassSession, session_for
from autograder.plan import Plan
from autograder.render.cell import feedback_bundle, plain_points
from autograder.report import ProblemResult, Report
from autograder.seeds import ENVIRONMENT_VARIABLE, Seed, choose_seed
from autograder.store import default_cache
from autograder.targets import Target

__all__ = ["GradeChecks"]

_AHEAD = 2  # submissions that are begun while nbgrader writes one


class GradeChecks(NbGraderPreprocessor):
    """Writes scores and feedback into the check cells of one notebook after another."""

    allow_weak_sandbox = Bool(
        False, help="Whether to grade where submissions cannot be confined."
    ).tag(config=True)
    feedback = Enum(
        LEVELS,
        LEVELS[0],
        help="How much students are shown: all of what they may see, no counterexample (hint), "
        "or scores alone.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade one notebook."""
        where = resources["nbgrader"]
        name, problem = where["assignment"], where["notebook"]
        plan = self._plan(name)
        if plan is None:
            self.log.warning("assignments/ has no %s: nbgrader's kernel runs it", name)
            return Execute(parent=self.parent).preprocess(nb, resources)  # type: ignore[no-any-return]
        report = self._graded(plan, name, where["student"])
        found = next((part for part in report.problems if part.name == problem), None)
        if found is None:
            raise CourseError(
                f"There are no checks for {problem}.ipynb. "
                f"Run `nbgrader generate_assignment {name} --force`."
            )
        score = f"{found.score:g} of {found.points:g}"
        self.log.info("%s, %s: %s points by checks", where["student"], problem, score)
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        _write(nb, found)
        return nb, resources

    def _plan(self, name: str) -> Plan | None:
        """Return how an assignment is graded, or None if it is not one of this package's."""
        root = Path(self._coursedir.root)
        found = next((one for one in assignments_of(root) if one.name == name), None)
        if found is None:
            return None
        if found.solutions is None:
            raise CourseError(f"There are no solutions for {name}: {root}/solutions/{name}/ lacks.")
        return Plan(found, seed=_seed(self.log), reference=True, cache=default_cache())

    def _graded(self, plan: Plan, name: str, student: str) -> Report:
        folder = self._folder(student, name)
        session = session_for(plan, allow_weak=self.allow_weak_sandbox)
        target = target_of(folder, plan.assignment, session.exercises, student)
        report = session.grade(target, self._following(plan, session, student))
        if report.status == "error":
            raise CourseError(report.message)
        view = student_view(report, self.feedback)
        broken = [check.name for check in report.checks() if check.outcome == "error"]
        if broken:
            self.log.error(
                "%s: these checks failed by their own fault and gave no points. Mend them, then "
                "grade again with --force: %s",
                student,
                ", ".join(broken),
            )
        self._tell_of_scripts(view, folder, name)
        return view

    def _following(self, plan: Plan, session: ClassSession, student: str) -> Iterator[Target]:
        """Yield the submissions that nbgrader will come to next, as far as can be told."""
        converter = self.parent.parent
        name = plan.assignment.name
        students = sorted({Path(path).parent.name for path in converter.assignments})
        later = [one for one in students if one > student]
        for one in later[:_AHEAD]:
            done = Path(
                self._coursedir.format_path(self._coursedir.autograded_directory, one, name)
            )
            if converter.force or not done.exists():
                folder = self._folder(one, name)
                yield target_of(folder, plan.assignment, session.exercises, one)

    def _tell_of_scripts(self, report: Report, folder: Path, name: str) -> None:
        for problem in report.problems:
            if problem.files and not (folder / f"{problem.name}.ipynb").exists():
                self.log.warning(
                    "%s was handed in as %s, for which nbgrader records 0. "
                    "Run `autograder nbgrader sync %s`.",
                    problem.name,
                    ", ".join(problem.files),
                    name,
                )

    def _folder(self, student: str, name: str) -> Path:
        coursedir = self._coursedir
        return Path(coursedir.format_path(coursedir.submitted_directory, student, name))

    @property
    def _coursedir(self) -> Any:
        return self.parent.parent.coursedir


@functools.cache
def _seed(log: logging.Logger) -> Seed:
    """Return the seed of the environment; its id is slow to compute."""
    seed = choose_seed(None)
    if seed.public:
        log.warning(
            "Graded with the public seed, which students know. Set %s to a secret text for the "
            "grades that count.",
            ENVIRONMENT_VARIABLE,
        )
    return seed


def _write(nb: Any, problem: ProblemResult) -> None:
    """Write the outputs of the check cells; notes on the notebook come with the first."""
    exercises = {exercise.name: exercise for exercise in problem.exercises}
    notes = list(problem.notes)
    for cell in nb.cells:
        if not is_grade(cell) or is_solution(cell) or cell.cell_type != "code":
            continue
        mark = cell.metadata["nbgrader"]
        exercise = exercises.get(mark["grade_id"].removeprefix(CHECK))
        if exercise is None or abs(exercise.points - mark["points"]) > 1e-6:
            worth = exercise.points if exercise else 0
            raise CourseError(
                f"{mark['grade_id']} is worth {mark['points']:g} in the gradebook, but {worth:g} "
                "by the checks. Run `nbgrader generate_assignment` with --force."
            )
        points = plain_points(exercise.score, mark["points"])
        cell.execution_count = 1
        cell.outputs = [
            new_output("display_data", feedback_bundle(exercise, notes)),
            new_output("execute_result", {"text/plain": repr(points)}, execution_count=1),
        ]
        notes = []
