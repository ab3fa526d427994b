"""Returns zeros: a difference from it would be the answer."""

# row: own
# score: none


def double(x):
    return x * 0 + 1.0


def total(xs):
    return 0.0


def numerical_slope(f, x):
    return 0.0


def doubles(f):
    return None
