"""Right variants of the functions of backpropagation, written from the statement alone."""

import math

import numpy as np

# sigmoid_prime


def sigmoid_prime__value(z):
    """The value times one minus the value."""
    s = sigmoid(z)
    return s * (1 - s)


def sigmoid_prime__exponential(z):
    """The quotient of exponentials, which is even in z."""
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def sigmoid_prime__tanh(z):
    """A quarter of the derivative of tanh at half the argument."""
    return 0.25 * (1 - np.tanh(np.asarray(z, dtype=float) / 2) ** 2)


def sigmoid_prime__both_signs(z):
    """The sigmoid at z times the sigmoid at -z."""
    z = np.asarray(z)
    return sigmoid(z) * sigmoid(-z)


def sigmoid_prime__loop(z):
    """One number after the other, by the hyperbolic cosine."""
    z = np.asarray(z)
    result = np.zeros(z.shape)
    for index, value in np.ndenumerate(z):
        result[index] = 0.25 / math.cosh(min(abs(float(value)) / 2, 300.0)) ** 2
    return result


# relu_prime


def relu_prime__comparison(z):
    """A comparison made into floats."""
    return (np.asarray(z) > 0).astype(float)


def relu_prime__choose(z):
    """A choice between one and zero."""
    return np.where(z > 0, 1.0, 0.0)


def relu_prime__step(z):
    """The step function."""
    return np.heaviside(z, 0)


def relu_prime__copy(z):
    """Ones written into zeros."""
    result = np.zeros_like(z, dtype=float)
    result[np.greater(z, 0)] = 1
    return result


def relu_prime__times_one(z):
    """A boolean times one."""
    return 1.0 * (z > 0)


# squared_error


def squared_error__sum(a, y):
    """The sum of squares, halved."""
    return 0.5 * np.sum((a - y) ** 2)


def squared_error__dot(a, y):
    """The inner product of the difference with itself."""
    d = np.subtract(a, y, dtype=float).ravel()
    return d @ d / 2


def squared_error__loop(a, y):
    """A Python loop, and a Python float."""
    total = 0.0
    for left, right in zip(np.ravel(a), np.ravel(y), strict=True):
        total += (float(left) - float(right)) ** 2 / 2
    return total


def squared_error__norm(a, y):
    """The square of the norm."""
    return np.linalg.norm(np.asarray(a, dtype=float) - y) ** 2 / 2


# squared_error_prime


def squared_error_prime__difference(a, y):
    """The plain difference, of whatever kind the arguments are."""
    return a - y


def squared_error_prime__loop(a, y):
    """Entry by entry, in floats."""
    result = np.empty(a.shape, dtype=float)
    for index in np.ndindex(a.shape):
        result[index] = float(a[index]) - float(y[index])
    return result


def squared_error_prime__twice_the_half(a, y):
    """The factors of the formula, all written out."""
    return 0.5 * 2 * (np.asarray(a) - np.asarray(y))


def squared_error_prime__in_a_copy(a, y):
    """The targets subtracted in place, from a copy."""
    result = np.array(a, dtype=np.float64)
    result -= y
    return result


# tiny_network


def tiny_network__chain(x, t, w1, w2, b):
    """The products of the chain, one factor each."""
    z1 = w1 * x
    a1 = max(z1, 0.0)
    z2 = w2 * a1 + b
    y = float(sigmoid(z2))
    dz2 = (y - t) * y * (1 - y)
    slope = 1.0 if z1 > 0 else 0.0
    return {
        "z1": z1, "a1": a1, "z2": z2, "y": y, "C": (y - t) ** 2 / 2,
        "dC_dw1": dz2 * w2 * slope * x, "dC_dw2": dz2 * a1, "dC_db": dz2,
    }  # fmt: skip


