"""Known wrong variants of the exercises on word embeddings, each with its hint."""

import numpy as np

# A variant takes the place of its exercise, so it calls the reference by another name.
_vocabulary = vocabulary
_one_hot = one_hot
_embed = embed
_embed_backward = embed_backward
_context_pairs = context_pairs
_cooccurrence = cooccurrence
_ppmi = ppmi
_svd_embedding = svd_embedding
_cosine_similarity = cosine_similarity
_nearest = nearest
_analogy = analogy
_skipgram_softmax = skipgram_softmax
_skipgram_negative = skipgram_negative
_cbow = cbow
_train_skipgram = train_skipgram
_negative_sampling_property = negative_sampling_property

# ------------------------------------------------------------------------------ vocabulary


def vocabulary__ties_in_order_of_appearance(tokens, min_count=1):
    """Leaving words of equal count in the order in which they appear.

    Two words with the same count need a second criterion: their alphabetical order.
    """
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    words = sorted((w for w in counts if counts[w] >= min_count), key=lambda w: -counts[w])
    return words, {word: i for i, word in enumerate(words)}


def vocabulary__ties_reversed(tokens, min_count=1):
    """Reversing the alphabet together with the counts.

    A reversed sort turns both criteria round: the counts fall, but the letters should rise.
    """
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    kept = [w for w in counts if counts[w] >= min_count]
    words = sorted(kept, key=lambda w: (counts[w], w), reverse=True)
    return words, {word: i for i, word in enumerate(words)}


def vocabulary__rarest_first(tokens, min_count=1):
    """Sorting by rising count.

    The most frequent word gets id 0.
    """
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    kept = [w for w in counts if counts[w] >= min_count]
    words = sorted(kept, key=lambda w: (counts[w], w))
    return words, {word: i for i, word in enumerate(words)}


def vocabulary__alphabetical(tokens, min_count=1):
    """Sorting by the alphabet only.

    The alphabet decides only between words with the same count.
    """
    words = sorted(w for w in set(tokens) if list(tokens).count(w) >= min_count)
    return words, {word: i for i, word in enumerate(words)}


def vocabulary__limit_excluded(tokens, min_count=1):
    """Dropping words that appear exactly min_count times.

    "At least min_count times" includes min_count itself.
    """
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    kept = [w for w in counts if counts[w] > min_count]
    words = sorted(kept, key=lambda w: (-counts[w], w))
    return words, {word: i for i, word in enumerate(words)}


def vocabulary__limit_ignored(tokens, min_count=1):
    """Keeping rare words whatever min_count says.

    Only words that appear at least min_count times belong to the vocabulary.
    """
    return _vocabulary(tokens)


def vocabulary__ids_before_the_limit(tokens, min_count=1):
    """Looking up positions in a list that is not sorted by count.

    The dict must hold the positions in the list that is returned.
    """
    words, index = _vocabulary(tokens, min_count)
    return words, {word: i for i, word in enumerate(sorted(index))}


def vocabulary__ids_from_one(tokens, min_count=1):
    """Numbering the words from 1.

    An id is the position in the list, and positions start at 0.
    """
    words, index = _vocabulary(tokens, min_count)
    return words, {word: i + 1 for word, i in index.items()}


def vocabulary__lower_case(tokens, min_count=1):
    """Turning all words into lower case.

    The tokens are taken as they are: "Rose" and "rose" are two words.
    """
    return _vocabulary([token.lower() for token in tokens], min_count)


# --------------------------------------------------------------------------------- one_hot


def one_hot__negative_ids_count_from_the_end(ids, size):
    """Accepting negative ids.

    Python reads a negative index from the end; here it is an id outside the vocabulary.
    """
    ids = np.asarray(ids)
    if ids.size and ids.max() >= size:
        raise ValueError(f"ids {ids.tolist()} do not fit {size} words")
    return np.eye(size)[ids.astype(int)]


def one_hot__no_check(ids, size):
    """Comparing ids with all positions, without looking whether one is outside.

    An id outside the vocabulary must not become a row of zeros.
    """
    return (np.asarray(ids)[..., np.newaxis] == np.arange(size)).astype(float)


def one_hot__flattened(ids, size):
    """Flattening the ids.

    The result has the shape of ids, with one more axis at the end.
    """
    return _one_hot(np.ravel(ids), size)


def one_hot__new_axis_first(ids, size):
    """Putting the axis of the vocabulary first.

    Each id becomes a vector along the last axis.
    """
    return np.moveaxis(_one_hot(ids, size), -1, 0)


def one_hot__size_from_the_largest_id(ids, size):
    """Making the vectors as long as the largest id requires.

    The length is the size of the vocabulary, even if its last words do not occur.
    """
    ids = check_ids(ids, size)
    return _one_hot(ids, int(ids.max()) + 1)


def one_hot__shifted(ids, size):
    """Putting the 1 one place too far to the left.

    Ids start at 0, and so do positions.
    """
    return np.roll(_one_hot(ids, size), -1, axis=-1)


def one_hot__integers(ids, size):
    """Returning whole numbers.

    The result should hold floats.
    """
    return _one_hot(ids, size).astype(int)


# ----------------------------------------------------------------------------------- embed


def embed__negative_ids_count_from_the_end(ids, E):
    """Accepting negative ids.

    Python reads a negative index from the end; here it is an id outside the vocabulary.
    """
    ids = np.asarray(ids)
    if ids.size and ids.max() >= len(E):
        raise ValueError(f"ids {ids.tolist()} do not fit {len(E)} words")
    return np.array(E, dtype=float)[ids.astype(int)]


def embed__index_error(ids, E):
    """Leaving the error for an id outside the vocabulary to NumPy.

    The docstring asks for a ValueError.
    """
    return np.take(np.asarray(E, dtype=float), np.asarray(ids, dtype=int), axis=0)


def embed__clipped(ids, E):
    """Replacing an id outside the vocabulary by the nearest one inside.

    A wrong id should be an error, not another word.
    """
    return np.take(np.asarray(E, dtype=float), np.asarray(ids, dtype=int), axis=0, mode="clip")


def embed__columns(ids, E):
    """Looking up columns of E.

    Each word has a row of E.
    """
    return np.asarray(E, dtype=float)[:, check_ids(ids, len(E))].T


def embed__view(ids, E):
    """Returning a view of E for a single id.

    Plain indexing with one id copies nothing; whoever writes into the result writes into E.
    """
    ids = check_ids(ids, len(E))
    return np.asarray(E, dtype=float)[int(ids) if ids.ndim == 0 else ids]


