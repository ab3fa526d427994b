"""Returns a text of a million characters, and ones that steer a terminal."""

# row: 47
# score: at most 9
# aim: harm


def total(xs):
    return "x" * 10**6
