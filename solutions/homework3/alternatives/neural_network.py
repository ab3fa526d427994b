"""Right variants of the functions of neural_network, written from the statement alone."""

import math

import numpy as np

# relu


def relu__mask(z):
    """The number times whether it is positive."""
    return z * (z > 0)


def relu__half_sum(z):
    """Half the sum of a number and its size, which makes floats of integers."""
    return (z + np.abs(z)) / 2


def relu__copy(z):
    """Zeros written into a copy."""
    result = np.array(z)
    result[result < 0] = 0
    return result


def relu__loop(z):
    """One element after the other, by Python's max."""
    z = np.asarray(z)
    result = np.zeros_like(z)
    for index in np.ndindex(z.shape):
        result[index] = max(z[index], 0)
    return result


def relu__choose(z):
    """A choice between z and 0, which is a 0-d array for a number."""
    return np.where(np.asarray(z) < 0, 0, z)


# softmax


def softmax__rows(z, beta=1.0):
    """Row by row, with the exponential of the standard library."""
    z = np.asarray(z)
    rows = []
    for row in z.reshape(-1, z.shape[-1]):
        top = max(row)
        powers = [math.exp(beta * (float(value) - float(top))) for value in row]
        rows.append([power / sum(powers) for power in powers])
    return np.array(rows, dtype=float).reshape(z.shape)


def softmax__log_space(z, beta=1.0):
    """The exponential of logits less their log-sum-exp."""
    scaled = beta * np.asarray(z, dtype=np.float64)
    top = scaled.max(axis=-1, keepdims=True)
    log_total = top + np.log(np.exp(scaled - top).sum(axis=-1, keepdims=True))
    return np.exp(scaled - log_total)


def softmax__transposed(z, beta=1.0):
    """Classes on the first axis, so that no axis has to be kept."""
    columns = np.moveaxis(np.asarray(z), -1, 0)
    columns = np.exp(beta * (columns - columns.max(axis=0)))
    return np.moveaxis(columns / columns.sum(axis=0), 0, -1)


def softmax__base_two(z, beta=1.0):
    """Powers of two, with the logarithm of e in the exponent."""
    z = np.asarray(z)
    powers = np.exp2((z - np.amax(z, axis=-1)[..., np.newaxis]) * (beta * np.log2(np.e)))
    return powers / np.einsum("...k->...", powers)[..., None]


def softmax__two_branches(z, beta=1.0):
    """One branch for a vector, another for more axes, which goes through `apply_along_axis`."""

    def one(logits):
        shifted = beta * logits
        shifted = shifted - shifted.max()
        return np.exp(shifted) / np.exp(shifted).sum()

    if z.ndim == 1:
        return one(z)
    if z.size == 0:
        return np.empty(z.shape)
    return np.apply_along_axis(one, -1, z)


# softmax_property


def softmax_property__laws(f):
    """Sums, ratios, shifts and temperatures, on a few arrays."""
    z = np.array([[0.0, 1.0, -2.0], [1000.0, 1001.0, 998.5]])
    for beta in (1.0, 2.0, 0.5):
        p = np.asarray(f(z, beta=beta))
        if p.shape != z.shape or not np.all(np.isfinite(p)):
            return False
        if not np.allclose(p.sum(axis=1), 1.0):
            return False
        if not np.allclose(np.log(p[:, :1] / p), beta * (z[:, :1] - z)):
            return False
    if not np.allclose(f(z, beta=0.0), 1 / 3):
        return False
    scales = np.array([[1000.0, 1001.0], [0.0, 1.0], [-1000.0, -999.0]])
    return bool(np.allclose(f(scales), f(np.array([0.0, 1.0]))))


def softmax_property__own_version(f):
    """Comparison with a softmax that is written inside, on random logits."""

    def mine(z, beta):
        e = np.exp(beta * (z - z.max(axis=-1, keepdims=True)))
        return e / e.sum(axis=-1, keepdims=True)

    random = np.random.default_rng(1)
    for shape in ((3,), (1, 4), (4, 2), (2, 3, 5), (3, 3)):
        for scale in (1.0, 500.0):
            for beta in (0.0, 1.0, 0.3):
                z = scale * random.normal(size=shape)
                if not np.allclose(f(z, beta=beta), mine(z, beta), rtol=1e-6, atol=1e-12):
                    return False
    return True


