"""Sends a signal by sigqueue, and by tgkill."""

# row: 26
# aim: signal

import signal


@attempt
def queue():
    information = (ctypes.c_int * 32)(signal.SIGUSR1, 0, -1)
    syscall("rt_sigqueueinfo", TARGETS["grader"], int(signal.SIGUSR1), information)


@attempt
def to_thread():
    syscall("tgkill", TARGETS["grader"], TARGETS["grader"], int(signal.SIGUSR2))
