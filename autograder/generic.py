"""Mistakes that are known of any function: recognised by comparing actual and desired values.

What is said is one of a few fixed sentences, so that it may be said of hidden checks too. It is
said only if it holds on every failing example, and if at least two of them could not look so by
chance: not of one number, not of equal numbers, not of symmetric arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.process import Place
from autograder.profile import Example, same

__all__ = ["KINDS", "Recognised", "recognise", "was_compared"]

_MIN_EXAMPLES = 2  # that are told apart and informative
_MIN_WHOLE = 8  # whole numbers that must fit: small ones do so by chance,
_MIN_DIFFERENT = 3  # and labels of two classes always do
_CLEAR = 1e3  # times the absolute tolerance: what is smaller than that tells nothing
_CLOSE = 1e-7  # relative; no coincidence is that close
_SINGLE = 1e-5  # relative error that float32 may leave
_EXP_OVERFLOWS = 700.0
_REAL = "fiu"


@dataclass(frozen=True)
class Recognised:
    """What the failures look like, what helps, and the student's line where it begins, if known."""

    looks_like: str
    hint: str
    place: Place | None = None


@dataclass(frozen=True)
class _Pair:
    """The values that were compared when a check failed, as arrays or as they came."""

    actual: Any
    desired: Any
    rtol: float
    atol: float
    example: Example

    def close(self, actual: Any, desired: Any) -> bool:
        """Compare as the check did, but never more loosely than chance allows."""
        rtol = min(max(self.rtol, _CLOSE), 1e-4)
        return actual.shape == desired.shape and bool(
            np.allclose(actual, desired, rtol=rtol, atol=self.atol, equal_nan=True)
        )

    @property
    def arguments(self) -> Iterator[tuple[Any, Any]]:
        call = self.example.call
        return iter([*enumerate(call.args), *call.kwargs.items()] if call is not None else ())


def was_compared(example: Example) -> bool:
    """Tell whether a failing example holds two values that were compared."""
    return getattr(example.raised, "pair", None) is not None


def recognise(examples: Iterable[Example]) -> Recognised | None:
    """Return what all failing examples look like, or None."""
    pairs = list(map(_pair, filter(was_compared, examples)))
    if len(pairs) < _MIN_EXAMPLES:
        return None
    for kind in KINDS:
        if kind.fits(pairs):
            return Recognised(kind.looks_like, kind.hint, kind.place(pairs))
    return None


def _pair(example: Example) -> _Pair:
    actual, desired, rtol, atol = example.raised.pair  # type: ignore[union-attr]
    if not isinstance(desired, (list, tuple)):
        is_number = isinstance(actual, (np.ndarray, np.generic, int, float, complex))
        actual = np.asarray(actual if is_number else None)
        desired = np.asarray(desired)
    return _Pair(actual, desired, rtol, atol, example)


class _Kind:
    """One mistake: ``holds`` tells whether a pair fits, ``telling`` whether that says much."""

    def __init__(
        self,
        looks_like: str,
        hint: str,
        holds: Callable[[_Pair], bool],
        telling: Callable[[_Pair], bool],
        *,
        spoilt: bool = False,
    ) -> None:
        self.looks_like = looks_like
        self.hint = hint
        self._holds = holds
        self._telling = telling
        self._spoilt = spoilt

    def fits(self, pairs: Sequence[_Pair]) -> bool:
        with np.errstate(all="ignore"):
            if not all(map(self._holds, pairs)):
                return False
            telling = [pair for pair in pairs if self._telling(pair)]
        # Nan where a number should be is never there by chance.
        return _differ(telling) and (self._spoilt or _no_coincidence(telling))

    def place(self, pairs: Sequence[_Pair]) -> Place | None:
        if not self._spoilt:
            return None
        return next((place for pair in pairs if (place := _warned_at(pair)) is not None), None)


def _differ(pairs: Sequence[_Pair]) -> bool:
    """Tell whether there are two examples with different desired values."""
    distinct: list[Any] = []
    for pair in pairs:
        if not any(same(pair.desired, other) for other in distinct):
            distinct.append(pair.desired)
    return len(distinct) >= _MIN_EXAMPLES


