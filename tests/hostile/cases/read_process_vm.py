"""Reads the grader's memory by process_vm_readv, and writes to it."""

# row: 39
# aim: leak


@attempt
def read():
    buffer = ctypes.create_string_buffer(26)
    local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 26)
    remote = (ctypes.c_size_t * 2)(TARGETS["address"], 26)
    syscall("process_vm_readv", TARGETS["grader"], local, 1, remote, 1, 0)
    return buffer.raw
