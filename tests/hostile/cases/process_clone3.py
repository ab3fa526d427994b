"""Forks by clone3, whose flags a filter cannot see."""

# row: 41
# aim: process


@attempt
def clone3():
    arguments = (ctypes.c_uint64 * 8)(0, 0, 0, 0, 17, 0, 0, 0)
    if syscall("clone3", arguments, 64) == 0:
        daemon()
