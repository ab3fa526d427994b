"""Clears the signal that it would get when its parent dies, and lets others trace it."""

# row: 52
# aim: claim


@attempt
def outlive():
    wanted = ctypes.c_int(0)
    libc.prctl(2, ctypes.byref(wanted))  # PR_GET_PDEATHSIG
    if libc.prctl(1, 0, 0, 0, 0) == 0 and wanted.value == 0:
        claim("no death signal")
