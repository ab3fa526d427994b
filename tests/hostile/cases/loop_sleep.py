"""Sleeps, and catches whatever would wake it."""

# row: 29
# score: at most 7

import time


def double(x):
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
