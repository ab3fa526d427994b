"""Right variants of the functions of lstm, written from the statement alone."""

import math

import numpy as np

# sigmoid


def sigmoid__tanh(x):
    """The hyperbolic tangent of half the argument."""
    return 0.5 + 0.5 * np.tanh(np.asarray(x) / 2)


def sigmoid__log_space(x):
    """The exponential of minus `logaddexp`."""
    return np.exp(-np.logaddexp(0.0, np.negative(x)))


def sigmoid__masks(x):
    """One formula for each sign, written into a new array."""
    x = np.asarray(x)
    x = x.astype(np.result_type(x, np.float32))
    result = np.empty_like(x)
    positive = x >= 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    result[~positive] = e / (1 + e)
    return result


def sigmoid__number_by_number(x):
    """Numbers one by one, with the exponential of the standard library."""

    def one(value):
        e = math.exp(-abs(value))
        return 1 / (1 + e) if value >= 0 else e / (1 + e)

    if np.ndim(x) == 0:
        return one(float(x))
    return np.array([one(v) for v in np.ravel(x)], dtype=float).reshape(np.shape(x))


def sigmoid__clipped(x):
    """The textbook's formula, on arguments that are clipped before."""
    return 1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=np.float64), -700, 700)))


# gates


def _check_sizes(x, h, params):
    for value, name in ((x, "Wf"), (h, "Uf")):
        if value.shape[-1] != params[name].shape[1]:
            raise ValueError(f"shape {value.shape} does not fit {name}, of {params[name].shape}")


def gates__stacked(x, h, params):
    """One matrix of all weights, times the input and the state side by side."""
    _check_sizes(x, h, params)
    weights = np.block([[params["W" + k], params["U" + k]] for k in "fioc"])
    offsets = np.concatenate([params["b" + k] for k in "fioc"])
    z = np.concatenate([x, h], axis=-1) @ weights.T + offsets
    f, i, o, g = np.split(z, 4, axis=-1)
    return sigmoid(f), sigmoid(i), sigmoid(o), np.tanh(g)


def gates__einsum(x, h, params):
    """Sums over indices, the offset first, in a list."""
    _check_sizes(x, h, params)
    values = []
    for k, squash in (("f", sigmoid), ("i", sigmoid), ("o", sigmoid), ("c", np.tanh)):
        z = params["b" + k] + np.einsum("hj,...j->...h", params["U" + k], h)
        values.append(squash(z + np.einsum("hd,...d->...h", params["W" + k], x)))
    return values


def gates__loops(x, h, params):
    """Unit by unit and row by row, with the functions of the standard library."""
    _check_sizes(x, h, params)

    def logistic(z):
        return 0.5 * (1 + math.tanh(0.5 * z))

    results = []
    for k in "fioc":
        W, U, b = (params[letter + k] for letter in "WUb")
        out = np.zeros(h.shape)
        for place in np.ndindex(h.shape):
            row, unit = place[:-1], place[-1]
            z = float(b[unit])
            for j in range(W.shape[1]):
                z += float(W[unit, j]) * float(x[row][j])
            for j in range(U.shape[1]):
                z += float(U[unit, j]) * float(h[row][j])
            out[place] = math.tanh(z) if k == "c" else logistic(z)
        results.append(out)
    return tuple(results)


def gates__columns(x, h, params):
    """Examples as columns, offsets as a column."""
    _check_sizes(x, h, params)

    def layer(k):
        z = params["W" + k].dot(x.T).T + params["U" + k].dot(h.T).T
        return z + params["b" + k]

    f, i, o = (1 / (1 + np.exp(np.minimum(-layer(k), 700.0))) for k in "fio")
    return f, i, o, np.tanh(layer("c"))


# lstm_step


def lstm_step__composed(x, h, c, params):
    """The gates written before."""
    f, i, o, g = gates(x, h, params)
    c_new = f * c + i * g
    return o * np.tanh(c_new), c_new


class _Cell:
    def __init__(self, params):
        self.params = params

    def affine(self, k, x, h):
        return x @ self.params[f"W{k}"].T + h @ self.params[f"U{k}"].T + self.params[f"b{k}"]

    def step(self, x, h, c):
        c = sigmoid(self.affine("f", x, h)) * c
        c = c + sigmoid(self.affine("i", x, h)) * np.tanh(self.affine("c", x, h))
        return sigmoid(self.affine("o", x, h)) * np.tanh(c), c


