"""The calls of Linux that Python's standard library does not have."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from typing import Any

__all__ = ["MACHINE", "libc", "prctl", "syscall"]

#: The name of the processor in the tables of system call numbers.
MACHINE = platform.machine()


def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


_LIBRARY = _library()


def libc(name: str, *arguments: Any) -> int:
    """Call a function of the C library; raise `OSError` where it returns a negative number."""
    ctypes.set_errno(0)
    result = int(getattr(_LIBRARY, name)(*arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def syscall(number: int, *arguments: Any) -> int:
    """Make a system call for which the C library has no function."""
    return libc("syscall", ctypes.c_long(number), *arguments)


def prctl(option: int, *arguments: Any) -> None:
    """Set an attribute of this process; see ``man 2 prctl``."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    longs = [a if isinstance(a, ctypes._SimpleCData) else ctypes.c_ulong(a) for a in padded]
    libc("prctl", ctypes.c_int(option), *longs)
