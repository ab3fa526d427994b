"""Asks whether a signal to every process would be delivered."""

# row: 26
# aim: claim


@attempt
def all_of_them():
    os.kill(-1, 0)
    claim("kill(-1)")


@attempt
def grader():
    os.kill(TARGETS["grader"], 0)
    claim("kill(grader)")
