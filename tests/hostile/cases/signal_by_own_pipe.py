"""Makes the grader the owner of the protocol's own pipe, with a signal of its choice."""

# row: own
# aim: signal

import fcntl


@attempt
def own():
    for descriptor in range(3, 20):
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETOWN, TARGETS["grader"])
            fcntl.fcntl(descriptor, 10, 10)  # F_SETSIG, SIGUSR1
            flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
            fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)
        except OSError:
            continue
