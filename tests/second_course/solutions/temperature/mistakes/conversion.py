"""Wrong variants of the functions of conversion, each with its hint."""


def to_celsius__scales_first(fahrenheit):
    """The offset is taken off after scaling.

    Take the 32 degrees off first, then scale.
    """
    return fahrenheit * 5 / 9 - 32
