import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=np.float32)
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e / (1 + e), 1 / (1 + e))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1 - s)


def relu_prime(z):
    z = np.asarray(z, dtype=np.float32)
    return (z > 0).astype(np.float32)


def activate(z, name):
    z = np.asarray(z, dtype=np.float32)
    if name == 'sigmoid':
        return sigmoid(z)
    if name == 'relu':
        return np.maximum(z, np.float32(0))
    if name == 'tanh':
        return np.tanh(z)
    if name == 'identity':
        return z.copy()
    raise ValueError('unknown activation: ' + name)


def activation_prime(z, name):
    z = np.asarray(z, dtype=np.float32)
    if name == 'sigmoid':
        return sigmoid_prime(z)
    if name == 'relu':
        return relu_prime(z)
    if name == 'tanh':
        return 1 - np.tanh(z) ** 2
    if name == 'identity':
        return np.ones_like(z)
    raise ValueError('unknown activation: ' + name)


def same_shape(a, y):
    a = np.asarray(a, dtype=np.float32)
    y = np.asarray(y, dtype=np.float32)
    if a.shape != y.shape:
        raise ValueError('a.shape = {}, y.shape = {}'.format(a.shape, y.shape))
    return a, y


def squared_error(a, y):
    a, y = same_shape(a, y)
    return np.float32(0.5) * np.sum((a - y) ** 2)


def squared_error_prime(a, y):
    a, y = same_shape(a, y)
    return a - y


def forward_pass(x, weights, biases, activations):
    if not (len(weights) == len(biases) == len(activations)):
        raise ValueError('weights, biases and activations have different length')
    a = np.array(x, dtype=np.float32)
    zs, outputs = [], [a]
    for w, b, name in zip(weights, biases, activations):
        w = np.asarray(w, dtype=np.float32)
        b = np.asarray(b, dtype=np.float32)
        if a.shape[-1] != w.shape[1]:
            raise ValueError('a.shape = {}, w.shape = {}'.format(a.shape, w.shape))
        if b.shape != w.shape[:1]:
            raise ValueError('b.shape = {}, w.shape = {}'.format(b.shape, w.shape))
        z = np.dot(a, w.T) + b
        a = activate(z, name)
        zs.append(z)
        outputs.append(a)
    return zs, outputs


def output_error(zL, aL, y, activation):
    return squared_error_prime(aL, y) * activation_prime(zL, activation)


def layer_error(delta_next, w_next, z, activation):
    delta_next = np.asarray(delta_next, dtype=np.float32)
    w_next = np.asarray(w_next, dtype=np.float32)
    return np.dot(delta_next, w_next) * activation_prime(z, activation)


def gradients(x, y, weights, biases, activations):
    x = np.atleast_2d(np.asarray(x, dtype=np.float32))
    y = np.atleast_2d(np.asarray(y, dtype=np.float32))
    n = x.shape[0]
    zs, outputs = forward_pass(x, weights, biases, activations)
    delta = output_error(zs[-1], outputs[-1], y, activations[-1])
    dw = [np.dot(delta.T, outputs[-2]) / n]
    db = [np.sum(delta, axis=0) / n]
    for k in range(2, len(weights) + 1):
        delta = layer_error(delta, weights[-k + 1], zs[-k], activations[-k])
        dw.append(np.dot(delta.T, outputs[-k - 1]) / n)
        db.append(np.sum(delta, axis=0) / n)
    return dw[::-1], db[::-1]


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float32)
    grad = np.zeros_like(x)
    flat, g = x.reshape(-1), grad.reshape(-1)
    for k in range(flat.size):
        old = flat[k]
        flat[k] = old + np.float32(h)
        up = f(x.copy())
        flat[k] = old - np.float32(h)
        down = f(x.copy())
        flat[k] = old
        g[k] = (up - down) / (2 * h)
    return grad


def relative_error(a, b):
    a = np.asarray(a, dtype=np.float32)
    b = np.asarray(b, dtype=np.float32)
    top = np.abs(a - b)
    bottom = np.abs(a) + np.abs(b)
    bottom = np.where(bottom == 0, np.float32(1), bottom)
    return np.max(top / bottom)


def sgd_step(weights, biases, dw, db, learning_rate):
    lr = np.float32(learning_rate)
    new_w = [np.asarray(w, dtype=np.float32) - lr * np.asarray(g, dtype=np.float32)
             for w, g in zip(weights, dw)]
    new_b = [np.asarray(b, dtype=np.float32) - lr * np.asarray(g, dtype=np.float32)
             for b, g in zip(biases, db)]
    return new_w, new_b


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    x = np.asarray(x, dtype=np.float32)
    y = np.asarray(y, dtype=np.float32)
    for first in range(0, x.shape[0], batch_size):
        xb, yb = x[first:first + batch_size], y[first:first + batch_size]
        dw, db = gradients(xb, yb, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    return weights, biases


def train(x, y, weights, biases, activations, learning_rate, epochs):
    x = np.asarray(x, dtype=np.float32)
    y = np.asarray(y, dtype=np.float32)
    weights = [np.array(w, dtype=np.float32) for w in weights]
    biases = [np.array(b, dtype=np.float32) for b in biases]
    losses = np.zeros(epochs, dtype=np.float32)
    for e in range(epochs):
        dw, db = gradients(x, y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
        _, outputs = forward_pass(x, weights, biases, activations)
        losses[e] = squared_error(outputs[-1], y) / x.shape[0]
    return losses, weights, biases


def tiny_network(x, t, w1, w2, b):
    x, t, w1, w2, b = np.array([x, t, w1, w2, b], dtype=np.float32)
    z1 = w1 * x
    a1 = max(z1, np.float32(0))
    z2 = w2 * a1 + b
    y = sigmoid(z2)
    C = (y - t) ** 2 / 2
    d = (y - t) * y * (1 - y)
    return {'z1': z1, 'a1': a1, 'z2': z2, 'y': y, 'C': C,
            'dC_dw1': d * w2 * relu_prime(z1) * x, 'dC_dw2': d * a1, 'dC_db': d}
