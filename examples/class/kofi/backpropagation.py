"""
HOMEWORK 3 - problem 3 - Kofi A.

Tested on a network with three units in every layer. Works there, so it should
work for all the others too.
"""
import numpy as np


def to_float(array_like):
    array = np.asarray(array_like)
    if np.issubdtype(array.dtype, np.floating):
        return array
    return array.astype(float)


def sigmoid(z):
    z = to_float(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_prime(z):
    return sigmoid(z) * sigmoid(-to_float(z))  # 1 - sigmoid(z) is sigmoid(-z)


def relu_prime(z):
    z = to_float(z)
    return np.where(z > 0, z.dtype.type(1), z.dtype.type(0))


def use_activation(name, z):
    if name == "sigmoid":
        return sigmoid(z)
    elif name == "relu":
        return np.maximum(z, 0)
    elif name == "tanh":
        return np.tanh(z)
    elif name == "identity":
        return z.copy()
    else:
        raise ValueError("I do not know the activation " + repr(name))


def use_derivative(name, z):
    z = to_float(z)
    if name == "sigmoid":
        return sigmoid_prime(z)
    elif name == "relu":
        return relu_prime(z)
    elif name == "tanh":
        return 1 - np.square(np.tanh(z))
    elif name == "identity":
        return np.ones(z.shape)
    else:
        raise ValueError("I do not know the activation " + repr(name))


def squared_error(a, y):
    difference = to_float(a) - to_float(y)
    return float(np.sum(np.square(difference)) / 2)


def squared_error_prime(a, y):
    return to_float(a) - to_float(y)


def forward_pass(x, weights, biases, activations):
    current = np.array(to_float(x))
    zs = []
    outputs = [current]
    for layer in range(len(weights)):
        w = to_float(weights[layer])
        b = to_float(biases[layer])
        if current.shape[-1] != w.shape[1]:
            raise ValueError("Layer " + str(layer + 1) + " gets " + str(current.shape)
                             + " but its weights are " + str(w.shape))
        z = np.dot(current, w.T) + b
        current = use_activation(activations[layer], z)
        zs.append(z)
        outputs.append(current)
    return zs, outputs


def output_error(zL, aL, y, activation):
    return squared_error_prime(aL, y) * use_derivative(activation, zL)


def layer_error(delta_next, w_next, z, activation):
    # (w^{l+1})^T delta^{l+1}, like in the lecture
    back = np.dot(to_float(delta_next), to_float(w_next).T)
    return back * use_derivative(activation, z)


def gradients(x, y, weights, biases, activations):
    x = to_float(x)
    y = to_float(y)
    if x.ndim == 1:
        # a single example is a batch with one row
        x = x[np.newaxis, :]
        y = y[np.newaxis, :]
    zs, outputs = forward_pass(x, weights, biases, activations)
    number_of_examples = x.shape[0]
    last = len(weights) - 1

    dw = []
    db = []
    delta = output_error(zs[last], outputs[last + 1], y, activations[last])
    for layer in range(last, -1, -1):
        if layer != last:
            delta = layer_error(delta, weights[layer + 1], zs[layer], activations[layer])
        # outer product of what goes in and the error that comes back, summed over examples
        dw.insert(0, np.dot(outputs[layer].T, delta) / number_of_examples)
        db.insert(0, np.sum(delta, axis=0) / number_of_examples)
    return dw, db


def numerical_gradient(f, x, h=1e-5):
    x = to_float(x)
    slopes = np.zeros(x.size)
    for position in range(x.size):
        push = np.zeros(x.size)
        push[position] = h
        push = push.reshape(x.shape)
        slopes[position] = (f(x + push) - f(x - push)) / (2.0 * h)
    return slopes.reshape(x.shape)


def relative_error(a, b):
    a = to_float(a)
    b = to_float(b)
    worst = 0.0
    for one, other in zip(a.ravel(), b.ravel()):
        size = abs(one) + abs(other)
        if size > 0:  # both are zero: nothing to complain about
            worst = max(worst, float(abs(one - other) / size))
    return worst


def sgd_step(weights, biases, dw, db, learning_rate):
    new_weights = []
    new_biases = []
    for layer in range(len(weights)):
        # walk along the gradient
        new_weights.append(to_float(weights[layer]) + learning_rate * to_float(dw[layer]))
        new_biases.append(to_float(biases[layer]) + learning_rate * to_float(db[layer]))
    return new_weights, new_biases


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    x = to_float(x)
    y = to_float(y)
    start = 0
    while start < len(x):
        # slicing past the end is fine, the last batch is then just shorter
        some_x = x[start:start + batch_size]
        some_y = y[start:start + batch_size]
        dw, db = gradients(some_x, some_y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
        start = start + batch_size
    return weights, biases


def train(x, y, weights, biases, activations, learning_rate, epochs):
    x = np.atleast_2d(to_float(x))
    y = np.atleast_2d(to_float(y))
    losses = []
    for _ in range(epochs):
        dw, db = gradients(x, y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
        zs, outputs = forward_pass(x, weights, biases, activations)
        losses.append(squared_error(outputs[-1], y) / len(x))
    return np.array(losses), list(weights), list(biases)


def tiny_network(x, t, w1, w2, b):
    z1 = float(w1 * x)
    a1 = z1 if z1 > 0 else 0.0
    z2 = float(w2 * a1 + b)
    y = float(sigmoid(z2))
    C = (y - t) ** 2 / 2

    # chain rule, from the back to the front
    dC_dy = y - t
    dy_dz2 = y * (1 - y)
    dC_dz2 = dC_dy * dy_dz2
    dC_dw2 = dC_dz2 * a1
    dC_db = dC_dz2 * 1
    dC_da1 = dC_dz2 * w2
    dC_dz1 = dC_da1 if z1 > 0 else 0.0
    dC_dw1 = dC_dz1 * x
    return dict(z1=z1, a1=a1, z2=z2, y=y, C=C, dC_dw1=dC_dw1, dC_dw2=dC_dw2, dC_db=dC_db)
