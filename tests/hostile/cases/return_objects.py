"""Returns arrays of objects and of structures."""

# row: 47
# score: at most 4


def double(x):
    array = np.empty(x.shape, object)
    array[:] = [2 * n for n in x]
    return array


def total(xs):
    return np.array((sum(xs), 1), dtype=[("a", float), ("b", "O")])
