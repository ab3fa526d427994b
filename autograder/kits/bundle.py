"""The files of a kit, from templates and folders, and how they are written to a folder or a zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from autograder.course import CourseError
from autograder.files import files_below, write_atomically

__all__ = ["Kit", "folder_files", "pack", "template", "templates", "write"]

#: The bytes of each file by its name in the kit. What begins with ``#!`` is made executable.
Kit = dict[str, bytes]

_MARK = re.compile(r"@([A-Z_]+)@")
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same files, the same bytes
_OWNER_ONLY, _EVERYONE = 0o600, 0o644


def folder_files(folder: Path, inside: str = "") -> Kit:
    """Return the files below a folder, under a folder of the kit; hidden ones are left out.

    Raises
    ------
    CourseError
        If one is a link: what it leads to might not be meant to be handed on.
    """
    kit: Kit = {}
    for name, path in files_below(folder).items():
        if any(part.startswith(".") for part in Path(name).parts):
            continue
        if path.is_symlink():
            raise CourseError(f"{path} is a link. Put the file itself there.")
        kit[f"{inside}{name}"] = path.read_bytes()
    return kit


def template(name: str, values: Mapping[str, str]) -> bytes:
    """Return a template of this package with its marks, such as ``@WHEEL@``, filled in."""
    text = resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")
    return _MARK.sub(lambda match: values[match[1]], text).encode()


def templates(folder: str, values: Mapping[str, str], inside: str = "") -> Kit:
    """Return all templates below a folder of templates, filled in."""
    root = resources.files(__package__).joinpath("templates", folder)
    with resources.as_file(root) as here:
        names = list(files_below(here))
    return {f"{inside}{name}": template(f"{folder}/{name}", values) for name in names}


def write(kit: Kit, out: Path, *, secret: bool) -> Iterator[str]:
    """Write a kit to ``out``, a zip by its name or else a new folder; yield what was written.

    What is ``secret`` only its owner may read.
    """
    mode = _OWNER_ONLY if secret else _EVERYONE
    if out.suffix == ".zip":
        write_atomically(out, pack(kit), mode)
        yield f"{out}: {len(kit)} files"
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CourseError(f"{out} is there already. Name a folder that is not, or a .zip file.")
    out.mkdir(parents=True, exist_ok=True)
    if secret:
        out.chmod(0o700)
    for name, data in kit.items():
        write_atomically(out / name, data, mode | _executable(data, mode))
    yield f"{out}/: {len(kit)} files"


def _executable(data: bytes, mode: int) -> int:
    """Return the bits for all who may read the file, if it is a script."""
    return (mode & 0o444) >> 2 if data.startswith(b"#!") else 0


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a zip of files, the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the mode counts
            entry.external_attr = (0o100000 | _EVERYONE | _executable(data, _EVERYONE)) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()
