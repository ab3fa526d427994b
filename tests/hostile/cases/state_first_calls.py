"""Is right in the first three calls only."""

# row: 69
# score: at most 8

calls = []


def double(x):
    calls.append(1)
    return 2 * x if len(calls) <= 3 else 0 * x + 1
