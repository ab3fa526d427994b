"""What complaints call values and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograder.compare.mismatch import Array

__all__ = ["RESULT", "SHOWN", "kind_of", "listing", "part", "position", "short"]

RESULT = "the result"
SHOWN = 200  # characters of a value
_LISTED = 10  # keys
_NAMED_PARTS = re.compile(r"\(([a-zA-Z_][\w\[\]]*(?:, [a-zA-Z_][\w\[\]]*)+)\)")
_ARTICLES = {"int": "an int", "ndarray": "an array", "NoneType": "None"}


def kind_of(value: Any) -> str:
    """Say what ``value`` is: "an array", "a list", "None"."""
    described = getattr(value, "described", None)  # what could not cross from the worker
    if isinstance(described, str):
        return described
    name = type(value).__name__
    return _ARTICLES.get(name, f"a {name}")


def short(value: Any) -> str:
    """Return the repr of what a submission can make as long as it likes."""
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def position(where: Array) -> tuple[str, tuple[int, ...]]:
    index = tuple(int(i) for i in np.argwhere(where)[0])
    return (f" at index {list(index)}" if index else ""), index


def part(name: str, i: int, count: int) -> str:
    """Return what to call a part of something that may be called ``(h, c) after a step``."""
    named = _NAMED_PARTS.search(name)
    parts = named[1].split(", ") if named else []
    if named is None or len(parts) != count:
        return f"{name}[{i}]"
    return name[: named.start()] + parts[i] + name[named.end() :]


def listing(keys: Iterable[Any]) -> str:
    names = [short(key) for key in keys]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more or "no keys"