def softmax_property__known_values(f):
    """Values known by hand, among them one batch on three scales."""
    batch = np.array([[0.0, np.log(3.0)], [-1000.0, -1000.0], [1000.0, 1000.0 + np.log(9.0)]])
    right = np.array([[0.25, 0.75], [0.5, 0.5], [0.1, 0.9]])
    sharper = np.array([[0.1, 0.9], [0.5, 0.5], [1 / 82, 81 / 82]])
    close = [
        np.allclose(f(batch), right, rtol=1e-6),
        np.allclose(f(batch, beta=2.0), sharper, rtol=1e-6),
        all(np.allclose(f(row), want, rtol=1e-6) for row, want in zip(batch, right, strict=True)),
        np.allclose(f(batch, beta=0.0), np.full((3, 2), 0.5)),
        np.allclose(f(np.array([[5.0], [-5.0]])), [[1.0], [1.0]]),
    ]
    return all(close)


# affine


def _fits(x, W):
    if np.shape(x)[-1] + 1 != np.shape(W)[1]:
        raise ValueError(f"x is {np.shape(x)} and W is {np.shape(W)}")


def affine__ones(x, W):
    """A column of ones behind the inputs, and one product."""
    _fits(x, W)
    ones = np.ones((*x.shape[:-1], 1))
    return np.concatenate([x, ones], axis=-1) @ W.T


def affine__einsum(x, W):
    """A sum over an index."""
    _fits(x, W)
    return np.einsum("...d,md->...m", x, W[:, :-1]) + W[:, -1]


def affine__loops(x, W):
    """Three loops over single numbers, the offset first."""
    _fits(x, W)
    result = np.zeros((*x.shape[:-1], len(W)))
    for place in np.ndindex(x.shape[:-1]):
        for unit, row in enumerate(W):
            total = row[-1]
            for weight, value in zip(row[:-1], x[place], strict=True):
                total = total + weight * value
            result[(*place, unit)] = total
    return result


def affine__unit_by_unit(x, W):
    """A product for each unit, stacked on the last axis."""
    *weights, offsets = np.asarray(W).T
    if len(weights) != x.shape[-1]:
        raise ValueError(f"cannot use {x.shape} with {W.shape}")
    return np.stack(
        [x @ np.array([w[j] for w in weights]) + offsets[j] for j in range(len(W))], axis=-1
    )


def affine__backwards(x, W):
    """Inputs added up from the last to the first."""
    _fits(x, W)
    z = np.zeros((*x.shape[:-1], W.shape[0]))
    for k in reversed(range(x.shape[-1])):
        z = z + x[..., k, np.newaxis] * W[:, k]
    return z + W[:, -1]


# hidden_layer


def hidden_layer__composed(x, W):
    """The functions written before."""
    return relu(affine(x, W))


def hidden_layer__einsum(x, W):
    """A sum over an index, clipped in place."""
    z = np.einsum("md,...d->...m", W[:, :-1], x)
    z = z + W[:, -1]
    return np.clip(z, 0, None)


def hidden_layer__loops(x, W):
    """A list of units for each point."""
    points = np.reshape(x, (-1, x.shape[-1]))
    rows = [[max(0.0, float(np.dot(w[:-1], p) + w[-1])) for w in W] for p in points]
    return np.array(rows, dtype=float).reshape(*x.shape[:-1], len(W))


def hidden_layer__columns(x, W):
    """Points as columns, as textbooks write it."""
    flat = np.asarray(x).reshape(-1, W.shape[1] - 1)
    z = W[:, :-1] @ flat.T + W[:, -1:]
    z[z < 0] = 0
    return z.T.reshape((*x.shape[:-1], W.shape[0]))


# output_from_hidden


def output_from_hidden__composed(f_z, V):
    """The functions written before."""
    return softmax(relu(affine(f_z, V)))


def output_from_hidden__log_space(f_z, V):
    """One array function after the other, normalised by `logaddexp`."""
    u = np.dot(f_z, V[:, :-1].T) + V[:, -1]
    u = np.maximum(0, u)
    return np.exp(u - np.logaddexp.reduce(u, axis=-1)[..., np.newaxis])


def output_from_hidden__loops(f_z, V):
    """A function for one point, applied to each row."""

    def one(point):
        u = [max(0.0, sum(v * a for v, a in zip(row, point, strict=False)) + row[-1]) for row in V]
        powers = [math.exp(value - max(u)) for value in u]
        return [power / math.fsum(powers) for power in powers]

    rows = [one(point) for point in f_z.reshape(-1, V.shape[1] - 1).astype(float)]
    return np.array(rows).reshape(*f_z.shape[:-1], V.shape[0])


