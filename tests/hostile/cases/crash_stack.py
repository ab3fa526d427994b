"""Overflows the C stack by recursion without a limit."""

# row: 29
# score: at most 7

sys.setrecursionlimit(10**9)


def double(x):
    return double(double(x))
