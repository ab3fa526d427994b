"""
HOMEWORK 3 - problem 4 - Kofi A.

Words become numbers, numbers become rows. Everything in here is about rows.
"""
import numpy as np


def to_float(array_like):
    array = np.asarray(array_like)
    if np.issubdtype(array.dtype, np.floating):
        return array
    return array.astype(float)


def to_ids(array_like):
    array = np.asarray(array_like)
    if array.size == 0:
        return array.astype(int)  # np.array([]) would be float and cannot index
    return array


def complain_if_outside(ids, size):
    if np.any(ids < 0) or np.any(ids >= size):
        raise ValueError("Some of the ids (shape " + str(ids.shape) + ") are not in 0 ... "
                         + str(size - 1))


def vocabulary(tokens, min_count=1):
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    frequent_enough = [word for word in counts if counts[word] >= min_count]
    # sort by the alphabet first and by the count second. The second sort keeps the order
    # of the first one where counts are equal.
    frequent_enough.sort()
    frequent_enough.sort(key=counts.get, reverse=True)
    index = {}
    for word in frequent_enough:
        index[word] = len(index)
    return frequent_enough, index


def one_hot(ids, size):
    ids = to_ids(ids)
    complain_if_outside(ids, size)
    # compare every id with 0, 1, 2, ..., size - 1
    return (ids[..., np.newaxis] == np.arange(size)).astype(float)


def embed(ids, E):
    ids = to_ids(ids)
    E = to_float(E)
    if np.any(ids < 0) or np.any(ids >= E.shape[0]):
        raise ValueError("ids of shape " + str(ids.shape) + " ask for rows that E of shape "
                         + str(E.shape) + " does not have")
    return np.take(E, ids, axis=0)


def embed_backward(d_out, ids, size):
    ids = to_ids(ids)
    complain_if_outside(ids, size)
    d_out = to_float(d_out)
    # embedding = one_hot @ E, so the gradient is one_hot.T @ d_out. Repeated words
    # add up all by themselves.
    if d_out.shape[:-1] != ids.shape:
        raise ValueError("d_out " + str(d_out.shape) + " does not belong to ids " + str(ids.shape))
    rows = d_out.reshape(-1, d_out.shape[-1])
    which = one_hot(ids, size).reshape(-1, size)
    return np.dot(which.T, rows)


def neighbours_of(position, length, window):
    left = max(position - window, 0)
    right = min(position + window, length - 1)
    return [other for other in range(left, right + 1) if other != position]


def context_pairs(ids, window):
    ids = to_ids(ids)
    pairs = []
    for position in range(len(ids)):
        for other in neighbours_of(position, len(ids), window):
            pairs.append([ids[position], ids[other]])
    if not pairs:
        return np.zeros((0, 2), dtype=int)
    return np.array(pairs)


def cooccurrence(ids, size, window):
    ids = to_ids(ids)
    complain_if_outside(ids, size)
    table = np.zeros((size, size))
    for position in range(len(ids)):
        for other in neighbours_of(position, len(ids), window):
            table[ids[position], ids[other]] += 1
    return table


def ppmi(counts):
    counts = to_float(counts)
    total = np.sum(counts)
    of_row = np.sum(counts, axis=1)
    of_column = np.sum(counts, axis=0)
    answer = np.zeros(counts.shape)
    if total == 0:
        return answer
    # only where something was counted, log(0) is not a friend
    rows, columns = np.nonzero(counts > 0)
    together = np.log(counts[rows, columns]) + np.log(total)
    alone = np.log(of_row[rows]) + np.log(of_column[columns])
    answer[rows, columns] = together - alone
    answer[answer < 0] = 0
    return answer


def svd_embedding(M, k):
    M = to_float(M)
    if k < 1 or k > min(M.shape):
        raise ValueError("Cannot keep " + str(k) + " directions of a table " + str(M.shape))
    left, strengths, _ = np.linalg.svd(M)
    return np.dot(left[:, :k], np.diag(strengths[:k]))


def cosine_similarity(a, B):
    a = to_float(a)
    B = to_float(B)
    if B.shape[-1] != a.shape[0]:
        raise ValueError("A vector " + str(a.shape) + " against vectors " + str(B.shape)
                         + ", the lengths are different")
    if B.ndim == 1:
        # one against one: pretend that B has one row
        return cosine_similarity(a, B[np.newaxis, :])[0]
    length_of_a = np.linalg.norm(a)
    length_of_rows = np.linalg.norm(B, axis=1)
    answer = np.zeros(B.shape[0])
    if length_of_a == 0:
        return answer
    for row in range(B.shape[0]):
        if length_of_rows[row] > 0:
            answer[row] = np.sum((a / length_of_a) * (B[row] / length_of_rows[row]))
    return answer


