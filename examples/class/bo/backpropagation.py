# homework 3, problem 3
# Bo Lindqvist
import math

import numpy as np


# ---- functions of one number -------------------------------------------------

def number_sigmoid(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    e = math.exp(v)
    return e / (1.0 + e)


def number_activation(name, v):
    if name == "sigmoid":
        return number_sigmoid(v)
    if name == "relu":
        return v if v > 0 else 0.0
    if name == "tanh":
        return math.tanh(v)
    if name == "identity":
        return v
    raise ValueError("I do not know the activation " + repr(name))


def number_prime(name, v):
    if name == "sigmoid":
        return number_sigmoid(v) * number_sigmoid(-v)
    if name == "relu":
        return 1.0 if v > 0 else 0.0
    if name == "tanh":
        return 1.0 - math.tanh(v) ** 2
    if name == "identity":
        return 1.0
    raise ValueError("I do not know the activation " + repr(name))


def everywhere(function, name, z):
    z = np.array(z)
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        out[index] = function(name, float(z[index]))
    return out


# ---- the exercises -----------------------------------------------------------

def sigmoid_prime(z):
    return everywhere(number_prime, "sigmoid", z)


def relu_prime(z):
    return everywhere(number_prime, "relu", z)


def squared_error(a, y):
    a = np.array(a)
    y = np.array(y)
    if a.shape != y.shape:
        raise ValueError("a is %s but y is %s" % (a.shape, y.shape))
    total = 0.0
    for index in np.ndindex(a.shape):
        total += (float(a[index]) - float(y[index])) ** 2
    return 0.5 * total


def squared_error_prime(a, y):
    a = np.array(a)
    y = np.array(y)
    if a.shape != y.shape:
        raise ValueError("a is %s but y is %s" % (a.shape, y.shape))
    out = np.zeros(a.shape)
    for index in np.ndindex(a.shape):
        out[index] = float(a[index]) - float(y[index])
    return out


def one_layer(a, w, b):
    """z for a whole batch, or for one example"""
    a = np.array(a)
    w = np.array(w)
    b = np.array(b)
    if a.shape[-1] != w.shape[1]:
        raise ValueError("input %s does not fit weights %s" % (a.shape, w.shape))
    if b.shape != (w.shape[0],):
        raise ValueError("biases %s do not fit weights %s" % (b.shape, w.shape))
    z = np.zeros(a.shape[:-1] + (w.shape[0],))
    for row in np.ndindex(a.shape[:-1]):
        for j in range(w.shape[0]):
            s = float(b[j])
            for k in range(w.shape[1]):
                s += float(w[j, k]) * float(a[row + (k,)])
            z[row + (j,)] = s
    return z


def forward_pass(x, weights, biases, activations):
    if not len(weights) == len(biases) == len(activations):
        raise ValueError("%d weights, %d biases and %d activations"
                         % (len(weights), len(biases), len(activations)))
    zs = []
    outputs = [np.array(x, dtype=float)]
    for l in range(len(weights)):
        z = one_layer(outputs[l], weights[l], biases[l])
        zs.append(z)
        outputs.append(everywhere(number_activation, activations[l], z))
    return zs, outputs


def output_error(zL, aL, y, activation):
    slope = everywhere(number_prime, activation, zL)
    error = squared_error_prime(aL, y)
    delta = np.zeros(slope.shape)
    for index in np.ndindex(slope.shape):
        delta[index] = error[index] * slope[index]
    return delta


def layer_error(delta_next, w_next, z, activation):
    delta_next = np.array(delta_next)
    w_next = np.array(w_next)
    slope = everywhere(number_prime, activation, z)
    if delta_next.shape[-1] != w_next.shape[0] or slope.shape[-1] != w_next.shape[1]:
        raise ValueError("delta %s, w %s and z %s do not fit"
                         % (delta_next.shape, w_next.shape, slope.shape))
    delta = np.zeros(slope.shape)
    for row in np.ndindex(slope.shape[:-1]):
        for k in range(w_next.shape[1]):
            s = 0.0
            for j in range(w_next.shape[0]):
                s += float(w_next[j, k]) * float(delta_next[row + (j,)])
            delta[row + (k,)] = s * slope[row + (k,)]
    return delta


def gradients(x, y, weights, biases, activations):
    x = np.array(x, dtype=float)
    y = np.array(y, dtype=float)
    if x.ndim == 1:
        x = x.reshape(1, -1)
    if y.ndim == 1:
        y = y.reshape(1, -1)
    if len(x) != len(y):
        raise ValueError("x %s and y %s have different numbers of rows" % (x.shape, y.shape))
    L = len(weights)
    n = len(x)
    dw = []
    db = []
    for l in range(L):
        dw.append(np.zeros(np.shape(weights[l])))
        db.append(np.zeros(np.shape(biases[l])))

    # one example after the other
    for r in range(n):
        zs, outputs = forward_pass(x[r], weights, biases, activations)
        delta = output_error(zs[L - 1], outputs[L], y[r], activations[L - 1])
        for l in range(L - 1, -1, -1):
            for j in range(dw[l].shape[0]):
                db[l][j] += delta[j] / n
                for k in range(dw[l].shape[1]):
                    dw[l][j, k] += delta[j] * outputs[l][k] / n
            if l > 0:
                delta = layer_error(delta, weights[l], zs[l - 1], activations[l - 1])
    return dw, db


def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)      # a copy, x itself is never touched
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        middle = float(x[index])
        x[index] = middle + h
        right = float(f(x.copy()))
        x[index] = middle - h
        left = float(f(x.copy()))
        x[index] = middle
        out[index] = (right - left) / (2 * h)
    return out