def lstm_step__class(x, h, c, params):
    """A cell object, without `gates`."""
    return _Cell(params).step(x, h, c)


def lstm_step__packed(x, h, c, params):
    """All four pre-activations in one array, with the gates last to first."""
    W = np.concatenate([params["W" + k] for k in "coif"])
    U = np.concatenate([params["U" + k] for k in "coif"])
    b = np.concatenate([params["b" + k] for k in "coif"])
    n = params["bf"].size
    z = np.dot(x, W.T) + np.dot(h, U.T) + b
    g = np.tanh(z[..., :n])
    o, i, f = (sigmoid(z[..., n * k : n * (k + 1)]) for k in (1, 2, 3))
    c_next = np.array(c, dtype=float)
    c_next *= f
    c_next += i * g
    h_next = np.tanh(c_next)
    h_next *= o
    return [h_next, c_next]


def lstm_step__loops(x, h, c, params):
    """Row by row, and unit by unit within a row."""
    if x.ndim == 2:
        rows = [lstm_step__loops(*row, params) for row in zip(x, h, c, strict=True)]
        h_rows = np.array([row[0] for row in rows], dtype=float).reshape(h.shape)
        return h_rows, np.array([row[1] for row in rows], dtype=float).reshape(c.shape)
    f, i, o, g = gates(x, h, params)
    h_new, c_new = [], []
    for k in range(len(c)):
        c_new.append(float(f[k]) * float(c[k]) + float(i[k]) * float(g[k]))
        h_new.append(float(o[k]) * math.tanh(c_new[-1]))
    return np.array(h_new), np.array(c_new)


# lstm_sequence


def lstm_sequence__lists(xs, h0, c0, params):
    """Two lists of states, stacked at the end."""
    hs, cs = [], []
    h, c = h0, c0
    for x in xs:
        h, c = lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    if not hs:
        return np.zeros((0, *h0.shape)), np.zeros((0, *c0.shape))
    return np.stack(hs), np.stack(cs)


def lstm_sequence__filled(xs, h0, c0, params):
    """Arrays that hold the initial states too, and are filled step by step."""
    hs = np.zeros((len(xs) + 1, *np.shape(h0)))
    cs = np.zeros_like(hs)
    hs[0], cs[0] = h0, c0
    for t in range(len(xs)):
        hs[t + 1], cs[t + 1] = lstm_step(xs[t], hs[t], cs[t], params)
    return hs[1:], cs[1:]


def lstm_sequence__recursion(xs, h0, c0, params):
    """The rest of the sequence by recursion, behind the first step."""
    if xs.shape[0] == 0:
        return np.empty((0, *h0.shape)), np.empty((0, *c0.shape))
    h, c = lstm_step(xs[0], h0, c0, params)
    hs, cs = lstm_sequence__recursion(xs[1:], h, c, params)
    return np.concatenate([h[np.newaxis], hs]), np.concatenate([c[np.newaxis], cs])


def lstm_sequence__inputs_first(xs, h0, c0, params):
    """The inputs of all steps multiplied at once, before the loop over time."""
    names = "fioc"
    from_x = {k: xs @ params["W" + k].T + params["b" + k] for k in names}
    h, c = np.asarray(h0, dtype=float), np.asarray(c0, dtype=float)
    hs = np.empty((xs.shape[0], *h.shape))
    cs = np.empty((xs.shape[0], *c.shape))
    for t in range(xs.shape[0]):
        z = {k: from_x[k][t] + h @ params["U" + k].T for k in names}
        c = sigmoid(z["f"]) * c + sigmoid(z["i"]) * np.tanh(z["c"])
        h = sigmoid(z["o"]) * np.tanh(c)
        hs[t] = h
        cs[t] = c
    return hs, cs


# scalar_params


def scalar_params__table():
    """One literal for each key."""
    return {
        "Wf": np.array([[0.0]]), "Uf": np.array([[0.0]]), "bf": np.array([-100.0]),
        "Wi": np.array([[100.0]]), "Ui": np.array([[0.0]]), "bi": np.array([100.0]),
        "Wo": np.array([[100.0]]), "Uo": np.array([[0.0]]), "bo": np.array([0.0]),
        "Wc": np.array([[50.0]]), "Uc": np.array([[-100.0]]), "bc": np.array([0.0]),
    }  # fmt: skip