def output_from_hidden__ones(f_z, V):
    """A column of ones, a mask for the ReLU, and a shift after it."""
    u = np.append(f_z, np.ones_like(f_z[..., :1]), axis=-1) @ V.T
    u = u * (u > 0)
    u = u - u.max(axis=-1, keepdims=True)
    return np.exp(u) / np.exp(u).sum(axis=-1, keepdims=True)


# forward


def forward__composed(x, W, V):
    """The two halves written before."""
    return output_from_hidden(hidden_layer(x, W), V)


class _Network:
    def __init__(self, W, V):
        self.layers = [(matrix[:, :-1], matrix[:, -1]) for matrix in (W, V)]

    def __call__(self, x):
        for weights, offset in self.layers:
            x = np.maximum(x @ weights.T + offset, 0)
        return softmax(x)


def forward__class(x, W, V):
    """A network object with a list of layers."""
    return _Network(W, V)(x)


def forward__point_by_point(x, W, V):
    """A loop over the points, each with its ones appended."""
    result = np.empty((*x.shape[:-1], len(V)))
    for place in np.ndindex(*x.shape[:-1]):
        a = x[place]
        for layer in (W, V):
            a = np.maximum(layer @ np.append(a, 1.0), 0.0)
        e = np.exp(a - np.max(a))
        result[place] = e / np.sum(e)
    return result


def forward__einsum(x, W, V):
    """Sums over indices, and the logarithm of the sum of powers."""
    f = np.einsum("...i,hi->...h", x, W[:, :-1]) + W[:, -1]
    f = np.where(f > 0, f, 0)
    u = np.einsum("...h,kh->...k", f, V[:, :-1]) + V[:, -1]
    u = np.where(u > 0, u, 0)
    m = np.max(u, axis=-1, keepdims=True)
    return np.exp(u - (m + np.log(np.sum(np.exp(u - m), axis=-1, keepdims=True))))


# activation_pattern


def activation_pattern__sign(x, W):
    """The sign of each pre-activation."""
    return np.sign(affine(x, W)) == 1


def activation_pattern__step(x, W):
    """The step function, made into booleans."""
    z = np.matmul(x, W[:, :-1].T) + W[:, -1]
    return np.heaviside(z, 0.0).astype(bool)


def activation_pattern__loops(x, W):
    """Point by point and unit by unit."""
    pattern = np.full((*np.shape(x)[:-1], len(W)), False)
    for place in np.ndindex(x.shape[:-1]):
        for i in range(len(W)):
            if sum(W[i, :-1] * x[place]) + W[i, -1] > 0:
                pattern[(*place, i)] = True
    return pattern


def activation_pattern__hidden(x, W):
    """The activations that are not zero."""
    return hidden_layer(x, W) != 0


def activation_pattern__threshold(x, W):
    """The weighted sum compared with minus the offset."""
    return np.greater(np.tensordot(x, W[:, :-1], axes=(-1, 1)), -W[:, -1])


# predict


def predict__argmax(x, W, V):
    """The first largest output."""
    return np.argmax(forward(x, W, V), axis=-1)


def predict__compare(x, W, V):
    """The two outputs compared, and the answer made an integer."""
    o = forward(x, W, V)
    return (o[..., 1] > o[..., 0]).astype(int)


def predict__logits(x, W, V):
    """The rectified logits compared, since the softmax keeps their order."""
    u = relu(affine(relu(affine(x, W)), V))
    return np.where(u[..., 0] >= u[..., 1], 0, 1)


def predict__loops(x, W, V):
    """A list of answers, or a Python int for one point."""
    if x.ndim == 1:
        first, second = forward(x, W, V)
        return 1 if second > first else 0
    shape = x.shape[:-1]
    answers = [predict__loops(point, W, V) for point in x.reshape(-1, x.shape[-1])]
    return np.array(answers, dtype=int).reshape(shape)


# boundary_distance


def boundary_distance__norm(x, W):
    """The pre-activation over the norm of the weights."""
    lengths = np.linalg.norm(W[:, :-1], axis=1)
    if np.any(lengths == 0):
        raise ValueError("a unit has no weights, so it has no boundary")
    return affine(x, W) / lengths


def boundary_distance__scaled_first(x, W):
    """Units scaled to weights of length one before they are applied."""
    weights = np.asarray(W)[:, :-1]
    if (~weights.any(axis=1)).any():
        raise ValueError("all weights of a unit are zero")
    unit = np.asarray(W) / np.sqrt((weights * weights).sum(axis=1, keepdims=True))
    return x @ unit[:, :-1].T + unit[:, -1]


