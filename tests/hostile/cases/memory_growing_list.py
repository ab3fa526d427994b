"""Takes memory piece by piece until there is no more."""

# row: 43
# aim: claim


@attempt
def pieces():
    kept = [bytes(256 * 2**20) for _ in range(24)]
    claim(f"{len(kept)} pieces")
