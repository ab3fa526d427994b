"""Write values as Python text that can be pasted back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

__all__ = ["call_text", "literal"]

#: Characters that a literal may have.
MAX_TEXT = 4000

_MAX_ELEMENTS = 120
_MAX_STR = 1000  # characters of the literal of a text
_MAX_DEPTH = 30
_WRAPPED = 40  # characters of a call that gives an array its layout
_MAX_INT_BITS = 1024
_INFERRED = {"float64", "int64", "bool", "complex128"}


def literal(value: Any, *, max_elements: int = _MAX_ELEMENTS) -> str:
    """Return Python text for ``value``; what has more than ``max_elements`` is abbreviated.

    Whatever the value, the text is written at once and has at most `MAX_TEXT` characters.
    """
    return _Writer(max_elements).text(value, MAX_TEXT)


def call_text(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return the text of a call, as a student would paste it."""
    parts = [literal(value) for value in args]
    parts += [f"{key}={literal(value)}" for key, value in kwargs.items()]
    values = [*args, *kwargs.values()]
    frozen = any(isinstance(v, np.ndarray) and not v.flags.writeable for v in values)
    return f"{name}({', '.join(parts)})" + ("  # with read-only arrays" if frozen else "")


class _Writer:
    """Writes one value. What does not fit is tried only while there is work left to spend."""

    def __init__(self, max_elements: int) -> None:
        self._max_elements = max_elements
        self._work = 5 * MAX_TEXT  # characters, of which some are thrown away

    def text(self, value: Any, room: int, depth: int = 0) -> str:
        """Return the text of ``value``, abbreviated if it is longer than ``room``."""
        if isinstance(value, (list, tuple, dict)):
            return self._container(value, room, depth)
        text = _leaf(value, self._max_elements, room)
        self._work -= len(text)
        return text

    def _container(self, value: Any, room: int, depth: int) -> str:
        inner = self._inner(value, room - 3, depth)  # brackets, and the comma of a tuple of one
        if isinstance(value, dict):
            kind, text = "dict", f"{{{inner}}}"
        elif isinstance(value, tuple):
            kind, text = "tuple", f"({inner},)" if len(value) == 1 else f"({inner})"
        else:
            kind, text = "list", f"[{inner}]"
        if inner is None:
            text = f"<{kind} of {len(value)} entries, too large to print>"
            self._work -= len(text)
        return text

    def _inner(self, value: Any, room: int, depth: int) -> str | None:
        if len(value) > self._max_elements or depth >= _MAX_DEPTH:
            return None
        parts: list[str] = []
        for item in value.items() if isinstance(value, dict) else value:
            pieces = item if isinstance(value, dict) else (item,)
            parts.append(": ".join(self.text(piece, room, depth + 1) for piece in pieces))
            room -= len(parts[-1]) + 2
            if room < 0 or self._work < 0:
                return None
        return ", ".join(parts)


def _leaf(value: Any, max_elements: int, room: int) -> str:
    if isinstance(value, np.ndarray):
        return _array(value, max_elements, room)
    if isinstance(value, np.str_):
        return f"np.str_({_string(str(value))})"
    if isinstance(value, np.generic):
        return f"np.{_name(value.dtype)}({_number(value.item())})"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, (int, float, complex)):
        return _number(value)
    text = getattr(value, "__name__", type(value).__name__) if callable(value) else str(value)
    return str(text)[:_MAX_STR]


def _number(value: Any) -> str:
    if isinstance(value, complex):
        return f"complex({_number(value.real)}, {_number(value.imag)})"
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    if isinstance(value, int) and value.bit_length() > _MAX_INT_BITS:
        return f"<int of {value.bit_length()} bits, too large to print>"
    return repr(value)


def _string(value: str) -> str:
    text = repr(value[:_MAX_STR])
    if len(value) <= _MAX_STR and len(text) <= 2 * _MAX_STR:
        return text
    return f"<str of {len(value)} characters, too large to print, that begins {value[:40]!r}>"


def _nested(items: Any) -> str:
    if isinstance(items, list):
        return "[" + ", ".join(map(_nested, items)) + "]"
    return _string(items) if isinstance(items, str) else _number(items)


def _name(dtype: np.dtype[Any]) -> str:
    """Return the name of a dtype; the default integer is called alike on every platform."""
    return "int64" if dtype == np.dtype(int) else dtype.name


def _array(array: np.ndarray[Any, Any], max_elements: int, room: int) -> str:
    name = _name(array.dtype)
    dtype = "" if name in _INFERRED or array.dtype.kind == "U" else f", dtype=np.{name}"
    too_large = f"<array of shape {array.shape}{dtype}, too large to print>"
    if array.size > max_elements:
        return too_large
    if array.size == 0:
        text = array.dtype.str if array.dtype.kind == "U" else name
        kind = "" if name == "float64" else f", dtype={text!r}"
        return f"np.zeros({array.shape}{kind})"
    text = f"np.array({_nested(array.tolist())}{dtype})"
    if len(text) + _WRAPPED > room:
        return too_large
    if array.flags.c_contiguous:
        return text
    if array.flags.f_contiguous:
        return f"np.asfortranarray({text})"
    return f"np.repeat({text}, 2, axis=-1)[..., ::2]"
