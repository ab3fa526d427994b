"""Sends a signal through a descriptor of the grader."""

# row: 26
# aim: signal

import signal


@attempt
def send():
    pidfd = syscall("pidfd_open", TARGETS["grader"], 0)
    syscall("pidfd_send_signal", pidfd, int(signal.SIGUSR1), None, 0)