def scalar_params__loop():
    """A loop over the gates, with one row of the table for each."""
    params = {}
    for gate, (w, u, b) in dict(
        f=(0, 0, -100), i=(100, 0, 100), o=(100, 0, 0), c=(50, -100, 0)
    ).items():
        params["W" + gate] = np.full((1, 1), w, dtype=float)
        params["U" + gate] = np.full((1, 1), u, dtype=float)
        params["b" + gate] = np.full(1, b, dtype=float)
    return params


def scalar_params__zeros_first():
    """Zeros everywhere, then the entries that are not zero."""
    params = {a + k: np.zeros((1, 1) if a != "b" else 1) for a in "WUb" for k in "fioc"}
    params["bf"][0] = -100
    for key in ("Wi", "bi", "Wo"):
        params[key] += 100
    params["Wc"][0, 0] = 50
    params["Uc"][0, 0] = -100
    return params


# rounded_states


def rounded_states__rint(xs, params):
    """NumPy's rounding, which takes halves to the even number 0."""
    h, c = np.zeros(1), np.zeros(1)
    states = []
    for x in xs:
        h, c = lstm_step(np.array([x]), h, c, params)
        h = np.rint(h)
        states.append(h[0])
    return np.array(states, dtype=float)


def rounded_states__compared(xs, params):
    """Comparisons with a half, written into an array."""
    states = np.zeros(len(xs))
    h, c = np.array([0.0]), np.array([0.0])
    for t, x in enumerate(xs):
        h, c = lstm_step(np.reshape(x, (1,)), h, c, params)
        value = h.item()
        states[t] = 1.0 if value > 0.5 else -1.0 if value < -0.5 else 0.0
        h = states[t : t + 1]
    return states


def rounded_states__scalars(xs, params):
    """Python numbers, and Python's `round`."""
    p = {key: float(value.item()) for key, value in params.items()}

    def gate(k, x, h):
        z = p["W" + k] * x + p["U" + k] * h + p["b" + k]
        return math.tanh(z) if k == "c" else (1 + math.tanh(z / 2)) / 2

    h = c = 0.0
    result = []
    for x in map(float, xs):
        f, i, o, g = (gate(k, x, h) for k in "fioc")
        c = f * c + i * g
        h = float(round(o * math.tanh(c)))
        result.append(h)
    return np.asarray(result, dtype=np.float64)


# lstm_step_backward


def lstm_step_backward__textbook(dh, dc, x, h, c, params):
    """Gate by gate, with rows of ones made of a single example."""
    f, i, o, g = gates(x, h, params)
    tanh_c = np.tanh(f * c + i * g)
    dc_total = dc + dh * o * (1 - tanh_c**2)
    delta = {
        "f": dc_total * c * f * (1 - f),
        "i": dc_total * g * i * (1 - i),
        "o": dh * tanh_c * o * (1 - o),
        "c": dc_total * i * (1 - g**2),
    }
    dx, dh_prev, grads = 0.0, 0.0, {}
    for k, d in delta.items():
        dx = dx + d @ params["W" + k]
        dh_prev = dh_prev + d @ params["U" + k]
        rows = np.atleast_2d(d)
        grads["W" + k] = rows.T @ np.atleast_2d(x)
        grads["U" + k] = rows.T @ np.atleast_2d(h)
        grads["b" + k] = rows.sum(axis=0)
    return dx, dh_prev, dc_total * f, grads


