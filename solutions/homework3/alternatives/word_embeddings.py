"""Right variants of the functions of word_embeddings, written from the statement alone."""

import math
from collections import Counter, defaultdict

import numpy as np

# vocabulary


def vocabulary__counter(tokens, min_count=1):
    """A Counter, sorted by two keys at once."""
    counts = Counter(tokens)
    words = sorted((w for w in counts if counts[w] >= min_count), key=lambda w: (-counts[w], w))
    return words, {word: i for i, word in enumerate(words)}


def vocabulary__two_sorts(tokens, min_count=1):
    """Sorted by the alphabet, then, as sorting is stable, by the count."""
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    words = sorted(counts)
    words.sort(key=counts.get, reverse=True)
    words = [word for word in words if counts[word] >= min_count]
    return words, dict(zip(words, range(len(words)), strict=True))


def vocabulary__unique(tokens, min_count=1):
    """NumPy's `unique`, whose words are NumPy strings, and positions as NumPy integers."""
    if len(tokens) == 0:
        return [], {}
    words, counts = np.unique(np.array(tokens), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= min_count]
    kept = list(words[order])
    return kept, dict(zip(kept, np.arange(len(kept)), strict=True))


def vocabulary__most_common(tokens, min_count=1):
    """The most common words of sorted tokens, as a tuple."""
    index = {}
    for word, count in Counter(sorted(tokens)).most_common():
        if count >= min_count:
            index[word] = len(index)
    return tuple(index), index


# one_hot


def one_hot__identity(ids, size):
    """Rows of the identity matrix."""
    return np.eye(size)[check_ids(ids, size)]


def one_hot__comparison(ids, size):
    """Every id compared with every position."""
    ids = np.asarray(ids)
    if np.any(ids < 0) or np.any(ids >= size):
        raise ValueError(f"an id is outside 0 ... {size - 1}")
    return (ids[..., np.newaxis] == np.arange(size)).astype(float)


def one_hot__loop(ids, size):
    """Zeros, and ones written one by one."""
    result = np.zeros((*np.shape(ids), size))
    for place, word in np.ndenumerate(ids):
        if not 0 <= word < size:
            raise ValueError(f"{word} is not in the vocabulary")
        result[(*place, word)] = 1
    return result


def one_hot__flat(ids, size):
    """Ones put into a flat array at the start of each row plus the id."""
    ids = check_ids(ids, size)
    flat = np.zeros(ids.size * size)
    flat[np.arange(ids.size) * size + ids.ravel()] = 1.0
    return flat.reshape((*ids.shape, size))


# embed


def embed__copy(ids, E):
    """The rows by indexing, as floats in a new array."""
    return np.array(E[check_ids(ids, len(E))], dtype=float)


def embed__take(ids, E):
    """NumPy's `take`, which makes a new array, of the dtype that floats had."""
    rows = np.take(E, check_ids(ids, E.shape[0]), axis=0)
    return rows if rows.dtype.kind == "f" else rows.astype(float)


def embed__product(ids, E):
    """One-hot vectors times the matrix."""
    return one_hot(ids, E.shape[0]) @ E


def embed__loop(ids, E):
    """Row by row."""
    ids = check_ids(ids, len(E))
    if ids.ndim == 0:
        return np.array([float(value) for value in E[int(ids)]])
    result = np.zeros((*ids.shape, E.shape[1]))
    for place in np.ndindex(ids.shape):
        result[place] = E[ids[place]]
    return result


# embed_backward


def _gradient_and_ids(d_out, ids, size):
    ids = check_ids(ids, size)
    if d_out.shape[:-1] != ids.shape or d_out.ndim == 0:
        raise ValueError(f"d_out has shape {d_out.shape}, ids have shape {ids.shape}")
    return ids


def embed_backward__add_at(d_out, ids, size):
    """NumPy's unbuffered addition."""
    ids = _gradient_and_ids(d_out, ids, size)
    dE = np.zeros((size, d_out.shape[-1]))
    np.add.at(dE, ids, d_out)
    return dE


def embed_backward__one_hot(d_out, ids, size):
    """The transposed one-hot matrix times the gradient."""
    ids = _gradient_and_ids(d_out, ids, size)
    rows = d_out.reshape(ids.size, d_out.shape[-1])
    return np.eye(size)[:, ids.ravel()] @ rows


