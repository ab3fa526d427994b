"""Homework 3, problem 4 - Greta Lindqvist."""

from collections import Counter

import numpy as np


def _floats(values):
    values = np.asarray(values)
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def _valid_ids(ids, size):
    """ids as an integer array, all of them inside a vocabulary of `size` words."""
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(np.intp)
    if ids.min() < 0 or ids.max() >= size:
        raise ValueError(
            f"ids of shape {ids.shape} run from {ids.min()} to {ids.max()}, "
            f"but the vocabulary has the shape ({size},)"
        )
    return ids.astype(np.intp)


def vocabulary(tokens, min_count=1):
    """Words by falling count (then by the alphabet), and their indices."""
    counts = Counter(tokens)
    kept = [word for word, count in counts.items() if count >= min_count]
    words = sorted(kept, key=lambda word: (-counts[word], word))
    return words, {word: position for position, word in enumerate(words)}


def one_hot(ids, size):
    """A 1 at the place of each id, 0 elsewhere."""
    ids = _valid_ids(ids, size)
    return (ids[..., np.newaxis] == np.arange(size)).astype(np.float64)


def embed(ids, E):
    """The rows of E that belong to the ids, as a new array."""
    E = _floats(E)
    ids = np.asarray(ids)
    if ids.size and (ids.min() < 0 or ids.max() >= len(E)):
        raise ValueError(f"ids of shape {ids.shape} reach outside of E with shape {E.shape}")
    return np.take(E, ids.astype(np.intp), axis=0)


def embed_backward(d_out, ids, size):
    """The adjoint of `embed`: each row of d_out goes to the row of its id, and rows add up."""
    d_out = _floats(d_out)
    ids = _valid_ids(ids, size)
    if d_out.shape[:-1] != ids.shape:
        raise ValueError(f"d_out of shape {d_out.shape} does not fit ids of shape {ids.shape}")
    dim = d_out.shape[-1]
    dE = np.zeros((size, dim))
    np.add.at(dE, ids.reshape(-1), d_out.reshape(-1, dim))
    return dE


def context_pairs(ids, window):
    """(centre, context) for all neighbours that are at most `window` places away."""
    ids = np.asarray(ids).astype(np.int64)
    pairs = []
    for centre in range(len(ids)):
        first = max(0, centre - window)
        last = min(len(ids) - 1, centre + window)
        for position in range(first, last + 1):
            if position != centre:
                pairs.append((ids[centre], ids[position]))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def cooccurrence(ids, size, window):
    """How often each word sees each other word."""
    ids = _valid_ids(ids, size)
    counts = np.zeros((size, size))
    for centre, context in context_pairs(ids, window):
        counts[centre, context] += 1
    return counts


def ppmi(counts):
    """max(0, log p(w, c) / (p(w) p(c))), with 0 where the pair was never seen."""
    counts = _floats(counts)
    total = counts.sum()
    of_word = counts.sum(axis=1, keepdims=True)
    of_context = counts.sum(axis=0, keepdims=True)
    seen = counts > 0
    # The ratio is 1, and its logarithm 0, where nothing was seen.
    ratio = np.ones(counts.shape)
    np.divide(counts * total, of_word * of_context, out=ratio, where=seen)
    return np.maximum(np.log(ratio), 0.0)


def svd_embedding(M, k):
    """The k strongest left singular vectors, each as long as its singular value."""
    M = _floats(M)
    if not 1 <= k <= min(M.shape):
        raise ValueError(f"k must lie between 1 and {min(M.shape)}, but is {k}")
    left, strengths, _ = np.linalg.svd(M, full_matrices=False)
    return left[:, :k] * strengths[:k]


def cosine_similarity(a, B):
    """Cosine of the angle between a and each row of B. A zero vector has the cosine 0."""
    a, B = _floats(a), _floats(B)
    if a.shape[-1:] != B.shape[-1:]:
        raise ValueError(f"a of shape {a.shape} does not fit B of shape {B.shape}")
    lengths = np.linalg.norm(a) * np.linalg.norm(B, axis=-1)
    dots = np.sum(B * a, axis=-1)
    safe = np.where(lengths > 0, lengths, 1.0)
    return np.where(lengths > 0, dots / safe, 0.0)


def _closest(vector, E, excluded, k):
    """Ids by falling cosine to `vector`; equal cosines by id (the sort is stable)."""
    cosines = cosine_similarity(vector, E)
    order = np.argsort(-cosines, kind="stable")
    order = order[~np.isin(order, excluded)]
    return order[:k]


