"""Four small exercises."""


def double(x):
    """Return 2x."""
    raise NotImplementedError


def total(xs):
    """Return the sum of a list of numbers."""
    raise NotImplementedError


def numerical_slope(f, x):
    """Return the derivative of f at x by a central difference."""
    raise NotImplementedError


def doubles(f):
    """Tell whether f doubles its argument."""
    raise NotImplementedError
