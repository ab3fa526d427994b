"""Looks whether it shares the session and the group of the grader, and so its terminal."""

# row: own
# aim: claim


@attempt
def session():
    if os.getsid(0) == os.getsid(TARGETS["grader"]):
        claim("same session")


@attempt
def group():
    if os.getpgid(0) == os.getpgid(TARGETS["grader"]):
        claim("same group")
