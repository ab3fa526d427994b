"""Takes memory by NumPy, in a call."""

# row: 43
# aim: claim


def double(x):
    if np.zeros(6 * 2**27).nbytes:
        claim("NumPy")
    for text in LEAKED[:1]:
        print(text)
    return 2 * x
