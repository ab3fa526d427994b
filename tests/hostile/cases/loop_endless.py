"""Loops without end."""

# row: 27
# score: at most 7


def double(x):
    while True:
        pass
