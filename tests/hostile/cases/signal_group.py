"""Sends a signal to the group that it was started in."""

# row: 26
# aim: signal

import signal


@attempt
def group():
    signal.signal(signal.SIGUSR2, signal.SIG_IGN)
    os.kill(0, signal.SIGUSR2)


@attempt
def group_of_the_grader():
    os.killpg(os.getpgid(TARGETS["grader"]), signal.SIGUSR2)