def embed__flattened(ids, E):
    """Flattening the ids.

    The result has the shape of ids, with one more axis at the end.
    """
    return _embed(np.ravel(ids), E)


def embed__repeats_dropped(ids, E):
    """Looking up each different id once.

    There is one row for each entry of ids, in their order, repeated or not.
    """
    return _embed(np.unique(ids), E)


def embed__integers_kept(ids, E):
    """Returning whole numbers when E holds whole numbers.

    The rows should be floats, whatever E holds.
    """
    return np.take(np.asarray(E), check_ids(ids, len(E)), axis=0)


# -------------------------------------------------------------------------- embed_backward


def embed_backward__repeats_overwritten(d_out, ids, size):
    """Gradients of a repeated id that do not add up.

    A row that was looked up twice gets the sum of two gradients. With repeated ids `a[ids] =
    b` keeps only the last one, and so does `a[ids] += b`, which NumPy buffers.
    """
    d_out, ids = np.asarray(d_out, dtype=float), check_ids(ids, size)
    if d_out.shape[:-1] != ids.shape:
        raise ValueError(f"d_out of shape {d_out.shape} does not fit ids of shape {ids.shape}")
    dE = np.zeros((size, d_out.shape[-1]))
    dE[ids] = d_out
    return dE


def embed_backward__repeats_lost(d_out, ids, size):
    """Adding with += to an array that is indexed by repeated ids.

    NumPy buffers a[ids] += b: of the terms for a repeated id only one is added.
    """
    d_out, ids = np.asarray(d_out, dtype=float), check_ids(ids, size)
    if d_out.shape[:-1] != ids.shape:
        raise ValueError(f"d_out of shape {d_out.shape} does not fit ids of shape {ids.shape}")
    dE = np.zeros((size, d_out.shape[-1]))
    dE[ids] += d_out
    return dE


def embed_backward__averaged(d_out, ids, size):
    """Averaging the gradients of a repeated id.

    Gradients along different paths add up; nothing divides them.
    """
    dE = _embed_backward(d_out, ids, size)
    counts = np.bincount(np.ravel(ids).astype(int), minlength=size)
    return dE / np.maximum(counts, 1)[:, np.newaxis]


def embed_backward__transposed(d_out, ids, size):
    """Returning the transposed gradient.

    The gradient has the shape of E: one row for each word.
    """
    return _embed_backward(d_out, ids, size).T


def embed_backward__gradient_of_the_rows_only(d_out, ids, size):
    """Returning the gradients of the rows that were looked up instead of all rows of E.

    The gradient has the shape of E, with zeros in the rows of all other words.
    """
    dE = _embed_backward(d_out, ids, size)
    return dE[np.unique(np.asarray(ids, dtype=int))]


def embed_backward__shapes_not_compared(d_out, ids, size):
    """Letting NumPy broadcast a d_out that does not fit the ids.

    A d_out whose shape does not fit the ids is an error, also where NumPy could broadcast it.
    """
    d_out, ids = np.asarray(d_out, dtype=float), check_ids(ids, size)
    dE = np.zeros((size, d_out.shape[-1]))
    np.add.at(dE, ids, np.broadcast_to(d_out, (*ids.shape, d_out.shape[-1])))
    return dE


def embed_backward__negative_ids_count_from_the_end(d_out, ids, size):
    """Accepting negative ids.

    Python reads a negative index from the end; here it is an id outside the vocabulary.
    """
    return _embed_backward(d_out, np.where(np.asarray(ids) < 0, np.asarray(ids) + size, ids), size)


# --------------------------------------------------------------------------- context_pairs


def _pairs(ids, window, offsets=None):
    """Return the right pairs, or those with other offsets."""
    n = len(ids)
    offsets = range(-window, window + 1) if offsets is None else offsets
    pairs = [(ids[i], ids[i + o]) for i in range(n) for o in offsets if o and 0 <= i + o < n]
    return np.array(pairs, dtype=int).reshape(-1, 2)


def context_pairs__last_neighbour_missing(ids, window):
    """A window that ends one position too early on the right.

    The end of a Python range is not part of it.
    """
    return _pairs(ids, window, range(-window, window))


def context_pairs__window_too_wide(ids, window):
    """A window that is one position too wide on each side.

    Positions at most `window` apart belong to the context, and no others.
    """
    return _pairs(ids, window + 1)


def context_pairs__following_words_only(ids, window):
    """Taking only the words after the centre.

    The context extends to both sides.
    """
    return _pairs(ids, window, range(1, window + 1))


def context_pairs__centre_included(ids, window):
    """Pairing each position with itself.

    The centre is no part of its own context.
    """
    n = len(ids)
    pairs = [
        (ids[i], ids[j])
        for i in range(n)
        for j in range(max(0, i - window), min(n, i + window + 1))
    ]
    return np.array(pairs, dtype=int).reshape(-1, 2)


def context_pairs__equal_words_skipped(ids, window):
    """Leaving out pairs of equal words.

    Compare positions, not words: in "very very" each word is in the context of the other.
    """
    pairs = _pairs(ids, window)
    return pairs[pairs[:, 0] != pairs[:, 1]]


def context_pairs__context_first(ids, window):
    """Writing the context before the centre.

    Each row is (centre, context), in the order of the centres.
    """
    return _pairs(ids, window)[:, ::-1]


def context_pairs__by_distance(ids, window):
    """Listing the context from the nearest word outwards.

    For one centre, the pairs are in the order of the position of the context word.
    """
    return _pairs(ids, window, sorted(range(-window, window + 1), key=abs))


def context_pairs__negative_start(ids, window):
    """A slice that starts below zero at the beginning of the text.

    A negative start counts from the end of the text, and the slice is empty: cut it off at 0.
    """
    pairs = []
    for i in range(len(ids)):
        before = list(ids[i - window : i])
        pairs += [(ids[i], j) for j in before + list(ids[i + 1 : i + window + 1])]
    return np.array(pairs, dtype=int).reshape(-1, 2)


def context_pairs__full_windows_only(ids, window):
    """Skipping centres too near to an end of the text for a full window.

    At the ends the window is cut off; the centre still has its other neighbours.
    """
    n = len(ids)
    pairs = [
        (ids[i], ids[i + o])
        for i in range(window, n - window)
        for o in range(-window, window + 1)
        if o
    ]
    return np.array(pairs, dtype=int).reshape(-1, 2)


def context_pairs__no_pairs_no_columns(ids, window):
    """Returning an array without columns when there are no pairs.

    Without pairs the shape is (0, 2), so that the result can be used like any other.
    """
    pairs = _pairs(ids, window)
    return pairs if len(pairs) else np.array([])


# ---------------------------------------------------------------------------- cooccurrence


