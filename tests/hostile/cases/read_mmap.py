"""Maps the secret file into memory."""

# row: 13
# aim: leak

import mmap


@attempt
def secret():
    with open(TARGETS["secret"], "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:]
