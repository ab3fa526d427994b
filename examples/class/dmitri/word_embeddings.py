import numpy as np


def vocabulary(tokens, min_count=1):
    freq = {}
    for w in tokens:
        freq[w] = freq.get(w, 0) + 1
    words = [w for w in freq if freq[w] >= min_count]
    words = sorted(words, key=lambda w: (-freq[w], w))
    return words, dict((w, n) for n, w in enumerate(words))


def check_ids(ids, size):
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(np.int64)
    if np.min(ids) < 0 or np.max(ids) >= size:
        raise ValueError('id out of range: min {}, max {}, size {}'.format(
            np.min(ids), np.max(ids), size))
    return ids


def one_hot(ids, size):
    ids = check_ids(ids, size)
    out = np.zeros((ids.size, size), dtype=np.float32)
    out[np.arange(ids.size), ids.ravel()] = 1
    return out.reshape(ids.shape + (size,))


def embed(ids, E):
    E = np.asarray(E, dtype=np.float32)
    return E[check_ids(ids, E.shape[0])].copy()


def embed_backward(d_out, ids, size):
    d_out = np.asarray(d_out, dtype=np.float32)
    ids = check_ids(ids, size)
    if d_out.ndim == 0 or d_out.shape[:-1] != ids.shape:
        raise ValueError('d_out.shape = {}, ids.shape = {}'.format(d_out.shape, ids.shape))
    D = d_out.shape[-1]
    # matrix product adds repeated ids
    onehot = one_hot(ids, size).reshape(ids.size, size)
    return np.dot(onehot.T, d_out.reshape(ids.size, D))


def context_pairs(ids, window):
    ids = [int(i) for i in ids]
    pairs = []
    for pos, centre in enumerate(ids):
        left = ids[max(0, pos - window):pos]
        right = ids[pos + 1:pos + 1 + window]
        for context in left + right:
            pairs.append((centre, context))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def cooccurrence(ids, size, window):
    check_ids(ids, size)
    M = np.zeros((size, size), dtype=np.float32)
    for a, b in context_pairs(ids, window):
        M[a, b] += 1
    return M


def ppmi(counts):
    counts = np.asarray(counts, dtype=np.float32)
    total = np.sum(counts)
    row = np.sum(counts, axis=1, keepdims=True)
    col = np.sum(counts, axis=0, keepdims=True)
    out = np.zeros_like(counts)
    mask = counts > 0
    out[mask] = np.log((counts * total)[mask] / (row * col)[mask])
    return np.maximum(out, np.float32(0))


def svd_embedding(M, k):
    M = np.asarray(M, dtype=np.float32)
    if k < 1 or k > min(M.shape):
        raise ValueError('svd_embedding: k = {}, M.shape = {}'.format(k, M.shape))
    u, s, vt = np.linalg.svd(M, full_matrices=False)
    return u[:, :k] * s[:k]


def cosine_similarity(a, B):
    a = np.asarray(a, dtype=np.float32)
    B = np.asarray(B, dtype=np.float32)
    if a.shape[0] != B.shape[-1]:
        raise ValueError('cosine: a.shape = {}, B.shape = {}'.format(a.shape, B.shape))
    na = np.sqrt(np.sum(a * a))
    nb = np.sqrt(np.sum(B * B, axis=-1))
    den = na * nb
    out = np.dot(B, a) / np.where(den == 0, np.float32(1), den)
    return np.where(den == 0, np.float32(0), out)


def sorted_ids(cos, banned, k):
    cos = np.array(cos)
    cos[list(banned)] = -np.inf
    order = np.argsort(-cos, kind='stable')
    order = order[:len(cos) - len(banned)]
    return order[:k]


def nearest(word_id, E, k):
    E = np.asarray(E, dtype=np.float32)
    return sorted_ids(cosine_similarity(E[word_id], E), {int(word_id)}, k)


def analogy(a, b, c, E, k):
    E = np.asarray(E, dtype=np.float32)
    q = E[b] - E[a] + E[c]
    return sorted_ids(cosine_similarity(q, E), {int(a), int(b), int(c)}, k)


def softmax_loss(v, target, U):
    s = np.dot(U, v)
    s = s - np.max(s)
    logsum = np.log(np.sum(np.exp(s)))
    y = np.exp(s - logsum)
    loss = logsum - s[target]
    y[target] -= 1
    return loss, np.dot(y, U), np.outer(y, v)


def skipgram_softmax(centre, context, E, U):
    E = np.asarray(E, dtype=np.float32)
    U = np.asarray(U, dtype=np.float32)
    loss, dv, dU = softmax_loss(E[centre], context, U)
    dE = np.zeros_like(E)
    dE[centre] = dv
    return loss, dE, dU


def sigmoid(x):
    x = np.asarray(x, dtype=np.float32)
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e / (1 + e), 1 / (1 + e))


def log_sigmoid(x):
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))


def skipgram_negative(centre, context, negatives, E, U):
    E = np.asarray(E, dtype=np.float32)
    U = np.asarray(U, dtype=np.float32)
    v = E[centre]
    pos = np.dot(U[context], v)
    loss = -log_sigmoid(pos)
    g = sigmoid(pos) - 1
    dv = g * U[context]
    dU = np.zeros_like(U)
    dU[context] += g * v
    for n in negatives:
        neg = np.dot(U[n], v)
        loss = loss - log_sigmoid(-neg)
        g = sigmoid(neg)
        dv = dv + g * U[n]
        dU[n] += g * v
    dE = np.zeros_like(E)
    dE[centre] = dv
    return np.float32(loss), dE, dU


def cbow(context_ids, target, E, U):
    E = np.asarray(E, dtype=np.float32)
    U = np.asarray(U, dtype=np.float32)
    context_ids = check_ids(context_ids, E.shape[0])
    v = np.mean(E[context_ids], axis=0)
    loss, dv, dU = softmax_loss(v, target, U)
    dE = np.zeros_like(E)
    for i in context_ids:
        dE[i] += dv / np.float32(len(context_ids))
    return loss, dE, dU


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E = np.array(E0, dtype=np.float32)
    U = np.array(U0, dtype=np.float32)
    lr = np.float32(learning_rate)
    for _ in range(epochs):
        for (centre, context), neg in zip(pairs, negatives):
            loss, dE, dU = skipgram_negative(centre, context, neg, E, U)
            E = E - lr * dE
            U = U - lr * dU
    return E, U


def negative_sampling_property(f):
    E = np.array([[1, 0.5], [0.2, -1], [0.3, 0.7]], dtype=np.float32)
    U = np.array([[0.1, 1], [1, -1], [-0.5, 2]], dtype=np.float32)
    loss, dE, dU = f(1, 0, [2, 2, 1], E, U)
    v = E[1]
    s0, s1, s2 = sigmoid(np.dot(U, v))
    true_loss = -np.log(s0) - np.log(1 - s1) - 2 * np.log(1 - s2)
    true_dU = np.array([(s0 - 1) * v, s1 * v, 2 * s2 * v])
    true_dE = np.zeros((3, 2))
    true_dE[1] = (s0 - 1) * U[0] + s1 * U[1] + 2 * s2 * U[2]
    if np.shape(dE) != (3, 2) or np.shape(dU) != (3, 2):
        return False
    return bool(abs(loss - true_loss) < 1e-4
                and np.allclose(dE, true_dE, atol=1e-4)
                and np.allclose(dU, true_dU, atol=1e-4))