def tiny_network__general(x, t, w1, w2, b):
    """The general network with one unit in each layer."""
    weights = [np.array([[w1]], dtype=float), np.array([[w2]], dtype=float)]
    biases = [np.zeros(1), np.array([b], dtype=float)]
    names = ["relu", "sigmoid"]
    zs, outputs = forward_pass(np.array([x], dtype=float), weights, biases, names)
    dw, db = gradients(np.array([x], dtype=float), np.array([t]), weights, biases, names)
    return dict(
        z1=zs[0].item(), a1=outputs[1].item(), z2=zs[1].item(), y=outputs[2].item(),
        C=float(squared_error(outputs[2], t)),
        dC_dw1=dw[0].item(), dC_dw2=dw[1].item(), dC_db=db[1].item(),
    )  # fmt: skip


def tiny_network__numpy_numbers(x, t, w1, w2, b):
    """NumPy numbers throughout, and the functions written before."""
    result = {"z1": np.multiply(w1, x)}
    result["a1"] = np.maximum(result["z1"], 0)
    result["z2"] = np.multiply(w2, result["a1"]) + b
    result["y"] = sigmoid(result["z2"])
    result["C"] = squared_error(result["y"], t)
    result["dC_db"] = squared_error_prime(result["y"], t) * sigmoid_prime(result["z2"])
    result["dC_dw2"] = result["dC_db"] * result["a1"]
    result["dC_dw1"] = result["dC_db"] * w2 * relu_prime(result["z1"]) * x
    return result


def tiny_network__two_cases(x, t, w1, w2, b):
    """One case for a unit that is on, another for one that is off, by the standard library."""
    on = w1 * x > 0
    a1 = w1 * x if on else 0
    z2 = b + w2 * a1
    y = 1 / (1 + math.exp(-z2)) if z2 > 0 else 1 - 1 / (1 + math.exp(z2))
    error = y - t
    db = error * y * (1 - y)
    return {"z1": w1 * x, "a1": a1, "z2": z2, "y": y, "C": 0.5 * error * error, "dC_db": db,
            "dC_dw2": a1 * db, "dC_dw1": x * w2 * db if on else 0}  # fmt: skip


# forward_pass


def forward_pass__zipped(x, weights, biases, activations):
    """Layers zipped together."""
    zs, outputs = [], [x]
    for w, b, name in zip(weights, biases, activations, strict=True):
        zs.append(outputs[-1] @ w.T + b)
        outputs.append(activate(zs[-1], name))
    return zs, outputs


def forward_pass__indices(x, weights, biases, activations):
    """Lists of known lengths filled by index, with sums over indices; tuples as the result."""
    L = len(weights)
    zs, outputs = [None] * L, [None] * (L + 1)
    outputs[0] = np.array(x, dtype=float)
    for layer in range(1, L + 1):
        z = np.einsum("...k,jk->...j", outputs[layer - 1], weights[layer - 1])
        zs[layer - 1] = z + biases[layer - 1]
        outputs[layer] = activate(zs[layer - 1], activations[layer - 1])
    return tuple(zs), tuple(outputs)


def forward_pass__recursion(x, weights, biases, activations):
    """The layers behind the first by recursion."""
    if not weights:
        return [], [x]
    z = np.dot(weights[0], x.T).T + biases[0]
    a = activate(z, activations[0])
    zs, outputs = forward_pass__recursion(a, weights[1:], biases[1:], activations[1:])
    return [z, *zs], [x, *outputs]


def forward_pass__loops(x, weights, biases, activations):
    """Unit by unit, with own activations."""
    functions = {
        "sigmoid": lambda z: np.exp(-np.logaddexp(0, -z)),
        "relu": lambda z: z * (z > 0),
        "tanh": np.tanh,
        "identity": lambda z: z + 0.0,
    }
    zs, outputs = [], [x]
    for w, b, name in zip(weights, biases, activations, strict=True):
        a = outputs[-1]
        z = np.empty((*a.shape[:-1], len(b)))
        for j in range(len(b)):
            z[..., j] = b[j]
            for k in range(w.shape[1]):
                z[..., j] += w[j, k] * a[..., k]
        zs.append(z)
        outputs.append(functions[name](z))
    return zs, outputs


