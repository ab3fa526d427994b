"""Homework 3, problem 3 - Greta Lindqvist."""

import numpy as np


def _floats(values):
    values = np.asarray(values)
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def sigmoid(z):
    z = _floats(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_prime(z):
    """s(z) s(-z). With 1 - s(z) instead of s(-z) the tail on the right would be rounded away."""
    return sigmoid(z) * sigmoid(-_floats(z))


def relu_prime(z):
    z = _floats(z)
    return (z > 0).astype(z.dtype)


# name -> (function, derivative)
FUNCTIONS = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "relu": (lambda z: np.maximum(z, 0.0), relu_prime),
    "tanh": (np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "identity": (lambda z: z.copy(), np.ones_like),
}


def _activation(name):
    if name not in FUNCTIONS:
        raise ValueError(f"unknown activation {name!r}, known are {', '.join(FUNCTIONS)}")
    return FUNCTIONS[name]


def squared_error(a, y):
    """Half of the sum of squares."""
    difference = _floats(a) - _floats(y)
    return 0.5 * np.sum(difference**2)


def squared_error_prime(a, y):
    return _floats(a) - _floats(y)


def forward_pass(x, weights, biases, activations):
    """All weighted inputs and all activations, layer by layer."""
    a = np.array(x, dtype=_floats(x).dtype)
    zs, outputs = [], [a]
    for w, b, name in zip(weights, biases, activations, strict=True):
        w, b = _floats(w), _floats(b)
        if a.ndim == 0 or a.shape[-1] != w.shape[1]:
            raise ValueError(f"inputs of shape {a.shape} do not fit weights of shape {w.shape}")
        if b.shape != w.shape[:1]:
            raise ValueError(f"biases of shape {b.shape} do not fit weights of shape {w.shape}")
        z = a @ w.T + b
        a = _activation(name)[0](z)
        zs.append(z)
        outputs.append(a)
    return zs, outputs


def output_error(zL, aL, y, activation):
    """(BP1) the derivative of the cost times the slope of the last activation."""
    slope = _activation(activation)[1](_floats(zL))
    return squared_error_prime(aL, y) * slope


def layer_error(delta_next, w_next, z, activation):
    """(BP2) the next error carried back through its weights, times the slope at z."""
    slope = _activation(activation)[1](_floats(z))
    return (_floats(delta_next) @ _floats(w_next)) * slope


def gradients(x, y, weights, biases, activations):
    """(BP3) and (BP4), averaged over the examples."""
    x = np.atleast_2d(_floats(x))
    y = np.atleast_2d(_floats(y))
    zs, outputs = forward_pass(x, weights, biases, activations)
    if outputs[-1].shape != y.shape:
        raise ValueError(f"outputs of shape {outputs[-1].shape}, but targets of shape {y.shape}")
    count = len(x)
    last = len(weights) - 1
    delta = output_error(zs[last], outputs[last + 1], y, activations[last])
    dw, db = [None] * len(weights), [None] * len(weights)
    for layer in range(last, -1, -1):
        dw[layer] = delta.T @ outputs[layer] / count
        db[layer] = delta.sum(axis=0) / count
        if layer > 0:
            delta = layer_error(delta, weights[layer], zs[layer - 1], activations[layer - 1])
    return dw, db


def numerical_gradient(f, x, h=1e-5):
    """Central differences, one entry of x at a time."""
    x = np.asarray(x, dtype=np.float64)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def relative_error(a, b):
    """The worst of |a - b| / (|a| + |b|) over all entries; two zeros have no error."""
    a, b = _floats(a), _floats(b)
    scale = np.abs(a) + np.abs(b)
    # Where both are zero the numerator is zero too, so any positive denominator will do.
    return float(np.max(np.abs(a - b) / np.where(scale > 0, scale, 1.0)))


def sgd_step(weights, biases, dw, db, learning_rate):
    """One step against the gradient. The old parameters stay as they are."""

    def stepped(parameters, slopes):
        pairs = zip(parameters, slopes, strict=True)
        return [_floats(old) - learning_rate * _floats(slope) for old, slope in pairs]

    return stepped(weights, dw), stepped(biases, db)


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    """One pass over the examples in their order."""
    x, y = _floats(x), _floats(y)
    weights = [_floats(w).copy() for w in weights]
    biases = [_floats(b).copy() for b in biases]
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        dw, db = gradients(x[rows], y[rows], weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    return weights, biases


def _mean_loss(x, y, weights, biases, activations):
    outputs = forward_pass(x, weights, biases, activations)[1]
    return squared_error(outputs[-1], y) / len(x)


def train(x, y, weights, biases, activations, learning_rate, epochs):
    """Gradient descent on the full batch."""
    x, y = np.atleast_2d(_floats(x)), np.atleast_2d(_floats(y))
    losses = np.zeros(epochs)
    weights = [_floats(w).copy() for w in weights]
    biases = [_floats(b).copy() for b in biases]
    for epoch in range(epochs):
        dw, db = gradients(x, y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
        losses[epoch] = _mean_loss(x, y, weights, biases, activations)
    return losses, weights, biases


def tiny_network(x, t, w1, w2, b):
    """x -> ReLU -> sigmoid, by hand."""
    z1 = w1 * x
    a1 = max(z1, 0.0)
    z2 = w2 * a1 + b
    y = float(sigmoid(z2))
    C = 0.5 * (y - t) ** 2
    error2 = (y - t) * float(sigmoid_prime(z2))
    error1 = error2 * w2 * (1.0 if z1 > 0 else 0.0)
    return {
        "z1": float(z1),
        "a1": float(a1),
        "z2": float(z2),
        "y": y,
        "C": float(C),
        "dC_dw1": float(error1 * x),
        "dC_dw2": float(error2 * a1),
        "dC_db": float(error2),
    }
