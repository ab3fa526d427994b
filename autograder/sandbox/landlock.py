"""Landlock: a process gives up all access to files but reading what is below some paths.

The structures and numbers are those of ``linux/landlock.h``; ``man 7 landlock`` explains them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

from autograder.sandbox.kernel import syscall

__all__ = ["abi", "restrict", "ruleset"]

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same numbers on every processor
_GET_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_SINCE = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # version -> how many rights to files there are
_TCP = 0b11  # bind and connect, since version 4
_SCOPES = 0b11  # abstract sockets and signals, since version 6
_NET_SINCE, _SCOPES_SINCE = 4, 6


def abi() -> int:
    """Return the version of Landlock that the kernel has, 0 for none."""
    try:
        return syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_GET_VERSION))
    except OSError:
        return 0


def ruleset(readable: Iterable[str], highest: int) -> int | None:
    """Return a descriptor of the rules, to be passed to `restrict`, or None without Landlock.

    Parameters
    ----------
    readable : iterable of str
        Files, and folders with all below them, that stay readable.
    highest : int
        Version to use at most. A kernel that refuses its own version is asked for older ones.
    """
    for version in range(min(abi(), highest), 0, -1):
        try:
            rules = _create(version)
        except OSError as error:
            if error.errno != errno.EINVAL:
                return None
            continue
        for path in readable:
            _allow(rules, path)
        return rules
    return None


def restrict(rules: int) -> None:
    """Confine this process for good. It must have given up new privileges before."""
    syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))


def _create(version: int) -> int:
    files = (1 << _SINCE[min(version, max(_SINCE))]) - 1
    fields = [files]
    if version >= _NET_SINCE:
        fields.append(_TCP)
    if version >= _SCOPES_SINCE:
        fields.append(_SCOPES)
    attributes = struct.pack(f"<{len(fields)}Q", *fields)
    return syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))


def _allow(rules: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # what is not here cannot be read
        return
    try:
        rights = _READ_FILE | _READ_DIR if os.path.isdir(path) else _READ_FILE
        rule = struct.pack("<Qi", rights, descriptor)
        syscall(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint(0))
    finally:
        os.close(descriptor)