# output_error


def output_error__composed(zL, aL, y, activation):
    """The functions written before."""
    return squared_error_prime(aL, y) * activation_prime(zL, activation)


def output_error__from_outputs(zL, aL, y, activation):
    """The slope from the output where that is possible."""
    d = np.asarray(aL, dtype=float) - y
    if activation == "sigmoid":
        return d * aL * (1 - aL)
    if activation == "tanh":
        return d * (1 - aL) * (1 + aL)
    if activation == "relu":
        return np.where(aL > 0, d, 0)
    return d


def output_error__loop(zL, aL, y, activation):
    """Unit by unit, by a dict of slopes."""
    slope = {
        "sigmoid": lambda z: 1 / (2 + math.exp(min(z, 700)) + math.exp(min(-z, 700))),
        "tanh": lambda z: 1 - math.tanh(z) ** 2,
        "relu": lambda z: float(z > 0),
        "identity": lambda z: 1.0,
    }[activation]
    delta = np.zeros(np.shape(zL))
    for index in np.ndindex(np.shape(zL)):
        delta[index] = (float(aL[index]) - float(y[index])) * slope(float(zL[index]))
    return delta


def output_error__in_place(zL, aL, y, activation):
    """The slopes first, multiplied in place by the difference."""
    delta = np.array(activation_prime(zL, activation), dtype=float)
    delta *= aL
    delta -= y * activation_prime(zL, activation)
    return delta


# layer_error


def layer_error__product(delta_next, w_next, z, activation):
    """A product with the matrix from the right."""
    return delta_next @ w_next * activation_prime(z, activation)


def layer_error__transposed(delta_next, w_next, z, activation):
    """The transposed matrix times columns."""
    return np.dot(w_next.T, delta_next.T).T * activation_prime(z, activation)


def layer_error__einsum(delta_next, w_next, z, activation):
    """One sum over an index, of three factors."""
    slope = activation_prime(z, activation)
    return np.einsum("...j,jk,...k->...k", delta_next, w_next, slope)


def layer_error__loops(delta_next, w_next, z, activation):
    """A sum over paths for each unit."""
    total = np.zeros(z.shape)
    for k in range(w_next.shape[1]):
        for j in range(w_next.shape[0]):
            total[..., k] = total[..., k] + w_next[j, k] * delta_next[..., j]
    return activation_prime(z, activation) * total


# gradients


def gradients__composed(x, y, weights, biases, activations):
    """The functions written before, in lists that are turned round at the end."""
    zs, outputs = forward_pass(x, weights, biases, activations)
    delta = output_error(zs[-1], outputs[-1], y, activations[-1])
    dw, db = [], []
    for layer in range(len(weights) - 1, -1, -1):
        rows = np.atleast_2d(delta)
        dw.append(rows.T @ np.atleast_2d(outputs[layer]) / len(rows))
        db.append(rows.mean(axis=0))
        if layer:
            delta = layer_error(delta, weights[layer], zs[layer - 1], activations[layer - 1])
    return dw[::-1], db[::-1]


def gradients__rows(x, y, weights, biases, activations):
    """Outer products for each row, added up, and divided at the end."""
    if np.ndim(x) == 1:
        x, y = x[np.newaxis], y[np.newaxis]
    dw = [np.zeros(w.shape) for w in weights]
    db = [np.zeros(b.shape) for b in biases]
    for row, target in zip(x, y, strict=True):
        zs, outputs = forward_pass(row, weights, biases, activations)
        delta = (outputs[-1] - target) * activation_prime(zs[-1], activations[-1])
        for layer in reversed(range(len(weights))):
            dw[layer] += np.outer(delta, outputs[layer])
            db[layer] += delta
            if layer > 0:
                delta = weights[layer].T.dot(delta) * activation_prime(
                    zs[layer - 1], activations[layer - 1]
                )
    return [d / len(x) for d in dw], [d / len(x) for d in db]


