"""Find files below a folder; write them so that a reader never sees a part of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["files_below", "write_atomically"]

#: What Python and Jupyter leave behind.
_LEFT_BEHIND = {"__pycache__", ".ipynb_checkpoints"}


def files_below(folder: Path) -> dict[str, Path]:
    """Return the files below a folder by their names from there, in order."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*"))}
    return {
        name.as_posix(): path
        for name, path in found.items()
        if path.is_file() and not _LEFT_BEHIND.intersection(name.parts)
    }


def write_atomically(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Replace ``path`` by ``content``; folders are made where they lack."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(part, mode)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise
