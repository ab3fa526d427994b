"""Handles page faults itself, the tool of races in the kernel."""

# row: 52
# aim: claim


@attempt
def faults():
    syscall("userfaultfd", 1)
    claim("userfaultfd")