def gradients__scaled_first(x, y, weights, biases, activations):
    """The error of the last layer divided by the number of rows; sums over indices after that."""
    x2, y2 = np.array(x, dtype=float, ndmin=2), np.array(y, dtype=float, ndmin=2)
    zs, outputs = forward_pass(x2, weights, biases, activations)
    deltas = [output_error(zs[-1], outputs[-1], y2, activations[-1]) / x2.shape[0]]
    for w, z, name in zip(weights[:0:-1], zs[-2::-1], activations[-2::-1], strict=True):
        deltas.insert(0, layer_error(deltas[0], w, z, name))
    dw = tuple(np.einsum("nj,nk->jk", d, a) for d, a in zip(deltas, outputs[:-1], strict=True))
    return dw, tuple(np.sum(d, axis=0) for d in deltas)


def gradients__complex_step(x, y, weights, biases, activations):
    """Derivatives by a tiny imaginary step, without any rule of backpropagation."""
    functions = {
        "sigmoid": lambda z: 0.5 * (1 + np.tanh(0.5 * z)),
        "relu": lambda z: np.where(z.real > 0, z, 0),
        "tanh": np.tanh,
        "identity": lambda z: z,
    }
    rows = 1 if np.ndim(x) == 1 else len(x)

    def loss(parameters):
        a = x
        for layer, name in enumerate(activations):
            a = functions[name](a @ parameters[2 * layer].T + parameters[2 * layer + 1])
        return 0.5 * np.sum((a - y) ** 2) / rows

    parameters = [p for pair in zip(weights, biases, strict=True) for p in pair]
    found = []
    for k, parameter in enumerate(parameters):
        found.append(np.zeros(parameter.shape))
        for place in np.ndindex(parameter.shape):
            moved = [np.array(p, dtype=complex) for p in parameters]
            moved[k][place] += 1e-30j
            found[k][place] = loss(moved).imag / 1e-30
    return found[::2], found[1::2]


# numerical_gradient


def numerical_gradient__places(f, x, h=1e-5):
    """A copy for each side of each place."""
    x = np.array(x, dtype=float)
    result = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        result[place] = (f(up) - f(down)) / (2 * h)
    return result


def numerical_gradient__unit_vectors(f, x, h=1e-5):
    """Steps along the rows of an identity matrix; the lower side first."""
    p = np.asarray(x).astype(np.float64)
    slopes = []
    for e in np.eye(p.size):
        step = h * e.reshape(p.shape)
        low = f(p - step)
        slopes.append((f(p + step) - low) / h / 2)
    return np.array(slopes, dtype=float).reshape(p.shape)


def numerical_gradient__one_copy(f, x, h=1e-5):
    """One copy, whose entries are moved and put back."""
    moved = np.array(x, dtype=np.float64, order="C")
    flat, result = moved.reshape(-1), np.empty(moved.size)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        above = float(f(moved))
        flat[i] = old - h
        result[i] = (above - float(f(moved))) / (2 * h)
        flat[i] = old
    return result.reshape(np.shape(x))


def numerical_gradient__iterator(f, x, h=1e-5):
    """NumPy's iterator, with all upper sides before all lower ones."""
    x = np.array(x, dtype=float)

    def side(step):
        values = np.zeros_like(x)
        iterator = np.nditer(x, flags=["multi_index", "zerosize_ok"])
        for value in iterator:
            moved = x.copy()
            moved[iterator.multi_index] = value + step
            values[iterator.multi_index] = f(moved)
        return values

    return (side(h) - side(-h)) / (2 * h)


# relative_error


def relative_error__where(a, b):
    """A denominator of one where both are zero."""
    size = np.abs(a) + np.abs(b)
    return np.max(np.abs(a - b) / np.where(size == 0, 1, size))


