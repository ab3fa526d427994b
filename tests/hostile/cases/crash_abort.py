"""Aborts, at the top and in a call."""

# row: 51
# score: at most 9

os.abort()


def total(xs):
    os.abort()
