"""Raises SystemExit and KeyboardInterrupt, and exceptions that are none of these."""

# row: 2
# score: at most 4


class Odd(BaseException):
    pass


def double(x):
    sys.exit(0)


def total(xs):
    raise KeyboardInterrupt


def numerical_slope(f, x):
    raise GeneratorExit


def doubles(f):
    raise Odd
