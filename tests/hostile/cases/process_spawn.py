"""Starts a program by posix_spawn, in which the C library uses vfork."""

# row: 41
# aim: process


@attempt
def spawn():
    os.posix_spawn("/bin/sleep", ["sleep", TARGETS["marker"]], {})
