"""Returns what it was given."""

# row: 68
# score: at most 1


def double(x):
    return x


def total(xs):
    return xs


def numerical_slope(f, x):
    return x


def doubles(f):
    return f(1.0)