def lstm_step_backward__rows(dh, dc, x, h, c, params):
    """Example by example, with outer products that add up."""
    batch = [np.array(a, dtype=float, ndmin=2) for a in (dh, dc, x, h, c)]
    grads = {key: np.zeros(np.shape(value)) for key, value in params.items()}
    dxs, dhs, dcs = (np.zeros(a.shape) for a in batch[2:])
    for n, (dh_n, dc_n, x_n, h_n, c_n) in enumerate(zip(*batch, strict=True)):
        f, i, o, g = gates(x_n, h_n, params)
        t = np.tanh(f * c_n + i * g)
        back = dc_n + dh_n * o * (1 - t) * (1 + t)
        dcs[n] = back * f
        slopes = (f * (1 - f), i * (1 - i), o * (1 - o), (1 - g) * (1 + g))
        for k, error, slope in zip(
            "fioc", (back * c_n, back * g, dh_n * t, back * i), slopes, strict=True
        ):
            z = error * slope
            grads["W" + k] += np.outer(z, x_n)
            grads["U" + k] += np.outer(z, h_n)
            grads["b" + k] += z
            dxs[n] += np.dot(params["W" + k].T, z)
            dhs[n] += np.dot(params["U" + k].T, z)
    return dxs.reshape(np.shape(x)), dhs.reshape(np.shape(h)), dcs.reshape(np.shape(c)), grads


def lstm_step_backward__stacked(dh, dc, x, h, c, params):
    """One array of the four errors, against the input and the state side by side."""
    size, inputs = params["Wf"].shape
    both = np.concatenate([np.reshape(x, (-1, inputs)), np.reshape(h, (-1, size))], axis=1)
    M = np.vstack([np.hstack([params["W" + k], params["U" + k]]) for k in "fioc"])
    z = both @ M.T + np.hstack([params["b" + k] for k in "fioc"])
    s = 0.5 * (1 + np.tanh(z[:, : 3 * size] / 2))
    f, i, o = s[:, :size], s[:, size : 2 * size], s[:, 2 * size :]
    g = np.tanh(z[:, 3 * size :])
    old = np.reshape(c, (-1, size))
    dh_rows, dc_rows = np.reshape(dh, (-1, size)), np.reshape(dc, (-1, size))
    new = f * old + i * g
    d_cell = dc_rows + dh_rows * o / np.cosh(np.clip(new, -300, 300)) ** 2
    d_s = np.hstack([d_cell * old, d_cell * g, dh_rows * np.tanh(new)]) * (s - s * s)
    d_z = np.hstack([d_s, d_cell * i * (1 - g * g)])
    d_both, d_M, d_b = d_z @ M, d_z.T @ both, np.einsum("nk->k", d_z)
    grads = {}
    for j, k in enumerate("fioc"):
        part = slice(j * size, (j + 1) * size)
        grads |= {"W" + k: d_M[part, :inputs], "U" + k: d_M[part, inputs:], "b" + k: d_b[part]}
    return (
        d_both[:, :inputs].reshape(np.shape(x)),
        d_both[:, inputs:].reshape(np.shape(h)),
        (d_cell * f).reshape(np.shape(c)),
        grads,
    )


def _by_complex_step(loss, arrays):
    """The gradients of a loss that takes complex numbers, one entry after the other."""
    results = []
    for k, array in enumerate(arrays):
        gradient = np.zeros(np.shape(array))
        for place in np.ndindex(np.shape(array)):
            moved = [np.array(a, dtype=complex) for a in arrays]
            moved[k][place] += 1e-30j
            gradient[place] = loss(*moved).imag / 1e-30
        results.append(gradient)
    return results


def _complex_step(x, h, c, p):
    def z(k):
        return x @ p["W" + k].T + h @ p["U" + k].T + p["b" + k]

    f, i, o = (0.5 * (1 + np.tanh(0.5 * z(k))) for k in "fio")
    c = f * c + i * np.tanh(z("c"))
    return o * np.tanh(c), c


def lstm_step_backward__complex_step(dh, dc, x, h, c, params):
    """Derivatives by a tiny imaginary step, without any rule of backpropagation."""
    names = list(params)

    def loss(x, h, c, *values):
        h_new, c_new = _complex_step(x, h, c, dict(zip(names, values, strict=True)))
        return np.sum(dh * h_new) + np.sum(dc * c_new)

    dx, dh_prev, dc_prev, *rest = _by_complex_step(loss, [x, h, c, *params.values()])
    return dx, dh_prev, dc_prev, dict(zip(names, rest, strict=True))


# lstm_backward


