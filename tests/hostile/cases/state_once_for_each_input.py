"""Is right the first time for each input and wrong when it is asked again."""

# row: 69
# score: at most 11
# aim: score

seen = set()


def total(xs):
    key = tuple(xs)
    again = key in seen
    seen.add(key)
    return 0.0 if again else sum(xs)
