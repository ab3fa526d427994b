"""Leaves shared memory, semaphores and a queue behind, which outlive every process."""

# row: 52
# aim: grader


@attempt
def memory():
    syscall("shmget", TARGETS["key"], 4096, 0o1666)


@attempt
def semaphore():
    syscall("semget", TARGETS["key"], 1, 0o1666)


@attempt
def queue():
    syscall("msgget", TARGETS["key"], 0o1666)
