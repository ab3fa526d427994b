"""Writes megabytes to the standard streams behind Python's back."""

# row: 46
# score: any


def total(xs):
    for stream in (1, 2):
        os.write(stream, b"x" * 10**6)
    return sum(xs)
