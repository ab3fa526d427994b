"""Hangs in C, holding the interpreter's lock, so that no thread of its own can end it."""

# row: 28
# score: at most 7


def double(x):
    return np.array([10**7]).astype(object) ** (10**9)
