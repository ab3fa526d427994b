"""Takes nearly all the time that a call may take, in every call."""

# row: 27
# score: any

import time


def double(x):
    time.sleep(0.45)
    return 2 * x
