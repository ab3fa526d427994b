"""Sends arrays of negative, fractional and overflowing shapes."""

# row: 49
# score: at most 4


class Shape(list):
    pass


def double(x):
    to_every_descriptor(frame(b'{"a":["<f8",[-3],"C",true]}', bytes(24)))


def total(xs):
    to_every_descriptor(frame(b'{"a":["<f8",[1e400,4294967296],"S",1]}'))
