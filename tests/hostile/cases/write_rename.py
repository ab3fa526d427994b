"""Puts a file of its own in the place of the victim's."""

# row: 25
# aim: write


@attempt
def replaced():
    os.rename(TARGETS["victim"], TARGETS["writable"] + "/taken")


@attempt
def removed():
    os.unlink(TARGETS["victim"])
