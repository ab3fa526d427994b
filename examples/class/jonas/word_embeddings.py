# Homework 3, part 4
# Jonas Weidemann

from collections import Counter

import numpy as np


def _flt(a):
    a = np.asarray(a)
    return a if a.dtype.kind == "f" else a.astype(np.float64)


def _ids(ids, size, what):
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(np.intp)
    lo, hi = ids.min(), ids.max()
    if lo < 0 or hi >= size:
        raise ValueError(f"{what}: ids {ids.shape} run from {lo} to {hi}, allowed is 0..{size - 1}")
    return ids


def _logsumexp(s):
    m = s.max()
    return m + np.log(np.exp(s - m).sum())


def vocabulary(tokens, min_count=1):
    n = Counter(tokens)
    words = sorted((w for w in n if n[w] >= min_count), key=lambda w: (-n[w], w))
    return words, {w: k for k, w in enumerate(words)}


def one_hot(ids, size):
    return np.eye(size)[_ids(ids, size, "one_hot")]


def embed(ids, E):
    E = _flt(E)
    return E[_ids(ids, len(E), f"embed, E {E.shape}")].copy()


def embed_backward(d_out, ids, size):
    d_out = _flt(d_out)
    ids = _ids(ids, size, "embed_backward")
    if d_out.shape[:-1] != ids.shape:
        raise ValueError(f"d_out {d_out.shape} does not fit ids {ids.shape}")
    dE = np.zeros((size, d_out.shape[-1]))
    np.add.at(dE, ids, d_out)  # += would lose repeated ids
    return dE


def context_pairs(ids, window):
    ids = np.asarray(ids)
    n = len(ids)
    pairs = [
        (ids[i], ids[j])
        for i in range(n)
        for j in range(max(0, i - window), min(n, i + window + 1))
        if i != j
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def cooccurrence(ids, size, window):
    C = np.zeros((size, size))
    p = context_pairs(_ids(ids, size, "cooccurrence"), window)
    np.add.at(C, (p[:, 0], p[:, 1]), 1)
    return C


def ppmi(counts):
    C = _flt(counts)
    expected = np.outer(C.sum(axis=1), C.sum(axis=0))
    ratio = np.ones(C.shape)
    np.divide(C * C.sum(), expected, out=ratio, where=C > 0)
    return np.maximum(np.log(ratio), 0)


def svd_embedding(M, k):
    M = _flt(M)
    if not 1 <= k <= min(M.shape):
        raise ValueError(f"k = {k} is not possible for M {M.shape}")
    U, S, _ = np.linalg.svd(M, full_matrices=False)
    return U[:, :k] * S[:k]


def _unit(A):
    n = np.linalg.norm(A, axis=-1, keepdims=True)
    return np.divide(A, n, out=np.zeros(A.shape), where=n > 0)


def cosine_similarity(a, B):
    a, B = _flt(a), _flt(B)
    if a.shape[-1] != B.shape[-1]:
        raise ValueError(f"a {a.shape} and B {B.shape} have different lengths")
    return _unit(B) @ _unit(a)


def _closest(v, E, k, forbidden):
    order = np.argsort(-cosine_similarity(v, E), kind="stable")
    return order[~np.isin(order, forbidden)][:k]


def nearest(word_id, E, k):
    return _closest(_flt(E)[word_id], E, k, [word_id])


def analogy(a, b, c, E, k):
    E = _flt(E)
    return _closest(E[b] - E[a] + E[c], E, k, [a, b, c])


def skipgram_softmax(centre, context, E, U):
    E, U = _flt(E), _flt(U)
    v = E[centre]
    s = U @ v
    lse = _logsumexp(s)
    r = np.exp(s - lse)
    r[context] -= 1
    dE = np.zeros(E.shape)
    dE[centre] = r @ U
    return float(lse - s[context]), dE, np.outer(r, v)


def skipgram_negative(centre, context, negatives, E, U):
    E, U = _flt(E), _flt(U)
    # the pair counts as label 1, all negatives as label 0
    rows = np.concatenate(([context], np.asarray(negatives, dtype=np.intp).ravel()))
    sign = np.where(np.arange(len(rows)) == 0, -1.0, 1.0)
    v = E[centre]
    m = sign * (U[rows] @ v)
    loss = np.logaddexp(0, m).sum()
    r = sign * 0.5 * (1 + np.tanh(0.5 * m))
    dE, dU = np.zeros(E.shape), np.zeros(U.shape)
    dE[centre] = r @ U[rows]
    np.add.at(dU, rows, np.outer(r, v))
    return float(loss), dE, dU


def cbow(context_ids, target, E, U):
    E, U = _flt(E), _flt(U)
    context_ids = np.asarray(context_ids)
    v = E[context_ids].mean(axis=0)
    s = U @ v
    lse = _logsumexp(s)
    r = np.exp(s - lse)
    r[target] -= 1
    dE = np.zeros(E.shape)
    np.add.at(dE, context_ids, r @ U / len(context_ids))
    return float(lse - s[target]), dE, np.outer(r, v)


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E, U = _flt(E0).copy(), _flt(U0).copy()
    for _ in range(epochs):
        for (centre, context), neg in zip(pairs, negatives):
            _, dE, dU = skipgram_negative(centre, context, neg, E, U)
            E -= learning_rate * dE
            U -= learning_rate * dU
    return E, U


def negative_sampling_property(f):
    # Gradient test on a case with everything that may go wrong: a negative twice, one equal to
    # the context word, K = 3, different sizes.
    rng = np.random.default_rng(3)
    E, U = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    args = (1, 4, np.array([0, 2, 0]))

    def want(E, U):
        v = E[1]
        return np.logaddexp(0, -U[4] @ v) + sum(np.logaddexp(0, U[k] @ v) for k in (0, 2, 0))

    def slope(which):
        g = np.zeros((5, 3))
        for idx in np.ndindex(5, 3):
            vals = []
            for step in (1e-5, -1e-5):
                A = [E.copy(), U.copy()]
                A[which][idx] += step
                vals.append(want(*A))
            g[idx] = (vals[0] - vals[1]) / 2e-5
        return g

    loss, dE, dU = f(*args, E, U)
    if np.shape(dE) != E.shape or np.shape(dU) != U.shape or np.ndim(loss) != 0:
        return False
    return bool(
        np.isclose(loss, want(E, U))
        and np.allclose(dE, slope(0), atol=1e-6)
        and np.allclose(dU, slope(1), atol=1e-6)
    )
