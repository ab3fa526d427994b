"""Passes 60 MB, texts and nested lists to the function that it was given."""

# row: own
# score: at most 9


def numerical_slope(f, x):
    for value in (np.ones(60 * 2**17), "x" * 10**7, [[[0.5] * 10] * 10] * 1000, {}, None):
        try:
            f(value)
        except ValueError as error:
            print(error)
    return 0.0