def embed_backward__loop(d_out, ids, size):
    """Place by place."""
    ids = _gradient_and_ids(d_out, ids, size)
    dE = np.zeros((size, d_out.shape[-1]))
    for place in np.ndindex(ids.shape):
        dE[ids[place]] += d_out[place]
    return dE


def embed_backward__words(d_out, ids, size):
    """Word by word, with a mask of its places."""
    ids = _gradient_and_ids(d_out, ids, size)
    return np.array([d_out[ids == word].sum(axis=0, dtype=float) for word in range(size)])


def embed_backward__bincount(d_out, ids, size):
    """A weighted count for each column."""
    ids = _gradient_and_ids(d_out, ids, size)
    columns = d_out.reshape(ids.size, -1).T if d_out.size else np.zeros((d_out.shape[-1], 0))
    flat = ids.ravel()
    return np.stack([np.bincount(flat, weights=c, minlength=size) for c in columns], axis=1)


# context_pairs


def context_pairs__loops(ids, window):
    """Two loops over positions."""
    pairs = []
    for i in range(len(ids)):
        for j in range(max(0, i - window), min(len(ids), i + window + 1)):
            if j != i:
                pairs.append((ids[i], ids[j]))
    return np.array(pairs, dtype=int).reshape(-1, 2)


def context_pairs__distances(ids, window):
    """The table of all distances between positions."""
    positions = np.arange(np.size(ids))
    distance = np.abs(positions[:, None] - positions)
    centre, context = np.nonzero((distance > 0) & (distance <= window))
    ids = np.asarray(ids, dtype=np.int64)
    return np.stack([ids[centre], ids[context]], axis=1)


def context_pairs__offsets(ids, window):
    """One offset after the other, sorted by position at the end."""
    n = len(ids)
    found = []
    for offset in range(1, min(window, n - 1) + 1):
        for i in range(n - offset):
            found += [(i, i + offset), (i + offset, i)]
    found.sort()
    result = np.empty((len(found), 2), dtype=int)
    for row, (i, j) in enumerate(found):
        result[row] = ids[i], ids[j]
    return result


def context_pairs__slices(ids, window):
    """The words before and after each centre, of the dtype of the ids."""
    parts = [np.empty((0, 2), dtype=ids.dtype)]
    for i, centre in enumerate(ids):
        context = np.concatenate([ids[max(i - window, 0) : i], ids[i + 1 : i + 1 + window]])
        parts.append(np.column_stack([np.full(len(context), centre, dtype=ids.dtype), context]))
    return np.concatenate(parts)


# cooccurrence


def cooccurrence__pairs(ids, size, window):
    """The pairs written before, counted one by one."""
    ids = check_ids(ids, size)
    counts = np.zeros((size, size))
    for centre, context in context_pairs(ids, window):
        counts[centre, context] += 1
    return counts


def cooccurrence__shifted(ids, size, window):
    """The text against itself, shifted; the transposed table added at the end."""
    ids = check_ids(ids, size)
    counts = np.zeros((size, size))
    for shift in range(1, min(window + 1, len(ids))):
        np.add.at(counts, (ids[:-shift], ids[shift:]), 1.0)
    return counts + counts.T


def cooccurrence__product(ids, size, window):
    """One-hot vectors, a band of ones between them."""
    hot = one_hot(ids, size)
    positions = np.arange(len(hot))
    near = np.abs(np.subtract.outer(positions, positions)) <= window
    np.fill_diagonal(near, False)
    return hot.T @ near.astype(float) @ hot


def cooccurrence__dictionary(ids, size, window):
    """A dictionary of pairs of words, each pair of positions once."""
    words = [int(word) for word in ids]
    if any(word < 0 or word >= size for word in words):
        raise ValueError("a word is not in the vocabulary")
    table = defaultdict(int)
    for i, left in enumerate(words):
        for right in words[i + 1 : i + 1 + window]:
            table[left, right] += 1
            table[right, left] += 1
    return np.array([[table[i, j] for j in range(size)] for i in range(size)], dtype=float)


def cooccurrence__bincount(ids, size, window):
    """A count of pairs as single numbers."""
    pairs = context_pairs(check_ids(ids, size), window)
    flat = np.bincount(pairs[:, 0] * size + pairs[:, 1], minlength=size * size)
    return flat.reshape(size, size).astype(np.float64)


# ppmi


