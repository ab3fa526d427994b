"""Passes a function of its own to the function that it was passed."""

# row: own
# score: at most 9


def numerical_slope(f, x):
    f(lambda t: f(t))
    return f(f) - f(numerical_slope)
