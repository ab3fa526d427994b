"""Makes a map for a program in the kernel."""

# row: 52
# aim: claim


@attempt
def map():
    attributes = (ctypes.c_uint32 * 32)(2, 4, 4, 1)
    syscall("bpf", 0, attributes, 72)
    claim("bpf")