def relative_error(a, b):
    a = np.array(a, dtype=float)
    b = np.array(b, dtype=float)
    worst = 0.0
    for index in np.ndindex(a.shape):
        top = abs(float(a[index]) - float(b[index]))
        bottom = abs(float(a[index])) + abs(float(b[index]))
        if bottom > 0 and top / bottom > worst:
            worst = top / bottom
    return worst


def sgd_step(weights, biases, dw, db, learning_rate):
    new_weights = []
    new_biases = []
    for l in range(len(weights)):
        w = np.array(weights[l], dtype=float)
        b = np.array(biases[l], dtype=float)
        for index in np.ndindex(w.shape):
            w[index] = w[index] - learning_rate * dw[l][index]
        for index in np.ndindex(b.shape):
            b[index] = b[index] - learning_rate * db[l][index]
        new_weights.append(w)
        new_biases.append(b)
    return new_weights, new_biases


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    new_weights = [np.array(w, dtype=float) for w in weights]
    new_biases = [np.array(b, dtype=float) for b in biases]
    start = 0
    while start < len(x):
        stop = min(start + batch_size, len(x))
        dw, db = gradients(x[start:stop], y[start:stop], new_weights, new_biases, activations)
        new_weights, new_biases = sgd_step(new_weights, new_biases, dw, db, learning_rate)
        start = stop
    return new_weights, new_biases


def train(x, y, weights, biases, activations, learning_rate, epochs):
    x = np.array(x, dtype=float)
    y = np.array(y, dtype=float)
    weights = [np.array(w, dtype=float) for w in weights]
    biases = [np.array(b, dtype=float) for b in biases]
    losses = []
    for epoch in range(epochs):
        dw, db = gradients(x, y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
        zs, outputs = forward_pass(x, weights, biases, activations)
        losses.append(squared_error(outputs[-1], y) / len(x))
    return np.array(losses), weights, biases


def tiny_network(x, t, w1, w2, b):
    z1 = float(w1) * float(x)
    if z1 > 0:
        a1 = z1
        slope1 = 1.0
    else:
        a1 = 0.0
        slope1 = 0.0
    z2 = float(w2) * a1 + float(b)
    y = number_sigmoid(z2)
    C = 0.5 * (y - t) ** 2
    dz2 = (y - t) * number_prime("sigmoid", z2)
    result = {}
    result["z1"] = z1
    result["a1"] = a1
    result["z2"] = z2
    result["y"] = y
    result["C"] = C
    result["dC_dw1"] = dz2 * w2 * slope1 * x
    result["dC_dw2"] = dz2 * a1
    result["dC_db"] = dz2
    return result
