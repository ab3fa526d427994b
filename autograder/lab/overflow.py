"""Warnings of overflow and of division by zero, which WebAssembly has no flags for.

NumPy cannot raise them there. A check that demands that there are none is left to the grading.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest

__all__ = ["SILENT", "UNSEEN", "Unseen"]

#: The message of a check that needs such warnings.
UNSEEN = "a browser does not see warnings of overflow and division; graded after submission"


class Unseen(tuple[str, ...]):
    """No warnings, which says nothing."""

    def __bool__(self) -> bool:
        raise pytest.skip.Exception(UNSEEN)


def _silent() -> bool:
    with warnings.catch_warnings(record=True) as seen, np.errstate(over="warn"):
        warnings.simplefilter("always")
        np.exp(np.array([1000.0]))
    return not seen


#: Whether overflow goes unnoticed here.
SILENT = _silent()
