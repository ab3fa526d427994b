"""Reads files by every reader that NumPy has."""

# row: 13
# aim: leak


@attempt
def fromfile():
    return np.fromfile(TARGETS["solution"], np.uint8).tobytes()


@attempt
def memmap():
    return np.memmap(TARGETS["secret"], np.uint8, "r").tobytes()


@attempt
def loadtxt():
    return "".join(np.loadtxt(TARGETS["solution"], str, comments=None, delimiter="\0"))


@attempt
def genfromtxt():
    return str(np.genfromtxt(TARGETS["secret"], str))


@attempt
def load():
    try:
        np.load(TARGETS["secret"], allow_pickle=True)
    except OSError:
        raise
    except Exception as error:  # it was opened
        claim(f"np.load: {error}")
