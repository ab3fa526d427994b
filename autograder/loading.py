"""Read a submission as data: which file holds which problem, and the code cells in it.

A submission is one ``.py``, one ``.ipynb``, or a folder or zip of them. Nothing is run here. What
runs later, in the worker, is every code cell that is neither marked as a plot nor a locked check
cell of the release, without its magics and shell lines.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

__all__ = ["SUFFIXES", "Cell", "SourceFile", "Submission", "UnreadableSubmission"]
__all__ += ["exercises_by_file", "from_cells", "read_submission"]

MAX_FILES = 200
MAX_FILE_BYTES = 20 * 2**20
MAX_TOTAL_BYTES = 100 * 2**20

#: Tag of cells that are never run by the grader.
PLOT = "plot"

SUFFIXES = (".py", ".ipynb")
_IGNORED_PARTS = re.compile(r"^[._]|^(checks|figures|data|node_modules|__MACOSX|venv)$")
_CELL_MARK = re.compile(r"^# ?%%(?P<rest>.*)$")
_TAGS = re.compile(r"tags=\[(?P<tags>[^\]]*)\]")
_MAGIC = re.compile(r"^\s*(?:%|!|\?)|\?\s*$")
_CELL_MAGIC_THAT_KEEPS_PYTHON = re.compile(r"^%%(time|timeit|capture|prun)\b")
_STRING_OR_COMMENT = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_ASSIGNED_MAGIC = re.compile(r"^\s*\w[\w, ]*=\s*[%!]")
_CHECK_CELL = re.compile(r"^check\(", re.MULTILINE)
_DEFINED = re.compile(r"^(?:async +)?(?:def +(\w+)|class +(\w+)|(\w+) *(?::[^=\n]*)?=(?!=))", re.M)


class UnreadableSubmission(Exception):
    """A submission that cannot be read at all. The text says why, and what to do."""


@dataclass(frozen=True)
class Cell:
    """A piece of source that is compiled on its own."""

    source: str
    label: str
    first_line: int = 1


@dataclass(frozen=True)
class SourceFile:
    """One file of a submission."""

    name: str
    data: bytes = field(repr=False)
    cells: tuple[Cell, ...] = ()
    trouble: str | None = None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    def defines(self) -> set[str]:
        """Names that the text binds at the left margin, found without parsing."""
        found = (_DEFINED.findall(cell.source) for cell in self.cells)
        return {name for names in found for match in names for name in match if name}


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
        A ``.py``, an ``.ipynb``, a zip, or a folder of them.
    exercises : mapping of str to iterable of str
        The exercises of each problem: files are matched to problems by name, then by these.
    name : str, optional
        What to call the submission; by default its file name without suffix.

    Raises
    ------
    UnreadableSubmission
        If there is nothing in it that can be read.
    """
    if path.suffix == ".zip":
        pairs = _unzip(path)
    elif path.is_dir():
        pairs = _walk(path)
    elif path.suffix in SUFFIXES and path.exists():
        pairs = [(path.name, _read(path))]
    elif path.exists():
        raise UnreadableSubmission(
            f"{path.name} is not a .py, .ipynb or .zip file. Hand in one of these."
        )
    else:
        raise UnreadableSubmission(f"{path} does not exist. Check the path.")
    files = tuple(_parse(name, data) for name, data in sorted(pairs))
    if not files:
        raise UnreadableSubmission(
            f"{path.name} holds no .py and no .ipynb file. Hand in one file for each problem."
        )
    return Submission(name or path.stem, files, assign(files, exercises))


def from_cells(
    name: str, sources: Iterable[str], exercises: Mapping[str, Iterable[str]]
) -> Submission:
    """Return the cells that were run in a notebook as a submission, for every problem."""
    cells = [
        Cell(without_magics(source), f"In [{number}]")
        for number, source in enumerate(sources, start=1)
        if not _CHECK_CELL.search(source)
    ]
    file = SourceFile(name, b"", tuple(cells))
    return Submission(name, (file,), dict.fromkeys(exercises, (file,)))


def assign(
    files: Iterable[SourceFile], exercises: Mapping[str, Iterable[str]]
) -> dict[str, tuple[SourceFile, ...]]:
    """Find the files of each problem: by file name, else by the functions that they define."""
    files = list(files)
    problems: dict[str, tuple[SourceFile, ...]] = {}
    for problem, functions in exercises.items():
        found = [file for file in files if file.stem == problem]
        if not found:
            wanted = set(functions)
            counts = {file.name: len(wanted & file.defines()) for file in files}
            best = max(counts.values(), default=0)
            found = [file for file in files if best and counts[file.name] == best][:1]
        # The .py comes first, so that a notebook beside it has the last word.
        found.sort(key=lambda file: (file.name.endswith(".ipynb"), file.name))
        if found:
            problems[problem] = tuple(found)
    return problems


