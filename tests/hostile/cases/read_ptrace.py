"""Seizes the grader with ptrace."""

# row: 39
# aim: claim


@attempt
def seize():
    syscall("ptrace", 0x4206, TARGETS["grader"], 0, 0)
    claim("seized")
