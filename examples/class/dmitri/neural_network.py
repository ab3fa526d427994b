import numpy as np

# float32 everywhere: half of memory, same as on GPU


def relu(z):
    z = np.asarray(z, dtype=np.float32)
    return np.maximum(z, np.float32(0))


def softmax(z, beta=1.0):
    z = np.asarray(z, dtype=np.float32)
    if beta < 0:
        raise ValueError("beta < 0")
    beta = np.float32(beta)
    shifted = beta * (z - np.max(z, axis=-1, keepdims=True))
    e = np.exp(shifted)
    return e / np.sum(e, axis=-1, keepdims=True)


def affine(x, W):
    x = np.asarray(x, dtype=np.float32)
    W = np.asarray(W, dtype=np.float32)
    if x.ndim == 0 or W.ndim != 2 or x.shape[-1] != W.shape[1] - 1:
        raise ValueError('affine: x.shape = {}, W.shape = {}'.format(x.shape, W.shape))
    weights, offset = W[:, :-1], W[:, -1]
    return np.dot(x, weights.T) + offset


def hidden_layer(x, W):
    return relu(affine(x, W))


def output_from_hidden(f_z, V):
    return softmax(relu(affine(f_z, V)))


def forward(x, W, V):
    f_z = hidden_layer(x, W)
    return output_from_hidden(f_z, V)


def activation_pattern(x, W):
    return affine(x, W) > 0


def predict(x, W, V):
    o = forward(x, W, V)
    return (o[..., 1] > o[..., 0]).astype(np.int64)


def boundary_distance(x, W):
    W = np.asarray(W, dtype=np.float32)
    norm = np.sqrt(np.sum(W[:, :-1] ** 2, axis=1))
    if np.any(norm == 0):
        raise ValueError('zero weights in W, shape {}'.format(W.shape))
    return affine(x, W) / norm


def min_inverse_temperature(u, max_error):
    u = np.asarray(u, dtype=np.float32)
    e = np.float32(max_error)
    if not (0 < e < 0.5):
        raise ValueError('max_error must be in (0, 0.5)')
    if u[0] == u[1]:
        raise ValueError('equal logits')
    return np.log((1 - e) / e) / np.abs(u[0] - u[1])


def cross_entropy(o, y):
    o = np.asarray(o, dtype=np.float32)
    y = np.asarray(y)
    if o.shape[:-1] != y.shape:
        raise ValueError('cross_entropy: o.shape = {}, y.shape = {}'.format(o.shape, y.shape))
    if np.any(y < 0) or np.any(y >= o.shape[-1]):
        raise ValueError('label out of range')
    o = o.reshape(-1, o.shape[-1])
    p = o[np.arange(len(o)), y.ravel()]
    # tiny of float64 as the task says; log of it is still fine
    return -np.mean(np.log(np.maximum(p, np.finfo(float).tiny)))


def softmax_property(f):
    z = np.array([[1, 2, 4], [-1000, -999, -1002], [1000, 1003, 1001]], dtype=np.float32)
    p = np.asarray(f(z))
    if p.shape != z.shape or not np.all(np.isfinite(p)):
        return False
    # rows sum to 1
    if np.any(np.abs(p.sum(axis=-1) - 1) > 1e-4):
        return False
    # ratio of neighbours is exp of the difference
    for i in range(3):
        for k in range(2):
            if abs(p[i, k + 1] - p[i, k] * np.exp(z[i, k + 1] - z[i, k])) > 1e-4:
                return False
    return True
