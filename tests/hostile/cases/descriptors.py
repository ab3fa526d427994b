"""Opens descriptors until there are no more."""

# row: own
# aim: claim


@attempt
def many():
    kept = [os.dup(0) for _ in range(3000)]
    for descriptor in kept:
        os.close(descriptor)
    claim(len(kept))
