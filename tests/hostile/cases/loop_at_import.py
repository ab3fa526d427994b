"""Loops without end while it is loaded."""

# row: 27
# score: full

while True:
    pass
