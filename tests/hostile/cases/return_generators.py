"""Returns generators, iterators without end, files and the module itself."""

# row: 47
# score: none

import itertools


def double(x):
    return (n for n in x)


def total(xs):
    return itertools.count()


def numerical_slope(f, x):
    return [f, sys, type, the_worker()]


def doubles(f):
    return {1, 2}
