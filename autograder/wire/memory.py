"""The arrays in a value, and whether two values share memory."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["arrays_in", "share_memory"]

_HOLDERS = (np.ndarray, list, tuple, dict)


def arrays_in(value: Any) -> list[np.ndarray[Any, Any]]:
    """Return the arrays that a value holds, however nested."""
    found: list[np.ndarray[Any, Any]] = []
    _collect(value, found)
    return found


def share_memory(results: Any, arguments: Any) -> bool:
    """Tell whether an array in ``results`` may share memory with one in ``arguments``."""
    if not isinstance(results, _HOLDERS):
        return False
    given = arrays_in(arguments)
    owners = set(map(_owner, given))
    for result in arrays_in(results):
        # Two that own their memory have different memory: no need to compare each pair.
        owner = _owner(result)
        if owner and None not in owners and owner not in owners:
            continue
        if any(np.may_share_memory(result, argument) for argument in given):
            return True
    return False


def _owner(array: np.ndarray[Any, Any]) -> int | None:
    """Return a number for the array whose memory this one looks at; None if it is not known."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return id(array) if array.flags.owndata else None


def _collect(value: Any, found: list[np.ndarray[Any, Any]]) -> None:
    if isinstance(value, np.ndarray):
        found.append(value)
    elif isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, _HOLDERS):
                _collect(item, found)
