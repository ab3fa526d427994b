"""Calls pytest.skip, pytest.exit and hypothesis.reject themselves, if they can be had."""

# row: 4
# score: none

import unittest

import hypothesis
import pytest


def double(x):
    raise unittest.SkipTest("no")


def total(xs):
    hypothesis.reject()


def numerical_slope(f, x):
    pytest.exit("done", returncode=0)


def doubles(f):
    pytest.skip("later")
