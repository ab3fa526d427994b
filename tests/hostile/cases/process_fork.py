"""Forks a process that stays."""

# row: 41
# aim: process


@attempt
def fork():
    if os.fork() == 0:
        daemon()
