"""Prints steering characters, warns of them and returns them."""

# row: 63
# score: at most 4
# aim: harm

NASTY = (
    "\x1b[2J\x1b]8;;http://evil\x07click\u202e::set-output name=x::y\n::add-mask::z\r=HYPERLINK(1)"
)


def double(x):
    print(NASTY)
    warnings.warn(NASTY)
    return NASTY


def total(xs):
    print(NASTY)
    return [NASTY, {NASTY: NASTY}]
