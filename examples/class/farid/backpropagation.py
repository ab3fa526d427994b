import numpy as np

# farid, group 2


def sig(z):
    return np.exp(-np.logaddexp(0, -z))


def to_float(a):
    a = np.asarray(a)
    return a.astype(float) if a.dtype.kind in "biu" else a


def sigmoid_prime(z):
    z = to_float(z)
    return sig(z) * sig(-z)


def relu_prime(z):
    z = to_float(z)
    return (z > 0) * np.ones_like(z)


def squared_error(a, y):
    d = (to_float(a) - to_float(y)).ravel()
    return d @ d / 2


def squared_error_prime(a, y):
    return to_float(a) - to_float(y)


def forward_pass(x, weights, biases, activations):
    f = {
        "sigmoid": sig,
        "relu": lambda z: z * (z > 0),
        "tanh": np.tanh,
        "identity": lambda z: 1.0 * z,
    }
    a = 1.0 * np.asarray(x)
    zs, outputs = [], [a]
    for w, b, name in zip(weights, biases, activations):
        w, b = np.asarray(w), np.asarray(b)
        if a.shape[-1:] != w.shape[1:]:
            raise ValueError(f"a{a.shape} w{w.shape}")
        if b.shape != w.shape[:1]:
            raise ValueError(f"b{b.shape} w{w.shape}")
        z = np.einsum("...i,oi->...o", a, w) + b
        a = f[name](z)
        zs += [z]
        outputs += [a]
    return zs, outputs


def output_error(zL, aL, y, activation):
    raise NotImplementedError


def layer_error(delta_next, w_next, z, activation):
    raise NotImplementedError


def gradients(x, y, weights, biases, activations):
    # TODO needs the two above
    raise NotImplementedError


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    g = np.empty_like(x)
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        g.flat[i] = (f(x + e) - f(x - e)) / 2 / h
    return g


def relative_error(a, b):
    raise NotImplementedError


def sgd_step(weights, biases, dw, db, learning_rate):
    w = [wi - learning_rate * di for wi, di in zip(map(to_float, weights), map(to_float, dw))]
    b = [bi - learning_rate * di for bi, di in zip(map(to_float, biases), map(to_float, db))]
    return w, b


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    raise NotImplementedError


def train(x, y, weights, biases, activations, learning_rate, epochs):
    raise NotImplementedError


def tiny_network(x, t, w1, w2, b):
    raise NotImplementedError
