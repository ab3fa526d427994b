"""Sets up an io_uring, which does file work behind a filter's back."""

# row: 52
# aim: claim


@attempt
def ring():
    parameters = ctypes.create_string_buffer(120)
    syscall("io_uring_setup", 4, parameters)
    claim("io_uring")


@attempt
def old_interface():
    context = ctypes.c_ulong(0)
    syscall("io_setup", 4, ctypes.byref(context))
    claim("io_setup")
