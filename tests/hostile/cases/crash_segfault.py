"""Reads address 0."""

# row: 51
# score: at most 7


def double(x):
    return ctypes.string_at(0)
