"""Returns a list in a list in a list, a million times."""

# row: 47
# score: at most 9


def total(xs):
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return nested
