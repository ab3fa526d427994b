"""Assertions for checks: each complains of the first thing that is wrong, in one sentence.

The order is None, type, shape, dtype, finite, values. This module imports nothing of the project.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

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

Array = npt.NDArray[Any]

_RESULT = "the result"
_SHOWN = 200  # characters of a value
_LISTED = 10  # keys
_LONGEST = 2000  # characters of a complaint
_KIND_NAMES = {
    "b": "bool",
    "i": "int",
    "u": "int",
    "f": "float",
    "c": "complex",
    "U": "str",
}
_NAMED_PARTS = re.compile(r"\(([a-zA-Z_][\w\[\]]*(?:, [a-zA-Z_][\w\[\]]*)+)\)")
_ARTICLES = {"int": "an int", "ndarray": "an array", "NoneType": "None"}


class Mismatch(AssertionError):
    """What a submission returned is not what it should be. The text is one sentence or two.

    ``compared`` holds the two arrays of one shape that differ, where it is values that do, and
    ``sequence`` tells that their first axis counts steps. ``pair`` holds whatever was compared,
    the actual value first, and the relative and the absolute tolerance.
    """

    pair: tuple[Any, Any, float, float] | None = None

    def __init__(
        self, text: str, compared: tuple[Array, Array] | None = None, *, sequence: bool = False
    ) -> None:
        super().__init__(text)
        self.compared = compared
        self.sequence = sequence


_silent = False
_observer: Callable[[float], None] | None = None


@contextlib.contextmanager
def observed(observer: Callable[[float], None]) -> Iterator[None]:
    """Tell ``observer`` the largest error of each comparison of values, over its tolerance."""
    global _observer
    before, _observer = _observer, observer
    try:
        yield
    finally:
        _observer = before


def _observe(array: Array, target: Array, allowed: Any) -> None:
    if _observer is None or _silent:
        return
    with np.errstate(all="ignore"):
        same = (array == target) | ((array != array) & (target != target))
        share = np.abs(np.subtract(array, target, dtype=complex)) / allowed
    share = np.where(same, 0.0, np.where(np.isnan(share), np.inf, share))
    _observer(float(np.max(share, initial=0.0)))


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Let no comparison complain, for a grader that looks only at which calls a check makes."""
    global _silent
    before, _silent = _silent, True
    try:
        yield
    finally:
        _silent = before


def _fail(
    text: str,
    compared: tuple[Array, Array] | None = None,
    *,
    sequence: bool = False,
    pair: tuple[Any, Any, float, float] | None = None,
) -> None:
    __tracebackhide__ = True
    if not _silent:
        mismatch = Mismatch(text[:_LONGEST], compared, sequence=sequence)
        mismatch.pair = pair
        raise mismatch


def _kind_of(value: Any) -> str:
    """Say what ``value`` is: "an array", "a list", "None"."""
    described = getattr(value, "described", None)  # what could not cross from the worker
    if isinstance(described, str):
        return described
    name = type(value).__name__
    return _ARTICLES.get(name, f"a {name}")


def _kind_name(array: Array) -> str:
    return _KIND_NAMES.get(array.dtype.kind) or array.dtype.name


def _is_number(value: Any) -> bool:
    return isinstance(value, (bool, int, float, complex, np.generic))


def _as_array(value: Any, shape: tuple[int, ...] | None, kind: str | None, name: str) -> Array:
    """Return ``value`` as an array after type, shape and dtype were found right."""
    __tracebackhide__ = True
    wanted = "a number" if shape == () else "an array"
    if not isinstance(value, np.ndarray) and not (_is_number(value) and shape in ((), None)):
        _fail(f"{name} is {_kind_of(value)}, but should be {wanted}")
    array = np.asarray(value)
    if shape is not None and array.shape != shape:
        _fail(f"{name} has shape {array.shape}, but should have shape {shape}")
    found = _kind_name(array)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind is not None and found != kind and not (whole and kind == "float"):
        _fail(f"{name} has dtype {array.dtype}, but should have a dtype of kind {kind}")
    return array


