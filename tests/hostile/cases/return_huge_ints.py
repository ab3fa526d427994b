"""Returns whole numbers of a million digits, and floats that are none."""

# row: 47
# score: at most 4


def double(x):
    return 1 << 3_000_000


def total(xs):
    return [float("nan"), float("inf"), -0.0, 10**308, 1 << 1023]
