"""Assertions for checks: each complains of the first thing that is wrong, in one sentence.

The order is None, type, shape, dtype, finite, values. This package imports nothing of the project.
"""

from autograder.compare.arrays import assert_between, assert_finite, assert_shape
from autograder.compare.calls import (
    assert_fresh,
    assert_no_warnings,
    assert_raises,
    assert_unchanged,
)
from autograder.compare.gradient import assert_gradient, numerical_gradient
from autograder.compare.mismatch import Mismatch, observed, silenced
from autograder.compare.structure import fields, unpack
from autograder.compare.values import assert_close, assert_equal

__all__ = [
    "Mismatch",
    "assert_between",
    "assert_close",
    "assert_equal",
    "assert_finite",
    "assert_fresh",
    "assert_gradient",
    "assert_no_warnings",
    "assert_raises",
    "assert_shape",
    "assert_unchanged",
    "fields",
    "numerical_gradient",
    "observed",
    "silenced",
    "unpack",
]
