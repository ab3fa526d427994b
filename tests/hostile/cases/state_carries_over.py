"""Adds what it was asked before to what it is asked now."""

# row: 69
# score: at most 10

before = [0.0]


def total(xs):
    before[0] += sum(xs)
    return before[0]