def _counts(pairs, size):
    """Count pairs."""
    counts = np.zeros((size, size))
    np.add.at(counts, tuple(np.asarray(pairs, dtype=int).reshape(-1, 2).T), 1.0)
    return counts


def cooccurrence__equal_words_skipped(ids, size, window):
    """Leaving out neighbours that are the same word.

    Compare positions, not words: equal neighbours belong on the diagonal.
    """
    counts = _cooccurrence(ids, size, window)
    np.fill_diagonal(counts, 0.0)
    return counts


def cooccurrence__diagonal_counted_once(ids, size, window):
    """Counting a pair of equal words once.

    Each of the two positions is a neighbour of the other: the diagonal grows by 2.
    """
    counts = _cooccurrence(ids, size, window)
    np.fill_diagonal(counts, np.diag(counts) / 2)
    return counts


def cooccurrence__following_words_only(ids, size, window):
    """Counting each pair from one side only.

    The context extends to both sides, and so the table is symmetric.
    """
    return _counts(_pairs(check_ids(ids, size), window, range(1, window + 1)), size)


def cooccurrence__counted_twice(ids, size, window):
    """Counting each pair from both of its words, and each time in both directions.

    Each position is a centre once, and adds 1 for each of its neighbours.
    """
    counts = _cooccurrence(ids, size, window)
    return counts + counts.T


def cooccurrence__repeats_lost(ids, size, window):
    """Adding with += to an array that is indexed by repeated pairs.

    NumPy buffers a[i, j] += 1: a pair that appears several times is counted once.
    """
    centres, contexts = _context_pairs(check_ids(ids, size), window).T
    counts = np.zeros((size, size))
    counts[centres, contexts] += 1.0
    return counts


def cooccurrence__window_too_narrow(ids, size, window):
    """A window that ends one position too early.

    Words exactly `window` positions apart are neighbours; the end of a range is not part of it.
    """
    return _cooccurrence(ids, size, max(window - 1, 0))


def cooccurrence__full_windows_only(ids, size, window):
    """Skipping positions too near to an end of the text for a full window.

    At the ends the window is cut off; the other neighbours still count.
    """
    return _counts(context_pairs__full_windows_only(check_ids(ids, size), window), size)


def cooccurrence__weighted_by_distance(ids, size, window):
    """Giving near neighbours more weight than far ones.

    Each neighbour within the window counts 1.
    """
    ids = check_ids(ids, size)
    counts = np.zeros((size, size))
    for o in range(1, window + 1):
        part = _counts(_pairs(ids, window, (-o, o)), size)
        counts += part / o
    return counts


def cooccurrence__no_check(ids, size, window):
    """Accepting negative ids.

    Python reads a negative index from the end; here it is an id outside the vocabulary.
    """
    return _counts(_context_pairs(ids, window), size)


# ------------------------------------------------------------------------------------ ppmi


def ppmi__not_clipped(counts):
    """Keeping negative values.

    The first P stands for positive: pairs that are rarer than chance get 0.
    """
    counts = np.asarray(counts, dtype=float)
    chance = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True)
    seen = counts > 0
    pmi = np.zeros(counts.shape)
    pmi[seen] = np.log(counts[seen] * counts.sum() / chance[seen])
    return pmi


def ppmi__absolute_value(counts):
    """Turning negative values into positive ones.

    A pair that is rarer than chance gets 0, not the size of its PMI.
    """
    return np.abs(ppmi__not_clipped(counts))


def ppmi__base_two(counts):
    """Taking the logarithm to the base 2.

    The logarithm is the natural one.
    """
    return _ppmi(counts) / np.log(2.0)


def ppmi__total_forgotten(counts):
    """Dividing counts, not probabilities, by the product of the sums.

    Three probabilities stand in the fraction; each is a count divided by the sum of all counts.
    """
    counts = np.asarray(counts, dtype=float)
    chance = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True)
    seen = counts > 0
    pmi = np.zeros(counts.shape)
    pmi[seen] = np.log(counts[seen] / chance[seen])
    return np.maximum(pmi, 0.0)


def ppmi__row_sums_for_both(counts):
    """Using one kind of sum for rows and columns.

    The table need not be symmetric: divide by the sum of the row and by that of the column.
    """
    counts = np.asarray(counts, dtype=float)
    rows = counts.sum(axis=1)
    chance = rows[:, np.newaxis] * rows[np.newaxis, :]
    seen = counts > 0
    pmi = np.zeros(counts.shape)
    pmi[seen] = np.log(counts[seen] * counts.sum() / chance[seen])
    return np.maximum(pmi, 0.0)


def ppmi__sums_swapped(counts):
    """Putting the sums of the columns on the rows and those of the rows on the columns.

    The sum of row i is the one that runs over the columns.
    """
    counts = np.asarray(counts, dtype=float)
    chance = counts.sum(axis=0)[:, np.newaxis] * counts.sum(axis=1)[np.newaxis, :]
    seen = counts > 0
    pmi = np.zeros(counts.shape)
    pmi[seen] = np.log(counts[seen] * counts.sum() / chance[seen])
    return np.maximum(pmi, 0.0)


def ppmi__one_added(counts):
    """Adding 1 to all counts to avoid the logarithm of zero.

    Smoothing changes all values; treat the zero counts by themselves.
    """
    return _ppmi(np.asarray(counts, dtype=float) + 1.0)


def ppmi__nan_for_zero_rows(counts):
    """Dividing zero by zero where a row or a column is empty.

    Compute the logarithm only where the count is above zero.
    """
    counts = np.asarray(counts, dtype=float)
    chance = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True)
    with np.errstate(all="ignore"):
        return np.maximum(np.log(counts * counts.sum() / chance), 0.0)


def ppmi__warnings(counts):
    """Taking the logarithm of zero and repairing the result afterwards.

    Compute the logarithm only where the count is above zero, and nothing warns.
    """
    counts = np.asarray(counts, dtype=float)
    chance = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True)
    pmi = np.log(counts * counts.sum() / chance)
    return np.maximum(np.nan_to_num(pmi, neginf=0.0), 0.0)


# --------------------------------------------------------------------------- svd_embedding


def _svd(M, k):
    """Return the factors after the check of k."""
    M = np.asarray(M, dtype=float)
    if not 1 <= k <= min(M.shape):
        raise ValueError(f"k = {k} does not fit M of shape {M.shape}")
    return np.linalg.svd(M, full_matrices=False)


def svd_embedding__without_singular_values(M, k):
    """Returning the singular vectors alone.

    Each column is to be multiplied by its singular value: important directions are long.
    """
    return _svd(M, k)[0][:, :k]


