# hw3 part 4 -- hugo
# words are numbers here: ids = positions in the vocabulary

import numpy as np


def fl(a):
    a = np.asarray(a)
    return a if a.dtype in (np.float32, np.float64) else a.astype(float)


def check_ids(ids, size):
    ids = np.asarray(ids)
    bad = (ids < 0) | (ids >= size)
    if bad.any():
        raise ValueError('word id out of range: ids %s, size %s' % (ids.shape, (size,)))
    return ids.astype(int)


def vocabulary(tokens, min_count=1):
    how_often = {}
    for t in tokens:
        how_often[t] = how_often.get(t, 0) + 1
    words = [w for w in how_often if how_often[w] >= min_count]
    words.sort()                                        # alphabetical ...
    words.sort(key=lambda w: how_often[w], reverse=True)    # ... and python's sort is stable
    index = {}
    for w in words:
        index[w] = len(index)
    return words, index


def one_hot(ids, size):
    return np.eye(size)[check_ids(ids, size)]


def embed(ids, E):
    E = fl(E)
    ids = np.asarray(ids)
    if ((ids < 0) | (ids >= E.shape[0])).any():
        raise ValueError('ids %s: not all of them are rows of E %s' % (ids.shape, E.shape))
    return E[ids.astype(int)].copy()     # for a single id this would be a view


def embed_backward(d_out, ids, size):
    ids = check_ids(ids, size)
    d_out = fl(d_out)
    if d_out.ndim == 0 or d_out.shape[:-1] != ids.shape:
        raise ValueError('d_out is %s, ids are %s' % (d_out.shape, ids.shape))
    # one-hot matrix transposed: adds the rows of words that come twice by itself
    d = d_out.shape[-1]
    return one_hot(ids.reshape(-1), size).T @ d_out.reshape(-1, d)


def context_pairs(ids, window):
    ids = [int(w) for w in ids]
    pairs = []
    for i in range(len(ids)):
        for j in range(i - window, i + window + 1):
            if j == i or j < 0 or j >= len(ids):
                continue
            pairs.append([ids[i], ids[j]])
    if not pairs:
        return np.zeros((0, 2), dtype=int)
    return np.array(pairs)


def cooccurrence(ids, size, window):
    ids = check_ids(ids, size)
    M = np.zeros((size, size))
    n = len(ids)
    # all pairs with distance 1, then distance 2, ... and both directions
    for dist in range(1, min(window, n - 1) + 1):
        left, right = ids[:-dist], ids[dist:]
        np.add.at(M, (left, right), 1)
        np.add.at(M, (right, left), 1)
    return M


def ppmi(counts):
    counts = fl(counts)
    out = np.zeros(counts.shape)
    i, j = np.nonzero(counts)       # only these have a logarithm
    rows = counts.sum(axis=1)
    cols = counts.sum(axis=0)
    total = counts.sum()
    pmi = np.log(counts[i, j] * total / (rows[i] * cols[j]))
    out[i, j] = np.where(pmi > 0, pmi, 0)
    return out


def svd_embedding(M, k):
    if k < 1 or k > min(np.shape(M)):
        raise ValueError('k = %s, but M is only %s' % (k, np.shape(M)))
    U, S, Vt = np.linalg.svd(fl(M))
    return U[:, :k] @ np.diag(S[:k])


def cosine_similarity(a, B):
    a, B = fl(a), fl(B)
    if a.shape[-1] != B.shape[-1]:
        raise ValueError('a is %s, B is %s' % (a.shape, B.shape))

    def unit(v):
        n = np.sqrt((v * v).sum(axis=-1, keepdims=True))
        return v / np.where(n == 0, 1, n)       # zero vector stays zero -> cosine 0

    return (unit(a) * unit(B)).sum(axis=-1)


def best(query, E, banned, k):
    cos = cosine_similarity(query, E)
    ids = [w for w in range(len(E)) if w not in banned]
    ids.sort(key=lambda w: (-cos[w], w))
    return np.array(ids[:k], dtype=int)


def nearest(word_id, E, k):
    return best(fl(E)[word_id], E, {int(word_id)}, k)


def analogy(a, b, c, E, k):
    E = fl(E)
    # king - man + woman: a=man, b=king, c=woman
    return best(E[b] - E[a] + E[c], E, {int(a), int(b), int(c)}, k)


def logsumexp(s):
    m = s.max()
    return m + np.log(np.exp(s - m).sum())


