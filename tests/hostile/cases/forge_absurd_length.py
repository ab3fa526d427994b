"""Announces four gigabytes and says nothing more."""

# row: 49
# score: at most 7


def double(x):
    to_every_descriptor(b"\xff\xff\xff\xff")
    while True:
        pass
