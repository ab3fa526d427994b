"""Changes the times of the victim's file."""

# row: 45
# aim: write


@attempt
def times():
    os.utime(TARGETS["victim"], (1, 1))
