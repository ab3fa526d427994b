"""The source folder of nbgrader: notebooks made from solutions, and what else students receive.

nbgrader releases every file that lies there, so that nothing else may.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.commands.release import points_of, release
from autograder.course import Assignment, CourseError, assignments_of
from autograder.nbgrader.mirror import differences
from autograder.release import source_notebook

__all__ = ["OnlyWhatIsReleased", "refresh"]


def refresh(*, assignment: str, **_: Any) -> None:
    """Bring ``assignments/`` and the source folder up to date; nbgrader's hook.

    nbgrader only logs what a hook raises; `OnlyWhatIsReleased` then stops it.
    """
    if _ours(Path.cwd(), assignment) is not None:
        release(Path.cwd(), assignment=assignment, check=False)


class OnlyWhatIsReleased(NbGraderPreprocessor):
    """Stops a release from a source that is stale or holds anything else."""

    _points: dict[str, dict[str, float]] | None = None

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Compare the notebook with its solution, and the files beside it with the assignment."""
        coursedir = self.parent.parent.coursedir
        where = resources["nbgrader"]
        found = _ours(Path(coursedir.root), where["assignment"])
        if found is None:
            return nb, resources
        folder = Path(
            coursedir.format_path(coursedir.source_directory, ".", where["assignment"])
        ).resolve()
        for sentence in differences(folder, found):
            raise CourseError(sentence)
        problem = where["notebook"]
        if found.solutions is None or problem not in found.problems:
            raise CourseError(f"{folder / problem}.ipynb has no source in solutions/. Delete it.")
        if self._points is None:
            self._points = points_of(found)
        points = self._points.get(problem, {})
        wanted = source_notebook(found.solutions / f"{problem}.py", points)
        if nbformat.writes(wanted) != nbformat.writes(nb):
            raise CourseError(f"{folder / problem}.ipynb is stale. Run `autograder release`.")
        return nb, resources


def _ours(course: Path, name: str) -> Assignment | None:
    """Return an assignment, or None if it is one that nbgrader alone knows."""
    return next((found for found in assignments_of(course) if found.name == name), None)