def skipgram_softmax(centre, context, E, U):
    E, U = fl(E), fl(U)
    v = E[centre]
    scores = U @ v
    lse = logsumexp(scores)
    loss = lse - scores[context]
    p = np.exp(scores - lse)
    err = p - one_hot(context, len(U))      # y^ - y as always
    dE = np.zeros(E.shape)
    dE[centre] = U.T @ err
    dU = err[:, None] * v[None, :]
    return loss, dE, dU


def softplus(s):
    # log(1 + e^s) without overflow
    return np.maximum(s, 0) + np.log1p(np.exp(-np.abs(s)))


def sig(s):
    return 0.5 + 0.5 * np.tanh(0.5 * s)


def skipgram_negative(centre, context, negatives, E, U):
    E, U = fl(E), fl(U)
    v = E[centre]
    dE = np.zeros(E.shape)
    dU = np.zeros(U.shape)

    # the real neighbour: -log sig(s) = softplus(-s)
    s = U[context] @ v
    loss = softplus(-s)
    dE[centre] += (sig(s) - 1) * U[context]
    dU[context] += (sig(s) - 1) * v

    # the made up ones: -log sig(-s) = softplus(s). A loop, so that the same k twice counts twice.
    for k in negatives:
        s = U[k] @ v
        loss = loss + softplus(s)
        dE[centre] += sig(s) * U[k]
        dU[k] += sig(s) * v
    return loss, dE, dU


def cbow(context_ids, target, E, U):
    E, U = fl(E), fl(U)
    ctx = np.asarray(context_ids).astype(int)
    m = len(ctx)
    v = E[ctx].sum(axis=0) / m
    scores = U @ v
    lse = logsumexp(scores)
    err = np.exp(scores - lse)
    err[target] -= 1
    dE = np.zeros(E.shape)
    for w in ctx:
        dE[w] += U.T @ err / m
    return lse - scores[target], dE, np.outer(err, v)


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E = np.array(E0, dtype=float)
    U = np.array(U0, dtype=float)
    for epoch in range(epochs):
        for n in range(len(pairs)):
            loss, dE, dU = skipgram_negative(pairs[n][0], pairs[n][1], negatives[n], E, U)
            # E, U are my own copies, in place is ok. dE and dU are both from BEFORE the step
            E -= learning_rate * dE
            U -= learning_rate * dU
    return E, U


def negative_sampling_property(f):
    # own slow computation with plain exp/log, on small numbers where nothing can overflow
    E = np.array([[.5, -1., .3], [.2, .8, -.6], [-.4, .1, .9], [1.2, -.3, -.2]])
    U = np.array([[-.7, .4, .6], [.3, .3, -1.], [.9, -.5, .1], [-.2, 1.1, .5]])
    for centre, context, neg in [(0, 2, [1, 3, 1]), (3, 0, [2]), (1, 1, []), (2, 3, [0, 3, 3, 1])]:
        v = E[centre]
        loss = 0
        dE = 0 * E
        dU = 0 * U
        for word, label in [(context, 1)] + [(k, 0) for k in neg]:
            p = 1 / (1 + np.exp(-(U[word] @ v)))
            loss -= np.log(p if label == 1 else 1 - p)
            dE[centre] += (p - label) * U[word]
            dU[word] += (p - label) * v
        got = f(centre, context, np.array(neg, dtype=int), E, U)
        for g, w in zip(got, (loss, dE, dU)):
            if np.shape(g) != np.shape(w) or not np.allclose(g, w):
                return False
    return True


# ---------------------------------------------------------------------------------------------
# try it out: a tiny text, trained until the loss is zero

text = 'the cat sat on the mat and the dog sat on the rug'.split()
words, index = vocabulary(text)
ids = [index[w] for w in text]
toy_pairs = context_pairs(ids, 2)
rng = np.random.default_rng(7)
toy_neg = rng.integers(0, len(words), size=(len(toy_pairs), 3))
toy_E = rng.normal(size=(len(words), 5)) * 0.1
toy_U = rng.normal(size=(len(words), 5)) * 0.1

toy_loss = 1.0
while toy_loss > 0:
    toy_E, toy_U = train_skipgram(toy_pairs, toy_neg, toy_E, toy_U, 0.05, 1)
    toy_loss = np.mean([skipgram_negative(p[0], p[1], n, toy_E, toy_U)[0]
                        for p, n in zip(toy_pairs, toy_neg)])
