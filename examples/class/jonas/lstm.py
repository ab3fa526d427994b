# Homework 3, part 2 (LSTM)
# Jonas Weidemann

import numpy as np

# One stacked matrix for all four blocks is faster than four small products.
# Order of the blocks = order in which PyTorch's docs stack them, with o before g.
ORDER = "ifoc"


def _flt(a):
    a = np.asarray(a)
    return a if a.dtype.kind == "f" else a.astype(np.float64)


def sigmoid(x):
    # via tanh: cannot overflow
    return 0.5 * (1 + np.tanh(0.5 * _flt(x)))


def _stack(params, letter):
    return np.concatenate([_flt(params[letter + k]) for k in ORDER], axis=0)


def _pre(x, h, params):
    x, h = _flt(x), _flt(h)
    for name, v, key in (("x", x, "Wf"), ("h", h, "Uf")):
        want = np.shape(params[key])
        if v.ndim == 0 or v.shape[-1] != want[1]:
            raise ValueError(f"{name} has shape {v.shape}, but {key} has {want}")
    W, U, b = (_stack(params, s) for s in "WUb")
    return x @ W.T + h @ U.T + b


def gates(x, h, params):
    z1, z2, z3, z4 = np.split(_pre(x, h, params), 4, axis=-1)
    return sigmoid(z1), sigmoid(z2), sigmoid(z3), np.tanh(z4)


def lstm_step(x, h, c, params):
    f, i, o, g = gates(x, h, params)
    c = _flt(c)
    if c.shape[-1:] != f.shape[-1:]:
        raise ValueError(f"c has shape {c.shape}, gates have {f.shape}")
    c_new = f * c + i * g
    return o * np.tanh(c_new), c_new


def lstm_sequence(xs, h0, c0, params):
    xs = _flt(xs)
    h, c = _flt(h0), _flt(c0)
    hs = np.empty((len(xs),) + h.shape)
    cs = np.empty((len(xs),) + c.shape)
    for t, x in enumerate(xs):
        h, c = lstm_step(x, h, c, params)
        hs[t], cs[t] = h, c
    return hs, cs


def scalar_params():
    val = dict(Wf=0, Uf=0, bf=-100, Wi=100, Ui=0, bi=100, Wo=100, Uo=0, bo=0, Wc=50, Uc=-100, bc=0)
    return {k: np.full(1 if k[0] == "b" else (1, 1), float(v)) for k, v in val.items()}


def rounded_states(xs, params):
    xs = _flt(xs)
    hs, _ = lstm_sequence(xs.reshape(-1, 1), np.zeros(1), np.zeros(1), params)
    h = hs[:, 0]
    # |h| < 1 always, so only -1, 0, 1 are possible
    return np.sign(h) * (np.abs(h) > 0.5)


def lstm_step_backward(dh, dc, x, h, c, params):
    x, h, c, dh, dc = map(_flt, (x, h, c, dh, dc))
    f, i, o, g = gates(x, h, params)
    tc = np.tanh(f * c + i * g)
    dc = dc + dh * o * (1 - tc**2)
    dz = np.concatenate(
        [
            dc * c * f * (1 - f),
            dc * g * i * (1 - i),
            dh * tc * o * (1 - o),
            dc * i * (1 - g**2),
        ],
        axis=-1,
    )
    dx = dz @ _stack(params, "W")
    dh_prev = dz @ _stack(params, "U")
    # parameter gradients: flatten the batch, then one product each
    Z = dz.reshape(-1, dz.shape[-1])
    blocks = {
        "W": Z.T @ x.reshape(-1, x.shape[-1]),
        "U": Z.T @ h.reshape(-1, h.shape[-1]),
        "b": Z.sum(axis=0),
    }
    grads = {}
    for letter, G in blocks.items():
        for k, part in zip(ORDER, np.split(G, 4, axis=0)):
            grads[letter + k] = part
    return dx, dh_prev, dc * f, grads


def lstm_backward(dhs, xs, h0, c0, params):
    xs, dhs = _flt(xs), _flt(dhs)
    h0, c0 = _flt(h0), _flt(c0)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    T = len(xs)
    dxs = np.zeros(xs.shape)
    dh, dc = np.zeros(h0.shape), np.zeros(c0.shape)
    total = {k: np.zeros(np.shape(v)) for k, v in params.items()}
    for t in range(T - 1, -1, -1):
        hp = hs[t - 1] if t else h0
        cp = cs[t - 1] if t else c0
        dxs[t], dh, dc, part = lstm_step_backward(dh + dhs[t], dc, xs[t], hp, cp, params)
        for k in part:
            total[k] += part[k]
    return dxs, dh, dc, total


def parameter_count(input_size, hidden_size):
    d, h = input_size, hidden_size
    if min(d, h) < 1:
        raise ValueError(f"sizes have to be positive: {d}, {h}")
    return 4 * h * (d + h + 1)
