"""Answers the loading with functions that are lies, and with ones that are no names."""

# row: own
# score: any
# aim: harm

forge({"answer": {"functions": {"double": np.zeros(2), "total": np.zeros(2)}, "failures": []}})
while True:
    pass
