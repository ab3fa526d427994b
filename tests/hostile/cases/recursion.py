"""Recurses until Python stops it."""

# row: 29
# score: at most 7


def double(x):
    return double(x) + 1
