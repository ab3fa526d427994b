# homework 3, problem 4
# Bo Lindqvist
import math

import numpy as np


def vocabulary(tokens, min_count=1):
    count = {}
    for token in tokens:
        if token in count:
            count[token] += 1
        else:
            count[token] = 1
    words = []
    for word in sorted(count):                      # alphabetical first ...
        if count[word] >= min_count:
            words.append(word)
    words.sort(key=lambda word: count[word], reverse=True)   # ... sort() keeps that inside ties
    index = {}
    for i in range(len(words)):
        index[words[i]] = i
    return words, index


def check_id(i, size):
    i = int(i)
    if i < 0 or i >= size:
        raise ValueError("id %d is outside the vocabulary of %d words" % (i, size))
    return i


def one_hot(ids, size):
    ids = np.array(ids)
    out = np.zeros(ids.shape + (size,))
    for index in np.ndindex(ids.shape):
        out[index + (check_id(ids[index], size),)] = 1.0
    return out


def embed(ids, E):
    ids = np.array(ids)
    E = np.array(E)
    out = np.zeros(ids.shape + (E.shape[1],))
    for index in np.ndindex(ids.shape):
        row = check_id(ids[index], E.shape[0])
        for d in range(E.shape[1]):
            out[index + (d,)] = E[row, d]
    return out


def embed_backward(d_out, ids, size):
    d_out = np.array(d_out)
    ids = np.array(ids)
    if d_out.ndim == 0 or d_out.shape[:-1] != ids.shape:
        raise ValueError("d_out is %s, ids is %s" % (d_out.shape, ids.shape))
    D = d_out.shape[-1]
    dE = np.zeros((size, D))
    for index in np.ndindex(ids.shape):
        row = check_id(ids[index], size)
        for d in range(D):
            dE[row, d] += d_out[index + (d,)]
    return dE


def context_pairs(ids, window):
    pairs = []
    for i in range(len(ids)):
        for j in range(i - window, i + window + 1):
            if j == i:
                continue
            if j < 0 or j >= len(ids):
                continue
            pairs.append((int(ids[i]), int(ids[j])))
    out = np.zeros((len(pairs), 2), dtype=int)
    for n in range(len(pairs)):
        out[n, 0], out[n, 1] = pairs[n]
    return out


def cooccurrence(ids, size, window):
    counts = np.zeros((size, size))
    for word in ids:
        check_id(word, size)
    for centre, context in context_pairs(ids, window):
        counts[centre, context] += 1
    return counts


def ppmi(counts):
    counts = np.array(counts)
    rows, columns = counts.shape
    row_sum = [0.0] * rows
    column_sum = [0.0] * columns
    total = 0.0
    for i in range(rows):
        for j in range(columns):
            row_sum[i] += float(counts[i, j])
            column_sum[j] += float(counts[i, j])
            total += float(counts[i, j])
    out = np.zeros(counts.shape)
    for i in range(rows):
        for j in range(columns):
            if counts[i, j] > 0:
                pmi = math.log(float(counts[i, j]) * total / (row_sum[i] * column_sum[j]))
                if pmi > 0:
                    out[i, j] = pmi
    return out


def svd_embedding(M, k):
    M = np.array(M, dtype=float)
    if k < 1 or k > min(M.shape):
        raise ValueError("k = %d, but M has shape %s" % (k, M.shape))
    # a loop cannot help me here
    U, S, Vt = np.linalg.svd(M)
    out = np.zeros((U.shape[0], k))
    for i in range(U.shape[0]):
        for j in range(k):
            out[i, j] = U[i, j] * S[j]
    return out


def dot(u, v):
    s = 0.0
    for d in range(len(u)):
        s += float(u[d]) * float(v[d])
    return s


def cosine(u, v):
    long_u = math.sqrt(dot(u, u))
    long_v = math.sqrt(dot(v, v))
    if long_u == 0.0 or long_v == 0.0:
        return 0.0
    return dot(u, v) / long_u / long_v


def cosine_similarity(a, B):
    a = np.array(a)
    B = np.array(B)
    if len(a) != B.shape[-1]:
        raise ValueError("a has shape %s and B has shape %s" % (a.shape, B.shape))
    out = np.zeros(B.shape[:-1])
    for row in np.ndindex(B.shape[:-1]):
        out[row] = cosine(a, B[row])
    return out


def closest(vector, E, k, forbidden):
    candidates = []
    for i in range(len(E)):
        if i not in forbidden:
            candidates.append((-cosine(vector, E[i]), i))
    candidates.sort()
    answer = []
    for similarity, i in candidates[:k]:
        answer.append(i)
    return np.array(answer, dtype=int)


def nearest(word_id, E, k):
    return closest(E[word_id], E, k, [word_id])


