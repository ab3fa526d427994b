# hw3 part 1 -- hugo
# I tried to keep everything as close to the formulas on the sheet as possible.

import numpy as np


def add_one(a):
    # x -> (x, 1), so that the offset is just one more weight. Also turns ints into floats.
    a = np.asarray(a)
    if a.dtype != np.float32:
        a = a.astype(float)
    ones = np.ones(a.shape[:-1] + (1,), dtype=a.dtype)
    return np.concatenate((a, ones), axis=-1)


def relu(z):
    z = np.asarray(z)
    if not np.issubdtype(z.dtype, np.floating):
        z = z.astype(float)
    return np.maximum(z, 0)   # the scalar 0 does not change the dtype, I checked with float32


def softmax(z, beta=1.0):
    # exp(1000) is inf, so first move the maximum of the row to 0. The shift cancels out:
    # e^(z-m) / sum e^(z-m) = e^z e^-m / (e^-m sum e^z)
    z = np.asarray(z)
    if not np.issubdtype(z.dtype, np.floating):
        z = z.astype(float)
    m = np.max(z, axis=-1, keepdims=True)
    e = np.exp((z - m) * beta)
    return e / np.sum(e, axis=-1, keepdims=True)


def affine(x, W):
    W = np.asarray(W)
    if np.ndim(x) == 0 or np.shape(x)[-1] != W.shape[1] - 1:
        raise ValueError('shapes do not fit: x is %s and W is %s' % (np.shape(x), W.shape))
    return add_one(x) @ W.T


def hidden_layer(x, W):
    return relu(affine(x, W))


def output_from_hidden(f_z, V):
    u = affine(f_z, V)
    return softmax(relu(u))     # yes, ReLU on the output units as well! easy to miss


def forward(x, W, V):
    return output_from_hidden(hidden_layer(x, W), V)


def activation_pattern(x, W):
    z = affine(x, W)
    return z > 0   # strictly: on the boundary the unit is off


def predict(x, W, V):
    # softmax keeps the order, so I compare the f(u) and do not need o at all.
    # A tie is "not greater", that is False, that is class 0.
    fu = relu(affine(hidden_layer(x, W), V))
    return (fu[..., 1] > fu[..., 0]).astype(int)


def boundary_distance(x, W):
    # distance point-line from school: (w.x + b) / |w|
    W = np.asarray(W, dtype=float)
    norms = np.sqrt((W[:, :-1] ** 2).sum(axis=1))
    if (norms == 0).any():
        raise ValueError('at least one unit has only zero weights, there is no line to measure to')
    return affine(x, W) / norms


def min_inverse_temperature(u, max_error):
    # winner = 1 / (1 + exp(-beta*d))  >=  1 - e
    #   <=>  exp(-beta*d) <= e / (1 - e)
    #   <=>  beta >= log((1 - e) / e) / d
    if max_error <= 0 or max_error >= 0.5:
        raise ValueError('max_error has to be in (0, 0.5), got %r' % (max_error,))
    d = float(np.max(u)) - float(np.min(u))
    if d == 0:
        raise ValueError('equal logits: the outputs are 1/2 and 1/2 whatever beta is')
    return float(np.log1p(-max_error) - np.log(max_error)) / d


def cross_entropy(o, y):
    o = np.asarray(o, dtype=float)
    y = np.asarray(y)
    if o.shape[:-1] != y.shape:
        raise ValueError('shapes do not fit: o is %s and y is %s' % (o.shape, y.shape))
    K = o.shape[-1]
    if y.size and (y.min() < 0 or y.max() >= K):
        raise ValueError('a label in y %s is not a column of o %s' % (y.shape, o.shape))
    flat = o.reshape(-1, K)
    picked = flat[np.arange(len(flat)), y.reshape(-1).astype(int)]
    picked = np.clip(picked, np.finfo(float).tiny, None)   # log(0) would be -inf
    return float(np.mean(-np.log(picked)))


def softmax_property(f):
    # I simply write down what must come out (exp(z - max) with the e's I know) for a few inputs
    # which the typical wrong versions get wrong.
    tests = [
        ([[0., np.log(3.)], [np.log(4.), 0.]], 1.0, [[.25, .75], [.8, .2]]),      # plain, two rows
        ([[0., np.log(3.)]], 2.0, [[.1, .9]]),                                    # beta multiplies
        ([[5., -7., 1.]], 0.0, [[1 / 3, 1 / 3, 1 / 3]]),                          # beta 0: uniform
        ([[1000., 1000.], [-1000., -1000.]], 1.0, [[.5, .5], [.5, .5]]),          # overflow etc.
    ]
    for z, beta, want in tests:
        got = f(np.array(z), beta)
        if np.shape(got) != np.shape(want):
            return False
        if not np.allclose(got, want, rtol=1e-9, atol=0):
            return False
    return True
