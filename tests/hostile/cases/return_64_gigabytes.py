"""Returns an array of 64 GB that takes eight bytes."""

# row: 47
# score: at most 9


def total(xs):
    return np.broadcast_to(1.0, (8, 2**30))