def _short(value: Any) -> str:
    """Return the repr of what a submission can make as long as it likes."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _position(where: Array) -> tuple[str, tuple[int, ...]]:
    index = tuple(int(i) for i in np.argwhere(where)[0])
    return (f" at index {list(index)}" if index else ""), index


def _check_finite(array: Array, name: str) -> None:
    __tracebackhide__ = True
    if array.dtype.kind not in "biufc":
        _fail(f"{name} has dtype {array.dtype}, but should hold numbers")
    if array.dtype.kind not in "fc":
        return
    finite = np.isfinite(array)
    if not finite.all():
        where, index = _position(~np.asarray(finite))
        _fail(f"{name} is {array[index]}{where}, but should be finite")


def assert_shape(
    actual: Any, shape: tuple[int, ...], *, dtype: Any = None, name: str = _RESULT
) -> None:
    """Demand an array (for shape ``()``: a number) of this shape.

    ``dtype`` is "float", "int", "bool", or one exact NumPy dtype.
    """
    __tracebackhide__ = True
    kind = dtype if isinstance(dtype, str) and dtype in ("float", "int", "bool") else None
    array = _as_array(actual, tuple(shape), kind, name)
    if dtype is not None and kind is None and array.dtype != np.dtype(dtype):
        _fail(f"{name} has dtype {array.dtype}, but should have dtype {np.dtype(dtype)}")


def assert_finite(actual: Any, name: str = _RESULT) -> None:
    """Demand numbers without nan and infinities; lists, tuples and dicts are looked into."""
    __tracebackhide__ = True
    if isinstance(actual, (list, tuple)):
        for i, value in enumerate(actual):
            assert_finite(value, f"{name}[{i}]")
    elif isinstance(actual, dict):
        for key, value in actual.items():
            assert_finite(value, f"{name}[{_short(key)}]")
    else:
        _check_finite(_as_array(actual, None, None, name), name)


def assert_between(
    actual: Any, low: float, high: float, *, strict: bool = False, name: str = _RESULT
) -> None:
    """Demand finite numbers in [low, high], or in (low, high) when ``strict``."""
    __tracebackhide__ = True
    array = _as_array(actual, None, None, name)
    _check_finite(array, name)
    inside = (low < array) & (array < high) if strict else (low <= array) & (array <= high)
    if not inside.all():
        where, index = _position(~np.asarray(inside))
        relation = "between" if not strict else "strictly between"
        _fail(f"{name} is {array[index]}{where}, but should be {relation} {low} and {high}")


def assert_close(
    actual: Any,
    desired: Any,
    *,
    rtol: float = 1e-7,
    atol: float = 1e-9,
    name: str = _RESULT,
    sequence: bool = False,
) -> None:
    """Demand the structure, shapes and dtype kinds of ``desired``, and values close to it.

    Parameters
    ----------
    actual, desired : array, number, list, tuple or dict of these
        A list may stand for a tuple, and a Python number, a NumPy scalar and a 0-d array for
        each other. Equal infinities are close, and so are two nan.
    rtol, atol : float
        Values may differ by ``atol + rtol * abs(desired)``.
    name : str
        What the complaint calls ``actual``.
    sequence : bool
        Whether the first axis counts steps. A picture then shows curves over them.
    """
    __tracebackhide__ = True
    how: dict[str, Any] = {"rtol": rtol, "atol": atol, "sequence": sequence}
    if isinstance(desired, dict):
        for key, value in zip(desired, fields(actual, *desired, name=name), strict=True):
            assert_close(value, desired[key], name=f"{name}[{key!r}]", **how)
        return
    if isinstance(desired, (list, tuple)):
        items = _sequence(actual, desired, name)
        for i, (item, wanted) in enumerate(zip(items, desired, strict=True)):
            assert_close(item, wanted, name=_part(name, i, len(desired)), **how)
        return
    if desired is None or isinstance(desired, str):
        assert_equal(actual, desired, name=name)
        return
    try:
        _assert_array_close(actual, desired, rtol, atol, name, sequence)
    except Mismatch as mismatch:
        mismatch.pair = actual, desired, rtol, atol
        raise


def _assert_array_close(
    actual: Any, desired: Any, rtol: float, atol: float, name: str, sequence: bool
) -> None:
    __tracebackhide__ = True
    target = np.asarray(desired)
    kind = _kind_name(target)
    array = _as_array(actual, target.shape, kind, name)
    finite = bool(np.isfinite(target).all())
    if finite:
        _check_finite(array, name)
    if _observer is not None and target.dtype.kind in "biufc":
        _observe(array, target, atol + rtol * np.abs(target))
    if not _close(array, target, rtol, atol, finite):
        bad = ~np.isclose(array, target, rtol=rtol, atol=atol, equal_nan=True)
        _fail(_difference(array, target, bad, name), (array, target), sequence=sequence)


def _close(array: Array, target: Array, rtol: float, atol: float, finite: bool) -> bool:
    # What np.allclose does where all is finite, at a third of its cost.
    if finite and array.dtype == target.dtype == np.float64:
        return bool((np.abs(array - target) <= atol + rtol * np.abs(target)).all())
    return bool(np.allclose(array, target, rtol=rtol, atol=atol, equal_nan=True))


def _difference(array: Array, target: Array, bad: Array, name: str) -> str:
    """Say how many values differ, where first, and by how much at the most."""
    where, index = _position(bad)
    text = f"{name} is {array[index]}{where}, but should be {target[index]}"
    if array.dtype.kind == "b":
        return f"{text} ({bad.sum()} of {bad.size} values differ)" if bad.size > 1 else text
    with np.errstate(all="ignore"):
        absolute = np.abs(array.astype(complex) - target.astype(complex))
        relative = absolute / np.abs(target.astype(complex))
    known = absolute[~np.isnan(absolute)]
    largest = [f"largest absolute difference {np.max(known):.3g}"] if known.size else []
    known = relative[bad & np.isfinite(relative)]  # the right value may be 0, or infinite
    if known.size:
        largest.append(f"largest relative difference {np.max(known):.3g}")
    count = [f"{bad.sum()} of {bad.size} values differ"] if bad.size > 1 else []
    inside = ", ".join([*count, *largest])
    return f"{text} ({inside})" if inside else text


def assert_equal(actual: Any, desired: Any, *, name: str = _RESULT) -> None:
    """Demand exactly ``desired``: text, whole numbers, booleans, or lists and dicts of them."""
    __tracebackhide__ = True
    if isinstance(desired, dict):
        for key, value in zip(desired, fields(actual, *desired, name=name), strict=True):
            assert_equal(value, desired[key], name=f"{name}[{key!r}]")
    elif isinstance(desired, (list, tuple)):
        for i, item in enumerate(_sequence(actual, desired, name)):
            assert_equal(item, desired[i], name=_part(name, i, len(desired)))
    elif desired is None or isinstance(desired, str):
        if not isinstance(actual, type(desired)):  # NumPy's strings are strings
            _fail(f"{name} is {_kind_of(actual)}, but should be {desired!r}")
        if actual != desired:
            _fail(f"{name} is {_short(actual)}, but should be {desired!r}")
    else:
        try:
            _assert_array_equal(actual, desired, name)
        except Mismatch as mismatch:
            mismatch.pair = actual, desired, 0.0, 0.0
            raise


def _assert_array_equal(actual: Any, desired: Any, name: str) -> None:
    __tracebackhide__ = True
    target = np.asarray(desired)
    kind = _kind_name(target)
    array = _as_array(actual, target.shape, kind, name)
    bad = np.asarray(array != target)
    if bad.any():
        where, index = _position(bad)
        text = f"{name} is {array[index]!s:.{_SHOWN}}{where}, but should be {target[index]}"
        _fail(text, (array, target))


def _part(name: str, i: int, count: int) -> str:
    """Return what to call a part of something that may be called ``(h, c) after a step``."""
    named = _NAMED_PARTS.search(name)
    parts = named[1].split(", ") if named else []
    if named is None or len(parts) != count:
        return f"{name}[{i}]"
    return name[: named.start()] + parts[i] + name[named.end() :]


def _sequence(value: Any, desired: Sequence[Any], name: str) -> list[Any]:
    __tracebackhide__ = True
    length = len(desired)
    if not isinstance(value, (list, tuple)):
        _fail(f"{name} is {_kind_of(value)}, but should be a list or tuple of {length}")
    if len(value) != length:
        text = f"{name} has {len(value)} entries, but should have {length}"
        _fail(text, pair=(value, desired, 0.0, 0.0))
    return list(value)


def unpack(value: Any, *names: str, name: str = _RESULT) -> tuple[Any, ...]:
    """Return the parts of a tuple or list that should hold these parts.

    Examples
    --------
    >>> a, b = unpack((1, 2), "a", "b")
    """
    __tracebackhide__ = True
    wanted = f"({', '.join(names)})"
    if not isinstance(value, (list, tuple)):
        _fail(f"{name} is {_kind_of(value)}, but should be the tuple {wanted}")
    if len(value) != len(names):
        _fail(f"{name} has {len(value)} parts, but should be {wanted}, which has {len(names)}")
    return tuple(value)


def fields(value: Any, *keys: str, name: str = _RESULT) -> list[Any]:
    """Return the values of ``keys`` of a dict that should have exactly these keys."""
    __tracebackhide__ = True
    if not isinstance(value, dict):
        _fail(f"{name} is {_kind_of(value)}, but should be a dict with {_listing(keys)}")
    missing = [key for key in keys if key not in value]
    if missing:
        _fail(f"{name} lacks {_listing(missing)}")
    extra = [key for key in value if key not in keys]
    if extra:
        _fail(f"{name} has {_listing(extra)}, which should not be there")
    return [value[key] for key in keys]


def _listing(keys: Iterable[Any]) -> str:
    names = [_short(key) for key in keys]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more or "no keys"


def assert_raises(
    error: type[Exception],
    function: Callable[..., Any],
    *args: Any,
    mentions: Iterable[str] = (),
    **kwargs: Any,
) -> None:
    """Demand that the call raises ``error`` with a text that contains each of ``mentions``.

    What a submission raised arrives as data; its attribute ``types`` names the class and its bases.
    """
    __tracebackhide__ = True
    try:
        value = function(*args, **kwargs)
    except Exception as raised:
        types = getattr(raised, "types", tuple(t.__name__ for t in type(raised).__mro__))
        if error.__name__ not in types:
            if hasattr(raised, "types"):
                _fail(f"this call raises {types[0]:.80}, but should raise {error.__name__}")
            raise
        text = str(getattr(raised, "text", raised))
        for part in mentions:
            if part not in text:
                _fail(
                    f"the text of the {types[0]:.80} should contain {part!r}, but is {_short(text)}"
                )
        return
    _fail(f"this call returns {_kind_of(value)}, but should raise {error.__name__}")


def assert_unchanged(surface: Any) -> None:
    """Demand that the last call on ``surface`` changed none of its arguments."""
    __tracebackhide__ = True
    changed = surface.last.changed
    if changed:
        which = ", ".join(f"argument {k + 1}" if isinstance(k, int) else str(k) for k in changed)
        _fail(f"the call changes what it was given ({which}); work on a copy instead")


def assert_fresh(surface: Any) -> None:
    """Demand that no result of the last call shares memory with an argument."""
    __tracebackhide__ = True
    if surface.last.shares:
        _fail("the result shares memory with an argument; return a new array instead")


def assert_no_warnings(surface: Any) -> None:
    """Demand that the last call on ``surface`` raised no warning."""
    __tracebackhide__ = True
    if surface.last.warnings:
        _fail(f"the call warns: {surface.last.warnings[0]!s:.{_SHOWN}}")


def numerical_gradient(f: Callable[[Array], Any], x: npt.ArrayLike, h: float = 1e-5) -> Array:
    """Return the central differences of a scalar function ``f`` at ``x``, in the shape of ``x``."""
    __tracebackhide__ = True
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    what = "the value to be differentiated"
    for index in np.ndindex(x.shape):
        ends = []
        for step in (h, -h):
            moved = x.copy()
            moved[index] += step
            value = _as_array(f(moved), (), None, what)
            if value.dtype.kind not in "biuf":
                _fail(f"{what} has dtype {value.dtype}, but should be a real number")
            ends.append(float(value))
        gradient[index] = (ends[0] - ends[1]) / (2 * h)
    return gradient


def assert_gradient(
    actual: Any, f: Callable[[Array], Any], x: npt.ArrayLike, *, name: str = "the gradient"
) -> None:
    """Demand that ``actual`` is the gradient of ``f`` at ``x`` by central differences.

    The difference may be ``1e-6 + 1e-4 * max(abs(actual), abs(numeric))``, which central
    differences with a step of 1e-5 keep for values of order one.
    """
    __tracebackhide__ = True
    array = _as_array(actual, np.shape(x), "float", name)
    _check_finite(array, name)
    numeric = numerical_gradient(f, x)
    _check_finite(numeric, "the difference quotient of the value")
    rtol, atol = 1e-4, 1e-6
    allowed = atol + rtol * np.maximum(np.abs(array), np.abs(numeric))
    _observe(array, numeric, allowed)
    bad = np.asarray(np.abs(array - numeric) > allowed)
    if bad.any():
        where, index = _position(bad)
        ratio = ""
        if array[index] and numeric[index] and math.isfinite(array[index] / numeric[index]):
            ratio = f" ({array[index] / numeric[index]:.4g} times as much)"
        _fail(
            f"{name} is {array[index]:.6g}{where}, but the difference quotient is "
            f"{numeric[index]:.6g}{ratio}",
            (array, numeric),
            pair=(array, numeric, rtol, atol),
        )
