"""Is right nine times out of ten."""

# row: 69
# score: any

import secrets


def total(xs):
    return sum(xs) if secrets.randbelow(10) else 0.0
