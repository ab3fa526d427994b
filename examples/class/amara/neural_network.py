"""Problem 1: a small ReLU network with a softmax on top.

Amara Diallo
"""

import numpy as np


def _floats(x):
    """Integers become float64, floating point arrays stay as they are."""
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(float)


def relu(z):
    return np.maximum(_floats(z), 0)


def softmax(z, beta=1.0):
    if beta < 0:
        raise ValueError(f"an inverse temperature is never negative, got {beta}")
    z = _floats(z)
    p = np.exp(beta * (z - z.max(axis=-1, keepdims=True)))
    return p / p.sum(axis=-1, keepdims=True)


def affine(x, W):
    x, W = _floats(x), _floats(W)
    if W.ndim != 2 or x.ndim == 0 or x.shape[-1] + 1 != W.shape[1]:
        raise ValueError(f"x {x.shape} does not fit W {W.shape}")
    return x @ W[:, :-1].T + W[:, -1]


def hidden_layer(x, W):
    return relu(affine(x, W))


def output_from_hidden(f_z, V):
    return softmax(relu(affine(f_z, V)))


def forward(x, W, V):
    return output_from_hidden(hidden_layer(x, W), V)


def activation_pattern(x, W):
    return affine(x, W) > 0


def predict(x, W, V):
    return forward(x, W, V).argmax(axis=-1)  # argmax keeps the first of equals: class 0


def boundary_distance(x, W):
    lengths = np.linalg.norm(_floats(W)[:, :-1], axis=1)
    if not lengths.all():
        raise ValueError(f"W has units without weights: {np.flatnonzero(lengths == 0)}")
    return affine(x, W) / lengths


def min_inverse_temperature(u, max_error):
    if not 0 < max_error < 0.5:
        raise ValueError(f"max_error must lie between 0 and 0.5, got {max_error}")
    gap = abs(float(u[0]) - float(u[1]))
    if gap == 0:
        raise ValueError("equal logits give (0.5, 0.5) at every temperature")
    return float(np.log((1 - max_error) / max_error) / gap)


def cross_entropy(o, y):
    o, y = np.asarray(o, dtype=float), np.asarray(y)
    if y.shape != o.shape[:-1]:
        raise ValueError(f"labels {y.shape} do not fit outputs {o.shape}")
    if y.size and not (0 <= y.min() and y.max() < o.shape[-1]):
        raise ValueError(f"labels must lie in 0 ... {o.shape[-1] - 1}")
    picked = np.take_along_axis(o, y[..., None], axis=-1)
    return float(-np.log(np.maximum(picked, np.finfo(float).tiny)).mean())


def softmax_property(f):
    """The log-odds of any two outputs are the difference of their logits, rows sum to 1."""
    z = np.array([[0.5, -1.0, 2.0], [1000.0, 1001.0, 998.0], [-1000.0, -1003.0, -1001.5]])
    p = np.asarray(f(z))
    if p.shape != z.shape or not (np.isfinite(p).all() and (p > 0).all()):
        return False
    log_odds = np.log(p) - np.log(p[:, :1])
    return bool(
        np.allclose(p.sum(axis=1), 1) and np.allclose(log_odds, z - z[:, :1], rtol=1e-6, atol=1e-8)
    )
