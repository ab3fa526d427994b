"""Reads the solution by openat2, which old filters do not know."""

# row: 13
# aim: leak


@attempt
def solution():
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    descriptor = syscall("openat2", -100, TARGETS["solution"].encode(), how, 24)
    return os.read(descriptor, 10_000)
