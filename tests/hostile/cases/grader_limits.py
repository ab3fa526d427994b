"""Lowers a limit of the grader by prlimit."""

# row: 52
# aim: grader

import resource


@attempt
def limits():
    soft, hard = resource.prlimit(TARGETS["grader"], resource.RLIMIT_NOFILE)
    resource.prlimit(TARGETS["grader"], resource.RLIMIT_NOFILE, (soft - 1, hard))
