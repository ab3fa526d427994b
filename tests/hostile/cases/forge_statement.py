"""Says that statements of no cell run, to keep the clock from running out."""

# row: own
# score: any
# aim: harm
# status: any

for _ in range(100_000):
    forge({"at": [-1, 10**9, 0]})
