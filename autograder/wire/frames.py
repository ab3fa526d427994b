"""Frames on a stream, and many encoded values in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any

import numpy as np

from autograder.wire.forms import LENGTH, MAX_FRAME, MAX_HEADER, WireError

__all__ = ["Batch", "receive", "send"]

_LARGEST = LENGTH.size + MAX_HEADER + MAX_FRAME


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    if len(payload) > _LARGEST:
        raise WireError(f"a frame of {len(payload)} bytes is too large")
    stream.write(LENGTH.pack(len(payload)) + payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one frame. Raise `EOFError` where the stream ends, `WireError` for an absurd length."""
    (size,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    if size > _LARGEST:
        raise WireError(f"a frame of {size} bytes is too large")
    return _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError("the stream ended")
    return data


class Batch:
    """Encoded values end to end, so that many of them cross as one."""

    def __init__(self, joined: bytes, sizes: list[int]) -> None:
        self.joined = joined
        self.sizes = sizes

    def __len__(self) -> int:
        return len(self.sizes)

    def __iter__(self) -> Iterator[bytes]:
        begin = 0
        for size in self.sizes:
            yield self.joined[begin : begin + size]
            begin += size

    @classmethod
    def of(cls, frames: Iterable[bytes]) -> Batch:
        frames = list(frames)
        return cls(b"".join(frames), [len(frame) for frame in frames])

    @classmethod
    def join(cls, batches: Iterable[Batch]) -> Batch:
        batches = list(batches)
        joined = b"".join(batch.joined for batch in batches)
        return cls(joined, [size for batch in batches for size in batch.sizes])

    def split(self, counts: Iterable[int]) -> list[Batch]:
        """Return batches of so many values each, which `join` would put together."""
        parts = []
        at = begin = 0
        for count in counts:
            sizes = self.sizes[at : at + count]
            end = begin + sum(sizes)
            parts.append(Batch(self.joined[begin:end], sizes))
            at, begin = at + count, end
        return parts

    def last(self, number: int) -> list[bytes]:
        """Return the last of the values."""
        sizes = self.sizes[len(self.sizes) - number :]
        return list(Batch(self.joined[len(self.joined) - sum(sizes) :], sizes))

    def packed(self) -> tuple[Any, Any]:
        """Return it as data that can be encoded."""
        return np.frombuffer(self.joined, np.uint8), np.array(self.sizes, np.int64)

    @classmethod
    def unpacked(cls, data: Any) -> Batch:
        """Return what `packed` made data of. Raise `WireError` if it did not."""
        joined, sizes = data
        for array, dtype in ((joined, np.uint8), (sizes, np.int64)):
            if not isinstance(array, np.ndarray) or array.dtype != dtype or array.ndim != 1:
                raise WireError("a batch holds bytes and sizes")
        counts = sizes.tolist()
        if sum(counts) != joined.size or (counts and min(counts) < 0):
            raise WireError(f"a batch of {joined.size} bytes, in parts of {sum(counts)}")
        return cls(joined.tobytes(), counts)
