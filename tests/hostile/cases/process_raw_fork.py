"""Forks by the number of the call, and by clone."""

# row: 41
# aim: process


@attempt
def fork():
    if syscall("fork") == 0:
        daemon()


@attempt
def clone():
    if syscall("clone", 17, 0, 0, 0, 0) == 0:
        daemon()
