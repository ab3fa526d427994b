"""Problem 4: words as vectors, counted and learnt.

Amara Diallo
"""

from collections import Counter

import numpy as np


def _floats(x):
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(float)


def _ids(ids, size):
    """ids as an integer array, all of them checked to be rows of a table of that size."""
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(int)
    if ids.min() < 0 or ids.max() >= size:
        raise ValueError(f"ids of shape {ids.shape} must lie in 0 ... {size - 1}")
    return ids


def vocabulary(tokens, min_count=1):
    counts = Counter(tokens)
    words = sorted((w for w in counts if counts[w] >= min_count), key=lambda w: (-counts[w], w))
    return words, {w: i for i, w in enumerate(words)}


def one_hot(ids, size):
    return np.eye(size)[_ids(ids, size)]


def embed(ids, E):
    E = _floats(E)
    return np.take(E, _ids(ids, len(E)), axis=0)


def embed_backward(d_out, ids, size):
    d_out, ids = _floats(d_out), _ids(ids, size)
    if d_out.ndim == 0 or d_out.shape[:-1] != ids.shape:
        raise ValueError(f"d_out {d_out.shape} is not ids {ids.shape} with one more axis")
    dE = np.zeros((size, d_out.shape[-1]))
    np.add.at(dE, ids, d_out)
    return dE


def context_pairs(ids, window):
    ids = np.asarray(ids, dtype=int)
    pairs = [
        (i, j)
        for i in range(len(ids))
        for j in range(max(0, i - window), min(len(ids), i + window + 1))
        if j != i
    ]
    return ids[np.array(pairs, dtype=int).reshape(-1, 2)]


def cooccurrence(ids, size, window):
    ids = _ids(ids, size)
    counts = np.zeros((size, size))
    for gap in range(1, min(window, len(ids) - 1) + 1):
        np.add.at(counts, (ids[:-gap], ids[gap:]), 1)
    return counts + counts.T


def ppmi(counts):
    counts = np.asarray(counts, dtype=float)
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True)
    ratio = np.divide(counts * counts.sum(), expected, out=np.ones_like(counts), where=counts > 0)
    return np.log(np.maximum(ratio, 1))


def svd_embedding(M, k):
    M = np.asarray(M, dtype=float)
    if not 1 <= k <= min(M.shape):
        raise ValueError(f"k must be in 1 ... {min(M.shape)} for M {M.shape}, got {k}")
    left, singular, _ = np.linalg.svd(M, full_matrices=False)
    return left[:, :k] * singular[:k]


def _unit(A):
    A = np.asarray(A, dtype=float)
    length = np.linalg.norm(A, axis=-1, keepdims=True)
    return A / np.where(length > 0, length, 1)


def cosine_similarity(a, B):
    a, B = _unit(a), _unit(B)
    if a.shape[-1] != B.shape[-1]:
        raise ValueError(f"a {a.shape} and B {B.shape} hold vectors of different lengths")
    return B @ a


def _ranking(query, E, k, without):
    order = np.argsort(-cosine_similarity(query, E), kind="stable")
    return order[~np.isin(order, without)][:k]


def nearest(word_id, E, k):
    return _ranking(E[word_id], E, k, [word_id])


def analogy(a, b, c, E, k):
    E = np.asarray(E, dtype=float)
    return _ranking(E[b] - E[a] + E[c], E, k, [a, b, c])


def _softmax_model(v, word, U):
    """Loss of predicting `word` from v, and its derivatives in v and U."""
    scores = U @ v
    scores = scores - scores.max()
    log_p = scores - np.log(np.exp(scores).sum())
    error = np.exp(log_p)
    error[word] -= 1
    return float(-log_p[word]), U.T @ error, np.outer(error, v)


def skipgram_softmax(centre, context, E, U):
    loss, dE, dU = cbow([centre], context, E, U)
    return loss, dE, dU


def skipgram_negative(centre, context, negatives, E, U):
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    v = E[centre]
    rows = np.array([context, *negatives], dtype=int)
    sign = np.where(np.arange(len(rows)) == 0, 1.0, -1.0)

    margin = sign * (U[rows] @ v)
    slope = -sign * np.exp(-np.logaddexp(0, margin))  # d loss / d score
    dE, dU = np.zeros_like(E), np.zeros_like(U)
    dE[centre] = slope @ U[rows]
    np.add.at(dU, rows, np.outer(slope, v))
    return float(np.logaddexp(0, -margin).sum()), dE, dU


def cbow(context_ids, target, E, U):
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    context_ids = _ids(context_ids, len(E))
    loss, dv, dU = _softmax_model(E[context_ids].mean(axis=0), target, U)
    dE = np.zeros_like(E)
    np.add.at(dE, context_ids, dv / len(context_ids))
    return loss, dE, dU


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E, U = np.array(E0, dtype=float), np.array(U0, dtype=float)
    for _ in range(epochs):
        for (centre, context), noise in zip(pairs, negatives, strict=True):
            _, dE, dU = skipgram_negative(centre, context, noise, E, U)
            E, U = E - learning_rate * dE, U - learning_rate * dU
    return E, U


def negative_sampling_property(f):
    """A zero vector costs (K + 1) ln 2; the gradients are those of the loss; signs are right."""
    rng = np.random.default_rng(7)
    E, U = rng.normal(size=(2, 5, 3))
    centre, context, negatives = 2, 1, [4, 0, 4]

    if not np.isclose(f(centre, context, negatives, np.zeros_like(E), U)[0], 4 * np.log(2)):
        return False

    _, dE, dU = f(centre, context, negatives, E, U)
    for _ in range(4):  # the slope along a random direction
        a, b = 1e-5 * rng.normal(size=E.shape), 1e-5 * rng.normal(size=U.shape)
        up = f(centre, context, negatives, E + a, U + b)[0]
        down = f(centre, context, negatives, E - a, U - b)[0]
        if abs((up - down) / 2 - np.sum(dE * a) - np.sum(dU * b)) > 1e-10:
            return False

    slopes = dU @ E[centre]  # a likelier context lowers the loss, a likelier negative raises it
    return bool(slopes[context] < 0 < slopes[negatives].min())
