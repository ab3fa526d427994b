"""Sends half a frame and hangs."""

# row: 49
# score: at most 7


def double(x):
    to_every_descriptor(frame(b'{"d":[["id","')[:12])
    while True:
        pass
