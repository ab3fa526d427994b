"""Fills the disk with 30 MB."""

# row: 45
# aim: write


@attempt
def fill():
    with open(TARGETS["writable"] + "/large", "wb") as file:
        file.write(bytes(30 * 2**20))
