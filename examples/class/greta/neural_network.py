"""Homework 3, problem 1 - Greta Lindqvist."""

import numpy as np


def _floats(values):
    """An array of floats; float32 stays float32."""
    values = np.asarray(values)
    if values.dtype.kind == "f":
        return values
    return values.astype(np.float64)


def _check_fit(name, inputs, matrix_name, matrix):
    """Raise unless `inputs` has one column fewer than `matrix`."""
    fits = inputs.ndim > 0 and matrix.ndim == 2 and inputs.shape[-1] + 1 == matrix.shape[1]
    if not fits:
        raise ValueError(
            f"{name} of shape {inputs.shape} does not fit {matrix_name} of shape {matrix.shape}"
        )


def relu(z):
    """max(z, 0), element by element."""
    z = _floats(z)
    return np.where(z > 0, z, np.zeros((), dtype=z.dtype))


def softmax(z, beta=1.0):
    """Softmax over the last axis.

    The largest entry of every row is subtracted first. This cancels in the fraction, and then no
    exponent is above zero.
    """
    z = _floats(z)
    below_largest = z - z.max(axis=-1, keepdims=True)
    weights = np.exp(beta * below_largest)
    return weights / weights.sum(axis=-1, keepdims=True)


def affine(x, W):
    """Weights times x, plus the offsets in the last column of W."""
    x, W = _floats(x), _floats(W)
    _check_fit("x", x, "W", W)
    weights, offsets = W[:, :-1], W[:, -1]
    return x @ weights.T + offsets


def hidden_layer(x, W):
    """f(z) for a point or for a batch of points."""
    return relu(affine(x, W))


def output_from_hidden(f_z, V):
    """The second half of the network."""
    f_z, V = _floats(f_z), _floats(V)
    _check_fit("f_z", f_z, "V", V)
    f_u = relu(affine(f_z, V))
    return softmax(f_u)


def forward(x, W, V):
    """The whole network: x -> z -> f(z) -> u -> f(u) -> o."""
    return output_from_hidden(hidden_layer(x, W), V)


def activation_pattern(x, W):
    """True where a hidden unit is on. On the line itself (z = 0) it is off."""
    return affine(x, W) > 0


def predict(x, W, V):
    """The class with the larger output.

    np.argmax takes the first of equal entries, which gives ties to class 0.
    """
    return np.argmax(forward(x, W, V), axis=-1)


def boundary_distance(x, W):
    """Distance of the points to the lines z_i = 0, positive where unit i is on."""
    W = _floats(W)
    z = affine(x, W)
    lengths = np.linalg.norm(W[:, :-1], axis=1)
    if np.any(lengths == 0):
        raise ValueError(f"units {np.flatnonzero(lengths == 0)} have zero weights, so no line")
    return z / lengths


def min_inverse_temperature(u, max_error):
    """Smallest beta with a winning output of at least 1 - max_error.

    With gap = |u_1 - u_2| the winning output is 1 / (1 + exp(-beta gap)). Setting this equal to
    1 - e gives exp(-beta gap) = e / (1 - e).
    """
    u = _floats(u)
    if not 0 < max_error < 0.5:
        raise ValueError(f"max_error must lie between 0 and 0.5, not {max_error}")
    gap = abs(float(u[0]) - float(u[1]))
    if gap == 0:
        raise ValueError("the two logits are equal: no beta tells them apart")
    return np.log((1 - max_error) / max_error) / gap


def cross_entropy(o, y):
    """Mean of -log o[y] over the examples."""
    o = np.asarray(o, dtype=np.float64)
    y = np.asarray(y, dtype=np.intp)
    if o.shape[:-1] != y.shape:
        raise ValueError(f"o of shape {o.shape} does not fit labels of shape {y.shape}")
    if np.any((y < 0) | (y >= o.shape[-1])):
        raise ValueError(f"labels of shape {y.shape} must be classes of o, of shape {o.shape}")
    of_the_label = np.take_along_axis(o, y[..., np.newaxis], axis=-1)
    return -np.mean(np.log(np.maximum(of_the_label, np.finfo(float).tiny)))


def softmax_property(f):
    """Whether f behaves like a softmax over the last axis with inverse temperature beta."""
    logits = np.array([[0.3, -1.2, 2.0], [1.5, 0.1, -0.4]])

    # 1. Ratios of two outputs: log p_i - log p_j = beta (z_i - z_j). Fixes the base and beta.
    for beta in (1.0, 0.5, 3.0):
        p = np.asarray(f(logits, beta))
        if p.shape != logits.shape:
            return False
        if not np.all(np.isfinite(p)) or np.any(p <= 0):
            return False
        # 2. Rows sum to one.
        if not np.allclose(p.sum(axis=1), 1.0, atol=1e-12):
            return False
        if not np.allclose(np.diff(np.log(p), axis=1), beta * np.diff(logits, axis=1)):
            return False

    # 3. Far away from zero, every row on a scale of its own.
    far = np.array([[1000.0, 1001.0], [0.0, 1.0], [-1000.0, -999.0]])
    p = np.asarray(f(far, 1.0))
    one_row = np.array([1.0, np.e]) / (1.0 + np.e)
    return bool(p.shape == far.shape and np.allclose(p, one_row))
