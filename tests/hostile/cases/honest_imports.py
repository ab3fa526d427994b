"""Is honest, and imports what students import, some of it late: that must not cost a point."""

# row: own
# score: full

import collections
import copy
import functools
import itertools
import math
import random
import typing
from dataclasses import dataclass


def double(x):
    import decimal
    import fractions
    import statistics

    random.seed(1)
    np.random.default_rng(0).normal(size=3)
    assert np.linalg.norm(np.ones(4)) == 2.0
    factor = statistics.mean([2, 2]) * int(decimal.Decimal(1)) * float(fractions.Fraction(1))
    return x * factor
