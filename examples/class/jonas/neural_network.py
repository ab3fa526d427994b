# Homework 3, part 1
# Jonas Weidemann

import numpy as np


def _flt(a):
    # ints -> float64, floats stay what they are
    a = np.asarray(a)
    return a if a.dtype.kind == "f" else a.astype(np.float64)


def _hom(x):
    # homogeneous coordinates: (..., d) -> (..., d+1)
    one = np.ones(x.shape[:-1] + (1,), dtype=x.dtype)
    return np.concatenate((x, one), axis=-1)


def relu(z):
    return np.maximum(_flt(z), 0)


def softmax(z, beta=1.0):
    z = _flt(z)
    e = np.exp(beta * (z - z.max(axis=-1, keepdims=True)))
    return e / e.sum(axis=-1, keepdims=True)


def affine(x, W):
    x, W = _flt(x), _flt(W)
    if W.ndim != 2 or x.ndim == 0 or x.shape[-1] + 1 != W.shape[1]:
        raise ValueError(f"affine: x {x.shape} and W {W.shape} do not fit")
    return _hom(x) @ W.T


def hidden_layer(x, W):
    return relu(affine(x, W))


def output_from_hidden(f_z, V):
    return softmax(hidden_layer(f_z, V))  # second layer is the same thing again


def forward(x, W, V):
    return output_from_hidden(hidden_layer(x, W), V)


def activation_pattern(x, W):
    return affine(x, W) > 0


def predict(x, W, V):
    # softmax is monotone, so compare before it. argmax takes the first one -> tie = 0
    u = hidden_layer(hidden_layer(x, W), V)
    return u.argmax(axis=-1)


def boundary_distance(x, W):
    z = affine(x, W)
    n = np.sqrt((_flt(W)[:, :-1] ** 2).sum(axis=1))
    if (n == 0).any():
        raise ValueError(f"no boundary for units {np.flatnonzero(n == 0)}: weights are all zero")
    return z / n


# o_max = 1 / (1 + exp(-beta d)) >= 1 - e   <=>   beta >= ln((1-e)/e) / d
def min_inverse_temperature(u, max_error):
    a, b = _flt(u)
    d = abs(float(a) - float(b))
    if d == 0 or not 0 < max_error < 0.5:
        raise ValueError("logits have to differ and max_error has to be in (0, 0.5)")
    return float(np.log((1 - max_error) / max_error) / d)


def cross_entropy(o, y):
    o, y = np.asarray(o, dtype=np.float64), np.asarray(y)
    if y.shape != o.shape[:-1]:
        raise ValueError(f"o {o.shape} and y {y.shape} do not fit")
    if ((y < 0) | (y >= o.shape[-1])).any():
        raise ValueError(f"label outside of 0..{o.shape[-1] - 1}")
    p = o.reshape(y.size, -1)[np.arange(y.size), y.ravel()]
    return float(-np.log(np.clip(p, np.finfo(float).tiny, None)).mean())


def softmax_property(f):
    # log-ratios fix base, beta and axis, the sum fixes the rest
    z = np.array([[0.3, -1.2, 2.0], [1.7, 0.4, -0.6]])
    for beta in (0.0, 0.5, 1.0, 2.0):
        p = np.asarray(f(z, beta))
        if p.shape != z.shape or not np.isfinite(p).all() or (p <= 0).any():
            return False
        if not np.allclose(p.sum(axis=1), 1):
            return False
        if not np.allclose(np.log(p[:, :1] / p), beta * (z[:, :1] - z)):
            return False
    # big numbers, and rows that live on different scales
    big = np.array([[1000.0, 1001.0], [0.0, 1.0], [-1000.0, -999.0]])
    p = np.asarray(f(big, 1.0))
    want = 1 / (1 + np.exp([1.0, -1.0]))
    return p.shape == big.shape and bool(np.allclose(p, want))
