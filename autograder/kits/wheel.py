"""The wheel of this very package, made from what is installed: no build tool, no network."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from autograder import __version__
from autograder.course import CourseError
from autograder.files import files_below
from autograder.kits.bundle import pack

__all__ = ["make_wheel"]

_NAME = "propgrade"
_INSTALLERS_OWN = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def make_wheel() -> tuple[str, bytes]:
    """Return the file name and the bytes of the wheel of propgrade as it is installed here.

    Raises
    ------
    CourseError
        If the package is not installed, or its metadata are those of another version.
    """
    remedy = "Install propgrade again: python -m pip install PATH"
    try:
        found = distribution(_NAME)
    except PackageNotFoundError:
        raise CourseError(f"{_NAME} is run without having been installed. {remedy}") from None
    if found.version != __version__:
        raise CourseError(
            f"{_NAME} {__version__} is installed with metadata of {found.version}. {remedy}"
        )
    package = Path(__file__).parents[1]
    files = {f"{package.name}/{name}": path for name, path in files_below(package).items()}
    info = f"{_NAME}-{__version__}.dist-info"
    for entry in found.files or ():
        if entry.parts[0] == info and entry.name not in _INSTALLERS_OWN:
            files[entry.as_posix()] = Path(str(entry.locate()))
    data = {name: path.read_bytes() for name, path in sorted(files.items())}
    rows = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in data.items()]
    data[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    return f"{_NAME}-{__version__}-py3-none-any.whl", pack(data)


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
