"""Other right ways to write the exercises, for a class whose texts differ."""

import numpy as np


def relu__where(z):
    return np.where(z > 0, z, 0.0)


def relu__mask(z):
    result = z.copy()
    result[result < 0] = 0.0
    return result


def softmax__plain(z):
    powers = np.exp(z)
    totals = np.sum(powers, axis=-1)
    return powers / totals[:, None]


def softmax__rows(z):
    rows = []
    for row in z:
        powers = np.exp(row - np.max(row))
        rows.append(powers / np.sum(powers))
    return np.array(rows)


def layer_norm__std(x, gain, shift):
    mean = np.mean(x, axis=-1, keepdims=True)
    spread = np.sqrt(np.var(x, axis=-1, keepdims=True) + 1e-5)
    return (x - mean) / spread * gain + shift


def one_hot__loop(labels, classes):
    result = np.zeros((len(labels), classes))
    for row, label in enumerate(labels):
        result[row, label] = 1.0
    return result


def one_hot__equal(labels, classes):
    columns = np.arange(classes)
    return (labels[:, None] == columns).astype(float)


def cosine__norms(a, b):
    length = np.linalg.norm(a) * np.linalg.norm(b)
    return np.dot(a, b) / length


def cosine__sums(a, b):
    product = np.sum(a * b)
    return product / (np.sqrt(np.sum(a**2)) * np.sqrt(np.sum(b**2)))


def outer__broadcast(a, b):
    return a[:, None] * b[None, :]


def outer__loop(a, b):
    result = np.empty((len(a), len(b)))
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            result[i, j] = left * right
    return result


def running_mean__loop(x, width):
    means = []
    for start in range(len(x) - width + 1):
        window = x[start : start + width]
        means.append(np.mean(window))
    return np.array(means)


def running_mean__sums(x, width):
    sums = np.cumsum(np.concatenate([[0.0], x]))
    return (sums[width:] - sums[:-width]) / width


def cross_entropy__loop(p, y):
    total = 0.0
    for row, label in zip(p, y, strict=True):
        total -= np.log(row[label])
    return total / len(y)


def cross_entropy__mask(p, y):
    chosen = np.eye(p.shape[1])[y]
    return -np.sum(chosen * np.log(p)) / len(p)
