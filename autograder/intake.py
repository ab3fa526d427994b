"""What may be handed in: the caps on names, numbers and sizes, and how a file is opened.

This module imports nothing of the project but `text`.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from autograder.text import plain_line

__all__ = ["SUFFIXES", "Intake", "UnreadableSubmission", "counts", "read_bytes", "read_folder"]

#: Entries of a folder or an archive that are looked at, those that are passed over among them.
MAX_ENTRIES = 10_000
MAX_FILES = 200
MAX_FOLDERS = 20  # inside each other
MAX_NAME = 300
MAX_FILE_BYTES = 20 * 2**20
MAX_TOTAL_BYTES = 100 * 2**20

#: The only kinds of files that are read.
SUFFIXES = (".py", ".ipynb")
_IGNORED_PARTS = re.compile(r"^[._]|^(checks|figures|data|node_modules|__MACOSX|venv)$")
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY")  # where the OS has them


class UnreadableSubmission(Exception):
    """A submission that cannot be read at all. The text says why, and what to do."""


@dataclass
class Intake:
    """The files of one submission, while they are collected. ``name`` is the submission's."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    entries: int = 0

    def look_at(self, name: str, depth: int) -> None:
        """Count an entry, whether or not it is taken."""
        self.entries += 1
        if self.entries > MAX_ENTRIES:
            raise self.refusal(f"holds more than {MAX_ENTRIES} files")
        if depth > MAX_FOLDERS:
            raise self.refusal(f"has more than {MAX_FOLDERS} folders inside each other")
        if len(name) > MAX_NAME:
            raise self.refusal(f"holds a name of more than {MAX_NAME} characters")

    @property
    def room(self) -> int:
        """Bytes that the next file may have."""
        return min(MAX_FILE_BYTES, MAX_TOTAL_BYTES - sum(map(len, self.files.values())))

    def take(self, name: str, data: bytes) -> None:
        """Keep a file. ``data`` may be cut off after ``room + 1`` bytes."""
        if len(data) > MAX_FILE_BYTES:
            raise UnreadableSubmission(
                f"{plain_line(name)} has more than {MAX_FILE_BYTES} bytes. "
                "Clear the outputs of the notebook and hand it in again."
            )
        if len(data) > self.room:
            raise self.refusal(f"is too large once unpacked: more than {MAX_TOTAL_BYTES} bytes")
        if len(self.files) >= MAX_FILES:
            raise self.refusal(f"holds more than {MAX_FILES} {' and '.join(SUFFIXES)} files")
        if name in self.files:
            raise UnreadableSubmission(
                f"{plain_line(self.name)} holds {plain_line(name)} twice. Pack the files again."
            )
        self.files[name] = data

    def refusal(self, fact: str) -> UnreadableSubmission:
        return UnreadableSubmission(f"{plain_line(self.name)} {fact}. Hand in the homework only.")


def counts(name: str) -> bool:
    """Tell whether no part of the name is one that is passed over."""
    return not any(_IGNORED_PARTS.search(part) for part in PurePosixPath(name).parts)


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the first ``limit`` bytes of a regular file; a link is not followed.

    Raises
    ------
    UnreadableSubmission
        If it is a link, a pipe, a device, or cannot be opened.
    """
    name = plain_line(path.name)
    flags = os.O_RDONLY
    for flag in _FLAGS:
        flags |= getattr(os, flag, 0)
    try:
        if path.is_symlink():  # the flag is not everywhere
            raise UnreadableSubmission(f"{name} is a link. Hand in the file itself.")
        with open(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise UnreadableSubmission(f"{name} is not a regular file. Hand in a plain file.")
            return stream.read(limit)
    except (OSError, ValueError) as error:
        raise UnreadableSubmission(
            f"{name} could not be opened ({plain_line(_reason(error))}). Check the file."
        ) from error


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files below ``folder`` by their names; links in it are passed over."""
    intake = Intake(folder.name)
    left = [(folder, "", 1)]
    try:
        while left:
            inside, prefix, depth = left.pop()
            with os.scandir(inside) as entries:
                for entry in entries:
                    name = prefix + entry.name
                    intake.look_at(name, depth)
                    if not counts(entry.name) or entry.is_symlink():
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        left.append((Path(entry.path), f"{name}/", depth + 1))
                    elif name.endswith(SUFFIXES) and entry.is_file(follow_symlinks=False):
                        intake.take(name, read_bytes(Path(entry.path), intake.room + 1))
    except OSError as error:
        raise UnreadableSubmission(
            f"{plain_line(folder.name)} could not be read ({plain_line(_reason(error))}). "
            "Check the folder."
        ) from error
    return intake.files


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