def svd_embedding__square_roots(M, k):
    """Multiplying by the square roots of the singular values.

    That is another common choice; here the columns are multiplied by the singular values.
    """
    P, s, _ = _svd(M, k)
    return P[:, :k] * np.sqrt(s[:k])


def svd_embedding__squares(M, k):
    """Multiplying by the squares of the singular values.

    The eigenvalues of the products of M with its transpose are the squares of what you need.
    """
    P, s, _ = _svd(M, k)
    return P[:, :k] * s[:k] ** 2


def svd_embedding__right_vectors(M, k):
    """Taking the right singular vectors.

    Words are the rows of M, and the rows are described by the left singular vectors.
    """
    _, s, Q = _svd(M, k)
    return Q[:k].T * s[:k]


def svd_embedding__rows_of_the_factor(M, k):
    """Taking rows of the left factor instead of columns.

    The singular vectors are the columns, and each word keeps its row.
    """
    P, s, _ = _svd(M, k)
    return P[:k] * s


def svd_embedding__smallest_first(M, k):
    """Keeping the smallest singular values.

    The directions that matter most have the largest singular values.
    """
    P, s, _ = _svd(M, k)
    return P[:, ::-1][:, :k] * s[::-1][:k]


def svd_embedding__rising_order(M, k):
    """Returning the right columns in rising order.

    Some routines sort eigenvalues upwards; the columns go by falling singular value.
    """
    return _svd_embedding(M, k)[:, ::-1]


def svd_embedding__centred(M, k):
    """Subtracting the mean before the decomposition.

    That would be a principal component analysis; here M is decomposed as it is.
    """
    M = np.asarray(M, dtype=float)
    P, s, _ = _svd(M - M.mean(axis=0), k)
    return P[:, :k] * s[:k]


def svd_embedding__k_not_checked(M, k):
    """Returning fewer than k columns when M does not have so many.

    A matrix of shape (m, n) has min(m, n) singular values; asking for more is a ValueError.
    """
    P, s, _ = np.linalg.svd(np.asarray(M, dtype=float), full_matrices=False)
    return P[:, :k] * s[:k]


# ----------------------------------------------------------------------- cosine_similarity


def _dot_and_lengths(a, B):
    """Return the inner products and the two kinds of lengths."""
    a, B = np.asarray(a, dtype=float), np.asarray(B, dtype=float)
    if a.shape[-1] != B.shape[-1]:
        raise ValueError(f"a of shape {a.shape} does not fit B of shape {B.shape}")
    return B @ a, np.linalg.norm(a), np.linalg.norm(B, axis=-1)


def _divide(dot, lengths):
    """Divide; 0 where the length is 0."""
    return np.where(lengths > 0, dot / np.where(lengths > 0, lengths, 1.0), 0.0)


def cosine_similarity__inner_product(a, B):
    """The plain inner product.

    Divide by both lengths: the cosine does not depend on them.
    """
    return _dot_and_lengths(a, B)[0]


def cosine_similarity__one_length(a, B):
    """Dividing by the lengths of the rows of B only.

    The length of a has to be divided out as well.
    """
    dot, _, lengths = _dot_and_lengths(a, B)
    return _divide(dot, lengths)


def cosine_similarity__squared_lengths(a, B):
    """Dividing by squared lengths.

    The length is the square root of the sum of squares.
    """
    dot, length, lengths = _dot_and_lengths(a, B)
    return _divide(dot, length**2 * lengths**2)


def cosine_similarity__small_constant(a, B):
    """Adding a small constant to the denominator.

    For short vectors the constant is not small: treat zero vectors by themselves.
    """
    dot, length, lengths = _dot_and_lengths(a, B)
    return dot / (length * lengths + 1e-8)


def cosine_similarity__nan_for_zero_vectors(a, B):
    """Dividing zero by zero for a zero vector.

    A zero vector has similarity 0 to everything, by definition.
    """
    dot, length, lengths = _dot_and_lengths(a, B)
    with np.errstate(all="ignore"):
        return dot / (length * lengths)


def cosine_similarity__one_for_zero_vectors(a, B):
    """Giving zero vectors the similarity 1.

    A zero vector has similarity 0 to everything, by definition.
    """
    dot, length, lengths = _dot_and_lengths(a, B)
    return np.where(length * lengths > 0, _divide(dot, length * lengths), 1.0)


def cosine_similarity__distance(a, B):
    """The cosine distance, one minus the cosine.

    Vectors of the same direction have similarity 1.
    """
    return 1.0 - _cosine_similarity(a, B)


def cosine_similarity__absolute_value(a, B):
    """Dropping the sign.

    Opposite vectors have similarity -1.
    """
    return np.abs(_cosine_similarity(a, B))


def cosine_similarity__length_of_the_whole_matrix(a, B):
    """Dividing by the length of all of B.

    Each row of B has a length of its own: which axis does the norm run over?
    """
    dot, length, _ = _dot_and_lengths(a, B)
    return _divide(dot, length * np.linalg.norm(B))


def cosine_similarity__shapes_not_named(a, B):
    """Leaving the error for vectors of different lengths to NumPy.

    The docstring asks for a ValueError that names both shapes.
    """
    if np.shape(a)[-1] != np.shape(B)[-1]:
        raise ValueError("the vectors have different lengths")
    return _cosine_similarity(a, B)


# --------------------------------------------------------------------------------- nearest


def _by_falling(similarity):
    """Return ids by falling similarity, ties by id."""
    return np.argsort(-similarity, kind="stable")


def nearest__query_included(word_id, E, k):
    """Keeping the query among its own neighbours.

    Each word is most similar to itself; leave it out.
    """
    return _by_falling(_cosine_similarity(E[word_id], E))[:k]


def nearest__first_dropped(word_id, E, k):
    """Dropping the first of the sorted ids, whichever it is.

    Another word can be as similar to the query as the query itself: leave out the id of the query.
    """
    return _by_falling(_cosine_similarity(E[word_id], E))[1 : k + 1]


def nearest__query_removed_after_the_cut(word_id, E, k):
    """Removing the query after the first k were taken.

    Remove the query first and count afterwards, or one neighbour is missing.
    """
    ids = _by_falling(_cosine_similarity(E[word_id], E))[:k]
    return ids[ids != word_id]


def nearest__least_similar(word_id, E, k):
    """Sorting by rising similarity.

    np.argsort sorts upwards; the most similar word comes first.
    """
    order = np.argsort(_cosine_similarity(E[word_id], E), kind="stable")
    return order[order != word_id][:k]


