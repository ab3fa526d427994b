"""Sends JSON that is nested ten thousand times."""

# row: 49
# score: at most 7


def double(x):
    to_every_descriptor(frame(b"[" * 10_000 + b"]" * 10_000))
