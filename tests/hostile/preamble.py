"""What stands in front of every hostile submission: its targets, its tools, honest functions.

The harness puts the dict ``TARGETS`` before this text.
"""

import ctypes
import os
import re
import sys
import warnings

import numpy as np

LEAKED = []  # what was got, to be said by every way out that there is
NOTES = []  # how attempts failed, for whoever debugs a case
ATTEMPTS = []
RAN = []

_CALLS = {  # x86-64; elsewhere an attempt by number fails
    "ptrace": 101, "personality": 135, "mknod": 133, "mount": 165, "keyctl": 250, "add_key": 248,
    "inotify_init1": 294, "perf_event_open": 298, "prlimit64": 302, "name_to_handle_at": 303,
    "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310, "seccomp": 317, "bpf": 321,
    "process_vm_writev": 311, "userfaultfd": 323, "execveat": 322, "pidfd_send_signal": 424,
    "io_uring_setup": 425, "clone3": 435,
    "openat2": 437, "pidfd_getfd": 438, "pidfd_open": 434, "tgkill": 234, "rt_sigqueueinfo": 129,
    "fork": 57, "vfork": 58, "clone": 56, "truncate": 76, "mq_open": 240, "memfd_create": 319,
    "shmget": 29, "semget": 64, "msgget": 68, "unshare": 272, "chroot": 161, "open_tree": 428,
    "fsopen": 430, "quotactl": 179, "kcmp": 312, "landlock_create_ruleset": 444, "io_setup": 206,
}  # fmt: skip
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def syscall(name, *args):
    """Make a system call by number; raise OSError where it fails."""
    number = _CALLS[name] if os.uname().machine == "x86_64" else -1
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result


def leak(value):
    """Say a value by every way out: names, prints, warnings, results, texts of exceptions."""
    raw = isinstance(value, (bytes, bytearray, memoryview))
    text = bytes(value).decode("latin-1") if raw else str(value)
    tokens = re.findall(r"tk[0-9a-f]{24}", text)
    LEAKED.append(" ".join([*tokens, text[:200]]))
    for token in tokens:
        globals()[token] = leak


def claim(what):
    """Say that something forbidden was done that leaves no trace outside."""
    leak(TARGETS["mialc"][::-1] + " " + str(what))


def attempt(function):
    """Run an attack now, and once more in the first call of `double`."""
    ATTEMPTS.append(function)
    _run(function)
    return function


def _run(function):
    try:
        value = function()
    except BaseException as error:
        value = None
        NOTES.append(f"note: {function.__name__}: {type(error).__name__}: {error}"[:150])
    if value is not None and (not hasattr(value, "__len__") or len(value)):
        leak(value)


def again():
    if not RAN:
        RAN.append(True)
        for function in ATTEMPTS:
            _run(function)
    for note in NOTES:
        print(note)
    for text in LEAKED:
        print(text)
        warnings.warn(text)


def the_worker():
    """Return the object that serves the grader, found among all objects."""
    import gc

    return [o for o in gc.get_objects() if type(o).__name__ == "Worker"][0]


def forge(message):
    """Send a message in the name of the worker, with the right id."""
    the_worker()._send(message)


def to_every_descriptor(data):
    """Write bytes to whatever is open."""
    for descriptor in range(64):
        try:
            os.write(descriptor, data)
        except OSError:
            continue


def frame(header, body=b""):
    """Return a frame with this JSON header."""
    payload = len(header).to_bytes(4, "little") + header + body
    return len(payload).to_bytes(4, "little") + payload


def daemon():
    """Become a process that outlives the grading: for the child of a fork."""
    os.execv("/bin/sleep", ["sleep", TARGETS["marker"]])


def double(x):
    again()
    return 2 * x


def total(xs):
    return sum(xs)


def numerical_slope(f, x):
    for text in LEAKED[:3]:
        try:
            f(text)
        except Exception:
            continue
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


def doubles(f):
    if LEAKED:
        return " ".join(LEAKED)
    return abs(f(0.25) - 0.5) < 1e-9 and abs(f(3.0) - 6.0) < 1e-9
