"""Returns a list that holds itself."""

# row: 47
# score: at most 9


def total(xs):
    xs.append(xs)
    return xs
