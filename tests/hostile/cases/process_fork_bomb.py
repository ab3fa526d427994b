"""Forks thirty processes: a bomb that stops by itself."""

# row: 41
# aim: process


@attempt
def bomb():
    for _ in range(30):
        if os.fork() == 0:
            daemon()
