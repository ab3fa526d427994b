"""Output formats of platforms, one module each: a format exists because its module does.

``github_summary.py`` is the format ``github-summary``. A module has a `Format` called ``FORMAT``.
It is imported only when its format is asked for.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from autograder.report import Report

__all__ = ["Export", "Format", "Unfit", "load", "names"]


class Unfit(Exception):
    """Reports or options that a format cannot be made of. The text says why, and what to do."""


@dataclass(frozen=True)
class Export:
    """The text of a file, and what whoever wrote it should know."""

    text: str
    remarks: Sequence[str] = ()
    complete: bool = True  # whether everything that was given is in it


def _no_arguments(parser: ArgumentParser) -> None:
    pass


@dataclass(frozen=True)
class Format:
    """An output format. What students read is made from their view of a report.

    Parameters
    ----------
    title : str
        What it is, in a few words.
    readers : {"students", "staff"}
        Who reads it.
    render : callable
        Makes it from reports and the parsed options.
    many : bool
        Whether it takes several reports.
    arguments : callable
        Adds its options to a parser.
    """

    title: str
    readers: Literal["students", "staff"]
    render: Callable[[Sequence[Report], Namespace], Export]
    many: bool = False
    arguments: Callable[[ArgumentParser], None] = _no_arguments


def names() -> list[str]:
    """Return the names of all formats, without importing any."""
    found = [module.name for module in iter_modules(__path__)]
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))


def load(name: str) -> Format:
    """Return the format called ``name``, one of `names`."""
    found: Format = import_module(f"{__name__}.{name.replace('-', '_')}").FORMAT
    return found