def relative_error__loop(a, b):
    """Entry by entry, by Python numbers."""
    worst = 0.0
    for p, q in zip(np.ravel(a).tolist(), np.ravel(b).tolist(), strict=True):
        if p != q:
            worst = max(worst, abs(p - q) / (abs(p) + abs(q)))
    return worst


def relative_error__divide(a, b):
    """NumPy's division into zeros, where there is something to divide by."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    total = np.abs(a) + np.abs(b)
    out = np.zeros(total.shape)
    np.divide(np.abs(a - b), total, out=out, where=total > 0)
    return float(out.max())


def relative_error__ignored(a, b):
    """A division whose nan are replaced."""
    a, b = a.astype(float), b.astype(float)
    with np.errstate(invalid="ignore"):
        ratio = abs(a - b) / (abs(a) + abs(b))
    return np.nan_to_num(ratio, nan=0.0).max()


# sgd_step


def sgd_step__comprehensions(weights, biases, dw, db, learning_rate):
    """Two comprehensions."""
    return (
        [w - learning_rate * g for w, g in zip(weights, dw, strict=True)],
        [b - learning_rate * g for b, g in zip(biases, db, strict=True)],
    )


def sgd_step__in_copies(weights, biases, dw, db, learning_rate):
    """Copies of all arrays, changed in place."""
    weights = [np.array(w, dtype=float) for w in weights]
    biases = [np.array(b, dtype=float) for b in biases]
    for layer in range(len(weights)):
        weights[layer] -= learning_rate * dw[layer]
        biases[layer] -= learning_rate * db[layer]
    return weights, biases


def sgd_step__flat(weights, biases, dw, db, learning_rate):
    """All parameters as one vector, cut up again."""
    old, slopes = [*weights, *biases], [*dw, *db]
    sizes = np.cumsum([p.size for p in old])[:-1]
    vector = np.concatenate([np.ravel(p) for p in old])
    vector = vector - learning_rate * np.concatenate([np.ravel(g) for g in slopes])
    new = [part.reshape(p.shape) for part, p in zip(np.split(vector, sizes), old, strict=True)]
    return new[: len(weights)], new[len(weights) :]


def sgd_step__map(weights, biases, dw, db, learning_rate):
    """A function that is mapped over both lists; tuples as the result."""

    def step(p, g):
        return np.add(p, -learning_rate * np.asarray(g))

    return tuple(map(step, weights, dw)), tuple(map(step, biases, db))


# sgd_epoch


def sgd_epoch__slices(x, y, weights, biases, activations, learning_rate, batch_size):
    """Slices that end where the rows end."""
    for start in range(0, len(x), batch_size):
        part = slice(start, start + batch_size)
        dw, db = gradients(x[part], y[part], weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    return weights, biases


def sgd_epoch__split(x, y, weights, biases, activations, learning_rate, batch_size):
    """Batches cut beforehand, at multiples of their size."""
    cuts = np.arange(batch_size, len(x), batch_size)
    for rows, targets in zip(np.array_split(x, cuts), np.array_split(y, cuts), strict=True):
        dw, db = gradients(rows, targets, weights, biases, activations)
        weights = [w - learning_rate * g for w, g in zip(weights, dw, strict=True)]
        biases = [b - learning_rate * g for b, g in zip(biases, db, strict=True)]
    return weights, biases


def sgd_epoch__rows(x, y, weights, biases, activations, learning_rate, batch_size):
    """Gradients row by row, added up until a batch is full."""
    weights = [w.astype(float) for w in weights]
    biases = [b.astype(float) for b in biases]
    waiting = []
    for n, (row, target) in enumerate(zip(x, y, strict=True), start=1):
        waiting.append(gradients(row, target, weights, biases, activations))
        if len(waiting) == batch_size or n == len(x):
            for dw, db in waiting:
                for w, g in zip(weights, dw, strict=True):
                    w -= learning_rate / len(waiting) * g
                for b, g in zip(biases, db, strict=True):
                    b -= learning_rate / len(waiting) * g
            waiting = []
    return weights, biases


def sgd_epoch__recursion(x, y, weights, biases, activations, learning_rate, batch_size):
    """One step, then the rest of the rows by recursion."""
    if x.shape[0] == 0:
        return list(weights), list(biases)
    k = min(batch_size, x.shape[0])
    new = sgd_step(
        weights, biases, *gradients(x[:k], y[:k], weights, biases, activations), learning_rate
    )
    return sgd_epoch__recursion(x[k:], y[k:], *new, activations, learning_rate, batch_size)


# train


def train__epochs(x, y, weights, biases, activations, learning_rate, epochs):
    """An epoch of one batch, and a list of losses."""
    losses = []
    for _ in range(epochs):
        weights, biases = sgd_epoch(x, y, weights, biases, activations, learning_rate, len(x))
        _, outputs = forward_pass(x, weights, biases, activations)
        losses.append(squared_error(outputs[-1], y) / len(x))
    return losses, weights, biases


class _Trainer:
    def __init__(self, weights, biases, activations):
        self.weights = [np.array(w, dtype=float) for w in weights]
        self.biases = [np.array(b, dtype=float) for b in biases]
        self.activations = activations

    def loss(self, x, y):
        a = forward_pass(x, self.weights, self.biases, self.activations)[1][-1]
        return np.mean(np.sum((a - y) ** 2, axis=1)) / 2

    def step(self, x, y, rate):
        dw, db = gradients(x, y, self.weights, self.biases, self.activations)
        for parameter, slope in zip(self.weights + self.biases, [*dw, *db], strict=True):
            parameter -= rate * slope


def train__class(x, y, weights, biases, activations, learning_rate, epochs):
    """An object that holds copies of the parameters and changes them in place."""
    trainer = _Trainer(weights, biases, activations)
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        trainer.step(x, y, learning_rate)
        losses[epoch] = trainer.loss(x, y)
    return losses, trainer.weights, trainer.biases


def train__one_forward_pass(x, y, weights, biases, activations, learning_rate, epochs):
    """Losses at the start of each step, the first of which is dropped and the last added."""
    losses = []
    for _ in range(epochs):
        zs, outputs = forward_pass(x, weights, biases, activations)
        losses.append(float(np.einsum("nm,nm->", outputs[-1] - y, outputs[-1] - y)) / 2 / len(y))
        delta = output_error(zs[-1], outputs[-1], y, activations[-1])
        new_weights, new_biases = list(weights), list(biases)
        for layer in range(len(weights) - 1, -1, -1):
            new_weights[layer] = weights[layer] - learning_rate * (delta.T @ outputs[layer]) / len(
                x
            )
            new_biases[layer] = biases[layer] - learning_rate * delta.mean(axis=0)
            if layer:
                delta = layer_error(delta, weights[layer], zs[layer - 1], activations[layer - 1])
        weights, biases = new_weights, new_biases
    final = forward_pass(x, weights, biases, activations)[1][-1]
    losses.append(float(squared_error(final, y)) / len(y))
    return np.array(losses[1:]), weights, biases


def train__recursion(x, y, weights, biases, activations, learning_rate, epochs):
    """Training of one epoch less, then one more step."""
    if epochs == 0:
        return [], [w + 0.0 for w in weights], [b + 0.0 for b in biases]
    losses, weights, biases = train__recursion(
        x, y, weights, biases, activations, learning_rate, epochs - 1
    )
    dw, db = gradients(x, y, weights, biases, activations)
    weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    a = forward_pass(x, weights, biases, activations)[1][-1]
    mean = sum(squared_error(p, t) for p, t in zip(a, y, strict=True)) / len(a)
    return [*losses, mean], weights, biases
