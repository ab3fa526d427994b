"""Makes a folder."""

# row: 45
# aim: write


@attempt
def folder():
    os.mkdir(TARGETS["writable"] + "/folder")
