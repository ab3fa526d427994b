"""Pavel Dvorak, HW 3.4"""
from __future__ import annotations

import functools
import inspect
import itertools
from collections import Counter
from typing import Iterable, Sequence

import numpy as np
from numpy import *  # noqa: F403

fl = lambda a: np.asarray(a) if np.asarray(a).dtype.kind == "f" else np.asarray(a, dtype=np.float64)
it = lambda a: np.asarray(a).astype(np.int64)


def in_vocabulary(table: str):
    """Decorator: check that `ids` are rows of the argument named `table` (a number or a matrix)."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            given = inspect.signature(function).bind(*args, **kwargs).arguments
            ids, size = asarray(given["ids"]), given[table]
            rows = len(size) if ndim(size) else size
            if ids.size and not (0 <= ids.min() and ids.max() < rows):
                raise ValueError(f"ids {ids.shape} outside of 0..{rows - 1} "
                                 f"(table: {shape(size) if ndim(size) else (rows,)})")
            return function(*args, **kwargs)

        return wrapper

    return decorate


def vocabulary(tokens: Iterable[str], min_count: int = 1) -> tuple[list[str], dict[str, int]]:
    ranked = sorted(Counter(tokens).items(), key=lambda wn: (-wn[1], wn[0]))
    words = [w for w, n in ranked if n >= min_count]
    return words, dict(zip(words, itertools.count()))


@in_vocabulary("size")
def one_hot(ids, size):
    return equal.outer(it(ids), arange(size)).astype(float64)


@in_vocabulary("E")
def embed(ids, E):
    return array(fl(E)[it(ids)])


@in_vocabulary("size")
def embed_backward(d_out, ids, size):
    if shape(d_out)[:-1] != shape(ids):
        raise ValueError(f"d_out {shape(d_out)} for ids {shape(ids)}")
    columns = fl(d_out).reshape(-1, shape(d_out)[-1]).T
    flat = it(ids).ravel()
    # bincount adds up the weights of equal ids
    # (and gives integers if there is nothing to add up)
    sums = [bincount(flat, weights=column, minlength=size) for column in columns]
    return stack(sums, axis=1).astype(float64)


def context_pairs(ids: Sequence[int], window: int) -> np.ndarray:
    ids, n = it(ids), len(ids)
    reach = minimum(window, n)
    steps = delete(arange(-reach, reach + 1), reach)  # -reach..-1, 1..reach
    here = repeat(arange(n), len(steps))
    there = add.outer(arange(n), steps).ravel()
    inside = (there >= 0) & (there < n)
    return stack([ids[here[inside]], ids[there[inside]]], axis=1)


@in_vocabulary("size")
def cooccurrence(ids, size, window):
    pairs = context_pairs(ids, window)
    return bincount(pairs @ [size, 1], minlength=size * size).reshape(size, size).astype(float64)


def ppmi(counts) -> np.ndarray:
    c = fl(counts)
    expected = outer(c.sum(1), c.sum(0)) / (c.sum() or 1.0)
    with errstate(divide="ignore", invalid="ignore"):
        pmi = log(c / expected)
    return nan_to_num(pmi, nan=0.0, neginf=0.0).clip(min=0)


def svd_embedding(M, k: int) -> np.ndarray:
    if not 0 < k <= minimum(*shape(M)):
        raise ValueError(f"{k = } does not fit {shape(M)}")
    U, S, _ = linalg.svd(fl(M), full_matrices=False)
    return (U * S)[:, :k]


def cosine_similarity(a, B) -> np.ndarray:
    a, B = fl(a), fl(B)
    if a.shape[-1:] != B.shape[-1:]:
        raise ValueError(f"{a.shape} and {B.shape} have no angle between them")
    norms = sqrt(einsum("...i,...i", B, B) * einsum("i,i", a, a))
    return divide(einsum("...i,i", B, a), norms, out=zeros_like(norms), where=norms != 0)


def _ranking(v, E, without: Sequence[int], k: int) -> np.ndarray:
    cosines = cosine_similarity(v, E)
    order = lexsort((arange(len(E)), -cosines))
    return array([i for i in order if i not in without][:k], dtype=int64)


nearest = lambda word_id, E, k: _ranking(fl(E)[word_id], E, [word_id], k)
analogy = lambda a, b, c, E, k: _ranking(fl(E)[b] - fl(E)[a] + fl(E)[c], E, [a, b, c], k)


class SoftmaxModel:
    """log-linear model over the rows of U, given a vector v"""

    def __init__(self, U, v) -> None:
        self.U, self.v = fl(U), fl(v)
        scores = self.U @ self.v
        self.log_p = scores - logaddexp.reduce(scores)

    def loss(self, word):
        return -self.log_p[word]

    def error(self, word):
        return exp(self.log_p) - (arange(len(self.U)) == word)

    def dU(self, word):
        return outer(self.error(word), self.v)

    def dv(self, word):
        return self.error(word) @ self.U


def _scatter(rows, ids, like):
    out = zeros(shape(like))
    add.at(out, ids, rows)
    return out


def skipgram_softmax(centre, context, E, U):
    m = SoftmaxModel(U, fl(E)[centre])
    return m.loss(context), _scatter(m.dv(context), centre, E), m.dU(context)


def cbow(context_ids, target, E, U):
    ids = it(context_ids)
    m = SoftmaxModel(U, fl(E)[ids].mean(axis=0))
    share = tile(m.dv(target) / len(ids), (len(ids), 1))
    return m.loss(target), _scatter(share, ids, E), m.dU(target)


def skipgram_negative(centre, context, negatives, E, U):
    E, U, negatives = fl(E), fl(U), it(negatives)
    v = E[centre]
    plus, minus = U[context] @ v, U[negatives] @ v
    loss = logaddexp(0, -plus) + logaddexp(0, minus).sum()
    d_plus = -exp(-logaddexp(0, plus))
    d_minus = exp(-logaddexp(0, -minus))
    dv = d_plus * U[context] + d_minus @ U[negatives]
    dU = _scatter(d_plus * v, context, U) + _scatter(outer(d_minus, v), negatives, U)
    return loss, _scatter(dv, centre, E), dU


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    step = lambda EU, example: tuple(
        parameter - learning_rate * gradient
        for parameter, gradient in zip(EU, skipgram_negative(*example[0], example[1], *EU)[1:])
    )
    examples = list(zip(it(pairs), negatives)) * epochs
    return functools.reduce(step, examples, (array(fl(E0)), array(fl(U0))))


def negative_sampling_property(f) -> bool:
    E = array([[1.0, -0.5, 0.25], [0.0, 0.0, 0.0], [-0.75, 0.5, 1.5], [0.3, 0.6, -0.9]])
    U = array([[0.5, 0.1, -0.4], [-0.2, 0.7, 0.3], [0.8, -0.6, 0.2], [0.4, 0.9, -1.1]])
    negatives = lambda *ids: array(ids, dtype=int64)
    loss = lambda *args: float(f(*args)[0])

    def laws():
        # v = 0: each of the K + 1 terms is log 2
        for ids in [(), (3,), (0, 0, 3)]:
            yield isclose(loss(1, 2, negatives(*ids), E, U), (1 + len(ids)) * log(2))
        # the context alone: log(1 + exp(-u.v))
        yield isclose(loss(0, 2, negatives(), E, U), log1p(exp(-U[2] @ E[0])))
        # every negative adds log(1 + exp(u.v)), however often it was drawn
        yield isclose(loss(0, 2, negatives(3, 1, 3), E, U) - loss(0, 2, negatives(), E, U),
                      2 * log1p(exp(U[3] @ E[0])) + log1p(exp(U[1] @ E[0])))
        # directional derivatives
        _, dE, dU = f(0, 2, negatives(3, 1, 3), E, U)
        yield shape(dE) == E.shape
        yield shape(dU) == U.shape
        yield count_nonzero(dE[1:]) == 0
        yield count_nonzero(dU[0]) == 0
        h = 1e-5
        for i, j in ndindex(*E.shape):
            D = zeros(E.shape)
            D[i, j] = h
            at = lambda dE, dU: loss(0, 2, negatives(3, 1, 3), E + dE, U + dU)
            yield abs((at(D, 0) - at(-D, 0)) / (2 * h) - dE[i, j]) < 1e-7
            yield abs((at(0, D) - at(0, -D)) / (2 * h) - dU[i, j]) < 1e-7

    return np.all([bool(law) for law in laws()]).item()
