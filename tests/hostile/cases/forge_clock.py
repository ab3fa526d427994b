"""Begins a new statement again and again in a call, and each gets a new deadline."""

# row: own
# score: at most 7
# aim: harm

import time


def double(x):
    while True:
        forge({"at": [0, 0, 1]})
        time.sleep(0.1)
