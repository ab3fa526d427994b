"""Loops without end and ignores every signal that can be ignored."""

# row: 28
# score: at most 7

import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def double(x):
    while True:
        pass