def lstm_backward__steps(dhs, xs, h0, c0, params):
    """The backward step written before, from the last step to the first."""
    hs, cs = lstm_sequence(xs, h0, c0, params)
    dh, dc = np.zeros(np.shape(h0)), np.zeros(np.shape(c0))
    grads = {key: np.zeros(np.shape(value)) for key, value in params.items()}
    dxs = np.zeros(np.shape(xs))
    for t in reversed(range(len(xs))):
        h, c = (hs[t - 1], cs[t - 1]) if t else (h0, c0)
        dxs[t], dh, dc, step = lstm_step_backward(dhs[t] + dh, dc, xs[t], h, c, params)
        for key in grads:
            grads[key] += step[key]
    return dxs, dh, dc, grads


def lstm_backward__recursion(dhs, xs, h0, c0, params):
    """The rest of the sequence by recursion, then the first step."""
    if len(xs) == 0:
        zeros = {key: 0.0 * value for key, value in params.items()}
        return np.zeros(xs.shape), 0.0 * h0, 0.0 * c0, zeros
    h1, c1 = lstm_step(xs[0], h0, c0, params)
    dxs, dh, dc, later = lstm_backward__recursion(dhs[1:], xs[1:], h1, c1, params)
    dx, dh0, dc0, first = lstm_step_backward(dhs[0] + dh, dc, xs[0], h0, c0, params)
    return np.vstack([dx[None], dxs]), dh0, dc0, {k: first[k] + later[k] for k in params}


def lstm_backward__kept(dhs, xs, h0, c0, params):
    """What the forward steps computed is kept, and parameter gradients are taken at the end."""
    shape, h, c = np.shape(xs), np.atleast_2d(h0), np.atleast_2d(c0)
    steps, size = shape[0], h.shape[1]
    xs = np.reshape(xs, (steps, h.shape[0], shape[-1]))
    dhs = np.reshape(dhs, (steps, *h.shape))
    kept = []
    for x in xs:
        f, i, o, g = gates(x, h, params)
        new = f * c + i * g
        kept.append((h, c, f, i, o, g, np.tanh(new)))
        h, c = o * np.tanh(new), new
    dh, dc = np.zeros(h.shape), np.zeros(h.shape)
    deltas = np.zeros((4, steps, *h.shape))
    for t in range(steps - 1, -1, -1):
        _, c, f, i, o, g, shown = kept[t]
        dh = dh + dhs[t]
        dc = dc + dh * o * (1 - shown**2)
        deltas[:, t] = (
            dc * c * f * (1 - f),
            dc * g * i * (1 - i),
            dh * shown * o * (1 - o),
            dc * i * (1 - g**2),
        )
        dh = sum(deltas[j, t] @ params["U" + k] for j, k in enumerate("fioc"))
        dc = dc * f
    before = np.array([step[0] for step in kept]).reshape(steps, *h.shape)
    dxs, grads = np.zeros(xs.shape), {}
    for j, k in enumerate("fioc"):
        dxs += deltas[j] @ params["W" + k]
        grads["W" + k] = np.einsum("tnh,tnd->hd", deltas[j], xs)
        grads["U" + k] = np.einsum("tnh,tnj->hj", deltas[j], before)
        grads["b" + k] = deltas[j].reshape(-1, size).sum(axis=0)
    return dxs.reshape(shape), dh.reshape(np.shape(h0)), dc.reshape(np.shape(c0)), grads


# parameter_count


def _sizes(input_size, hidden_size):
    if input_size < 1 or hidden_size < 1:
        raise ValueError(f"sizes are at least 1, not {input_size} and {hidden_size}")
    return int(input_size), int(hidden_size)


def parameter_count__formula(input_size, hidden_size):
    """The formula, multiplied out."""
    d, h = _sizes(input_size, hidden_size)
    return 4 * h * d + 4 * h**2 + 4 * h


def parameter_count__sum(input_size, hidden_size):
    """The twelve arrays added up one by one."""
    d, h = _sizes(input_size, hidden_size)
    count = 0
    for _gate in "fioc":
        for shape in ((h, d), (h, h), (h,)):
            count += math.prod(shape)
    return count


def parameter_count__per_unit(input_size, hidden_size):
    """What one unit has, times the number of units; NumPy integers stay NumPy integers."""
    if min(input_size, hidden_size) < 1:
        raise ValueError(f"there is no LSTM of sizes {input_size} and {hidden_size}")
    return (input_size + hidden_size + 1) * 4 * hidden_size
