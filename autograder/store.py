"""Keep named pieces of bytes in one file, for one user: a cache that may be cut off or garbled."""

from __future__ import annotations

import contextlib
import hashlib
import os
import struct
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

from autograder.files import write_atomically

__all__ = ["Store", "default_cache", "join", "key_of", "source_of", "split"]

_SIZES = struct.Struct("<IQ")  # of a name, and of what it names
_KEPT = 6  # files of one stem: of the seeds and versions that were new last


def default_cache() -> Path:
    """Return the folder in which all is kept, by the platform's custom."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home()))
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "propgrade"


def key_of(parts: Iterable[bytes]) -> str:
    """Return a file name's worth of a hash of all the parts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32]


def source_of(module: ModuleType) -> bytes:
    """Return the text of a module; of a package, the texts of all that is in it."""
    path = Path(str(module.__file__))
    paths = path.parent.rglob("*.py") if path.name == "__init__.py" else [path]
    return b"".join(path.read_bytes() for path in sorted(paths))


class Store:
    """Pieces by name, read from a file when first asked for and written back by `save`.

    Parameters
    ----------
    folder : Path or None
        None keeps them in memory only. The folder is made readable by its owner only.
    stem, key : str
        The file is called ``<stem>-<key>``; of one stem the newest few are kept.
    """

    def __init__(self, folder: Path | None, stem: str, key: str) -> None:
        self._folder = folder
        self._stem = stem
        self._file = folder / f"{stem}-{key}" if folder is not None else None
        self._pieces: dict[str, bytes] | None = None
        self._grown = False

    def get(self, name: str) -> bytes | None:
        """Return what is kept under a name."""
        return self._loaded().get(name)

    def all(self) -> dict[str, bytes]:
        """Return all that is kept, by name."""
        return dict(self._loaded())

    def put(self, name: str, piece: bytes) -> None:
        """Keep a piece under a name."""
        self._loaded()[name] = piece
        self._grown = True

    def save(self) -> None:
        """Write what was put; a reader sees the old file or the new one, never a part."""
        if self._file is None or not self._grown or self._pieces is None:
            return
        with contextlib.suppress(OSError):  # a cache that cannot be written costs only time
            # Another process may have added to the file meanwhile.
            _write(self._file, {**_read(self._file), **self._pieces})
            self._grown = False
            self._prune()

    def _loaded(self) -> dict[str, bytes]:
        if self._pieces is None:
            self._pieces = _read(self._file) if self._file is not None else {}
        return self._pieces

    def _prune(self) -> None:
        assert self._folder is not None
        length = len(self._stem) + 1 + 32
        files = [
            path
            for path in self._folder.glob(f"{self._stem}-*")
            if len(path.name) == length and path != self._file
        ]
        files.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[_KEPT - 1 :]:
            path.unlink(missing_ok=True)


def join(pieces: Mapping[str, bytes]) -> bytes:
    """Return named pieces as bytes, for `split`."""
    return b"".join(
        part
        for name, piece in pieces.items()
        for part in (_SIZES.pack(len(name.encode()), len(piece)), name.encode(), piece)
    )


def split(data: bytes | memoryview) -> dict[str, bytes]:
    """Return the pieces that `join` put together."""
    body = memoryview(data)
    pieces = {}
    while body:
        length, size = _SIZES.unpack_from(body)
        name = str(body[_SIZES.size : _SIZES.size + length], "utf-8")
        begin = _SIZES.size + length
        pieces[name] = bytes(body[begin : begin + size])
        body = body[begin + size :]
    return pieces


def _write(path: Path, pieces: Mapping[str, bytes]) -> None:
    body = join(pieces)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_atomically(path, hashlib.sha256(body).digest() + body, mode=0o600)


def _read(path: Path) -> dict[str, bytes]:
    """Return the pieces of a file; none if it is absent, cut off or not as it was written."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    digest, body = data[:32], memoryview(data)[32:]
    return split(body) if hashlib.sha256(body).digest() == digest else {}
