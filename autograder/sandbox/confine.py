"""Confine this process for good, before it reads a line of a student's text.

The order matters: what takes rights away comes behind what needs them.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import math
import os
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import landlock, namespaces, seccomp
from autograder.sandbox.kernel import MACHINE, prctl, syscall
from autograder.sandbox.layers import Layers
from autograder.sandbox.paths import readable

__all__ = ["Prepared", "confine", "prepare"]

_NOBODY = 65534
_KILLED_FIRST = "/proc/self/oom_score_adj"  # from -1000 to 1000; a fork inherits it
_OPEN_FILES = 64
_DEATH_SIGNAL, _DUMPABLE, _NO_NEW_PRIVILEGES = 1, 4, 38
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION = 0x20080522


@dataclass(frozen=True)
class Prepared:
    """What workers share, made once by the process that forks them."""

    layers: Layers
    rules: int | None = None  # descriptor of Landlock's
    loses_library: bool = False  # whether a worker may not reach the standard library's folder


def prepare(layers: Layers) -> Prepared:
    """Do what can be done once for all workers of this process."""
    with contextlib.suppress(OSError):  # where memory runs out, workers are to end first
        Path(_KILLED_FIRST).write_text("1000", encoding="ascii")
    paths = readable()
    rules = landlock.ruleset(paths, layers.landlock)
    if layers.seccomp:
        with contextlib.suppress(KeyError):  # of a machine whose calls are not known
            seccomp.prepare()
    own_root = layers.namespaces and namespaces.enter(paths)
    # To import it takes a worker as long as all that confines it. Python then also knows what lies
    # in the library's folder, which a worker may not list.
    importlib.import_module("resource")
    # A library in a home directory is closed to the user that a worker of root becomes.
    loses_library = layers.drop_uid and os.geteuid() == 0 and not own_root
    return Prepared(layers, rules, loses_library)


def confine(prepared: Prepared, seconds: float) -> None:
    """Confine this process; each layer that the machine lacks is left out.

    After ``seconds`` of processor time the kernel kills it, whatever becomes of the grader.
    """
    layers = prepared.layers
    if layers.resources:
        _bound(layers.memory, seconds)
    if sys.platform != "linux":
        return
    if layers.drop_uid and os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    for option, value in ((_DEATH_SIGNAL, signal.SIGKILL), (_DUMPABLE, 0), (_NO_NEW_PRIVILEGES, 1)):
        with contextlib.suppress(OSError):
            prctl(option, value)
    with contextlib.suppress(OSError, KeyError):
        _drop_capabilities()
    if prepared.rules is not None:
        with contextlib.suppress(OSError):
            landlock.restrict(prepared.rules)
        os.close(prepared.rules)
    if layers.seccomp:
        with contextlib.suppress(OSError, KeyError):
            seccomp.install()


def _bound(memory: int, seconds: float) -> None:
    import resource

    bounds = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": int(seconds) + 1 if math.isfinite(seconds) else resource.RLIM_INFINITY,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": _OPEN_FILES,
        "RLIMIT_NPROC": 0,
    }
    for name, bound in bounds.items():
        with contextlib.suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (bound, bound))


def _drop_capabilities() -> None:
    header = struct.pack("<Ii", _CAPABILITY_VERSION, 0)
    nothing = bytes(24)
    syscall(_CAPSET[MACHINE], ctypes.c_char_p(header), ctypes.c_char_p(nothing))