def ppmi__ratio(counts):
    """The ratio to chance, raised to one before the logarithm."""
    counts = np.asarray(counts, dtype=float)
    expected = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0)
    ratio = np.ones(counts.shape)
    np.divide(counts * counts.sum(), expected, out=ratio, where=expected > 0)
    return np.log(np.maximum(ratio, 1.0))


def ppmi__loops(counts):
    """Cell by cell, from probabilities."""
    total = float(np.sum(counts))
    m, n = counts.shape
    result = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            if counts[i, j] > 0:
                p_row, p_column = np.sum(counts[i]) / total, np.sum(counts[:, j]) / total
                result[i, j] = max(math.log(counts[i, j] / total / (p_row * p_column)), 0.0)
    return result


def ppmi__difference_of_logs(counts):
    """A sum of logarithms, of which those of zero are ignored."""
    counts = np.array(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = (
            np.log(counts)
            + np.log(counts.sum())
            - np.log(counts.sum(axis=1))[:, None]
            - np.log(counts.sum(axis=0))[None, :]
        )
    pmi[~np.isfinite(pmi)] = 0
    return np.where(pmi > 0, pmi, 0.0)


def ppmi__seen_cells(counts):
    """Only the cells that are not zero, by their places."""
    rows, columns = np.nonzero(counts)
    values = counts[rows, columns].astype(float)
    N = values.sum()
    of_row = np.bincount(rows, values, minlength=counts.shape[0])
    of_column = np.bincount(columns, values, minlength=counts.shape[1])
    result = np.zeros(counts.shape)
    pmi = np.log2(values / of_row[rows] * (N / of_column[columns])) * np.log(2)
    result[rows, columns] = np.clip(pmi, 0, None)
    return result


# svd_embedding


def _rank(M, k):
    if k < 1 or k > min(M.shape):
        raise ValueError(f"k={k} for a matrix of shape {M.shape}")
    return np.asarray(M, dtype=float)


def svd_embedding__svd(M, k):
    """The singular value decomposition."""
    M = _rank(M, k)
    P, s, _ = np.linalg.svd(M, full_matrices=False)
    return P[:, :k] * s[:k]


def svd_embedding__right_vectors(M, k):
    """The matrix times its right singular vectors."""
    M = _rank(M, k)
    return M @ np.linalg.svd(M)[2][:k].T


def svd_embedding__diagonal(M, k):
    """A product with the diagonal matrix, with the signs turned."""
    M = _rank(M, k)
    P, s, _ = np.linalg.svd(M)
    return -np.dot(P, np.diag(np.pad(s, (0, len(P) - len(s)))))[:, :k]


def svd_embedding__eigenvectors(M, k):
    """The eigenvectors of M times its transpose."""
    M = _rank(M, k)
    values, vectors = np.linalg.eigh(M @ M.T)
    order = np.argsort(values)[::-1][:k]
    return vectors[:, order] * np.sqrt(np.maximum(values[order], 0))


# cosine_similarity


def _lengths_fit(a, B):
    if np.shape(a)[-1] != np.shape(B)[-1]:
        raise ValueError(f"vectors of different lengths: {np.shape(a)} and {np.shape(B)}")


def cosine_similarity__norms(a, B):
    """The product over the norms, where these are not zero."""
    _lengths_fit(a, B)
    length = np.linalg.norm(a) * np.linalg.norm(B, axis=-1)
    product = B @ a
    return np.where(length > 0, product / np.where(length > 0, length, 1), 0.0)


def cosine_similarity__unit_vectors(a, B):
    """Vectors scaled to length one, and their product."""
    _lengths_fit(a, B)

    def unit(v):
        size = np.sqrt(np.sum(v * v, axis=-1, keepdims=True))
        return np.divide(v, size, out=np.zeros(v.shape), where=size != 0)

    return np.einsum("...d,d->...", unit(B.astype(float)), unit(a.astype(float)))


def cosine_similarity__loop(a, B):
    """Vector by vector, by the standard library, with floats as results."""
    _lengths_fit(a, B)
    if np.ndim(B) == 2:
        return np.array([cosine_similarity__loop(a, b) for b in B], dtype=float)
    a, b = [float(v) for v in a], [float(v) for v in B]
    if not any(a) or not any(b):
        return 0.0
    return sum(p * q for p, q in zip(a, b, strict=True)) / (math.hypot(*a) * math.hypot(*b))


def cosine_similarity__ignored(a, B):
    """A division by zero whose nan are replaced."""
    _lengths_fit(a, B)
    a, B = np.asarray(a, dtype=np.float64), np.asarray(B, dtype=np.float64)
    with np.errstate(all="ignore"):
        cosine = np.dot(B, a) / np.sqrt(np.dot(a, a) * (B**2).sum(axis=-1))
    return np.nan_to_num(cosine)


# nearest


def nearest__stable_sort(word_id, E, k):
    """A stable sort of falling similarities, from which the word is taken out."""
    order = np.argsort(-cosine_similarity(E[word_id], E), kind="stable")
    return order[order != word_id][:k]


def nearest__sorted(word_id, E, k):
    """Python's sort, by similarity and id."""
    similar = cosine_similarity(E[word_id], E)
    others = [i for i in range(len(E)) if i != word_id]
    return np.array(sorted(others, key=lambda i: (-similar[i], i))[:k], dtype=int)


def nearest__lexsort(word_id, E, k):
    """The word deleted first, then two keys sorted by NumPy."""
    others = np.delete(np.arange(E.shape[0]), word_id)
    return others[np.lexsort((others, -cosine_similarity(E[word_id], E[others])))][:k]


def nearest__one_by_one(word_id, E, k):
    """The most similar word again and again, each then marked by minus infinity."""
    similar = np.array(cosine_similarity(E[word_id], E), dtype=float)
    similar[word_id] = -np.inf
    found = []
    for _ in range(min(k, len(E) - 1)):
        found.append(int(np.argmax(similar)))
        similar[found[-1]] = -np.inf
    return np.array(found, dtype=int)


def nearest__own_cosine(word_id, E, k):
    """Rows scaled to length one, and their products."""
    E = np.asarray(E, dtype=float)
    length = np.linalg.norm(E, axis=1, keepdims=True)
    unit = E / np.where(length == 0, 1, length)
    order = np.argsort(-(unit @ unit[word_id]), kind="stable")
    return np.array([i for i in order if i != word_id][:k], dtype=int)


# analogy


def analogy__stable_sort(a, b, c, E, k):
    """A stable sort, from which the three words are taken out."""
    E = np.asarray(E, dtype=float)
    order = np.argsort(-cosine_similarity(E[b] - E[a] + E[c], E), kind="stable")
    return order[~np.isin(order, [a, b, c])][:k]


def analogy__sorted(a, b, c, E, k):
    """Python's sort of the words that are allowed."""
    E = E.astype(float)
    corner = E[c] + (E[b] - E[a])
    allowed = sorted(set(range(len(E))) - {int(a), int(b), int(c)})
    scores = {i: float(cosine_similarity(corner, E[i])) for i in allowed}
    return np.array(sorted(allowed, key=lambda i: -scores[i])[:k], dtype=np.intp)


def analogy__masked(a, b, c, E, k):
    """Minus infinity for the three words."""
    query = np.array([-1.0, 1.0, 1.0]) @ E[[a, b, c]]
    similar = np.array(cosine_similarity(query, E), dtype=float)
    similar[[a, b, c]] = -np.inf
    count = min(k, len(E) - len({int(a), int(b), int(c)}))
    return np.lexsort((np.arange(len(E)), -similar))[:count]


def analogy__added_word(a, b, c, E, k):
    """The corner of the parallelogram as one more word, whose neighbours are sought."""
    vectors = np.vstack([E, E[b] * 1.0 - E[a] + E[c]])
    order = nearest(len(E), vectors, len(E))
    return np.array([i for i in order if i not in (a, b, c)][:k], dtype=int)


# skipgram_softmax


def skipgram_softmax__textbook(centre, context, E, U):
    """The loss by log-sum-exp, the gradients by outer products."""
    v = E[centre]
    s = U @ v
    top = s.max()
    loss = top + np.log(np.sum(np.exp(s - top))) - s[context]
    d_s = softmax(s)
    d_s[context] -= 1
    dE = np.zeros(E.shape)
    dE[centre] = U.T @ d_s
    return loss, dE, np.outer(d_s, v)


def skipgram_softmax__logaddexp(centre, context, E, U):
    """Probabilities as the exponential of their logarithms, in a list of results."""
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    scores = np.einsum("vd,d->v", U, E[centre])
    log_p = scores - np.logaddexp.reduce(scores)
    errors = np.exp(log_p) - one_hot(context, len(U))
    dE = embed_backward((errors @ U)[np.newaxis], np.array([centre]), len(E))
    return [-log_p[context], dE, errors[:, np.newaxis] * E[centre]]


def skipgram_softmax__loops(centre, context, E, U):
    """Word by word, with the standard library's exponential."""
    v = [float(value) for value in E[centre]]
    scores = [sum(float(u) * x for u, x in zip(row, v, strict=True)) for row in U]
    highest = max(scores)
    total = math.fsum(math.exp(s - highest) for s in scores)
    dE, dU = np.zeros(E.shape), np.zeros(U.shape)
    for w, s in enumerate(scores):
        error = math.exp(s - highest) / total - (w == context)
        for d in range(len(v)):
            dE[centre, d] += error * float(U[w, d])
            dU[w, d] = error * v[d]
    return math.log(total) + highest - scores[context], dE, dU


def skipgram_softmax__differences(centre, context, E, U):
    """Scores relative to that of the observed word, whose own score is then zero."""
    relative = (U - U[context]) @ E[centre]
    top = np.maximum(relative.max(), 0)
    e = np.exp(relative - top)
    p = e / e.sum()
    dE, dU = np.zeros_like(E, dtype=float), np.zeros_like(U, dtype=float)
    dE[centre, :] = p @ (U - U[context])
    dU += p[:, None] @ E[centre][None, :]
    dU[context] -= E[centre]
    return np.log(e.sum()) + top, dE, dU


# skipgram_negative


def skipgram_negative__loop(centre, context, negatives, E, U):
    """Draw by draw."""
    v = E[centre]
    loss = np.logaddexp(0, -(U[context] @ v))
    error = sigmoid(U[context] @ v) - 1
    dE, dU = np.zeros(E.shape), np.zeros(U.shape)
    dE[centre] += error * U[context]
    dU[context] += error * v
    for n in negatives:
        s = U[n] @ v
        loss += np.logaddexp(0, s)
        dE[centre] += sigmoid(s) * U[n]
        dU[n] += sigmoid(s) * v
    return loss, dE, dU


def skipgram_negative__labels(centre, context, negatives, E, U):
    """All draws in one array, with labels of one and zero."""
    drawn = np.concatenate([[context], np.asarray(negatives, dtype=int)]).astype(int)
    labels = np.zeros(len(drawn))
    labels[0] = 1
    s = U[drawn] @ E[centre]
    loss = np.sum(np.maximum(s, 0) - labels * s + np.log1p(np.exp(-np.abs(s))))
    error = sigmoid(s) - labels
    dE, dU = np.zeros(E.shape), np.zeros(U.shape)
    dE[centre] = error @ U[drawn]
    np.add.at(dU, drawn, np.outer(error, E[centre]))
    return loss, dE, dU


def skipgram_negative__counts(centre, context, negatives, E, U):
    """A count of draws for each word of the vocabulary."""
    counts = np.bincount(np.array(negatives, dtype=int), minlength=len(U))
    v = np.array(E[centre], dtype=float)
    s = U @ v
    loss = float(counts @ np.logaddexp(0, s) + np.logaddexp(0, -s[context]))
    error = counts / (1 + np.exp(-np.clip(s, -700, 700)))
    error[context] -= 1 / (1 + np.exp(np.clip(s[context], -700, 700)))
    dE = np.zeros(np.shape(E))
    dE[centre] = error @ U
    return loss, dE, np.outer(error, v)


def skipgram_negative__signs(centre, context, negatives, E, U):
    """Signed scores, all of which should be large; sums over indices."""
    signs = np.array([1.0] + [-1.0] * len(negatives))
    rows = np.array([context, *negatives], dtype=int)
    signed = signs[:, None] * U[rows]
    m = np.dot(signed, E[centre])
    slope = -np.exp(-np.logaddexp(0, m))
    hot = one_hot(rows, len(U))
    dU = np.einsum("k,kv,d->vd", slope * signs, hot, E[centre])
    dE = np.outer(one_hot(centre, len(E)), slope @ signed)
    return np.logaddexp(0, -m).sum(), dE, dU


# cbow


def cbow__textbook(context_ids, target, E, U):
    """The mean of the rows; shares added row by row."""
    h = np.mean(E[context_ids], axis=0, dtype=float)
    s = U @ h
    p = softmax(s)
    loss = np.max(s) + np.log(np.exp(s - np.max(s)).sum()) - s[target]
    error = p - one_hot(target, len(U))
    dE = np.zeros(E.shape)
    for word in context_ids:
        dE[word] += error @ U / len(context_ids)
    return loss, dE, np.outer(error, h)


def cbow__weights(context_ids, target, E, U):
    """A weight for each word of the vocabulary, and products with it."""
    weights = np.bincount(context_ids, minlength=len(E)) / np.size(context_ids)
    h = weights @ E
    log_p = U @ h
    log_p = log_p - np.logaddexp.reduce(log_p)
    error = np.exp(log_p)
    error[target] -= 1
    return -log_p[target], np.outer(weights, U.T @ error), np.multiply.outer(error, h)


def cbow__skipgram(context_ids, target, E, U):
    """Skip-gram with one centre word, whose vector is the mean."""
    mean = np.array([sum(E[i] for i in context_ids) / len(context_ids)], dtype=float)
    padded = np.concatenate([mean, np.zeros((len(U) - 1, mean.shape[1]))])
    loss, d_padded, dU = skipgram_softmax(0, target, padded, U)
    shares = np.repeat(d_padded[:1] / len(context_ids), len(context_ids), axis=0)
    return loss, embed_backward(shares, np.asarray(context_ids), len(E)), dU


def cbow__loops(context_ids, target, E, U):
    """Number by number, with the standard library's exponential."""
    m, (V, D) = len(context_ids), E.shape
    h = [math.fsum(float(E[i, d]) for i in context_ids) / m for d in range(D)]
    s = [math.fsum(float(U[w, d]) * h[d] for d in range(D)) for w in range(V)]
    total = math.fsum(math.exp(value - max(s)) for value in s)
    error = [math.exp(value - max(s)) / total - (w == target) for w, value in enumerate(s)]
    dE, dU = np.zeros((V, D)), np.zeros((V, D))
    for d in range(D):
        back = math.fsum(error[w] * float(U[w, d]) for w in range(V))
        for i in context_ids:
            dE[i, d] += back / m
        for w in range(V):
            dU[w, d] = error[w] * h[d]
    return max(s) + math.log(total) - s[target], dE, dU


# train_skipgram


def train_skipgram__composed(pairs, negatives, E0, U0, learning_rate, epochs):
    """The loss written before, with whole matrices subtracted."""
    E, U = np.array(E0, dtype=float), np.array(U0, dtype=float)
    for _ in range(epochs):
        for (centre, context), drawn in zip(pairs, negatives, strict=True):
            _, dE, dU = skipgram_negative(centre, context, drawn, E, U)
            E = E - learning_rate * dE
            U = U - learning_rate * dU
    return E, U


def train_skipgram__rows(pairs, negatives, E0, U0, learning_rate, epochs):
    """Only the rows that change, in place, in copies."""
    E, U = E0.astype(float), U0.astype(float)
    for n in list(range(len(pairs))) * epochs:
        centre, context = pairs[n]
        drawn = np.append(context, negatives[n]).astype(int)
        error = sigmoid(U[drawn] @ E[centre])
        error[0] -= 1
        step = learning_rate * (error @ U[drawn])
        np.subtract.at(U, drawn, learning_rate * np.outer(error, E[centre]))
        E[centre] -= step
    return E, U


def train_skipgram__draw_by_draw(pairs, negatives, E0, U0, learning_rate, epochs):
    """Sums draw by draw from the old matrices, which are replaced after each pair."""
    E, U = np.asarray(E0, dtype=float), np.asarray(U0, dtype=float)
    epoch = 0
    while epoch < epochs:
        for n in range(len(pairs)):
            i, o = int(pairs[n][0]), int(pairs[n][1])
            new_E, new_U = E.copy(), U.copy()
            for label, w in [(1, o)] + [(0, int(w)) for w in negatives[n]]:
                score = float(np.dot(U[w], E[i]))
                rate = learning_rate * (label - 0.5 * (1 + math.tanh(score / 2)))
                new_E[i] += rate * U[w]
                new_U[w] += rate * E[i]
            E, U = new_E, new_U
        epoch += 1
    return E + 0.0, U + 0.0


class _Model:
    def __init__(self, E, U):
        self.E = [[float(x) for x in row] for row in E]
        self.U = [[float(x) for x in row] for row in U]

    def step(self, centre, context, negatives, rate):
        v = list(self.E[centre])
        old = {w: list(self.U[w]) for w in {context, *negatives}}
        for w, label in ((context, 1.0), *((w, 0.0) for w in negatives)):
            score = sum(a * b for a, b in zip(old[w], v, strict=True))
            e = math.exp(-abs(score))
            error = (1 / (1 + e) if score >= 0 else e / (1 + e)) - label
            for d in range(len(v)):
                self.E[centre][d] -= rate * error * old[w][d]
                self.U[w][d] -= rate * error * v[d]


def train_skipgram__class(pairs, negatives, E0, U0, learning_rate, epochs):
    """A model of lists of Python floats."""
    model = _Model(E0, U0)
    for _ in range(epochs):
        for (centre, context), drawn in zip(pairs.tolist(), negatives.tolist(), strict=True):
            model.step(centre, context, drawn, learning_rate)
    return np.array(model.E), np.array(model.U)


# negative_sampling_property


def _example():
    random = np.random.default_rng(7)
    return random.normal(size=(5, 3)), random.normal(size=(5, 3))


def negative_sampling_property__own_version(f):
    """Comparison with an implementation that is written inside."""
    E, U = _example()
    for centre, context, negatives in ((0, 1, [2, 3, 2]), (4, 2, [2, 0]), (3, 3, []), (1, 0, [4])):
        dE, dU = np.zeros(E.shape), np.zeros(U.shape)
        loss = 0.0
        for w, label in [(context, 1.0)] + [(w, 0.0) for w in negatives]:
            p = 1 / (1 + np.exp(-U[w] @ E[centre]))
            loss -= np.log(p if label else 1 - p)
            dE[centre] += (p - label) * U[w]
            dU[w] += (p - label) * E[centre]
        found = f(centre, context, np.array(negatives, dtype=int), E, U)
        if not all(np.allclose(got, want) for got, want in zip(found, (loss, dE, dU), strict=True)):
            return False
    return True


def negative_sampling_property__differences(f):
    """Central differences of the loss, and the loss where it is known."""
    E, U = _example()
    negatives = np.array([2, 3, 2, 1])
    loss, dE, dU = f(0, 1, negatives, E, U)
    scores = U @ E[0]
    right = np.log1p(np.exp(-scores[1])) + sum(np.log1p(np.exp(scores[n])) for n in negatives)
    if abs(loss - right) > 1e-8:
        return False
    h = 1e-5
    for place in np.ndindex(5, 3):
        for slopes, which in ((dE, 0), (dU, 1)):
            ends = []
            for step in (h, -h):
                moved = [E.copy(), U.copy()]
                moved[which][place] += step
                ends.append(f(0, 1, negatives, *moved)[0])
            if abs((ends[0] - ends[1]) / (2 * h) - slopes[place]) > 1e-6:
                return False
    return True


def negative_sampling_property__laws(f):
    """Terms that add up: one negative more adds its own loss and its own gradients."""
    E, U = _example()
    zero = np.zeros_like(E)
    none = np.array([], dtype=int)
    if not np.isclose(f(0, 1, np.array([2, 2, 3]), zero, U)[0], 4 * np.log(2)):
        return False
    loss, dE, dU = f(2, 4, none, E, U)
    s = U[4] @ E[2]
    miss = 1 / (1 + np.exp(s))
    expected_E, expected_U = np.zeros_like(E), np.zeros_like(U)
    expected_E[2], expected_U[4] = -miss * U[4], -miss * E[2]
    if not np.isclose(loss, -np.log(1 - miss)):
        return False
    if not np.allclose(dE, expected_E) or not np.allclose(dU, expected_U):
        return False
    drawn = []
    for w in (0, 3, 0, 4, 0):
        drawn.append(w)
        hit = 1 / (1 + np.exp(-U[w] @ E[2]))
        loss -= np.log(1 - hit)
        expected_E[2] += hit * U[w]
        expected_U[w] += hit * E[2]
        for order in (drawn, drawn[::-1]):
            got = f(2, 4, np.array(order), E, U)
            if not np.isclose(got[0], loss):
                return False
            if not np.allclose(got[1], expected_E) or not np.allclose(got[2], expected_U):
                return False
    return True
