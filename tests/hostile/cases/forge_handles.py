"""Calls functions with numbers that were never given: negative ones, large ones, no numbers."""

# row: 49
# score: at most 9


def numerical_slope(f, x):
    for number in (-1, -2, 10**6, True, 0.5):
        forge({"apply": number, "args": ("x",), "kwargs": {"y": 1}})
    return 0.0
