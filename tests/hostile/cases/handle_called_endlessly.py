"""Calls the function that it was passed a million times."""

# row: own
# score: at most 9


def numerical_slope(f, x):
    for _ in range(10**6):
        f(x)
    return 0.0
