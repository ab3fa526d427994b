"""Problem 2: the LSTM, forwards and backwards.

Amara Diallo

The four affine maps differ only in a letter, so they are all written once, over GATES.
"""

import numpy as np

GATES = "fioc"


def sigmoid(x):
    x = np.asarray(x)
    x = x if x.dtype.kind == "f" else x.astype(float)
    e = np.exp(-np.abs(x))  # never overflows
    return np.where(x >= 0, 1, e) / (1 + e)


def _check_shapes(x, h, params):
    x, h, W, U = (np.asarray(a) for a in (x, h, params["Wf"], params["Uf"]))
    if x.shape[-1:] != W.shape[1:]:
        raise ValueError(f"x {x.shape} does not fit Wf {W.shape}")
    if h.shape[-1:] != U.shape[1:]:
        raise ValueError(f"h {h.shape} does not fit Uf {U.shape}")
    if x.shape[:-1] != h.shape[:-1]:
        raise ValueError(f"x {x.shape} and h {h.shape} are batches of different sizes")


def gates(x, h, params):
    _check_shapes(x, h, params)
    f, i, o, g = (x @ params["W" + k].T + h @ params["U" + k].T + params["b" + k] for k in GATES)
    return sigmoid(f), sigmoid(i), sigmoid(o), np.tanh(g)


def lstm_step(x, h, c, params):
    f, i, o, g = gates(x, h, params)
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm_sequence(xs, h0, c0, params):
    h, c = np.asarray(h0, dtype=float), np.asarray(c0, dtype=float)
    hs, cs = np.empty((2, len(xs), *h.shape))
    for t, x in enumerate(xs):
        h, c = hs[t], cs[t] = lstm_step(x, h, c, params)
    return hs, cs


def scalar_params():
    values = {
        "Wf": 0, "Uf": 0, "bf": -100,
        "Wi": 100, "Ui": 0, "bi": 100,
        "Wo": 100, "Uo": 0, "bo": 0,
        "Wc": 50, "Uc": -100, "bc": 0,
    }  # fmt: skip
    return {k: np.full((1,) if k[0] == "b" else (1, 1), float(v)) for k, v in values.items()}


def rounded_states(xs, params):
    h, c = np.zeros(1), np.zeros(1)
    states = np.zeros(len(xs))
    for t, x in enumerate(xs):
        h, c = lstm_step(np.array([x]), h, c, params)
        h = np.where(np.abs(h) <= 0.5, 0.0, np.rint(h))
        states[t] = h[0]
    return states


def _rows(a):
    return a.reshape(-1, a.shape[-1])


def lstm_step_backward(dh, dc, x, h, c, params):
    x, h = np.asarray(x), np.asarray(h)
    f, i, o, g = gates(x, h, params)
    tanh_c = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - tanh_c**2)

    dz = {
        "f": dc * c * f * (1 - f),
        "i": dc * g * i * (1 - i),
        "o": dh * tanh_c * o * (1 - o),
        "c": dc * i * (1 - g**2),
    }
    grads = {}
    for k in GATES:
        grads["W" + k] = _rows(dz[k]).T @ _rows(x)
        grads["U" + k] = _rows(dz[k]).T @ _rows(h)
        grads["b" + k] = _rows(dz[k]).sum(axis=0)
    dx = sum(dz[k] @ params["W" + k] for k in GATES)
    dh_prev = sum(dz[k] @ params["U" + k] for k in GATES)
    return dx, dh_prev, dc * f, grads


def lstm_backward(dhs, xs, h0, c0, params):
    xs = np.asarray(xs, dtype=float)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    before_h = [np.asarray(h0, dtype=float), *hs[:-1]]
    before_c = [np.asarray(c0, dtype=float), *cs[:-1]]

    dh, dc = np.zeros(np.shape(h0)), np.zeros(np.shape(c0))
    dxs = np.zeros(xs.shape)
    total = {k: np.zeros(np.shape(v)) for k, v in params.items()}
    for t in reversed(range(len(xs))):
        dxs[t], dh, dc, grads = lstm_step_backward(
            dh + dhs[t], dc, xs[t], before_h[t], before_c[t], params
        )
        total = {k: total[k] + grads[k] for k in total}
    return dxs, dh, dc, total


def parameter_count(input_size, hidden_size):
    if min(input_size, hidden_size) < 1:
        raise ValueError(f"sizes are at least 1, got {input_size} and {hidden_size}")
    input_size, hidden_size = int(input_size), int(hidden_size)
    return 4 * hidden_size * (input_size + hidden_size + 1)