def _no_coincidence(pairs: Sequence[_Pair]) -> bool:
    """Tell whether the numbers are broken ones, or many."""
    arrays = [pair.desired for pair in pairs if isinstance(pair.desired, np.ndarray)]
    real = [array for array in arrays if array.dtype.kind in _REAL]
    if any(bool((array != np.rint(array)).any()) for array in real if array.dtype.kind == "f"):
        return True
    if len(arrays) < len(pairs):
        return True
    values = np.concatenate([array.ravel() for array in arrays])
    return values.size >= _MIN_WHOLE and np.unique(values).size >= _MIN_DIFFERENT


def _numbers(pair: _Pair) -> bool:
    """Tell whether both are finite real arrays of one shape."""
    return (
        _real(pair)
        and pair.actual.shape == pair.desired.shape
        and bool(np.isfinite(pair.actual).all() and np.isfinite(pair.desired).all())
    )


def _real(pair: _Pair) -> bool:
    return (
        isinstance(pair.desired, np.ndarray)
        and isinstance(pair.actual, np.ndarray)
        and pair.actual.dtype.kind in _REAL
        and pair.desired.dtype.kind in _REAL
    )


def _clear(pair: _Pair) -> bool:
    """Tell whether the desired numbers are not all about zero."""
    return bool(np.abs(pair.desired).max(initial=0.0) > _CLEAR * pair.atol)


def _times(factor: float) -> Callable[[_Pair], bool]:
    return lambda pair: _numbers(pair) and pair.close(pair.actual, factor * pair.desired)


# Axes


def _transposed(pair: _Pair) -> bool:
    return _real(pair) and pair.desired.ndim == 2 and pair.close(pair.actual, pair.desired.T)


def _asymmetric(pair: _Pair) -> bool:
    return bool(min(pair.desired.shape) > 1) and not pair.close(pair.desired, pair.desired.T)


def _sums_to_one(array: Any, axis: int) -> bool:
    return bool(np.allclose(array.sum(axis=axis), 1.0, rtol=0.0, atol=1e-6))


def _normalised_elsewhere(pair: _Pair) -> bool:
    return (
        _numbers(pair)
        and pair.desired.ndim >= 2
        and _sums_to_one(pair.desired, -1)
        and not _sums_to_one(pair.actual, -1)
        and any(_sums_to_one(pair.actual, axis) for axis in range(pair.actual.ndim - 1))
    )


def _proper_matrix(pair: _Pair) -> bool:
    return bool(min(pair.desired.shape) > 1)


def _reduced_elsewhere(pair: _Pair) -> bool:
    """Tell whether the shapes are those of an argument without an axis, each without another.

    The entries then agree in their sum, their mean or their largest one.
    """
    if not _real(pair) or not pair.actual.size or not pair.desired.size:
        return False
    left = [
        {value.shape[:axis] + value.shape[axis + 1 :] for axis in range(value.ndim)}
        for _, value in pair.arguments
        if isinstance(value, np.ndarray) and value.ndim > 1
    ]
    if pair.actual.shape == pair.desired.shape or not any(
        {pair.actual.shape, pair.desired.shape} <= shapes for shapes in left
    ):
        return False
    return any(
        bool(np.isclose(reduce(pair.actual), reduce(pair.desired), rtol=_CLOSE, atol=0.0))
        for reduce in (np.sum, np.mean, np.max, np.min)
    )


# Factors


def _unnormalised(pair: _Pair) -> bool:
    if not _numbers(pair) or not pair.desired.ndim or not _sums_to_one(pair.desired, -1):
        return False
    totals = pair.actual.sum(axis=-1, keepdims=True)
    return bool((totals > 0).all()) and pair.close(pair.actual / totals, pair.desired)


def _several(pair: _Pair) -> bool:
    """Tell whether there are different numbers, of which one is clear."""
    return _clear(pair) and bool(np.unique(pair.desired).size > 1)


class _Length(_Kind):
    """The right answer times a power of the length of an argument, the same one throughout."""

    def __init__(self, looks_like: str, hint: str, power: int) -> None:
        super().__init__(looks_like, hint, lambda pair: True, _clear)
        self._power = power

    def fits(self, pairs: Sequence[_Pair]) -> bool:
        if not all(map(_numbers, pairs)) or not super().fits(pairs):
            return False
        lengths = [dict(_lengths(pair)) for pair in pairs]
        for role in set.intersection(*map(set, lengths)):
            values = [found[role] for found in lengths]
            if len({n for n in values if n > 1}) > 1 and all(
                n > 0 and pair.close(pair.actual, float(n) ** self._power * pair.desired)
                for n, pair in zip(values, pairs, strict=True)
            ):
                return True
        return False


