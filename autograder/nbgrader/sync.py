"""``autograder nbgrader sync``: grade all that was collected, scripts and archives too."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from nbgrader.apps import AutogradeApp
from nbgrader.converters import Autograde, NbGraderException

from autograder.course import Assignment, find_assignment
from autograder.engine import exercises_of
from autograder.nbgrader.made import make_notebooks
from autograder.plan import Plan

__all__ = ["sync"]


def sync(course: Path, name: str, *, force: bool = False) -> int:
    """Make the notebooks that lack, then grade what is new; return the exit code."""
    with contextlib.chdir(course):  # where nbgrader looks for its configuration
        return _sync(find_assignment(Path.cwd(), name), name, force=force)


def _sync(assignment: Assignment, name: str, *, force: bool) -> int:
    app = AutogradeApp()
    app.initialize([])
    coursedir = app.coursedir
    exercises = exercises_of(Plan(assignment))
    changed = set()
    pattern = coursedir.format_path(coursedir.submitted_directory, "*", name)
    root = Path(coursedir.root)
    for folder in sorted(root.glob(str(Path(pattern).relative_to(root)))):
        student = folder.relative_to(root).parts[1]
        made = make_notebooks(folder, assignment, exercises, student)
        if made:
            changed.add(student)
            app.log.info("%s: made %s", student, ", ".join(path.name for path in made))
    ok = [_autograde(app, name, student, force=True) for student in sorted(changed)]
    coursedir.student_id_exclude = ",".join(changed)
    ok.append(_autograde(app, name, "*", force=force))
    return 0 if all(ok) else 1


def _autograde(app: Any, name: str, student: str, *, force: bool) -> bool:
    app.coursedir.assignment_id, app.coursedir.student_id = name, student
    converter = Autograde(coursedir=app.coursedir, parent=app)
    converter.force = force
    try:
        converter.start()
    except NbGraderException:
        return False  # nbgrader has logged why
    return True
