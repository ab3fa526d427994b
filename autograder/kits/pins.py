"""The versions that are installed here, for pip's ``--constraint``: a kit gets what was tested."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["pins"]

_NAME = "propgrade"


def pins(name: str = _NAME) -> str:
    """Return a line ``package==version`` for all that a package needs, itself left out."""
    found: dict[str, str] = {}
    left = _needed(name)
    while left:
        package = left.pop()
        if package in found or package == name:
            continue
        try:
            found[package] = distribution(package).version
        except PackageNotFoundError:  # on this platform it is not needed
            continue
        left += _needed(package)
    return "".join(f"{package}=={version}\n" for package, version in sorted(found.items()))


def _needed(name: str) -> list[str]:
    requirements = map(Requirement, distribution(name).requires or ())
    return [
        canonicalize_name(requirement.name)
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    ]