def _lengths(pair: _Pair) -> Iterator[tuple[tuple[Any, int], int]]:
    """Yield what may be the n of a sum or a mean: the lengths of the axes of the arguments."""
    for key, value in pair.arguments:
        if isinstance(value, np.ndarray):
            for axis, length in enumerate(value.shape):
                yield (key, axis), length
        elif isinstance(value, (list, tuple)):
            yield (key, 0), len(value)


# Places


def _shifted(step: int) -> Callable[[_Pair], bool]:
    def holds(pair: _Pair) -> bool:
        if not _real(pair) or not pair.desired.ndim or pair.actual.shape != pair.desired.shape:
            return False
        if pair.desired.shape[0] < 2:
            return False
        moved = (pair.actual[step:], pair.desired[:-step])
        return pair.close(*(moved if step > 0 else (pair.actual[:step], pair.desired[-step:])))

    return holds


def _enough_rows(pair: _Pair) -> bool:
    return len(pair.desired) > 2 and _varies(pair)


def _varies(pair: _Pair) -> bool:
    return not same(pair.desired[1:], pair.desired[:-1])


def _whole_offset(step: int) -> Callable[[_Pair], bool]:
    def holds(pair: _Pair) -> bool:
        whole = "iu"
        return (
            _numbers(pair)
            and pair.desired.dtype.kind in whole
            and pair.actual.dtype.kind in whole
            and bool((pair.actual.astype(int) - pair.desired.astype(int) == step).all())
        )

    return holds


def _cut(actual: slice, desired: slice) -> Callable[[_Pair], bool]:
    def holds(pair: _Pair) -> bool:
        if isinstance(pair.desired, np.ndarray) and not (pair.desired.ndim and pair.actual.ndim):
            return False
        one_more = abs(len(pair.actual) - len(pair.desired)) == 1
        return one_more and same(pair.actual[actual], pair.desired[desired])

    return holds


def _long(pair: _Pair) -> bool:
    return min(len(pair.actual), len(pair.desired)) > 1 and _varies(pair)


# Floating point


def _in_single(pair: _Pair) -> bool:
    if not _numbers(pair) or pair.desired.dtype != np.float64:
        return False
    single = pair.actual.astype(np.float32)
    return bool((single == pair.actual).all()) and bool(
        np.allclose(pair.actual, pair.desired, rtol=_SINGLE, atol=0.0)
    )


def _double_only(pair: _Pair) -> bool:
    return bool((pair.desired.astype(np.float32) != pair.desired).any())


def _overflows(pair: _Pair) -> bool:
    return _spoilt(pair) and (_warns(pair, "overflow") or _largest(pair) > _EXP_OVERFLOWS)


def _log_of_zero(pair: _Pair) -> bool:
    return _spoilt(pair) and _warns(pair, "divide by zero encountered in log")


def _zero_by_zero(pair: _Pair) -> bool:
    return _spoilt(pair) and any(_warns(pair, f"encountered in {name}") for name in _DIVISIONS)


_DIVISIONS = ("divide", "true_divide", "scalar divide")


def _spoilt(pair: _Pair) -> bool:
    """Tell whether nan or infinity stand where numbers should be."""
    return (
        _real(pair)
        and pair.actual.shape == pair.desired.shape
        and bool((~np.isfinite(pair.actual) & np.isfinite(pair.desired)).any())
    )


def _warns(pair: _Pair, what: str) -> bool:
    return any(what in warning for answer in pair.example.answers for warning in answer.warnings)


def _warned_at(pair: _Pair) -> Place | None:
    return next((a.warned_at for a in pair.example.answers if a.warned_at is not None), None)


def _largest(pair: _Pair) -> float:
    found = [
        float(np.abs(value).max(initial=0.0))
        for _, value in pair.arguments
        if isinstance(value, (np.ndarray, float, int)) and np.asarray(value).dtype.kind in _REAL
    ]
    return max(found, default=0.0)


def _always(pair: _Pair) -> bool:
    return True


_ROWS = "Which axis holds the examples, and which one holds the entries of one example?"