def exercises_by_file(paths: Iterable[Path], exercises: Iterable[str]) -> list[set[str]]:
    """Return which of ``exercises`` each file defines."""
    wanted = set(exercises)
    return [wanted & _parse(path.name, _read(path)).defines() for path in paths]


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise UnreadableSubmission(
            f"{path.name} has {size} bytes, more than {MAX_FILE_BYTES}. "
            "Clear the outputs of the notebook and hand it in again."
        )
    return path.read_bytes()


def _walk(folder: Path) -> list[tuple[str, bytes]]:
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES
        and not path.is_symlink()
        and path.is_file()
        and _counts(path.relative_to(folder).as_posix())
    ]
    if len(paths) > MAX_FILES:
        raise UnreadableSubmission(
            f"{folder.name} holds {len(paths)} files, more than {MAX_FILES}. "
            "Hand in the homework only."
        )
    return [(path.relative_to(folder).as_posix(), _read(path)) for path in paths]


def _counts(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not any(_IGNORED_PARTS.search(part) for part in parts)


def _unzip(path: Path) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                info
                for info in archive.infolist()
                if info.filename.endswith(SUFFIXES) and _counts(info.filename)
            ]
            if len(members) > MAX_FILES or sum(m.file_size for m in members) > MAX_TOTAL_BYTES:
                raise UnreadableSubmission(
                    f"{path.name} is too large once unpacked. Hand in the homework only."
                )
            pairs = []
            for info in members:
                with archive.open(info) as member:
                    data = member.read(MAX_FILE_BYTES + 1)
                if len(data) > MAX_FILE_BYTES:
                    raise UnreadableSubmission(f"{info.filename} in {path.name} is too large.")
                pairs.append((info.filename, data))
            return pairs
    except UnreadableSubmission:
        raise
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zlib.error,
    ) as error:
        raise UnreadableSubmission(
            f"{path.name} could not be read as a zip ({error}). Pack it again."
        ) from error


def _parse(name: str, data: bytes) -> SourceFile:
    try:
        text = data.decode("utf-8-sig")
        cells = notebook_cells(text) if name.endswith(".ipynb") else script_cells(text)
    except UnicodeDecodeError as error:
        return SourceFile(name, data, trouble=f"{name} is not UTF-8 text ({error.reason}).")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        return SourceFile(name, data, trouble=f"{name} could not be read as a notebook: {error}.")
    return SourceFile(name, data, tuple(cells))


def notebook_cells(text: str) -> list[Cell]:
    """Return the code cells of a notebook that count, whatever its format version."""
    notebook = json.loads(text)
    cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
    kept = []
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") != "code":
            continue
        metadata = cell.get("metadata") or {}
        graded = metadata.get("nbgrader") or {}
        locked_check = bool(graded.get("grade")) and not graded.get("solution")
        if locked_check or PLOT in (metadata.get("tags") or ()):
            continue
        source = cell.get("source", cell.get("input", ""))
        source = source if isinstance(source, str) else "".join(source)
        kept.append(Cell(without_magics(source), f"cell {number}"))
    return kept


def script_cells(text: str) -> list[Cell]:
    """Return the code cells of a ``.py``, which is one cell unless it has ``# %%`` marks."""
    lines = _lines(text)
    starts = [i for i, line in enumerate(lines) if _CELL_MARK.match(line)]
    kept = []
    for begin, end in zip([0, *starts], [*starts, len(lines)], strict=True):
        mark = _CELL_MARK.match(lines[begin]) if begin < len(lines) else None
        rest = mark["rest"] if mark else ""
        tags = _TAGS.search(rest)
        plot = bool(tags) and PLOT in re.findall(r"\w+", tags["tags"] if tags else "")
        if "[markdown]" in rest or "[raw]" in rest or plot:
            continue
        source = "\n".join(lines[begin:end])
        if source.strip():
            kept.append(Cell(source, f"line {begin + 1}", begin + 1))
    return kept


def without_magics(source: str) -> str:
    """Blank out magics, shell lines and help lines; a cell in another language is dropped."""
    if _is_python(source):
        return source
    lines = _lines(source)
    if lines and lines[0].startswith("%%") and not _CELL_MAGIC_THAT_KEEPS_PYTHON.match(lines[0]):
        return ""
    depth = 0  # of brackets: what stands inside some is an expression that was wrapped
    kept = []
    for line in lines:
        magic = depth == 0 and _is_magic(line)
        kept.append("" if magic else line)
        code = "" if magic else _STRING_OR_COMMENT.sub("", line)
        depth = max(0, depth + sum(map(code.count, "([{")) - sum(map(code.count, ")]}")))
    return "\n".join(kept)


def _lines(text: str) -> list[str]:
    """Split at the ends of lines that Python knows; `str.splitlines` knows more."""
    lines = re.split(r"\r\n|\r|\n", text)
    return lines if lines[-1] else lines[:-1]


def _is_python(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _is_magic(line: str) -> bool:
    code = line.split("#")[0]
    return bool(_MAGIC.search(code) or _ASSIGNED_MAGIC.match(code))
