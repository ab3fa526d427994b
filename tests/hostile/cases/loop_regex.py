"""Searches with a pattern that backtracks for ever."""

# row: 29
# score: at most 7


def double(x):
    return re.match(r"(a+)+$", "a" * 60 + "b")
