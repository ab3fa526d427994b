"""Examples that are handed out with an assignment, so that a first check has none to draw.

``checks/<problem>.examples`` holds drawn arguments, of checks without a reference, under the public
seed. It was made from the check file that it names by a hash; for any other it counts as absent.
Other versions of Hypothesis or NumPy would draw other examples, but those here are as good.
"""

from __future__ import annotations

import hashlib
import lzma
import struct
from collections.abc import Mapping
from pathlib import Path

from autograder.store import join, split

__all__ = ["FOLDER_PATTERN", "head", "is_current", "pack", "path_of", "read"]

_MAGIC = b"propgrade examples 1\n"
_SUFFIX = ".examples"
#: Where these files lie, from the folder of the assignment.
FOLDER_PATTERN = f"checks/*{_SUFFIX}"


def path_of(source: Path) -> Path:
    """Return where the examples of a check file lie."""
    return source.with_name(source.stem.removeprefix("test_") + _SUFFIX)


def pack(source: Path, pieces: Mapping[str, bytes]) -> bytes:
    """Return the content of the file; the same pieces give the same bytes."""
    compressed = lzma.compress(join(dict(sorted(pieces.items()))), preset=9 | lzma.PRESET_EXTREME)
    return head(source) + compressed


def is_current(source: Path) -> bool:
    """Tell whether the examples of a check file were made from it as it is."""
    path = path_of(source)
    return path.is_file() and path.read_bytes().startswith(head(source))


def read(source: Path) -> dict[str, bytes]:
    """Return the examples of a check file by check; none if there are none, or of another text."""
    try:
        data = path_of(source).read_bytes()
        begin = head(source)
        return split(lzma.decompress(data[len(begin) :])) if data.startswith(begin) else {}
    except (OSError, ValueError, lzma.LZMAError, struct.error):
        return {}


def head(source: Path) -> bytes:
    """Return how the file begins: all that its content depends on but versions."""
    return _MAGIC + hashlib.sha256(source.read_bytes()).hexdigest().encode() + b"\n"
