"""Prints a hundred megabytes."""

# row: 46
# score: full


def total(xs):
    for _ in range(100):
        print("x" * 10**6)
    return sum(xs)
