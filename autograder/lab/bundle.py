"""Gather what the tab's interpreter needs beside Pyodide: packages, the engine, the assignment."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from pathlib import Path

from autograder import __version__, shipped
from autograder.course import Assignment
from autograder.files import files_below
from autograder.kits.bundle import pack
from autograder.lab.wheels import members
from autograder.store import join

__all__ = ["ASSIGNMENT", "SITE", "site"]

#: Folders of the archive: packages, and the assignment as it is released.
SITE, ASSIGNMENT = "site", "assignment"
_PACKAGE = Path(__file__).parents[1]
#: Parts of the engine that only a course's own machine runs.
_NOT_IN_A_TAB = re.compile(
    r"(cli|commands|formats|kits|nbgrader|platforms|lab/page)/|render/.*\.(j2|css|js)$"
)
#: Parts of packages that nothing here imports, and that are a third of their size.
_UNUSED = re.compile(
    r"pygments/(styles|formatters)/(?!__init__|_mapping|terminal|default)"
    r"|pygments/lexers/(?!__init__|_mapping|python|diff|special)"
    r"|.*/tests/|numpy/(f2py/src|distutils|doc|_pyinstaller)/|numpy/.*\.(pyi|h|a|lib|c|pxd|pyx)$"
    r"|hypothesis/(vendor/tlds|.*\.pyi)|.*\.data/|_hypothesis_ftz_detector|markupsafe/_speedups"
)


def site(assignment: Assignment, wheels: Iterable[bytes]) -> bytes:
    """Return the archive that is unpacked in the tab; the same files give the same bytes."""
    files: dict[str, bytes] = {}
    for wheel in wheels:
        for name, data in members(wheel).items():
            if not _UNUSED.match(name):
                files[f"{SITE}/{name}"] = data
    for name, path in files_below(_PACKAGE).items():
        if not _NOT_IN_A_TAB.match(name):
            files[f"{SITE}/{_PACKAGE.name}/{name}"] = path.read_bytes()
    metadata = f"Metadata-Version: 2.1\nName: propgrade\nVersion: {__version__}\n"
    files[f"{SITE}/propgrade-{__version__}.dist-info/METADATA"] = metadata.encode()
    files |= {f"{ASSIGNMENT}/{assignment.name}/{k}": v for k, v in _released(assignment).items()}
    return pack(files)


def _released(assignment: Assignment) -> dict[str, bytes]:
    """Return the files of the assignment that a check or a plot reads."""
    files = {
        name: path.read_bytes()
        for name, path in files_below(assignment.folder).items()
        if name.startswith(("checks/", "data/")) and not name.endswith(".examples")
    }
    for problem in assignment.problems:
        source = assignment.checks / f"test_{problem}.py"
        examples = shipped.path_of(source)
        pieces = join(dict(sorted(shipped.read(source).items())))
        # Pyodide has no xz. See `autograder.lab.absent`.
        files[f"checks/{examples.name}"] = shipped.head(source) + zlib.compress(pieces, 9)
    return files
