"""Forks behind a terminal of its own."""

# row: 41
# aim: process

import pty


@attempt
def terminal():
    pid, descriptor = pty.fork()
    if pid == 0:
        import signal

        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        daemon()
    globals()["kept"] = descriptor
