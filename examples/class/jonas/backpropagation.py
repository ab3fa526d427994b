# Homework 3, part 3
# Jonas Weidemann

import numpy as np


def _flt(a):
    a = np.asarray(a)
    return a if a.dtype.kind == "f" else a.astype(np.float64)


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * _flt(z)))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1 - s)


def relu_prime(z):
    z = _flt(z)
    return (z > 0).astype(z.dtype)


# name -> (function, derivative as a function of z)
_ACT = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "relu": (lambda z: np.maximum(z, 0), relu_prime),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "identity": (lambda z: z + 0.0, np.ones_like),
}


def _act(name):
    if name not in _ACT:
        raise ValueError(f"activation {name!r} is not one of {sorted(_ACT)}")
    return _ACT[name]


def squared_error(a, y):
    return float(0.5 * np.sum((_flt(a) - _flt(y)) ** 2))


def squared_error_prime(a, y):
    return _flt(a) - _flt(y)


def forward_pass(x, weights, biases, activations):
    zs, outputs = [], [_flt(x).copy()]
    for w, b, name in zip(weights, biases, activations):
        a, w = outputs[-1], _flt(w)
        if a.shape[-1] != w.shape[1]:
            raise ValueError(f"input {a.shape} does not fit w {w.shape}")
        zs.append(a @ w.T + _flt(b))
        outputs.append(_act(name)[0](zs[-1]))
    return zs, outputs


def output_error(zL, aL, y, activation):
    return squared_error_prime(aL, y) * _act(activation)[1](_flt(zL))


def layer_error(delta_next, w_next, z, activation):
    return (_flt(delta_next) @ _flt(w_next)) * _act(activation)[1](_flt(z))


def gradients(x, y, weights, biases, activations):
    x, y = np.atleast_2d(_flt(x)), np.atleast_2d(_flt(y))
    zs, outputs = forward_pass(x, weights, biases, activations)
    n = len(x)
    L = len(weights)
    dw, db = [None] * L, [None] * L
    delta = output_error(zs[-1], outputs[-1], y, activations[-1]) / n
    for l in reversed(range(L)):
        if l < L - 1:
            delta = layer_error(delta, weights[l + 1], zs[l], activations[l])
        dw[l] = delta.T @ outputs[l]
        db[l] = delta.sum(axis=0)
    return dw, db


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.empty_like(x)
    for idx in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[idx] += h
        down[idx] -= h
        grad[idx] = (f(up) - f(down)) / (2 * h)
    return grad


def relative_error(a, b):
    a, b = _flt(a), _flt(b)
    num = np.abs(a - b)
    den = np.abs(a) + np.abs(b)
    # 0/0 := 0
    r = np.divide(num, den, out=np.zeros(num.shape), where=den > 0)
    return float(r.max())


def sgd_step(weights, biases, dw, db, learning_rate):
    def down(ps, gs):
        return [_flt(p) - learning_rate * _flt(g) for p, g in zip(ps, gs)]

    return down(weights, dw), down(biases, db)


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    x, y = _flt(x), _flt(y)
    weights = [_flt(w).copy() for w in weights]
    biases = [_flt(b).copy() for b in biases]
    for k in range(0, len(x), batch_size):
        s = slice(k, k + batch_size)
        g = gradients(x[s], y[s], weights, biases, activations)
        weights, biases = sgd_step(weights, biases, *g, learning_rate)
    return weights, biases


def train(x, y, weights, biases, activations, learning_rate, epochs):
    losses = []
    n = len(np.atleast_2d(x))
    weights = [_flt(w).copy() for w in weights]
    biases = [_flt(b).copy() for b in biases]
    for _ in range(epochs):
        g = gradients(x, y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, *g, learning_rate)
        out = forward_pass(x, weights, biases, activations)[1][-1]
        losses.append(squared_error(out, y) / n)
    return np.array(losses), weights, biases


def tiny_network(x, t, w1, w2, b):
    z1 = float(w1 * x)
    a1 = max(z1, 0.0)
    z2 = float(w2 * a1 + b)
    y = float(sigmoid(z2))
    delta2 = (y - t) * float(sigmoid_prime(z2))
    delta1 = delta2 * w2 * float(z1 > 0)
    return {
        "z1": z1,
        "a1": a1,
        "z2": z2,
        "y": y,
        "C": 0.5 * (y - t) ** 2,
        "dC_dw1": delta1 * x,
        "dC_dw2": delta2 * a1,
        "dC_db": delta2,
    }
