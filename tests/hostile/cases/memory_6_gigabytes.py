"""Takes 6 GB in one piece, which the kernel gives to whoever does not touch it."""

# row: 43
# aim: claim


@attempt
def piece():
    if len(bytes(6 * 2**30)):
        claim("6 GB")
