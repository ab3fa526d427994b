"""Writes into the grader's memory, by /proc and by process_vm_writev."""

# row: 38
# aim: claim


@attempt
def by_proc():
    with open(f"/proc/{TARGETS['grader']}/mem", "r+b", 0) as file:
        file.seek(TARGETS["address"])
        same = file.read(2)
        file.seek(TARGETS["address"])
        file.write(same)
    claim("mem")


@attempt
def by_call():
    buffer = ctypes.create_string_buffer(b"tk")
    local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 2)
    remote = (ctypes.c_size_t * 2)(TARGETS["address"], 2)
    syscall("process_vm_writev", TARGETS["grader"], local, 1, remote, 1, 0)
    claim("process_vm_writev")
