"""Returns a list of a million numbers."""

# row: 47
# score: at most 9


def total(xs):
    return [0.5] * 10**6