KINDS = (
    _Kind(
        "A number too large for a float64",
        "The exponential of a number above 709 is infinity, and infinity / infinity and infinity "
        "- infinity are nan. Rewrite the formula so that no large number is exponentiated.",
        _overflows,
        _always,
        spoilt=True,
    ),
    _Kind(
        "The logarithm of zero",
        "It is minus infinity. Keep the number above zero before its logarithm is taken, or write "
        "the formula so that the logarithm of a small number is never needed.",
        _log_of_zero,
        _always,
        spoilt=True,
    ),
    _Kind(
        "A division by zero",
        "Which of the numbers that you divide by can be zero? Say what the result should be then.",
        _zero_by_zero,
        _always,
        spoilt=True,
    ),
    _Kind(
        "Numbers in float32, which has seven digits",
        "Something on the way to the result has the dtype float32. Use float64 throughout.",
        _in_single,
        _double_only,
    ),
    _Kind(
        "The right numbers with the opposite sign",
        "Look for a difference in the wrong order, or for a minus sign too many or too few.",
        _times(-1.0),
        _clear,
    ),
    _Kind(
        "Twice the right answer",
        "Look for a factor of 1/2 that is missing, or for a term that counts twice.",
        _times(2.0),
        _clear,
    ),
    _Kind(
        "Half of the right answer",
        "Look for a factor of 1/2 too many, or for a term that should count twice.",
        _times(0.5),
        _clear,
    ),
    _Kind(
        "Logarithms to the base 2 in place of natural ones",
        "The logarithm is the natural one: np.log, not np.log2.",
        _times(float(1.0 / np.log(2.0))),
        _clear,
    ),
    _Kind(
        "Logarithms to the base 10 in place of natural ones",
        "The logarithm is the natural one: np.log, not np.log10.",
        _times(float(1.0 / np.log(10.0))),
        _clear,
    ),
    _Kind(
        "Natural logarithms in place of logarithms to the base 2",
        "The logarithm is the one to the base 2: np.log2, not np.log.",
        _times(float(np.log(2.0))),
        _clear,
    ),
    _Kind(
        "Natural logarithms in place of logarithms to the base 10",
        "The logarithm is the one to the base 10: np.log10, not np.log.",
        _times(float(np.log(10.0))),
        _clear,
    ),
    _Length(
        "A sum where a mean is asked for",
        "The answer is too large by the number of terms. Divide by it.",
        1,
    ),
    _Length(
        "A mean where a sum is asked for",
        "The answer is too small by the number of terms. Do not divide by it.",
        -1,
    ),
    _Kind(
        "The right proportions, but not a sum of one",
        "Divide by the sum, each row by its own.",
        _unnormalised,
        _several,
    ),
    _Kind("The transpose of the right answer", "Swap the axes. " + _ROWS, _transposed, _asymmetric),
    _Kind("Normalising over the wrong axis", _ROWS, _normalised_elsewhere, _proper_matrix),
    _Kind("A sum, mean or maximum over the wrong axis", _ROWS, _reduced_elsewhere, _always),
    _Kind(
        "The right entries, one place too late",
        "Where does the first entry come from? An index is off by one.",
        _shifted(1),
        _enough_rows,
    ),
    _Kind(
        "The right entries, one place too early",
        "Where does the first entry go? An index is off by one.",
        _shifted(-1),
        _enough_rows,
    ),
    _Kind(
        "Whole numbers that are one too large",
        "Python counts from zero, and the end of a range is not in it.",
        _whole_offset(1),
        _always,
    ),
    _Kind(
        "Whole numbers that are one too small",
        "Python counts from zero, and the end of a range is not in it.",
        _whole_offset(-1),
        _always,
    ),
    _Kind(
        "One entry too few, at the end",
        "The end of a range and of a slice is not in it.",
        _cut(slice(None), slice(None, -1)),
        _long,
    ),
    _Kind(
        "One entry too few, at the beginning",
        "Python counts from zero: does the loop begin with the first entry?",
        _cut(slice(None), slice(1, None)),
        _long,
    ),
    _Kind(
        "One entry too many, at the end",
        "The end of a range and of a slice is not in it.",
        _cut(slice(None, -1), slice(None)),
        _long,
    ),
    _Kind(
        "One entry too many, at the beginning",
        "Does the loop begin with the first entry, or before it?",
        _cut(slice(1, None), slice(None)),
        _long,
    ),
)
