"""Reads the solution with the C library's own open, fopen and read."""

# row: 13
# aim: leak


@attempt
def with_open():
    buffer = ctypes.create_string_buffer(10_000)
    libc.read(libc.open(TARGETS["solution"].encode(), 0), buffer, 10_000)
    return buffer.value


@attempt
def with_fopen():
    libc.fopen.restype = ctypes.c_void_p
    file = libc.fopen(TARGETS["secret"].encode(), b"r")
    buffer = ctypes.create_string_buffer(1000)
    if file:
        libc.fread(buffer, 1, 1000, ctypes.c_void_p(file))
    return buffer.value
