"""Reads the solution with os.open and os.pread."""

# row: 13
# aim: leak


@attempt
def solution():
    descriptor = os.open(TARGETS["solution"], os.O_RDONLY)
    return os.pread(descriptor, 10_000, 0)
