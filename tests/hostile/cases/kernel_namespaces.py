"""Makes namespaces of its own, and enters those of the grader."""

# row: 52
# aim: claim


@attempt
def mounts():
    syscall("unshare", 0x00020000)
    claim("unshare mounts")


@attempt
def network():
    syscall("unshare", 0x40000000)
    claim("unshare network")


@attempt
def enter():
    descriptor = os.open(f"/proc/{TARGETS['grader']}/ns/net", os.O_RDONLY)
    syscall("setns", descriptor, 0)
    claim("setns")
