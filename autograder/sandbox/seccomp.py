"""Seccomp: a list of the system calls that a computation in NumPy needs; all others fail.

A list of what is allowed, and not of what is forbidden, so that a call which a later kernel adds is
forbidden from the start. A forbidden call fails with EPERM, which a student sees as an exception.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import struct

from autograder.sandbox.kernel import MACHINE, prctl

__all__ = ["NUMBERS", "filter_program", "install", "prepare"]

_NAMES = (  # name, number on x86_64, number on aarch64; None where it does not exist
    ("read", 0, 63),
    ("write", 1, 64),
    ("open", 2, None),
    ("close", 3, 57),
    ("stat", 4, None),
    ("fstat", 5, 80),
    ("lstat", 6, None),
    ("poll", 7, None),
    ("lseek", 8, 62),
    ("mmap", 9, 222),
    ("mprotect", 10, 226),
    ("munmap", 11, 215),
    ("brk", 12, 214),
    ("rt_sigaction", 13, 134),
    ("rt_sigprocmask", 14, 135),
    ("rt_sigreturn", 15, 139),
    ("ioctl", 16, 29),
    ("pread64", 17, 67),
    ("readv", 19, 65),
    ("writev", 20, 66),
    ("access", 21, None),
    ("pipe", 22, None),
    ("select", 23, None),
    ("sched_yield", 24, 124),
    ("mremap", 25, 216),
    ("madvise", 28, 233),
    ("dup", 32, 23),
    ("dup2", 33, None),
    ("pause", 34, None),
    ("nanosleep", 35, 101),
    ("getitimer", 36, 102),
    ("alarm", 37, None),
    ("setitimer", 38, 103),
    ("getpid", 39, 172),
    ("exit", 60, 93),
    ("uname", 63, 160),
    ("fcntl", 72, 25),
    ("getcwd", 79, 17),
    ("readlink", 89, None),
    ("gettimeofday", 96, 169),
    ("getrlimit", 97, 163),
    ("getrusage", 98, 165),
    ("sysinfo", 99, 179),
    ("times", 100, 153),
    ("getuid", 102, 174),
    ("getgid", 104, 176),
    ("geteuid", 107, 175),
    ("getegid", 108, 177),
    ("getppid", 110, 173),
    ("getgroups", 115, 158),
    ("getresuid", 118, 148),
    ("getresgid", 120, 150),
    ("rt_sigpending", 127, 136),
    ("rt_sigtimedwait", 128, 137),
    ("rt_sigsuspend", 130, 133),
    ("sigaltstack", 131, 132),
    ("gettid", 186, 178),
    ("time", 201, None),
    ("futex", 202, 98),
    ("sched_getaffinity", 204, 123),
    ("getdents64", 217, 61),
    ("set_tid_address", 218, 96),
    ("restart_syscall", 219, 128),
    ("clock_gettime", 228, 113),
    ("clock_getres", 229, 114),
    ("clock_nanosleep", 230, 115),
    ("exit_group", 231, 94),
    ("tgkill", 234, 131),
    ("openat", 257, 56),
    ("newfstatat", 262, 79),
    ("readlinkat", 267, 78),
    ("faccessat", 269, 48),
    ("pselect6", 270, 72),
    ("ppoll", 271, 73),
    ("set_robust_list", 273, 99),
    ("dup3", 292, 24),
    ("pipe2", 293, 59),
    ("preadv", 295, 69),
    ("prlimit64", 302, 261),
    ("getcpu", 309, 168),
    ("getrandom", 318, 278),
    ("membarrier", 324, 283),
    ("statx", 332, 291),
    ("rseq", 334, 293),
    ("clone3", 435, 435),
    ("faccessat2", 439, 439),
)
NUMBERS = {
    "x86_64": {name: number for name, number, _ in _NAMES},
    "aarch64": {name: number for name, _, number in _NAMES if number is not None},
}
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # of linux/audit.h
_X32 = 0x40000000  # x86_64 has a second numbering from here on, which is not used

# linux/bpf_common.h and linux/seccomp.h
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data

_READING = 0o20001103  # writing, O_CREAT, O_TRUNC and O_TMPFILE: none of these bits may be set
_IOCTL = (0x5401, 0x5413, 0x5450, 0x5451)  # is it a terminal, its size, close-on-exec
_FCNTL = (0, 1, 2, 3, 1030)  # duplicate, read and set close-on-exec, read flags

_SET_SECCOMP, _FILTER = 22, 2
_ANY_PID = 0xFEDCBA98  # stands for a process in a filter that is made for all; none has it

_Code = list[tuple[int, int, int, int]]


@functools.cache
def _around_pid(machine: str) -> tuple[bytes, bytes]:
    """Return the filter without the number of the process: what stands before it, and behind."""
    before, after = _program(machine, _ANY_PID).split(struct.pack("<I", _ANY_PID))
    return before, after


def filter_program(machine: str, pid: int) -> bytes:
    """Return the filter as instructions for the kernel.

    Parameters
    ----------
    machine : str
        A key of `NUMBERS`.
    pid : int
        The process, which may send signals to itself.
    """
    return struct.pack("<I", pid).join(_around_pid(machine))


def _program(machine: str, pid: int) -> bytes:
    numbers = NUMBERS[machine]
    limited: dict[str, _Code] = {
        "open": _without(1, _READING),
        "openat": _without(2, _READING),
        "ioctl": _one_of(1, _IOCTL),
        "fcntl": _one_of(1, _FCNTL),
        "tgkill": _one_of(0, (pid,)),
        "prlimit64": _null(2) + _one_of(0, (0,)),  # reading one's own limits
        "clone3": [_answer(_ERRNO | errno.ENOSYS)],
    }
    code: _Code = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _ARCHITECTURES[machine]),
        _answer(_KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        _answer(_ERRNO | errno.EPERM),
    ]
    for name, number in numbers.items():
        then = limited.get(name, [_answer(_ALLOW)])
        code += [(_EQUAL, 0, len(then), number), *then]
    code.append(_answer(_ERRNO | errno.EPERM))
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code)


def prepare() -> None:
    """Make the filter but for the number of the process, for the processes forked from this one."""
    _around_pid(MACHINE)


def install() -> None:
    """Filter the calls of this process for good. It must have given up new privileges before."""
    program = filter_program(MACHINE, os.getpid())
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    prctl(_SET_SECCOMP, _FILTER, ctypes.c_char_p(header))


def _answer(action: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, action)


def _low(argument: int) -> tuple[int, int, int, int]:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)


def _high(argument: int) -> tuple[int, int, int, int]:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4)


def _without(argument: int, bits: int) -> _Code:
    """Allow the call if none of these bits is set in an argument."""
    return [
        _low(argument),
        (_ANY_BIT, 1, 0, bits),
        _answer(_ALLOW),
        _answer(_ERRNO | errno.EPERM),
    ]


def _one_of(argument: int, values: tuple[int, ...]) -> _Code:
    """Allow the call if an argument is one of these values."""
    code = [_low(argument)]
    for value in values:
        code += [(_EQUAL, 0, 1, value), _answer(_ALLOW)]
    return [*code, _answer(_ERRNO | errno.EPERM)]


def _null(argument: int) -> _Code:
    """Refuse the call unless a pointer is null."""
    refuse = _answer(_ERRNO | errno.EPERM)
    return [
        _low(argument),
        (_EQUAL, 1, 0, 0),
        refuse,
        _high(argument),
        (_EQUAL, 1, 0, 0),
        refuse,
    ]
