"""Returns 300 MB."""

# row: 47
# score: at most 9


def total(xs):
    return np.zeros(300 * 2**17)
