# hw3 part 3 -- hugo
# notation as on the sheet: z^l = w^l a^(l-1) + b^l,  a^l = f(z^l)

import numpy as np


def tofloat(a):
    a = np.asarray(a)
    return a if a.dtype in (np.float32, np.float64) else a.astype(float)


def sigmoid(z):
    return 0.5 * (1 + np.tanh(tofloat(z) / 2))


def sigmoid_prime(z):
    # 1/4 - (s - 1/2)^2 = s(1-s), but for big |z| it is better with exp(-|z|)
    e = np.exp(-np.abs(tofloat(z)))
    return e / (1 + e) ** 2


def relu_prime(z):
    z = tofloat(z)
    return np.where(z > 0, np.ones_like(z), np.zeros_like(z))


def act(z, name):
    z = tofloat(z)
    if name == 'sigmoid':
        return sigmoid(z)
    elif name == 'relu':
        return np.where(z > 0, z, 0 * z)
    elif name == 'tanh':
        return np.tanh(z)
    elif name == 'identity':
        return z + 0
    raise ValueError('what is ' + repr(name) + '?')


def act_prime(z, name):
    z = tofloat(z)
    if name == 'sigmoid':
        return sigmoid_prime(z)
    elif name == 'relu':
        return relu_prime(z)
    elif name == 'tanh':
        return 1 / np.cosh(np.clip(z, -300, 300)) ** 2   # cosh(1000) overflows, cosh(300) is enough
    elif name == 'identity':
        return np.ones_like(z)
    raise ValueError('what is ' + repr(name) + '?')


def squared_error(a, y):
    d = tofloat(a) - tofloat(y)
    return np.sum(d * d) / 2


def squared_error_prime(a, y):
    return tofloat(a) - tofloat(y)      # the 2 cancels the 1/2, that is what the 1/2 is for


def forward_pass(x, weights, biases, activations):
    a = tofloat(x) + 0      # + 0 = copy
    zs = []
    outputs = [a]
    for l in range(len(weights)):
        w = tofloat(weights[l])
        b = tofloat(biases[l])
        if np.ndim(a) == 0 or a.shape[-1] != w.shape[-1]:
            raise ValueError('layer %d: input %s does not fit w %s' % (l + 1, a.shape, w.shape))
        if b.shape != (len(w),):
            raise ValueError('layer %d: b %s does not fit w %s' % (l + 1, b.shape, w.shape))
        z = a @ w.T + b
        a = act(z, activations[l])
        zs.append(z)
        outputs.append(a)
    return zs, outputs


def output_error(zL, aL, y, activation):
    return squared_error_prime(aL, y) * act_prime(zL, activation)


def layer_error(delta_next, w_next, z, activation):
    # for a column it would be w^T delta. We have rows, so delta w.
    back = np.dot(tofloat(delta_next), tofloat(w_next))
    return back * act_prime(z, activation)


def gradients(x, y, weights, biases, activations):
    x, y = tofloat(x), tofloat(y)
    if x.ndim == 1:
        x = x[None, :]
        y = y.reshape(1, -1)
    zs, outputs = forward_pass(x, weights, biases, activations)
    if outputs[-1].shape != y.shape:
        raise ValueError('network gives %s, y is %s' % (outputs[-1].shape, y.shape))
    n = x.shape[0]
    dw = []
    db = []
    delta = output_error(zs[-1], outputs[-1], y, activations[-1])
    for l in range(len(weights) - 1, -1, -1):
        # delta is (n, out), the layer below is (n, in): mean over the n outer products
        dw.insert(0, np.einsum('no,ni->oi', delta, outputs[l]) / n)
        db.insert(0, np.mean(delta, axis=0))
        if l != 0:
            delta = layer_error(delta, weights[l], zs[l - 1], activations[l - 1])
    return dw, db


def numerical_gradient(f, x, h=1e-5):
    # np.array copies, so the caller's x is safe. order='C' because otherwise reshape might copy
    # once more, and then I would move the entries of the wrong array
    x = np.array(x, dtype=float, order='C')
    flat = x.reshape(-1)
    g = np.zeros(flat.size)
    for j in range(flat.size):
        keep = flat[j]
        flat[j] = keep + h
        up = f(x.copy())
        flat[j] = keep - h
        down = f(x.copy())
        flat[j] = keep
        g[j] = (up - down) / (2 * h)
    return g.reshape(x.shape)


def relative_error(a, b):
    worst = 0.0
    for p, q in zip(tofloat(a).ravel(), tofloat(b).ravel()):
        if p != q:          # equal numbers have error 0, also 0 against 0
            worst = max(worst, float(abs(p - q) / (abs(p) + abs(q))))
    return worst


def sgd_step(weights, biases, dw, db, learning_rate):
    w_new = []
    b_new = []
    for l in range(len(weights)):
        w_new.append(tofloat(weights[l]) - learning_rate * tofloat(dw[l]))
        b_new.append(tofloat(biases[l]) - learning_rate * tofloat(db[l]))
    return w_new, b_new


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    x, y = tofloat(x), tofloat(y)
    w = [np.array(m, dtype=float) for m in weights]
    b = [np.array(m, dtype=float) for m in biases]
    at = 0
    while at < len(x):
        # slicing past the end is fine in numpy, the last batch is just shorter
        xb, yb = x[at:at + batch_size], y[at:at + batch_size]
        dw, db = gradients(xb, yb, w, b, activations)
        w, b = sgd_step(w, b, dw, db, learning_rate)
        at += batch_size
    return w, b


def train(x, y, weights, biases, activations, learning_rate, epochs):
    # I train until the network is perfect and then give back the first `epochs` losses.
    w = [np.array(m, dtype=float) for m in weights]
    b = [np.array(m, dtype=float) for m in biases]
    goal = 0.0
    losses = []
    loss = 1.0
    while loss >= goal:
        dw, db = gradients(x, y, w, b, activations)
        w, b = sgd_step(w, b, dw, db, learning_rate)
        out = forward_pass(x, w, b, activations)[1][-1]
        loss = squared_error(out, y) / len(x)
        losses.append(loss)
    return losses[:epochs], w, b


def tiny_network(x, t, w1, w2, b):
    # forward
    z1 = w1 * x
    a1 = z1 if z1 > 0 else 0.0
    z2 = w2 * a1 + b
    y = float(sigmoid(z2))
    C = (y - t) ** 2 / 2
    # backward
    d2 = (y - t) * float(sigmoid_prime(z2))
    d1 = d2 * w2 * float(z1 > 0)
    return dict(z1=float(z1), a1=float(a1), z2=float(z2), y=y, C=float(C),
                dC_dw1=float(d1 * x), dC_dw2=float(d2 * a1), dC_db=float(d2))