def best_of(similarities, k, not_these):
    candidates = [word for word in range(len(similarities)) if word not in not_these]
    candidates.sort(key=lambda word: (-similarities[word], word))
    return np.array(candidates[:k], dtype=int)


def nearest(word_id, E, k):
    E = to_float(E)
    return best_of(cosine_similarity(E[word_id], E), k, {int(word_id)})


def analogy(a, b, c, E, k):
    E = to_float(E)
    where_it_should_be = E[b] - E[a] + E[c]
    return best_of(cosine_similarity(where_it_should_be, E), k, {int(a), int(b), int(c)})


def log_softmax(scores):
    shifted = scores - np.max(scores)
    return shifted - np.log(np.sum(np.exp(shifted)))


def log_sigmoid(x):
    return -np.logaddexp(0.0, -x)


def skipgram_softmax(centre, context, E, U):
    E = to_float(E)
    U = to_float(U)
    logs = log_softmax(np.dot(U, E[centre]))
    loss = -logs[context]

    # predicted minus wanted
    error = np.exp(logs) - one_hot(context, len(U))
    dU = error[:, np.newaxis] * E[centre][np.newaxis, :]
    dE = np.zeros(E.shape)
    dE[centre] = np.dot(U.T, error)
    return float(loss), dE, dU


def skipgram_negative(centre, context, negatives, E, U):
    E = to_float(E)
    U = to_float(U)
    v = E[centre]
    dE = np.zeros(E.shape)
    dU = np.zeros(U.shape)

    # the true neighbour wants a big dot product
    score = np.dot(U[context], v)
    loss = -log_sigmoid(score)
    push = -np.exp(log_sigmoid(-score))  # sigmoid(score) - 1
    dE[centre] += push * U[context]
    dU[context] += push * v

    # every negative wants a small one. A loop, so that a word that was drawn twice is
    # simply visited twice.
    for negative in to_ids(negatives):
        score = np.dot(U[negative], v)
        loss = loss - log_sigmoid(-score)
        push = np.exp(log_sigmoid(score))
        dE[centre] += push * U[negative]
        dU[negative] += push * v
    return float(loss), dE, dU


def cbow(context_ids, target, E, U):
    E = to_float(E)
    U = to_float(U)
    context_ids = to_ids(context_ids)
    average = np.mean(E[context_ids], axis=0)
    logs = log_softmax(np.dot(U, average))
    loss = -logs[target]

    error = np.exp(logs) - one_hot(target, len(U))
    dU = error[:, np.newaxis] * average[np.newaxis, :]
    share = np.dot(U.T, error) / len(context_ids)
    dE = np.zeros(E.shape)
    for word in context_ids:
        dE[word] += share
    return float(loss), dE, dU


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    E = np.array(to_float(E0))
    U = np.array(to_float(U0))
    for epoch in range(epochs):
        for number in range(len(pairs)):
            centre, context = pairs[number]
            loss, dE, dU = skipgram_negative(centre, context, negatives[number], E, U)
            E = E - learning_rate * dE
            U = U - learning_rate * dU
    return E, U


def negative_sampling_property(f):
    """I write the formulas down a second time, word by word, and compare."""
    E = np.array([[0.5, -1.0], [1.5, 0.25], [-0.75, 2.0], [0.1, 0.9]])
    U = np.array([[1.0, 0.5], [-0.5, 0.3], [0.2, -1.2], [0.8, 0.7]])

    def s(x):
        return 1 / (1 + np.exp(-x))

    for centre, context, negatives in [
        (1, 2, [0, 3, 0]),
        (0, 3, [1, 1, 1, 2]),
        (2, 2, [2, 0]),
        (3, 0, [1]),
    ]:
        v = E[centre]
        want_loss = -np.log(s(U[context] @ v))
        want_dE = np.zeros((4, 2))
        want_dU = np.zeros((4, 2))
        want_dE[centre] += (s(U[context] @ v) - 1) * U[context]
        want_dU[context] += (s(U[context] @ v) - 1) * v
        for n in negatives:
            want_loss -= np.log(s(-U[n] @ v))
            want_dE[centre] += s(U[n] @ v) * U[n]
            want_dU[n] += s(U[n] @ v) * v
        loss, dE, dU = f(centre, context, np.array(negatives), E, U)
        if abs(loss - want_loss) > 1e-8:
            return False
        if np.shape(dE) != (4, 2) or np.max(np.abs(dE - want_dE)) > 1e-8:
            return False
        if np.shape(dU) != (4, 2) or np.max(np.abs(dU - want_dU)) > 1e-8:
            return False
    return True
