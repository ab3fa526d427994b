"""Write values as Python text that can be pasted back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

__all__ = ["call_text", "literal"]

_MAX_ELEMENTS = 120
_INFERRED = {"float64", "int64", "bool", "complex128"}


def literal(value: Any, *, max_elements: int = _MAX_ELEMENTS) -> str:
    """Return Python text for ``value``; arrays of more than ``max_elements`` are abbreviated."""
    if isinstance(value, np.ndarray):
        return _array(value, max_elements)
    if isinstance(value, np.str_):
        return f"np.str_({str(value)!r})"
    if isinstance(value, np.generic):
        return f"np.{value.dtype.name}({_number(value.item())})"
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return repr(value)
    if isinstance(value, (int, float, complex)):
        return _number(value)
    if isinstance(value, list):
        return "[" + ", ".join(literal(v, max_elements=max_elements) for v in value) + "]"
    if isinstance(value, tuple):
        inner = ", ".join(literal(v, max_elements=max_elements) for v in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict):
        items = (f"{literal(k)}: {literal(v, max_elements=max_elements)}" for k, v in value.items())
        return "{" + ", ".join(items) + "}"
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    return str(value)


def call_text(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return the text of a call, as a student would paste it."""
    parts = [literal(value) for value in args]
    parts += [f"{key}={literal(value)}" for key, value in kwargs.items()]
    values = [*args, *kwargs.values()]
    frozen = any(isinstance(v, np.ndarray) and not v.flags.writeable for v in values)
    return f"{name}({', '.join(parts)})" + ("  # with read-only arrays" if frozen else "")


def _number(value: Any) -> str:
    if isinstance(value, complex):
        return f"complex({_number(value.real)}, {_number(value.imag)})"
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def _nested(items: Any) -> str:
    if isinstance(items, list):
        return "[" + ", ".join(map(_nested, items)) + "]"
    return repr(items) if isinstance(items, str) else _number(items)


def _array(array: np.ndarray[Any, Any], max_elements: int) -> str:
    name = array.dtype.name
    dtype = "" if name in _INFERRED or array.dtype.kind == "U" else f", dtype=np.{name}"
    if array.size > max_elements:
        return f"<array of shape {array.shape}{dtype}, too large to print>"
    if array.size == 0:
        text = array.dtype.str if array.dtype.kind == "U" else name
        kind = "" if name == "float64" else f", dtype={text!r}"
        return f"np.zeros({array.shape}{kind})"
    text = f"np.array({_nested(array.tolist())}{dtype})"
    if array.flags.c_contiguous:
        return text
    if array.flags.f_contiguous:
        return f"np.asfortranarray({text})"
    return f"np.repeat({text}, 2, axis=-1)[..., ::2]"