def nearest(word_id, E, k):
    """The k words most similar to a word, without the word itself."""
    E = _floats(E)
    return _closest(E[word_id], E, [word_id], k)


def analogy(a, b, c, E, k):
    """a is to b as c is to ... - the k best answers."""
    E = _floats(E)
    return _closest(E[b] - E[a] + E[c], E, [a, b, c], k)


def _log_softmax(scores):
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum())


def skipgram_softmax(centre, context, E, U):
    """-log p(context | centre) and its gradients."""
    E, U = _floats(E), _floats(U)
    log_p = _log_softmax(U @ E[centre])
    error = np.exp(log_p)
    error[context] -= 1
    dE = np.zeros(E.shape)
    dE[centre] = error @ U
    dU = np.outer(error, E[centre])
    return -log_p[context], dE, dU


def skipgram_negative(centre, context, negatives, E, U):
    """-log s(u_o v) - sum over the negatives of log s(-u_k v), and the gradients."""
    E, U = _floats(E), _floats(U)
    negatives = np.asarray(negatives, dtype=np.intp)
    v = E[centre]

    # One list of words: the true context with sign +1, every negative with sign -1.
    words = np.concatenate([[context], negatives]).astype(np.intp)
    signs = np.concatenate([[1.0], -np.ones(len(negatives))])
    margins = signs * (U[words] @ v)
    loss = np.sum(np.logaddexp(0.0, -margins))

    d_scores = -signs * np.exp(-np.logaddexp(0.0, margins))
    dE = np.zeros(E.shape)
    dE[centre] = d_scores @ U[words]
    dU = np.zeros(U.shape)
    np.add.at(dU, words, np.outer(d_scores, v))
    return loss, dE, dU


def cbow(context_ids, target, E, U):
    """-log p(target | mean of the context) and its gradients."""
    E, U = _floats(E), _floats(U)
    context_ids = np.asarray(context_ids, dtype=np.intp)
    mean = E[context_ids].mean(axis=0)
    log_p = _log_softmax(U @ mean)
    error = np.exp(log_p)
    error[target] -= 1
    dE = np.zeros(E.shape)
    np.add.at(dE, context_ids, (error @ U) / len(context_ids))
    return -log_p[target], dE, np.outer(error, mean)


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    """SGD, one pair after the other."""
    E, U = _floats(E0).copy(), _floats(U0).copy()
    for _ in range(epochs):
        for (centre, context), drawn in zip(pairs, negatives, strict=True):
            _, dE, dU = skipgram_negative(centre, context, drawn, E, U)
            E = E - learning_rate * dE
            U = U - learning_rate * dU
    return E, U


def negative_sampling_property(f):
    """Whether f computes the loss of negative sampling, and gradients that belong to it."""
    E = np.array([[0.4, -0.7], [1.1, 0.2], [-0.3, 0.9], [0.6, 0.5], [-0.8, -0.1]])
    U = np.array([[0.2, 0.5], [-0.6, 0.3], [0.9, -0.4], [0.1, 0.7], [-0.5, -1.0]])
    centre, context = 1, 3

    # Without any score every term is log 2, so the loss counts the terms.
    for negatives in ([], [0], [2, 2, 4], [3, 0]):
        silent = E.copy()
        silent[centre] = 0
        loss = f(centre, context, np.array(negatives, dtype=int), silent, U)[0]
        if not np.isclose(loss, (len(negatives) + 1) * np.log(2)):
            return False

    # A high score of the context and low ones of the negatives are good.
    good = np.zeros(U.shape)
    good[context] = 30 * E[centre]
    good[0] = -30 * E[centre]
    if not abs(f(centre, context, np.array([0]), E, good)[0]) < 1e-6:
        return False

    # Gradients against central differences; the negative 2 is drawn twice.
    negatives = np.array([2, 0, 2])
    _, dE, dU = f(centre, context, negatives, E, U)
    h = 1e-5
    for which, gradient in ((0, dE), (1, dU)):
        if np.shape(gradient) != E.shape:
            return False
        for index in np.ndindex(E.shape):
            up, down = [E.copy(), U.copy()], [E.copy(), U.copy()]
            up[which][index] += h
            down[which][index] -= h
            high = f(centre, context, negatives, *up)[0]
            low = f(centre, context, negatives, *down)[0]
            if abs((high - low) / (2 * h) - gradient[index]) > 1e-6:
                return False
    return True