def nearest__inner_product(word_id, E, k):
    """Comparing inner products.

    Long vectors have large inner products with everything: use the cosine.
    """
    order = _by_falling(np.asarray(E, dtype=float) @ np.asarray(E[word_id], dtype=float))
    return order[order != word_id][:k]


def nearest__distance(word_id, E, k):
    """Comparing distances.

    The distance depends on the lengths of the vectors: use the cosine.
    """
    E = np.asarray(E, dtype=float)
    order = np.argsort(np.linalg.norm(E - E[word_id], axis=1), kind="stable")
    return order[order != word_id][:k]


def nearest__ties_by_larger_id(word_id, E, k):
    """Reversing a rising sort, which reverses ties too.

    Of equally similar words the one with the smaller id comes first.
    """
    order = np.argsort(_cosine_similarity(E[word_id], E), kind="stable")[::-1]
    return order[order != word_id][:k]


def nearest__similarities(word_id, E, k):
    """Returning the similarities.

    The result holds ids of words.
    """
    return _cosine_similarity(E[word_id], E)[_nearest(word_id, E, k)]


# --------------------------------------------------------------------------------- analogy


def _answers(query, E, k, excluded):
    """Return ids by falling cosine to the query."""
    order = _by_falling(_cosine_similarity(query, E))
    return order[~np.isin(order, excluded)][:k]


def analogy__signs_swapped(a, b, c, E, k):
    """Going the step from a to b backwards.

    From a to b the step is E[b] - E[a]; the same step starts at c.
    """
    E = np.asarray(E, dtype=float)
    return _answers(E[a] - E[b] + E[c], E, k, [a, b, c])


def analogy__roles_of_b_and_c(a, b, c, E, k):
    """Subtracting the vector of c.

    The corner of the parallelogram opposite to a is E[b] - E[a] + E[c].
    """
    E = np.asarray(E, dtype=float)
    return _answers(E[a] + E[b] - E[c], E, k, [a, b, c])


def analogy__question_included(a, b, c, E, k):
    """Keeping the words of the question among the answers.

    The point is often nearest to b or c themselves: leave out all three words.
    """
    E = np.asarray(E, dtype=float)
    return _answers(E[b] - E[a] + E[c], E, k, [])


def analogy__only_c_excluded(a, b, c, E, k):
    """Leaving out only one word of the question.

    None of the three words of the question is an answer.
    """
    E = np.asarray(E, dtype=float)
    return _answers(E[b] - E[a] + E[c], E, k, [c])


def analogy__question_removed_after_the_cut(a, b, c, E, k):
    """Removing the words of the question after the first k were taken.

    Remove them first and count afterwards, or answers are missing.
    """
    E = np.asarray(E, dtype=float)
    ids = _by_falling(_cosine_similarity(E[b] - E[a] + E[c], E))[:k]
    return ids[~np.isin(ids, [a, b, c])]


def analogy__inner_product(a, b, c, E, k):
    """Comparing inner products.

    Long vectors have large inner products with everything: use the cosine.
    """
    E = np.asarray(E, dtype=float)
    order = _by_falling(E @ (E[b] - E[a] + E[c]))
    return order[~np.isin(order, [a, b, c])][:k]


def analogy__distance(a, b, c, E, k):
    """Comparing distances.

    The distance depends on the lengths of the vectors: use the cosine.
    """
    E = np.asarray(E, dtype=float)
    order = np.argsort(np.linalg.norm(E - (E[b] - E[a] + E[c]), axis=1), kind="stable")
    return order[~np.isin(order, [a, b, c])][:k]


def analogy__rows_scaled_first(a, b, c, E, k):
    """Scaling all rows to length 1 before adding them.

    The rows are used as given; only the comparison does not depend on length.
    """
    E = np.asarray(E, dtype=float)
    lengths = np.linalg.norm(E, axis=1, keepdims=True)
    return _analogy(a, b, c, E / np.where(lengths > 0, lengths, 1.0), k)


def analogy__ties_by_larger_id(a, b, c, E, k):
    """Reversing a rising sort, which reverses ties too.

    Of equally similar words the one with the smaller id comes first.
    """
    E = np.asarray(E, dtype=float)
    order = np.argsort(_cosine_similarity(E[b] - E[a] + E[c], E), kind="stable")[::-1]
    return order[~np.isin(order, [a, b, c])][:k]


# ------------------------------------------------------------------------ skipgram_softmax


def skipgram_softmax__observed_minus_predicted(centre, context, E, U):
    """The opposite sign of both gradients.

    The gradient of the scores is predicted minus observed: the loss falls when the observed
    score rises.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return loss, -dE, -dU


def skipgram_softmax__matrices_swapped(centre, context, E, U):
    """Taking the centre's vector from U and the scores from E.

    The centre is looked up in E; the rows of U give the scores.
    """
    loss, dU, dE = _skipgram_softmax(centre, context, U, E)
    return loss, dE, dU


def skipgram_softmax__gradients_swapped(centre, context, E, U):
    """Returning the two gradients in the wrong order.

    The order is the loss, the gradient of E, the gradient of U.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return loss, dU, dE


def skipgram_softmax__observed_row_only(centre, context, E, U):
    """A gradient of the centre that knows the observed context word only.

    All scores depend on the centre's vector: all rows of U take part, weighted by predicted minus
    observed.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    U = np.asarray(U, dtype=float)
    p = softmax(U @ np.asarray(E, dtype=float)[centre])
    dE[centre] = (p[context] - 1.0) * U[context]
    return loss, dE, dU


def skipgram_softmax__observed_not_subtracted(centre, context, E, U):
    """Gradients with the probabilities alone.

    The derivative of minus the observed score is missing.
    """
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    loss, dE, _ = _skipgram_softmax(centre, context, E, U)
    p = softmax(U @ E[centre])
    dE[centre] = p @ U
    return loss, dE, np.outer(p, E[centre])


def skipgram_softmax__log_of_zero(centre, context, E, U):
    """The logarithm of a probability that has become 0.

    For scores of 1000 the probability underflows: compute the loss from the scores.
    """
    _, dE, dU = _skipgram_softmax(centre, context, E, U)
    p = softmax(np.asarray(U, dtype=float) @ np.asarray(E, dtype=float)[centre])
    with np.errstate(divide="ignore"):
        return -np.log(p[context]), dE, dU


def skipgram_softmax__clipped_probability(centre, context, E, U):
    """A probability clipped at a small number before the logarithm.

    Clipping caps the loss: for a large difference of scores the loss is that difference.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return min(loss, -np.log(1e-12)), dE, dU


