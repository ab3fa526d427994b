"""From a value to the bytes of a frame."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any, Literal

import numpy as np

from autograder.wire.forms import (
    ENTRY,
    LENGTH,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_FRAME,
    MAX_HEADER,
    MAX_INT_BITS,
    Handle,
    Opaque,
    code_of,
    is_shape,
    layout_of,
)

__all__ = ["Template", "dumps"]

_PER_CHARACTER = 12  # bytes of the header: two escapes, where it is far from ASCII
_SPARE = 1024  # bytes of the header for the outermost value
_EXTENDED = 10  # bytes that a long double has on x86, where more are reserved for it
_PADDED = np.finfo(np.longdouble).nmant == 63


def dumps(value: Any, register: Callable[[Any], int] | None = None) -> bytes:
    """Encode ``value``. ``register`` gives a number to each callable that it holds."""
    packer = _Packer(register)
    try:
        header = packer.pack(value).encode("ascii")
    except RecursionError:  # where the caller's own stack is deep
        header = b""
    if not 0 < len(header) <= MAX_HEADER:
        packer = _Packer(None)
        header = packer.described(Opaque.of(value, " that is too large")).encode("ascii")
    return b"".join([LENGTH.pack(len(header)), header, *packer.buffers])


_OPEN = "(the open place)"


class Template:
    """Values that are alike but in one place, which is often an array.

    ``Template(make).dumps(value)`` is ``dumps(make(value))``, in less time.
    """

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make
        text = _Packer(None).pack(make(_OPEN))
        self._around = tuple(text.split(encode_basestring_ascii(_OPEN)))

    def dumps(self, value: Any) -> bytes:
        if type(value) is np.ndarray:
            layout = layout_of(value)
            head = _array_head(
                self._around, value.dtype, value.shape, layout, value.flags.writeable
            )
            if head is not None:
                return head + _bytes_of(value, "F" if layout == "F" else "C")
        return dumps(self._make(value))


class _Packer:
    """Writes a header and collects the bytes behind it, within the room of a frame.

    The text is written at once: a tree for a JSON encoder would be walked twice.
    """

    def __init__(self, register: Callable[[Any], int] | None) -> None:
        self.buffers: list[bytes] = []
        self._register = register
        self._room = MAX_FRAME
        self._header = MAX_HEADER - _SPARE

    def described(self, opaque: Opaque) -> str:
        """Return what stands for a value that cannot cross."""
        text = opaque.described
        fits = self._fits(_PER_CHARACTER * len(text) + 2)
        return f'{{"o":{encode_basestring_ascii(text if fits else "")}}}'

    def pack(self, value: Any, depth: int = 0) -> str:
        kind = type(value)
        if kind is np.ndarray:
            return self._pack_array(value)
        if kind is float:
            return repr(value) if math.isfinite(value) else f'{{"f":"{value!r}"}}'
        if kind is str:
            if self._fits(_PER_CHARACTER * len(value) + 2):
                return encode_basestring_ascii(value)
            return self.described(Opaque(f"a str of {len(value)} characters"))
        if kind is bool:
            return "true" if value else "false"
        if value is None:
            return "null"
        if kind is int:
            bits = value.bit_length()
            small = bits <= 64 or (bits <= MAX_INT_BITS and self._fits(bits // 3))
            return repr(value) if small else self.described(Opaque(f"an int of {bits} bits"))
        if isinstance(value, (list, tuple, dict)):
            return self._pack_container(value, depth)
        return self._pack_rare(value)

    def _pack_rare(self, value: Any) -> str:
        kind = type(value)
        if kind is complex and self._fits(ENTRY):
            return f'{{"c":[{self.pack(value.real)},{self.pack(value.imag)}]}}'
        if isinstance(value, np.generic):
            return self._pack_scalar(value)
        if kind is Opaque:
            return self.described(Opaque(value.described))
        if kind is Handle:
            return f'{{"h":{value.number}}}'
        if self._register is not None and callable(value):
            return f'{{"h":{self._register(value)}}}'
        return self.described(Opaque.of(value))

    def _fits(self, size: int) -> bool:
        """Take ``size`` bytes of the header's room, if there are as many."""
        if size > self._header:
            return False
        self._header -= size
        return True

    def _pack_container(self, value: Any, depth: int) -> str:
        if depth >= MAX_DEPTH:
            return self.described(Opaque.of(value, " nested too deeply"))
        pairs = isinstance(value, dict)
        if not self._fits(ENTRY * len(value) * (2 if pairs else 1)):
            return self.described(Opaque.of(value, f" of {len(value)} entries"))
        pack, below = self.pack, depth + 1
        if pairs:
            items = [f"[{pack(k, below)},{pack(v, below)}]" for k, v in value.items()]
            return f'{{"d":[{",".join(items)}]}}'
        packed = ",".join([pack(item, below) for item in value])
        return (
            f'{{"t":[{packed}]}}' if isinstance(value, tuple) else f"[{packed}]"
        )  # named ones too

    def _pack_array(self, array: np.ndarray[Any, Any]) -> str:
        shape, layout = array.shape, layout_of(array)
        text = _array_text(array.dtype, shape, layout, array.flags.writeable)
        if text is None:
            return self.described(Opaque(f"an array of dtype {array.dtype}"))
        if (
            array.nbytes > self._room
            or len(shape) > MAX_DIMENSIONS
            or not (array.size or is_shape(shape))
            or not self._fits(ENTRY + 20 * len(shape))
        ):
            return self.described(Opaque(f"an array of shape {shape}, which is too large"))
        self._append(_bytes_of(array, "F" if layout == "F" else "C"))
        return text

    def _pack_scalar(self, value: np.generic) -> str:
        array = np.array([value])  # which gives empty text one place
        code = code_of(array.dtype)
        if code is None or array.nbytes > self._room:
            return self.described(Opaque.of(value))
        self._append(_bytes_of(array, "C"))
        return f'{{"s":"{code}"}}'

    def _append(self, data: bytes) -> None:
        self._room -= len(data)
        self.buffers.append(data)


@functools.lru_cache(maxsize=256)
def _array_text(
    dtype: np.dtype[Any], shape: tuple[int, ...], layout: str, writeable: bool
) -> str | None:
    """Return how an array is written, or None if its values do not cross."""
    code = code_of(dtype)
    sizes = ",".join(map(str, shape))
    flag = "true" if writeable else "false"
    return None if code is None else f'{{"a":["{code}",[{sizes}],"{layout}",{flag}]}}'


@functools.lru_cache(maxsize=256)
def _array_head(
    around: tuple[str, str],
    dtype: np.dtype[Any],
    shape: tuple[int, ...],
    layout: str,
    writeable: bool,
) -> bytes | None:
    """Return the header of a frame with one array, and its length; None if it does not cross."""
    text = _array_text(dtype, shape, layout, writeable)
    size = math.prod(shape)
    small = size * dtype.itemsize <= MAX_FRAME and len(shape) <= MAX_DIMENSIONS
    if text is None or not small or not (size or is_shape(shape)):
        return None
    header = text.join(around).encode("ascii")
    return LENGTH.pack(len(header)) + header


def _bytes_of(array: np.ndarray[Any, Any], order: Literal["C", "F"]) -> bytes:
    data = array.tobytes(order)
    if not _PADDED or array.dtype.char not in "gG":
        return data
    # What stands between long doubles is whatever was in memory there before.
    parts = np.frombuffer(data, np.uint8).reshape(-1, np.dtype(np.longdouble).itemsize).copy()
    parts[:, _EXTENDED:] = 0
    return parts.tobytes()
