"""Deletes and redefines its functions while they are called."""

# row: own
# score: at most 9


def double(x):
    for name in ("double", "total"):
        globals().pop(name, None)
    return 2 * x


total = type("T", (), {"__call__": lambda self, xs: exec("del double") or 0.0})()
