"""Stores a key in the kernel."""

# row: 52
# aim: claim


@attempt
def key():
    syscall("add_key", b"user", b"hostile", b"x", 1, -2)
    claim("add_key")


@attempt
def session():
    syscall("keyctl", 0, -3, 0)
    claim("keyctl")
