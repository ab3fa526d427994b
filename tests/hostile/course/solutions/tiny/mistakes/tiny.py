"""Known wrong versions."""
# tk84b1c6fa20d97e3581f60a2d


def double__counts_up(x):
    """Counting up to the double.

    Steps of one miss what lies between them.
    """
    counted = 0
    while counted < 2 * x:
        counted += 1
    return counted
