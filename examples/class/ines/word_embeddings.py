import numpy as np


def vocabulary(tokens, min_count=1):
    tokens = list(tokens)
    counts = [(-tokens.count(w), w) for w in set(tokens)]
    words = [w for c, w in sorted(counts) if -c >= min_count]
    return words, {words[i]: i for i in range(len(words))}


def one_hot(ids, size):
    ids = np.array(ids, dtype=int)
    if np.any(ids < 0) or np.any(ids >= size):
        raise ValueError(f"one_hot: ids {ids.shape} not all in {size} words, {(size,)}")
    flat = ids.flatten()
    out = np.zeros((len(flat), size))
    out[range(len(flat)), flat] = 1
    return out.reshape(ids.shape + (size,))


def embed(ids, E):
    ids = np.array(ids, dtype=int)
    E = np.array(E)
    if np.any(ids < 0) or np.any(ids >= len(E)):
        raise ValueError(f"embed: ids {ids.shape} not all rows of E {E.shape}")
    return E[ids] * 1.0


def embed_backward(d_out, ids, size):
    d_out = np.array(d_out, dtype=float)
    ids = np.array(ids, dtype=int)
    if d_out.shape[:-1] != ids.shape:
        raise ValueError(f"embed_backward: d_out {d_out.shape}, ids {ids.shape}")
    if np.any(ids < 0) or np.any(ids >= size):
        raise ValueError(f"embed_backward: ids {ids.shape} not all in {size} words, {(size,)}")
    dE = np.zeros((size, d_out.shape[-1]))
    for where in np.ndindex(ids.shape):
        dE[ids[where]] += d_out[where]
    return dE


def context_pairs(ids, window):
    ids = list(ids)
    out = []
    for i, centre in enumerate(ids):
        before = ids[max(0, i - window):i]
        after = ids[i + 1:i + 1 + window]
        for context in before + after:
            out.append((centre, context))
    return np.array(out, dtype=int).reshape((len(out), 2))


def cooccurrence(ids, size, window):
    ids = np.array(ids, dtype=int)
    if np.any(ids < 0) or np.any(ids >= size):
        raise ValueError(f"cooccurrence: ids {ids.shape} not all in {size} words, {(size,)}")
    C = np.zeros((size, size))
    for i in range(len(ids)):
        for j in range(i + 1, min(i + window + 1, len(ids))):
            C[ids[i], ids[j]] += 1
            C[ids[j], ids[i]] += 1
    return C


def ppmi(counts):
    C = np.array(counts, dtype=float)
    N = C.sum()
    rows = C.sum(axis=1)
    cols = C.sum(axis=0)
    P = np.zeros(C.shape)
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            if C[i, j] > 0:
                P[i, j] = max(0, np.log(C[i, j] * N / (rows[i] * cols[j])))
    return P


def svd_embedding(M, k):
    M = np.array(M, dtype=float)
    if k not in range(1, min(M.shape) + 1):
        raise ValueError(f"svd_embedding: k = {k} for M {M.shape}")
    U, S, VT = np.linalg.svd(M, full_matrices=False)
    return U[:, :k] * S[None, :k]


def cosine_similarity(a, B):
    a = np.array(a, dtype=float)
    B = np.array(B, dtype=float)
    if len(a) != B.shape[-1]:
        raise ValueError(f"cosine_similarity: a {a.shape}, B {B.shape}")
    return (B * a).sum(axis=-1) / (np.linalg.norm(B, axis=-1) * np.linalg.norm(a))


def nearest(word_id, E, k):
    sim = cosine_similarity(E[word_id], E)
    order = np.argsort(-sim, kind="stable")
    return order[order != word_id][:k]


def analogy(a, b, c, E, k):
    E = np.array(E, dtype=float)
    sim = cosine_similarity(E[b] - E[a] + E[c], E)
    order = np.argsort(-sim, kind="stable")
    return order[(order != a) & (order != b) & (order != c)][:k]


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def skipgram_softmax(centre, context, E, U):
    E = np.array(E, dtype=float)
    U = np.array(U, dtype=float)
    p = softmax(U @ E[centre])
    loss = -np.log(p[context])
    y = np.zeros(len(U))
    y[context] = 1
    dE = np.zeros_like(E)
    dE[centre] = (p - y) @ U
    dU = np.outer(p - y, E[centre])
    return loss, dE, dU


def skipgram_negative(centre, context, negatives, E, U):
    E = np.array(E, dtype=float)
    U = np.array(U, dtype=float)
    v = E[centre]
    dE = np.zeros_like(E)
    dU = np.zeros_like(U)
    p = sigmoid(U[context] @ v)
    loss = -np.log(p)
    dE[centre] += (p - 1) * U[context]
    dU[context] += (p - 1) * v
    for k in negatives:
        q = sigmoid(-U[k] @ v)
        loss = loss - np.log(q)
        dE[centre] += (1 - q) * U[k]
        dU[k] += (1 - q) * v
    return loss, dE, dU


def cbow(context_ids, target, E, U):
    E = np.array(E, dtype=float)
    U = np.array(U, dtype=float)
    m = len(context_ids)
    mean = sum(E[i] for i in context_ids) / m
    p = softmax(U @ mean)
    loss = -np.log(p[target])
    y = np.zeros(len(U))
    y[target] = 1
    dE = np.zeros_like(E)
    for i in context_ids:
        dE[i] += (p - y) @ U / m
    dU = np.outer(p - y, mean)
    return loss, dE, dU


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E = np.array(E0, dtype=float)
    U = np.array(U0, dtype=float)
    for e in range(epochs):
        for pair, neg in zip(pairs, negatives):
            loss, dE, dU = skipgram_negative(pair[0], pair[1], neg, E, U)
            E, U = E - learning_rate * dE, U - learning_rate * dU
    return E, U


def negative_sampling_property(f):
    rng = np.random.RandomState(3)
    cases = [(0, 1, [2, 2, 4]), (3, 3, [0]), (4, 2, []), (1, 0, [3, 0, 2, 3])]
    for centre, context, negatives in cases:
        E = rng.uniform(-1, 1, (5, 3))
        U = rng.uniform(-1, 1, (5, 3))
        mine = skipgram_negative(centre, context, negatives, E, U)
        theirs = f(centre, context, np.array(negatives, dtype=int), E, U)
        for m, t in zip(mine, theirs):
            if not np.allclose(m, t):
                return False
    return True
