"""Reads the memory of the grader through /proc."""

# row: 38
# aim: leak


@attempt
def memory():
    with open(f"/proc/{TARGETS['grader']}/mem", "rb", 0) as file:
        file.seek(TARGETS["address"])
        return file.read(26)


@attempt
def maps():
    if open(f"/proc/{TARGETS['grader']}/maps").read(100):
        claim("maps")
