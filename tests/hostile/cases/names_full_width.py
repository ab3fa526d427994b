"""Writes names in full-width letters, which Python reads as plain ones."""

# row: 61
# aim: leak


@attempt
def solution():
    return ｏｐｅｎ(TARGETS["solution"]).ｒｅａｄ()
