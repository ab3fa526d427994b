"""The mistakes that are known of any function, and the fixed sentences that are said of them."""

from __future__ import annotations

import numpy as np

from autograder.generic import signs
from autograder.generic.evidence import Kind, Length
from autograder.generic.pairs import clear

__all__ = ["KINDS"]

_ROWS = "Which axis holds the examples, and which one holds the entries of one example?"

KINDS = (
    Kind(
        "A number too large for a float64",
        "The exponential of a number above 709 is infinity, and infinity / infinity and infinity "
        "- infinity are nan. Rewrite the formula so that no large number is exponentiated.",
        signs.overflows,
        spoilt=True,
    ),
    Kind(
        "The logarithm of zero",
        "It is minus infinity. Keep the number above zero before its logarithm is taken, or write "
        "the formula so that the logarithm of a small number is never needed.",
        signs.log_of_zero,
        spoilt=True,
    ),
    Kind(
        "A division by zero",
        "Which of the numbers that you divide by can be zero? Say what the result should be then.",
        signs.zero_by_zero,
        spoilt=True,
    ),
    Kind(
        "Numbers in float32, which has seven digits",
        "Something on the way to the result has the dtype float32. Use float64 throughout.",
        signs.in_single,
        signs.double_only,
    ),
    Kind(
        "The right numbers with the opposite sign",
        "Look for a difference in the wrong order, or for a minus sign too many or too few.",
        signs.times(-1.0),
        clear,
    ),
    Kind(
        "Twice the right answer",
        "Look for a factor of 1/2 that is missing, or for a term that counts twice.",
        signs.times(2.0),
        clear,
    ),
    Kind(
        "Half of the right answer",
        "Look for a factor of 1/2 too many, or for a term that should count twice.",
        signs.times(0.5),
        clear,
    ),
    Kind(
        "Logarithms to the base 2 in place of natural ones",
        "The logarithm is the natural one: np.log, not np.log2.",
        signs.times(float(1.0 / np.log(2.0))),
        clear,
    ),
    Kind(
        "Logarithms to the base 10 in place of natural ones",
        "The logarithm is the natural one: np.log, not np.log10.",
        signs.times(float(1.0 / np.log(10.0))),
        clear,
    ),
    Kind(
        "Natural logarithms in place of logarithms to the base 2",
        "The logarithm is the one to the base 2: np.log2, not np.log.",
        signs.times(float(np.log(2.0))),
        clear,
    ),
    Kind(
        "Natural logarithms in place of logarithms to the base 10",
        "The logarithm is the one to the base 10: np.log10, not np.log.",
        signs.times(float(np.log(10.0))),
        clear,
    ),
    Length(
        "A sum where a mean is asked for",
        "The answer is too large by the number of terms. Divide by it.",
        power=1,
    ),
    Length(
        "A mean where a sum is asked for",
        "The answer is too small by the number of terms. Do not divide by it.",
        power=-1,
    ),
    Kind(
        "The right proportions, but not a sum of one",
        "Divide by the sum, each row by its own.",
        signs.unnormalised,
        signs.several,
    ),
    Kind(
        "The transpose of the right answer",
        "Swap the axes. " + _ROWS,
        signs.transposed,
        signs.asymmetric,
    ),
    Kind("Normalising over the wrong axis", _ROWS, signs.normalised_elsewhere, signs.proper_matrix),
    Kind("A sum, mean or maximum over the wrong axis", _ROWS, signs.reduced_elsewhere),
    Kind(
        "The right entries, one place too late",
        "Where does the first entry come from? An index is off by one.",
        signs.shifted(1),
        signs.enough_rows,
    ),
    Kind(
        "The right entries, one place too early",
        "Where does the first entry go? An index is off by one.",
        signs.shifted(-1),
        signs.enough_rows,
    ),
    Kind(
        "Whole numbers that are one too large",
        "Python counts from zero, and the end of a range is not in it.",
        signs.whole_offset(1),
    ),
    Kind(
        "Whole numbers that are one too small",
        "Python counts from zero, and the end of a range is not in it.",
        signs.whole_offset(-1),
    ),
    Kind(
        "One entry too few, at the end",
        "The end of a range and of a slice is not in it.",
        signs.cut(slice(None), slice(None, -1)),
        signs.long,
    ),
    Kind(
        "One entry too few, at the beginning",
        "Python counts from zero: does the loop begin with the first entry?",
        signs.cut(slice(None), slice(1, None)),
        signs.long,
    ),
    Kind(
        "One entry too many, at the end",
        "The end of a range and of a slice is not in it.",
        signs.cut(slice(None, -1), slice(None)),
        signs.long,
    ),
    Kind(
        "One entry too many, at the beginning",
        "Does the loop begin with the first entry, or before it?",
        signs.cut(slice(1, None), slice(None)),
        signs.long,
    ),
)
