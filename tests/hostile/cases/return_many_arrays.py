"""Returns a hundred thousand small arrays."""

# row: 47
# score: at most 9


def total(xs):
    return [np.zeros(1)] * 100_000