def analogy(a, b, c, E, k):
    vector = []
    for d in range(len(E[0])):
        vector.append(float(E[b][d]) - float(E[a][d]) + float(E[c][d]))
    return closest(vector, E, k, [a, b, c])


def softplus(v):
    """log(1 + exp(v)) and no overflow"""
    if v > 0:
        return v + math.log1p(math.exp(-v))
    return math.log1p(math.exp(v))


def number_sigmoid(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    return math.exp(v) / (1.0 + math.exp(v))


def predict_word(v, word, U):
    """-log p(word | v), the derivative in v, the derivative in U"""
    V, D = U.shape
    scores = []
    for w in range(V):
        scores.append(dot(U[w], v))
    top = max(scores)
    total = 0.0
    for s in scores:
        total += math.exp(s - top)
    loss = top + math.log(total) - scores[word]

    dv = np.zeros(D)
    dU = np.zeros((V, D))
    for w in range(V):
        error = math.exp(scores[w] - top) / total
        if w == word:
            error -= 1.0
        for d in range(D):
            dv[d] += error * U[w, d]
            dU[w, d] = error * v[d]
    return loss, dv, dU


def skipgram_softmax(centre, context, E, U):
    E = np.array(E, dtype=float)
    U = np.array(U, dtype=float)
    loss, dv, dU = predict_word(E[centre], context, U)
    dE = np.zeros(E.shape)
    for d in range(E.shape[1]):
        dE[centre, d] = dv[d]
    return loss, dE, dU


def skipgram_negative(centre, context, negatives, E, U):
    E = np.array(E, dtype=float)
    U = np.array(U, dtype=float)
    D = E.shape[1]
    dE = np.zeros(E.shape)
    dU = np.zeros(U.shape)

    # the true word
    score = dot(U[context], E[centre])
    loss = softplus(-score)
    delta = -number_sigmoid(-score)      # = sigmoid(score) - 1
    for d in range(D):
        dE[centre, d] += delta * U[context, d]
        dU[context, d] += delta * E[centre, d]

    # the drawn words, a word drawn twice is simply met twice
    for word in negatives:
        score = dot(U[word], E[centre])
        loss += softplus(score)
        delta = number_sigmoid(score)
        for d in range(D):
            dE[centre, d] += delta * U[word, d]
            dU[word, d] += delta * E[centre, d]
    return loss, dE, dU


def cbow(context_ids, target, E, U):
    E = np.array(E, dtype=float)
    U = np.array(U, dtype=float)
    D = E.shape[1]
    m = len(context_ids)
    mean = np.zeros(D)
    for word in context_ids:
        for d in range(D):
            mean[d] += E[check_id(word, len(E)), d] / m
    loss, dv, dU = predict_word(mean, target, U)
    dE = np.zeros(E.shape)
    for word in context_ids:
        for d in range(D):
            dE[word, d] += dv[d] / m
    return loss, dE, dU


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E = np.array(E0, dtype=float)
    U = np.array(U0, dtype=float)
    for epoch in range(epochs):
        for n in range(len(pairs)):
            centre = pairs[n][0]
            context = pairs[n][1]
            loss, dE, dU = skipgram_negative(centre, context, negatives[n], E, U)
            for w in range(len(E)):
                for d in range(len(E[0])):
                    E[w, d] -= learning_rate * dE[w, d]
            for w in range(len(U)):
                for d in range(len(U[0])):
                    U[w, d] -= learning_rate * dU[w, d]
    return E, U


def negative_sampling_property(f):
    # one case by hand: E[0] = (1, 0), rows of U give the scores 1, 0, 2; word 2 is drawn twice
    E = np.array([[1.0, 0.0], [0.5, 0.5], [-1.0, 2.0]])
    U = np.array([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]])
    answer = f(0, 0, np.array([1, 2, 2]), E, U)
    loss, dE, dU = answer[0], answer[1], answer[2]

    s1 = number_sigmoid(1.0)
    s2 = number_sigmoid(2.0)
    want_loss = softplus(-1.0) + softplus(0.0) + 2 * softplus(2.0)
    want_dE = [
        [(s1 - 1) * 1.0 + 0.5 * 0.0 + 2 * s2 * 2.0, (s1 - 1) * 2.0 + 0.5 * -1.0 + 2 * s2 * 0.5],
        [0.0, 0.0],
        [0.0, 0.0],
    ]
    want_dU = [[s1 - 1, 0.0], [0.5, 0.0], [2 * s2, 0.0]]
    if np.shape(dE) != (3, 2) or np.shape(dU) != (3, 2):
        return False
    if abs(float(loss) - want_loss) > 1e-9:
        return False
    for i in range(3):
        for d in range(2):
            if abs(float(dE[i][d]) - want_dE[i][d]) > 1e-9:
                return False
            if abs(float(dU[i][d]) - want_dU[i][d]) > 1e-9:
                return False
    return True
