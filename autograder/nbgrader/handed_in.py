"""What a student handed in, by the folder that nbgrader keeps it in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.course import Assignment
from autograder.intake import MAX_FILE_BYTES, SUFFIXES, read_bytes
from autograder.intake import UnreadableSubmission as Unreadable
from autograder.loading import ARCHIVES, Submission, assign, read_submission
from autograder.submitted import submitted_at
from autograder.targets import Exercises, FromPath, Read, Target

__all__ = ["MADE", "is_made", "read_handed_in", "target_of"]

#: Key in the metadata of a notebook that was made from other files, for nbgrader's sake.
MADE = "propgrade_made_from"


def read_handed_in(
    folder: Path, assignment: Assignment, exercises: Exercises, name: str
) -> Submission:
    """Read the files, or the only archive, without the notebooks that were made from them.

    What is as it was released counts only where there is nothing else: students fetch a script and
    a notebook of each problem, and hand in what they did not touch as well.

    Raises
    ------
    UnreadableSubmission
        If there is nothing in it that can be read.
    """
    path = _only_archive(folder) or folder
    submission = read_submission(path, exercises, name)
    files = tuple(file for file in submission.files if not is_made(file.data))
    released = {path.read_bytes() for path in assignment.folder.iterdir() if path.is_file()}
    own = [file for file in files if file.data not in released]
    problems = {**assign(files, exercises), **assign(own, exercises)}
    return replace(submission, files=files, problems=problems)


def target_of(folder: Path, assignment: Assignment, exercises: Exercises, name: str) -> Target:
    """Return a submission for the engine, which says itself that one cannot be read."""
    try:
        submission = read_handed_in(folder, assignment, exercises, name)
    except Unreadable:
        return FromPath(name, folder, submitted_at(folder))
    return Read(submission, submitted_at(folder))


def is_made(data: bytes) -> bool:
    """Tell whether a notebook was made from other files."""
    if MADE.encode() not in data:
        return False
    try:
        notebook: Any = json.loads(data)
        return MADE in notebook["metadata"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return False


def _only_archive(folder: Path) -> Path | None:
    """Return the archive in a folder in which nothing else was handed in."""
    archives = [path for path in folder.iterdir() if path.name.lower().endswith(tuple(ARCHIVES))]
    others = [path for path in folder.iterdir() if path.suffix in SUFFIXES]
    alone = len(archives) == 1 and all(map(is_made, map(_head, others)))
    return archives[0] if alone else None


def _head(path: Path) -> bytes:
    try:
        return read_bytes(path, MAX_FILE_BYTES)
    except Unreadable:
        return b""