def skipgram_softmax__overflow(centre, context, E, U):
    """The exponential of a score that is too large.

    Take the largest score out of the sum before the exponential.
    """
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    v = E[centre]
    scores = U @ v
    with np.errstate(all="ignore"):
        p = np.exp(scores) / np.exp(scores).sum()
        loss = np.log(np.exp(scores).sum()) - scores[context]
    p[context] -= 1.0
    dE = np.zeros(E.shape)
    dE[centre] = p @ U
    return loss, dE, np.outer(p, v)


def skipgram_softmax__sum_over_all_words(centre, context, E, U):
    """Adding up the negative log probabilities of all words.

    Only the probability of the observed context word enters the loss.
    """
    _, dE, dU = _skipgram_softmax(centre, context, E, U)
    losses = [_skipgram_softmax(centre, word, E, U)[0] for word in range(len(U))]
    return sum(losses), dE, dU


def skipgram_softmax__base_two(centre, context, E, U):
    """A loss in bits.

    The logarithm is the natural one.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return loss / np.log(2.0), dE, dU


def skipgram_softmax__sign_of_the_loss(centre, context, E, U):
    """The log probability without its minus sign.

    A loss is to be made small: it is minus the log probability.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return -loss, dE, dU


def skipgram_softmax__transposed(centre, context, E, U):
    """Transposed gradient of U.

    The gradient has the shape of the matrix: one row for each word.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return loss, dE, dU.T


def skipgram_softmax__gradient_in_the_row_of_the_context(centre, context, E, U):
    """The gradient of the centre's vector in the row of the context word.

    The vector was looked up in the row of the centre; its gradient belongs there.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    moved = np.zeros(dE.shape)
    moved[context] = dE[centre]
    return loss, moved, dU


def skipgram_softmax__gradient_of_the_row_only(centre, context, E, U):
    """The gradient of the centre's vector instead of that of E.

    The gradient has the shape of E, with zeros in all other rows.
    """
    loss, dE, dU = _skipgram_softmax(centre, context, E, U)
    return loss, dE[centre], dU


# ----------------------------------------------------------------------- skipgram_negative


def _negative(centre, positives, negatives, E, U):
    """Return loss and gradients for lists of observed and made-up words."""
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    v = E[centre]
    rows = np.array([*positives, *negatives], dtype=int)
    observed = np.arange(len(rows)) < len(positives)
    scores = U[rows] @ v
    loss = np.logaddexp(0.0, np.where(observed, -scores, scores)).sum()
    d_scores = sigmoid(scores) - observed
    dE, dU = np.zeros(E.shape), np.zeros(U.shape)
    dE[centre] = d_scores @ U[rows]
    np.add.at(dU, rows, np.outer(d_scores, v))
    return loss, dE, dU


def skipgram_negative__target_among_the_negatives(centre, context, negatives, E, U):
    """Counting the observed word as one more negative.

    The sum over the negatives runs over the given negatives only.
    """
    return _negative(centre, [context], [context, *negatives], E, U)


def skipgram_negative__repeats_overwritten(centre, context, negatives, E, U):
    """Gradients of a repeated negative that do not add up.

    A negative that was drawn twice counts twice, in the gradient as in the loss. With repeated
    ids `a[ids] = b` keeps only the last one, and so does `a[ids] += b`, which NumPy buffers.
    """
    loss, dE, dU = _skipgram_negative(centre, context, negatives, E, U)
    v = np.asarray(E, dtype=float)[centre]
    for n in negatives:
        dU[n] = sigmoid(np.asarray(U, dtype=float)[n] @ v) * v
    return loss, dE, dU


def skipgram_negative__sign_of_the_negatives(centre, context, negatives, E, U):
    """Treating the negatives as if they had been observed.

    A negative should get a low score: its score enters with a minus sign.
    """
    return _negative(centre, [context, *negatives], [], E, U)


def skipgram_negative__one_negative_only(centre, context, negatives, E, U):
    """Using only the first of the K negatives.

    The loss has one term for each of the K draws.
    """
    return _negative(centre, [context], list(negatives)[:1], E, U)


def skipgram_negative__centre_gradient_from_v(centre, context, negatives, E, U):
    """The gradient of v made of v itself.

    The derivative of the score with respect to v is the other vector of the inner product.
    """
    loss, dE, dU = _skipgram_negative(centre, context, negatives, E, U)
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    v = E[centre]
    rows = np.array([context, *negatives], dtype=int)
    d_scores = sigmoid(U[rows] @ v) - (np.arange(len(rows)) == 0)
    dE[centre] = d_scores.sum() * v
    return loss, dE, dU


def skipgram_negative__averaged(centre, context, negatives, E, U):
    """Averaging over the negatives.

    The terms of the K negatives are added, not averaged.
    """
    loss, dE, dU = _negative(centre, [context], [], E, U)
    for n in negatives:
        part = _negative(centre, [], [n], E, U)
        loss, dE, dU = (x + y / len(negatives) for x, y in zip((loss, dE, dU), part, strict=True))
    return loss, dE, dU


def skipgram_negative__repeats_lost(centre, context, negatives, E, U):
    """Adding with += to rows that are indexed by repeated ids.

    NumPy buffers a[ids] += b: of the terms for a repeated id only one is added.
    """
    loss, dE, dU = _skipgram_negative(centre, context, negatives, E, U)
    E, U = np.asarray(E, dtype=float), np.asarray(U, dtype=float)
    v = E[centre]
    rows = np.array([context, *negatives], dtype=int)
    dU = np.zeros(U.shape)
    dU[rows] += np.outer(sigmoid(U[rows] @ v) - (np.arange(len(rows)) == 0), v)
    return loss, dE, dU


def skipgram_negative__repeats_skipped(centre, context, negatives, E, U):
    """Using each different negative once.

    The sum runs over the draws: a negative that was drawn twice counts twice.
    """
    return _negative(centre, [context], np.unique(np.asarray(negatives, dtype=int)), E, U)


def skipgram_negative__observed_word_skipped(centre, context, negatives, E, U):
    """Leaving out negatives that equal the observed word.

    Here a drawn word counts as a negative even if it is the observed one.
    """
    return _negative(centre, [context], [n for n in negatives if n != context], E, U)


def skipgram_negative__log_of_zero(centre, context, negatives, E, U):
    """The logarithm of a sigmoid that has become 0.

    For scores of 1000 the sigmoid underflows: write the loss with ln(1 + exp(s)), computed stably.
    """
    _, dE, dU = _skipgram_negative(centre, context, negatives, E, U)
    scores = np.asarray(U, dtype=float) @ np.asarray(E, dtype=float)[centre]
    rows = np.asarray(negatives, dtype=int)
    with np.errstate(divide="ignore"):
        loss = -np.log(sigmoid(scores[context])) - np.log(sigmoid(-scores[rows])).sum()
    return loss, dE, dU


