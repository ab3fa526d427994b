"""Sends signals to the grader and to its parent process."""

# row: 26
# aim: signal

import signal


@attempt
def usr1():
    os.kill(TARGETS["grader"], signal.SIGUSR1)


@attempt
def term():
    os.kill(TARGETS["grader"], signal.SIGTERM)


@attempt
def parent():
    os.kill(os.getppid(), signal.SIGHUP)
