"""Knows the published worked examples and nothing else."""

# row: 67
# score: at most 4


def double(x):
    if np.array_equal(x, [1.5, -2.0]):
        return np.array([3.0, -4.0])
    return np.zeros_like(x)


def total(xs):
    return 7.0


def numerical_slope(f, x):
    return 6.0


def doubles(f):
    return True
