"""Lets a child answer in its place, so that the deadline kills the wrong process."""

# row: own
# aim: process, harm
# score: at most 7

if os.fork():
    os._exit(0)


def double(x):
    while True:
        pass
