"""Returns dicts whose keys cannot be keys, clash, or name the parts of an answer."""

# row: 47
# score: none


class Key:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return False


def double(x):
    return {(1, 2): {Key(): 3, "value": 3 * x, float("nan"): 1, None: 2}}


def total(xs):
    return {"t": 1, "d": 2, "a": 3, "o": 4, "h": 0}


def numerical_slope(f, x):
    return {frozenset({1}): {np.float64(1): 1}}


def doubles(f):
    return {"answer": True}
