"""Read a submission as data: which file holds which problem, and the code cells in it.

A submission is one ``.py``, one ``.ipynb``, or a folder or archive of them. Nothing is run here;
what runs later, in the worker, is the code cells.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from autograder import cells, intake
from autograder.archive import ARCHIVES, is_archive, read_archive
from autograder.cells import CHECK_CELL, Cell, notebook_cells, script_cells, without_magics
from autograder.intake import SUFFIXES, Intake, UnreadableSubmission, read_bytes, read_folder
from autograder.text import plain_line

__all__ = ["ARCHIVES", "SUFFIXES", "Cell", "SourceFile", "Submission", "UnreadableSubmission"]
__all__ += ["exercises_by_file", "from_cells", "read_submission", "script_cells"]
__all__ += ["submission_name"]

_CELL_COST = 100  # of a message's characters, beside its source
_STUB = re.compile(r"^[ \t]+raise NotImplementedError", re.M)
_DEFINED = re.compile(r"^(?:async +)?(?:def +(\w+)|class +(\w+)|(\w+) *(?::[^=\n]*)?=(?!=))", re.M)


@dataclass(frozen=True)
class SourceFile:
    """One file of a submission. ``trouble`` says why some or all of it cannot be run."""

    name: str
    data: bytes = field(repr=False)
    cells: tuple[Cell, ...] = ()
    trouble: str | None = None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def depth(self) -> int:
        """How many folders it lies in."""
        return self.name.count("/")

    @property
    def place(self) -> tuple[int, bool, str]:
        """Sorts files in the order in which they are run."""
        return -self.depth, self.name.endswith(".ipynb"), self.name

    def defines(self) -> set[str]:
        """Names that the text binds at the left margin, found without parsing."""
        found = (_DEFINED.findall(cell.source) for cell in self.cells)
        return {name for names in found for match in names for name in match if name}

    def written(self) -> set[str]:
        """Names of `defines` whose text does not look as it was handed out."""
        names: set[str] = set()
        for cell in self.cells:
            found = list(_DEFINED.finditer(cell.source))
            ends = [*(match.start() for match in found), len(cell.source)][1:]
            for match, end in zip(found, ends, strict=True):
                if not _STUB.search(cell.source, match.start(), end):
                    names.update(filter(None, match.groups()))
        return names


@dataclass(frozen=True)
class Submission:
    """The files of one student, by problem."""

    name: str
    files: tuple[SourceFile, ...]
    problems: Mapping[str, tuple[SourceFile, ...]]

    @property
    def sha256(self) -> str:
        """Hash of the names and contents of the files that count."""
        digest = hashlib.sha256()
        for file in sorted(self.files, key=lambda file: file.name):
            digest.update(f"{file.name}\0{len(file.data)}\0".encode())
            digest.update(file.data)
        return digest.hexdigest()

    def cells(self) -> dict[str, list[tuple[str, Cell]]]:
        """Return the cells of each problem, in order, with the names of their files."""
        return {
            problem: [(file.name, cell) for file in files for cell in file.cells]
            for problem, files in self.problems.items()
        }


def read_submission(
    path: Path, exercises: Mapping[str, Iterable[str]], name: str | None = None
) -> Submission:
    """Read the submission at ``path``.

    Parameters
    ----------
    path : Path
        A ``.py``, an ``.ipynb``, an archive, or a folder of them.
    exercises : mapping of str to iterable of str
        The exercises of each problem: files are matched to problems by name, then by these.
    name : str, optional
        What to call the submission; by default its file name without suffix.

    Raises
    ------
    UnreadableSubmission
        If there is nothing in it that can be read.
    """
    shown = plain_line(path.name)
    if path.is_symlink():
        raise UnreadableSubmission(f"{shown} is a link. Hand in the files themselves.")
    if not path.exists():
        raise UnreadableSubmission(f"{plain_line(str(path))} does not exist. Check the path.")
    if path.is_dir():
        pairs = read_folder(path)
    elif is_archive(path.name):
        pairs = read_archive(path)
    elif path.suffix in SUFFIXES:
        pairs = _read_file(path)
    else:
        *others, last = (*SUFFIXES, *ARCHIVES)
        raise UnreadableSubmission(
            f"{shown} is not a {', '.join(others)} or {last} file. Hand in one of these."
        )
    files = tuple(_parse(name, data) for name, data in sorted(pairs.items()))
    if not files:
        raise UnreadableSubmission(
            f"{shown} holds no .py and no .ipynb file. Hand in one file for each problem."
        )
    return Submission(name or submission_name(path), files, assign(files, exercises))


def submission_name(path: Path) -> str:
    """Return what to call the submission at ``path``: its name without a suffix that is known."""
    name = path.resolve().name
    endings = (*SUFFIXES, *sorted(ARCHIVES, key=len, reverse=True))
    known = "" if path.is_dir() else next(filter(name.lower().endswith, endings), "")
    return plain_line(name[: len(name) - len(known)])


def from_cells(
    name: str, sources: Iterable[str], exercises: Mapping[str, Iterable[str]]
) -> Submission:
    """Return the cells that were run in a notebook as a submission, for every problem."""
    kept = [
        Cell(without_magics(source), f"In [{number}]")
        for number, source in enumerate(sources, start=1)
        if not CHECK_CELL.search(source)
    ]
    file = SourceFile(name, b"", tuple(kept))
    return Submission(name, (file,), dict.fromkeys(exercises, (file,)))


def assign(
    files: Iterable[SourceFile], exercises: Mapping[str, Iterable[str]]
) -> dict[str, tuple[SourceFile, ...]]:
    """Find the files of each problem: by file name, else by the functions that they define."""
    files = list(files)
    defined = [file.defines() for file in files]
    written = [file.written() for file in files]
    problems: dict[str, tuple[SourceFile, ...]] = {}
    for problem, functions in exercises.items():
        found = [number for number, file in enumerate(files) if file.stem == problem]
        if not any(written[number].intersection(functions) for number in found):
            # Not there, or as it was handed out: the work may be in a file of another name.
            bound = written if found else defined
            taken = exercises if found else ()
            counts = [
                0 if file.stem in taken else len(each.intersection(functions))
                for file, each in zip(files, bound, strict=True)
            ]
            best = max(counts, default=0)
            alike = [number for number, count in enumerate(counts) if count == best]
            found += [min(alike, key=lambda number: files[number].depth)] if best else []
        # What runs last has the last word: a file before one in a folder beside it, such as an
        # older copy, and a notebook before the .py beside it.
        found.sort(key=lambda number: files[number].place)
        if found:
            problems[problem] = tuple(_that_fit(files[number] for number in found))
    return problems


def exercises_by_file(paths: Iterable[Path], exercises: Iterable[str]) -> list[set[str]]:
    """Return which of ``exercises`` each file defines; none if it cannot be read."""
    wanted = set(exercises)
    found = []
    for path in paths:
        try:
            files = [_parse(name, data) for name, data in _read_file(path).items()]
        except UnreadableSubmission:
            files = []
        found.append({name for file in files for name in wanted & file.defines()})
    return found


def _read_file(path: Path) -> dict[str, bytes]:
    kept = Intake(path.name)
    kept.take(path.name, read_bytes(path, intake.MAX_FILE_BYTES + 1))
    return kept.files


def _parse(name: str, data: bytes) -> SourceFile:
    shown = plain_line(name, intake.MAX_NAME)
    try:
        text = data.decode("utf-8-sig")
        kept = notebook_cells(text) if name.endswith(".ipynb") else script_cells(text)
    except UnicodeDecodeError as error:
        return SourceFile(shown, data, trouble=f"{shown} is not UTF-8 text ({error.reason}).")
    except ValueError as error:
        kind = "notebook" if name.endswith(".ipynb") else "script"
        reason = plain_line(str(error))
        return SourceFile(shown, data, trouble=f"{shown} could not be read as a {kind}: {reason}.")
    return SourceFile(shown, data, tuple(kept))


def _that_fit(files: Iterable[SourceFile]) -> Iterable[SourceFile]:
    """Yield the files of a problem; without cells once they are more than one worker is sent."""
    left = cells.MAX_CODE + cells.MAX_CELLS * _CELL_COST
    for file in files:
        size = sum(len(cell.source) + _CELL_COST for cell in file.cells)
        if size > left:
            trouble = f"{file.name} is left out, as there is too much code before it."
            yield replace(file, cells=(), trouble=trouble)
        else:
            left -= size
            yield file
