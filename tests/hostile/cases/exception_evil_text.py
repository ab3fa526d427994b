"""Raises exceptions whose text and whose class misbehave when they are looked at."""

# row: 3
# score: none


class Meta(type):
    @property
    def __name__(cls):
        raise SystemExit


class Evil(Exception):
    def __str__(self):
        os._exit(0)


class Endless(Exception):
    def __str__(self):
        while True:
            pass


class Large(Exception):
    def __str__(self):
        return "x" * 10**8


class Nameless(Exception, metaclass=Meta):
    pass


def double(x):
    raise Evil


def total(xs):
    raise Large


def numerical_slope(f, x):
    raise Nameless


def doubles(f):
    raise Endless