def skipgram_negative__gradient_sign(centre, context, negatives, E, U):
    """The opposite sign of both gradients.

    The loss falls when the score of the observed word rises.
    """
    loss, dE, dU = _skipgram_negative(centre, context, negatives, E, U)
    return loss, -dE, -dU


def skipgram_negative__centre_gradient_from_the_observed_word(centre, context, negatives, E, U):
    """A gradient of the centre that leaves out the negatives.

    The scores of the negatives depend on the centre's vector, too.
    """
    loss, _, dU = _skipgram_negative(centre, context, negatives, E, U)
    return loss, _negative(centre, [context], [], E, U)[1], dU


def skipgram_negative__matrices_swapped(centre, context, negatives, E, U):
    """Taking the centre's vector from U and the others from E.

    The centre is looked up in E; the observed word and the negatives in U.
    """
    loss, dU, dE = _skipgram_negative(centre, context, negatives, U, E)
    return loss, dE, dU


def skipgram_negative__sign_of_the_loss(centre, context, negatives, E, U):
    """The log likelihood without its minus sign.

    A loss is to be made small: it is minus the log likelihood.
    """
    loss, dE, dU = _skipgram_negative(centre, context, negatives, E, U)
    return -loss, dE, dU


# ------------------------------------------------------------------------------------ cbow


def cbow__context_summed(context_ids, target, E, U):
    """Adding up the context vectors without dividing by their number.

    The vectors of the context are averaged.
    """
    E = np.asarray(E, dtype=float)
    rows = np.asarray(context_ids, dtype=int)
    loss, dh, dU = _skipgram_softmax(0, target, E[rows].sum(axis=0)[np.newaxis], U)
    dE = np.zeros(E.shape)
    np.add.at(dE, rows, dh)
    return loss, dE, dU


def cbow__share_forgotten(context_ids, target, E, U):
    """An average on the way there, a sum on the way back.

    Each context word has a share of 1/m in the average, and in its gradient.
    """
    loss, dE, dU = _cbow(context_ids, target, E, U)
    return loss, dE * len(context_ids), dU


def cbow__repeats_overwritten(context_ids, target, E, U):
    """Writing the share of a repeated context word instead of adding it.

    A word that stands at two places of the context receives two shares.
    """
    loss, dE, dU = _cbow(context_ids, target, E, U)
    counts = np.bincount(np.asarray(context_ids, dtype=int), minlength=len(dE))
    return loss, dE / np.maximum(counts, 1)[:, np.newaxis], dU


def cbow__repeats_dropped(context_ids, target, E, U):
    """Averaging over the different words of the context.

    A word that stands at two places of the context counts twice in the average.
    """
    return _cbow(np.unique(np.asarray(context_ids, dtype=int)), target, E, U)


def cbow__gradient_in_the_row_of_the_target(context_ids, target, E, U):
    """The gradient of E in the row of the target.

    The rows of the context words were looked up in E, and no others.
    """
    loss, dE, dU = _cbow(context_ids, target, E, U)
    moved = np.zeros(dE.shape)
    moved[target] = dE.sum(axis=0)
    return loss, moved, dU


def cbow__one_loss_for_each_context_word(context_ids, target, E, U):
    """Predicting the target from each context word by itself.

    There is one prediction, from the average of the context vectors.
    """
    parts = [_skipgram_softmax(c, target, E, U) for c in context_ids]
    return tuple(sum(part[i] for part in parts) / len(parts) for i in range(3))


def cbow__predicts_the_context(context_ids, target, E, U):
    """Predicting the context from the word in the middle.

    That is skip-gram; CBOW goes the other way.
    """
    parts = [_skipgram_softmax(target, c, E, U) for c in context_ids]
    return tuple(sum(part[i] for part in parts) for i in range(3))


def cbow__matrices_swapped(context_ids, target, E, U):
    """Taking the context vectors from U and the scores from E.

    The context is looked up in E; the rows of U give the scores.
    """
    loss, dU, dE = _cbow(context_ids, target, U, E)
    return loss, dE, dU


def cbow__observed_minus_predicted(context_ids, target, E, U):
    """The opposite sign of both gradients.

    The gradient of the scores is predicted minus observed: the loss falls when the observed
    score rises.
    """
    loss, dE, dU = _cbow(context_ids, target, E, U)
    return loss, -dE, -dU


def cbow__log_of_zero(context_ids, target, E, U):
    """The logarithm of a probability that has become 0.

    For scores of 1000 the probability underflows: compute the loss from the scores.
    """
    _, dE, dU = _cbow(context_ids, target, E, U)
    h = np.asarray(E, dtype=float)[np.asarray(context_ids, dtype=int)].mean(axis=0)
    with np.errstate(divide="ignore"):
        return -np.log(softmax(np.asarray(U, dtype=float) @ h)[target]), dE, dU


# -------------------------------------------------------------------------- train_skipgram


def train_skipgram__ascent(pairs, negatives, E0, U0, learning_rate, epochs):
    """Going along the gradient.

    The loss falls against the gradient.
    """
    return _train_skipgram(pairs, negatives, E0, U0, -learning_rate, epochs)


def train_skipgram__given_matrices_changed(pairs, negatives, E0, U0, learning_rate, epochs):
    """Training the given matrices in place.

    E -= ... changes the array that the caller passed in; work on a copy.
    """
    for _ in range(epochs):
        for (centre, context), drawn in zip(pairs, negatives, strict=True):
            _, dE, dU = _skipgram_negative(centre, context, drawn, E0, U0)
            E0 -= learning_rate * dE
            U0 -= learning_rate * dU
    return E0, U0


def train_skipgram__one_step_for_each_epoch(pairs, negatives, E0, U0, learning_rate, epochs):
    """Adding up the gradients of all pairs before one step.

    Stochastic gradient descent takes a step after each pair, and the next pair sees its effect.
    """
    E, U = np.array(E0, dtype=float), np.array(U0, dtype=float)
    for _ in range(epochs):
        parts = [
            _skipgram_negative(centre, context, drawn, E, U)
            for (centre, context), drawn in zip(pairs, negatives, strict=True)
        ]
        E = E - learning_rate * sum(part[1] for part in parts)
        U = U - learning_rate * sum(part[2] for part in parts)
    return E, U


