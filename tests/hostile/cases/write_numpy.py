"""Writes by NumPy."""

# row: 45
# aim: write


@attempt
def save():
    np.save(TARGETS["writable"] + "/array.npy", np.zeros(3))


@attempt
def tofile():
    np.zeros(3).tofile(TARGETS["victim"])


@attempt
def mapped():
    np.memmap(TARGETS["writable"] + "/mapped", np.uint8, "w+", shape=10)[:] = 7
