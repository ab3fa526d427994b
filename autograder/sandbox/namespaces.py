"""Namespaces: a view of the machine with no process, no network and hardly a file in it.

They are entered once, by the zygote, so that a worker costs no more with them than without.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence

from autograder.sandbox.kernel import MACHINE, libc, syscall

__all__ = ["enter"]

_NEWNS, _NEWCGROUP, _NEWUTS = 0x00020000, 0x02000000, 0x04000000
_NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x08000000, 0x10000000, 0x20000000, 0x40000000
_PRIVATE = 1 << 18 | 1 << 14  # MS_PRIVATE, MS_REC
_BIND, _REMOUNT, _READ_ONLY, _NOSUID, _NODEV = 1 << 12, 1 << 5, 1, 2, 4
_DETACH = 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
#: A folder that every Linux has, and below which no library lies: the new root is mounted there.
_MOUNT_POINT = "/dev"


def enter(readable: Sequence[str]) -> bool:
    """Leave the machine's namespaces; where it forbids that, stay in them.

    Afterwards children of this process live in a process namespace of their own, there is no
    network, and of the file system only the paths in ``readable`` are left. Return whether the
    last holds.
    """
    spaces = _NEWNS | _NEWPID | _NEWNET | _NEWIPC | _NEWUTS | _NEWCGROUP
    try:
        if os.geteuid() == 0:
            _unshare(spaces)
        else:
            uid, gid = os.geteuid(), os.getegid()
            _unshare(spaces | _NEWUSER)
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{uid} {uid} 1")
            _write("/proc/self/gid_map", f"{gid} {gid} 1")
    except OSError:
        return False
    _first_process()
    try:
        _change_root(readable)
    except OSError:
        return False
    return True


def _unshare(spaces: int) -> None:
    libc("unshare", ctypes.c_int(spaces))


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as stream:
        stream.write(text)


def _first_process() -> None:
    """Start the process whose end would end the namespace: it does nothing, and ends with us."""
    reader, _held = os.pipe()  # the zygote alone keeps the end to which nothing is written
    if os.fork() == 0:
        os.closerange(0, reader)
        os.closerange(reader + 1, os.sysconf("SC_OPEN_MAX"))
        os.read(reader, 1)
        os._exit(0)
    os.close(reader)


def _change_root(readable: Sequence[str]) -> None:
    _mount("none", "/", None, _PRIVATE)
    _mount("tmpfs", _MOUNT_POINT, "tmpfs", _NOSUID | _NODEV)
    for path in readable:
        target = _MOUNT_POINT + path
        if os.path.lexists(target):  # in a folder that is there already
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.isdir(path):
            os.makedirs(target, exist_ok=True)
        else:
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
        _mount(path, target, None, _BIND)
    for name in os.listdir("/"):  # /lib is often a link to /usr/lib
        if os.path.islink(f"/{name}") and not os.path.lexists(f"{_MOUNT_POINT}/{name}"):
            os.symlink(os.readlink(f"/{name}"), f"{_MOUNT_POINT}/{name}")
    _mount("none", _MOUNT_POINT, None, _REMOUNT | _BIND | _READ_ONLY | _NOSUID | _NODEV)
    os.chdir(_MOUNT_POINT)
    syscall(_PIVOT_ROOT[MACHINE], b".", b".")
    libc("umount2", b".", ctypes.c_int(_DETACH))
    os.chdir("/")


def _mount(source: str, target: str, kind: str | None, flags: int) -> None:
    libc(
        "mount",
        os.fsencode(source),
        os.fsencode(target),
        kind.encode() if kind else None,
        ctypes.c_ulong(flags),
        None,
    )