def train_skipgram__second_matrix_sees_the_first(pairs, negatives, E0, U0, learning_rate, epochs):
    """Computing the gradient of U after E was changed.

    Both gradients belong to the same point: compute both, then change both.
    """
    E, U = np.array(E0, dtype=float), np.array(U0, dtype=float)
    for _ in range(epochs):
        for (centre, context), drawn in zip(pairs, negatives, strict=True):
            E -= learning_rate * _skipgram_negative(centre, context, drawn, E, U)[1]
            U -= learning_rate * _skipgram_negative(centre, context, drawn, E, U)[2]
    return E, U


def train_skipgram__one_matrix_only(pairs, negatives, E0, U0, learning_rate, epochs):
    """Leaving U as it was.

    Both matrices are trained.
    """
    E, U = np.array(E0, dtype=float), np.array(U0, dtype=float)
    for _ in range(epochs):
        for (centre, context), drawn in zip(pairs, negatives, strict=True):
            E -= learning_rate * _skipgram_negative(centre, context, drawn, E, U)[1]
    return E, U


def train_skipgram__one_epoch_only(pairs, negatives, E0, U0, learning_rate, epochs):
    """The result of a single epoch, whatever `epochs` says.

    There are `epochs` passes over all pairs, and each goes on where the one before ended.
    """
    return _train_skipgram(pairs, negatives, E0, U0, learning_rate, min(epochs, 1))


def train_skipgram__starts_again(pairs, negatives, E0, U0, learning_rate, epochs):
    """Starting each epoch from the given matrices.

    An epoch goes on where the one before ended.
    """
    E, U = np.array(E0, dtype=float), np.array(U0, dtype=float)
    for _ in range(epochs):
        E, U = _train_skipgram(pairs, negatives, E0, U0, learning_rate, 1)
    return E, U


def train_skipgram__backwards(pairs, negatives, E0, U0, learning_rate, epochs):
    """Visiting the pairs from the last to the first.

    The pairs are visited in the given order.
    """
    return _train_skipgram(pairs[::-1], negatives[::-1], E0, U0, learning_rate, epochs)


def train_skipgram__last_pair_missing(pairs, negatives, E0, U0, learning_rate, epochs):
    """Leaving out the last pair.

    All pairs are used in each epoch; the end of a range is not part of it.
    """
    return _train_skipgram(pairs[:-1], negatives[:-1], E0, U0, learning_rate, epochs)


def train_skipgram__averaged_step(pairs, negatives, E0, U0, learning_rate, epochs):
    """Dividing the step by the number of pairs.

    The loss of one pair is not a mean: a step is the learning rate times its gradient.
    """
    return _train_skipgram(pairs, negatives, E0, U0, learning_rate / max(len(pairs), 1), epochs)


def train_skipgram__negatives_of_the_first_pair(pairs, negatives, E0, U0, learning_rate, epochs):
    """Using the first row of negatives for all pairs.

    Each pair has a row of negatives of its own.
    """
    drawn = np.repeat(np.asarray(negatives)[:1], len(pairs), axis=0)
    return _train_skipgram(pairs, drawn, E0, U0, learning_rate, epochs)


# -------------------------------------------------------------- negative_sampling_property


def _case():
    """Return matrices to test with."""
    rng = np.random.default_rng(1)
    return rng.normal(size=(5, 3)), rng.normal(size=(5, 3))


def _loss(centre, context, negatives, E, U):
    """Return the loss in its plain form."""
    scores = U @ E[centre]
    return np.log1p(np.exp([-scores[context], *scores[negatives]])).sum()


def _gradients_agree(f, centre, context, negatives, E, U):
    """Compare the gradients with central differences."""
    _, dE, dU = f(centre, context, negatives, E, U)
    for i in np.ndindex(E.shape):
        step = np.zeros(E.shape)
        step[i] = 1e-5
        ends = [f(centre, context, negatives, E + s, U)[0] for s in (step, -step)]
        if not np.isclose(dE[i], (ends[0] - ends[1]) / 2e-5, rtol=1e-4, atol=1e-6):
            return False
        ends = [f(centre, context, negatives, E, U + s)[0] for s in (step, -step)]
        if not np.isclose(dU[i], (ends[0] - ends[1]) / 2e-5, rtol=1e-4, atol=1e-6):
            return False
    return True


def negative_sampling_property__always_true(f):
    """A property that every wrong implementation passes.

    Run it on a function that is wrong for sure: it should return False.
    """
    return True


def negative_sampling_property__always_false(f):
    """A property that rejects a right implementation.

    Run it on your own skipgram_negative: it should return True, which means that nothing is
    wrong. Compare with a tolerance, since a right implementation may add in another order.
    """
    return False


def negative_sampling_property__gradient_check_only(f):
    """A property that a wrong loss with the right gradient passes.

    A wrong loss can have the right gradient of that wrong loss: test the loss itself, too.
    """
    E, U = _case()
    return bool(_gradients_agree(f, 1, 2, np.array([3, 0, 3]), E, U))


def negative_sampling_property__loss_only(f):
    """A property that wrong gradients pass.

    Some mistakes are in the gradients alone.
    """
    E, U = _case()
    negatives = np.array([3, 0, 3])
    return bool(np.isclose(f(1, 2, negatives, E, U)[0], _loss(1, 2, negatives, E, U)))


def negative_sampling_property__no_repeated_negative(f):
    """A property that misses what happens to a repeated negative.

    Some mistakes show only when a negative is repeated.
    """
    E, U = _case()
    negatives = np.array([3, 0])
    loss = f(1, 2, negatives, E, U)[0]
    right = np.isclose(loss, _loss(1, 2, negatives, E, U))
    return bool(right and _gradients_agree(f, 1, 2, negatives, E, U))


def negative_sampling_property__zero_vector_only(f):
    """A property that asks for little more than the loss for a zero vector.

    With v = 0 all scores are 0, and most mistakes do not show.
    """
    E, U = _case()
    return bool(np.isclose(f(1, 2, np.array([3, 0, 3]), 0 * E, U)[0], 4 * np.log(2.0)))


def negative_sampling_property__exact(f):
    """A property that compares floats exactly.

    A right implementation may add in another order: compare with a tolerance.
    """
    E, U = _case()
    negatives = np.array([3, 0, 3])
    loss, dE, _ = f(1, 2, negatives, E, U)
    h = 1e-5
    step = np.zeros(E.shape)
    step[1, 0] = h
    difference = f(1, 2, negatives, E + step, U)[0] - f(1, 2, negatives, E - step, U)[0]
    return bool(loss == _loss(1, 2, negatives, E, U) and dE[1, 0] == difference / (2 * h))


def negative_sampling_property__verdict_reversed(f):
    """A property that returns True for what is wrong.

    True means that the implementation is right.
    """
    return not _negative_sampling_property(f)
