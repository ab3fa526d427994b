"""Links and renames the solution to where it can be read."""

# row: 54
# aim: leak, write


@attempt
def hard_link():
    os.link(TARGETS["secret"], TARGETS["writable"] + "/hard")
    return open(TARGETS["writable"] + "/hard").read()


@attempt
def symbolic_link():
    os.symlink(TARGETS["solution"], TARGETS["writable"] + "/soft")
    return open(TARGETS["writable"] + "/soft").read()


@attempt
def renamed():
    os.rename(TARGETS["mistakes"], TARGETS["writable"] + "/moved")
    return open(TARGETS["writable"] + "/moved").read()
