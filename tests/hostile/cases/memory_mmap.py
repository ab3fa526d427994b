"""Takes memory by mmap, private and shared."""

# row: 43
# aim: claim

import mmap


@attempt
def private():
    if len(mmap.mmap(-1, 6 * 2**30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)):
        claim("private")


@attempt
def shared():
    if len(mmap.mmap(-1, 6 * 2**30, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)):
        claim("shared")
