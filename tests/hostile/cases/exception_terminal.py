"""Puts steering characters into the text and the class of an exception."""

# row: 63
# score: at most 4
# aim: harm

NASTY = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2066\x9b31m\r\x00<script>alert(1)</script>"


def double(x):
    raise type("\x1b[31m<b>" + "E" * 70, (ValueError,), {})(NASTY)


def total(xs):
    raise ValueError(NASTY)


raise RuntimeError(NASTY)
