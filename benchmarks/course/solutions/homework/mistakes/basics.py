"""Known mistakes: what the failing part of the class hands in."""

import numpy as np


def relu__absolute(z):
    """Takes the absolute value.

    Negative numbers become zero, not positive.
    """
    return np.abs(z)


def softmax__all_elements(z):
    """Sums over the whole array.

    Each row is an example of its own.
    """
    e = np.exp(z)
    return e / e.sum()


def softmax__columns(z):
    """Normalises over the wrong axis.

    Sum over the last axis.
    """
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def layer_norm__sample_variance(x, gain, shift):
    """Divides by n - 1.

    The variance is the mean of the squares.
    """
    centred = x - x.mean(axis=1, keepdims=True)
    return gain * centred / np.sqrt(x.var(axis=1, ddof=1, keepdims=True) + 1e-5) + shift


def layer_norm__columns(x, gain, shift):
    """Normalises over the wrong axis.

    Take mean and variance over the last axis.
    """
    return gain * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5) + shift


def one_hot__transposed(labels, classes):
    """Has one column for each label.

    Each label is a row.
    """
    return np.eye(classes)[:, labels]


def cosine__not_normalised(a, b):
    """Returns the scalar product.

    Divide by both lengths.
    """
    return a @ b


def outer__swapped(a, b):
    """Swaps the axes.

    Rows belong to the first vector.
    """
    return np.outer(b, a)


def running_mean__too_long(x, width):
    """Pads with zeros at the ends.

    Only whole windows count.
    """
    return np.convolve(x, np.full(width, 1.0 / width), mode="full")


def cross_entropy__sum(p, y):
    """Sums instead of averaging.

    The loss is a mean over the rows.
    """
    return -np.sum(np.log(p[np.arange(len(y)), y]))


def cross_entropy__base_two(p, y):
    """Takes the logarithm to base 2.

    Use the natural logarithm.
    """
    return -np.mean(np.log2(p[np.arange(len(y)), y]))
