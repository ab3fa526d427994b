"""Replace Python sources in an archive by bytecode. Run by the Python that will import them.

`compile.mjs` runs this in Pyodide when the lab is built, so that no student's browser compiles the
standard library, Hypothesis and pytest again.
"""

from __future__ import annotations

import io
import zipfile
from importlib import _bootstrap_external
from importlib.util import cache_from_source, source_hash

__all__ = ["precompile"]

_NO_TIME = (1980, 1, 1, 0, 0, 0)


def precompile(archive: bytes, root: str, kept: tuple[str, ...]) -> bytes:
    """Return the archive with bytecode.

    Parameters
    ----------
    archive : bytes
        A zip.
    root : str
        Where it will be unpacked.
    kept : tuple of str
        Of what begins so the source is kept, too.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            if name.endswith("/"):
                continue
            data = old.read(name)
            code = _bytecode(data, f"{root}/{name}") if name.endswith(".py") else None
            keeps = name.startswith(kept)
            if code is None or keeps:
                _write(new, name, data)
            if code is not None:
                _write(new, cache_from_source(name) if keeps else f"{name}c", code)
    return result.getvalue()


def _bytecode(source: bytes, path: str) -> bytes | None:
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):  # data of a test
        return None
    digest = source_hash(source)
    to_pyc = _bootstrap_external._code_to_hash_pyc  # type: ignore[attr-defined]
    return bytes(to_pyc(code, digest, False))


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED, 9)
