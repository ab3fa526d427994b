"""Locks the victim's file, so that others wait."""

# row: own
# aim: claim

import fcntl


@attempt
def lock():
    fcntl.flock(os.open(TARGETS["victim"], os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    claim("flock")