def boundary_distance__projection(x, W):
    """The projection, on the normal, of the way from the foot of the origin to the point."""
    columns = []
    for row in np.asarray(W, dtype=float):
        w, b = row[:-1], row[-1]
        if not np.any(w):
            raise ValueError("no boundary")
        normal = w / math.sqrt(np.dot(w, w))
        foot = -b * w / np.dot(w, w)
        columns.append((x - foot) @ normal)
    return np.stack(columns, axis=-1)


def boundary_distance__loops(x, W):
    """Point by point, by `math.hypot`."""
    x, W = np.asarray(x, dtype=float), np.asarray(W, dtype=float)
    result = np.zeros((*x.shape[:-1], W.shape[0]))
    for i, (*w, b) in enumerate(W):
        length = math.hypot(*w)
        if length == 0:
            raise ValueError(f"unit {i} has zero weights")
        for place in np.ndindex(*x.shape[:-1]):
            result[place][i] = (sum(p * q for p, q in zip(w, x[place], strict=True)) + b) / length
    return result


# min_inverse_temperature


def _logits_and_error(u, max_error):
    if not 0 < max_error < 0.5 or u[0] == u[1]:
        raise ValueError("no such temperature")
    return abs(float(u[0]) - float(u[1]))


def min_inverse_temperature__log_odds(u, max_error):
    """The logarithm of the odds, over the gap."""
    gap = _logits_and_error(u, max_error)
    return float(np.log((1 - max_error) / max_error) / gap)


def min_inverse_temperature__two_logs(u, max_error):
    """A difference of logarithms, and a NumPy number as the result."""
    if max_error <= 0 or max_error >= 0.5:
        raise ValueError(f"max_error={max_error} is outside (0, 0.5)")
    low, high = np.sort(u)
    if low == high:
        raise ValueError("the logits are equal")
    return (np.log1p(-max_error) - np.log(max_error)) / (high - low)


def min_inverse_temperature__tanh(u, max_error):
    """The inverse hyperbolic tangent of the difference of the outputs."""
    gap = _logits_and_error(u, max_error)
    return 2 * math.atanh(1 - 2 * max_error) / gap


def min_inverse_temperature__bisection(u, max_error):
    """A search by halving, with the larger output computed at each step."""
    gap = _logits_and_error(u, max_error)
    low, high = 0.0, 1.0
    while 1 / (1 + math.exp(-high * gap)) < 1 - max_error:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if math.exp(-middle * gap) > max_error / (1 - max_error):
            low = middle
        else:
            high = middle
    return high


# cross_entropy


def _labelled(o, y):
    o, y = np.asarray(o, dtype=float), np.asarray(y)
    if y.shape != o.shape[:-1]:
        raise ValueError(f"o has shape {o.shape}, y has shape {y.shape}")
    if (y < 0).any() or (y >= o.shape[-1]).any():
        raise ValueError(f"labels must be from 0 to {o.shape[-1] - 1}")
    return o, y


def cross_entropy__picked(o, y):
    """The probabilities of the labels picked by two lists of indices."""
    o, y = _labelled(o, y)
    o, y = np.atleast_2d(o), np.atleast_1d(y)
    picked = o[np.arange(len(y)), y]
    return -np.log(np.maximum(picked, np.finfo(float).tiny)).mean()


def cross_entropy__one_hot(o, y):
    """A sum over all classes, times the one-hot labels."""
    o, y = _labelled(o, y)
    hot = np.eye(o.shape[-1])[y]
    logs = np.log(np.clip(o, np.finfo(float).tiny, None))
    n = 1 if o.ndim == 1 else o.shape[0]
    return float(-np.sum(hot * logs) / n)


def cross_entropy__loop(o, y):
    """Examples one by one, with the logarithm of the standard library."""
    o, y = _labelled(o, y)
    if o.ndim == 1:
        return -math.log(max(o[y], 2.2250738585072014e-308))
    return sum(cross_entropy__loop(row, label) for row, label in zip(o, y, strict=True)) / len(o)


def cross_entropy__along_axis(o, y):
    """Gathering along the last axis; a mean of logarithms of base two, scaled at the end."""
    o, y = _labelled(o, y)
    chosen = np.take_along_axis(o, y[..., np.newaxis], axis=-1)
    chosen = np.where(chosen < np.finfo(float).tiny, np.finfo(float).tiny, chosen)
    return -np.mean(np.log2(chosen)) * np.log(2.0)
