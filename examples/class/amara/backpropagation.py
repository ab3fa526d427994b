"""Problem 3: backpropagation for any stack of layers.

Amara Diallo
"""

import numpy as np


def _floats(x):
    x = np.asarray(x)
    return x if x.dtype.kind == "f" else x.astype(float)


def sigmoid(z):
    z = _floats(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_prime(z):
    return sigmoid(z) * sigmoid(-_floats(z))


def relu_prime(z):
    z = _floats(z)
    return (z > 0).astype(z.dtype)


# name -> (f, f')
ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "relu": (lambda z: np.maximum(z, 0), relu_prime),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "identity": (lambda z: z + 0.0, np.ones_like),
}


def _activation(name):
    if name not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name!r}, choose from {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]


def squared_error(a, y):
    return float(np.sum(squared_error_prime(a, y) ** 2) / 2)


def squared_error_prime(a, y):
    a, y = _floats(a), _floats(y)
    if a.shape != y.shape:
        raise ValueError(f"output {a.shape} and target {y.shape} differ in shape")
    return a - y


def forward_pass(x, weights, biases, activations):
    zs, outputs = [], [_floats(x).copy()]
    for w, b, name in zip(weights, biases, activations, strict=True):
        a = outputs[-1]
        if a.shape[-1] != w.shape[1] or w.shape[0] != b.shape[-1]:
            raise ValueError(f"a {a.shape}, w {w.shape} and b {b.shape} do not fit")
        zs.append(a @ w.T + b)
        outputs.append(_activation(name)[0](zs[-1]))
    return zs, outputs


def output_error(zL, aL, y, activation):
    return squared_error_prime(aL, y) * _activation(activation)[1](_floats(zL))


def layer_error(delta_next, w_next, z, activation):
    return (delta_next @ w_next) * _activation(activation)[1](_floats(z))


def gradients(x, y, weights, biases, activations):
    x, y = np.atleast_2d(_floats(x)), np.atleast_2d(_floats(y))
    zs, outputs = forward_pass(x, weights, biases, activations)

    deltas = [output_error(zs[-1], outputs[-1], y, activations[-1])]
    for w, z, name in zip(weights[:0:-1], zs[-2::-1], activations[-2::-1], strict=True):
        deltas.insert(0, layer_error(deltas[0], w, z, name))

    n = len(x)
    dw = [delta.T @ a / n for delta, a in zip(deltas, outputs[:-1], strict=True)]
    db = [delta.mean(axis=0) for delta in deltas]
    return dw, db


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def relative_error(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.abs(a) + np.abs(b)
    ratio = np.divide(np.abs(a - b), size, out=np.zeros(size.shape), where=size > 0)
    return float(ratio.max())


def sgd_step(weights, biases, dw, db, learning_rate):
    def move(parameters, slopes):
        return [p - learning_rate * s for p, s in zip(parameters, slopes, strict=True)]

    return move(weights, dw), move(biases, db)


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    weights, biases = list(weights), list(biases)
    for start in range(0, len(x), batch_size):
        batch = slice(start, start + batch_size)
        dw, db = gradients(x[batch], y[batch], weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    return weights, biases


def train(x, y, weights, biases, activations, learning_rate, epochs):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        weights, biases = sgd_epoch(x, y, weights, biases, activations, learning_rate, len(x))
        losses[epoch] = squared_error(forward_pass(x, weights, biases, activations)[1][-1], y)
    return losses / len(x), weights, biases


def tiny_network(x, t, w1, w2, b):
    x, t, w1, w2, b = map(float, (x, t, w1, w2, b))
    z1 = w1 * x
    a1 = max(z1, 0.0)
    z2 = w2 * a1 + b
    y = float(sigmoid(z2))
    delta = (y - t) * float(sigmoid_prime(z2))
    return {
        "z1": z1,
        "a1": a1,
        "z2": z2,
        "y": y,
        "C": (y - t) ** 2 / 2,
        "dC_dw1": delta * w2 * (z1 > 0) * x,
        "dC_dw2": delta * a1,
        "dC_db": delta,
    }
