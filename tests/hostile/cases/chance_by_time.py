"""Is right in every second second, and in processes with an even number."""

# row: 69
# score: any

import time


def total(xs):
    return sum(xs) if int(time.time()) % 2 else 0.0


def double(x):
    return 2 * x if os.getpid() % 2 else x
