"""Reads the solution, the mistakes, the checks and a secret file with open."""

# row: 13
# aim: leak


@attempt
def solution():
    with open(TARGETS["solution"]) as file:
        return file.read()


@attempt
def mistakes():
    with open(TARGETS["mistakes"]) as file:
        return file.read()


@attempt
def secret():
    with open(TARGETS["secret"]) as file:
        return file.read()
