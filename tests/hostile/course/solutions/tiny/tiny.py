"""Four small exercises."""
# tk5d0e93b7c1f2486a9e37b05c


def double(x):
    """Return 2x."""
    ### BEGIN SOLUTION
    secretly_doubled = x + x
    return secretly_doubled
    ### END SOLUTION


def total(xs):
    """Return the sum of a list of numbers."""
    ### BEGIN SOLUTION
    secretly_summed = 0.0
    for number in xs:
        secretly_summed += number
    return secretly_summed
    ### END SOLUTION


def numerical_slope(f, x):
    """Return the derivative of f at x by a central difference."""
    ### BEGIN SOLUTION
    secret_step = 1e-5
    return (f(x + secret_step) - f(x - secret_step)) / (2 * secret_step)
    ### END SOLUTION


def doubles(f):
    """Tell whether f doubles its argument."""
    ### BEGIN SOLUTION
    return all(abs(f(x) - 2 * x) < 1e-9 for x in (0.25, 3.0))
    ### END SOLUTION
