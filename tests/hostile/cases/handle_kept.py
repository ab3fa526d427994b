"""Keeps the function that it was passed and calls it when it is asked something else."""

# row: own
# score: any

kept = []


def numerical_slope(f, x):
    kept.append(f)
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


def double(x):
    for function in kept:
        try:
            print(function(x))
        except RuntimeError:
            pass
    return 2 * x


def doubles(f):
    kept.append(f)
    return False
