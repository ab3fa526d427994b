"""Starts a program by vfork, from C."""

# row: 41
# aim: process


@attempt
def spawn():
    arguments = (ctypes.c_char_p * 3)(b"sleep", TARGETS["marker"].encode(), None)
    pid = ctypes.c_int()
    libc.posix_spawnp(ctypes.byref(pid), b"sleep", None, None, arguments, None)
