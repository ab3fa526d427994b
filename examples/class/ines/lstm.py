import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def check(name, v, Wname, W):
    if v.shape[-1:] != W.shape[-1:]:
        raise ValueError(name + " " + str(v.shape) + " doesn't match " + Wname + " " + str(W.shape))


def to_arrays(params):
    return {name: np.array(params[name], dtype=float) for name in params}


def gates(x, h, params):
    x = np.array(x, dtype=float)
    h = np.array(h, dtype=float)
    p = to_arrays(params)
    check("x", x, "Wf", p["Wf"])
    check("h", h, "Uf", p["Uf"])
    f = sigmoid(x.dot(p["Wf"].T) + h.dot(p["Uf"].T) + p["bf"])
    i = sigmoid(x.dot(p["Wi"].T) + h.dot(p["Ui"].T) + p["bi"])
    o = sigmoid(x.dot(p["Wo"].T) + h.dot(p["Uo"].T) + p["bo"])
    g = np.tanh(x.dot(p["Wc"].T) + h.dot(p["Uc"].T) + p["bc"])
    return f, i, o, g


def lstm_step(x, h, c, params):
    f, i, o, g = gates(x, h, params)
    c = np.array(c, dtype=float)
    check("c", c, "gate", f)
    c1 = f * c + i * g
    h1 = o * np.tanh(c1)
    return h1, c1


def lstm_sequence(xs, h0, c0, params):
    T = len(xs)
    hs = np.zeros((T + 1,) + np.shape(h0))
    cs = np.zeros((T + 1,) + np.shape(c0))
    hs[0] = h0
    cs[0] = c0
    for t in range(T):
        hs[t + 1], cs[t + 1] = lstm_step(xs[t], hs[t], cs[t], params)
    return hs[1:], cs[1:]


def scalar_params():
    Wf, Wi, Wo, Wc = 0, 100, 100, 50
    Uf, Ui, Uo, Uc = 0, 0, 0, -100
    bf, bi, bo, bc = -100, 100, 0, 0
    return {
        "Wf": np.full((1, 1), float(Wf)),
        "Wi": np.full((1, 1), float(Wi)),
        "Wo": np.full((1, 1), float(Wo)),
        "Wc": np.full((1, 1), float(Wc)),
        "Uf": np.full((1, 1), float(Uf)),
        "Ui": np.full((1, 1), float(Ui)),
        "Uo": np.full((1, 1), float(Uo)),
        "Uc": np.full((1, 1), float(Uc)),
        "bf": np.full(1, float(bf)),
        "bi": np.full(1, float(bi)),
        "bo": np.full(1, float(bo)),
        "bc": np.full(1, float(bc)),
    }


def rounded_states(xs, params):
    out = np.zeros(len(xs))
    h = np.zeros((1,))
    c = np.zeros((1,))
    for t in range(len(xs)):
        h, c = lstm_step(np.array([xs[t]]), h, c, params)
        if abs(h[0]) <= 0.5:
            h = np.zeros((1,))
        elif h[0] > 0:
            h = np.ones((1,))
        else:
            h = -np.ones((1,))
        out[t] = h[0]
    return out


def lstm_step_backward(dh, dc, x, h, c, params):
    p = to_arrays(params)
    x = np.array(x, dtype=float)
    h = np.array(h, dtype=float)
    c = np.array(c, dtype=float)
    dh = np.array(dh, dtype=float)
    dc = np.array(dc, dtype=float)

    if x.ndim == 1:
        dx, dh_prev, dc_prev, grads = lstm_step_backward(
            dh[None], dc[None], x[None], h[None], c[None], params
        )
        return dx[0], dh_prev[0], dc_prev[0], grads
    if x.ndim > 2:
        lead = x.shape[:-1]
        two = lambda a: a.reshape(-1, a.shape[-1])
        dx, dh_prev, dc_prev, grads = lstm_step_backward(
            two(dh), two(dc), two(x), two(h), two(c), params
        )
        back = lambda a: a.reshape(lead + a.shape[-1:])
        return back(dx), back(dh_prev), back(dc_prev), grads

    f, i, o, g = gates(x, h, params)
    h1, c1 = lstm_step(x, h, c, params)

    dc1 = dc + dh * o * (1 - np.tanh(c1) ** 2)
    df = dc1 * c
    di = dc1 * g
    do = dh * np.tanh(c1)
    dg = dc1 * i
    dc_prev = dc1 * f

    af = df * f * (1 - f)
    ai = di * i * (1 - i)
    ao = do * o * (1 - o)
    ac = dg * (1 - g ** 2)

    dx = af.dot(p["Wf"]) + ai.dot(p["Wi"]) + ao.dot(p["Wo"]) + ac.dot(p["Wc"])
    dh_prev = af.dot(p["Uf"]) + ai.dot(p["Ui"]) + ao.dot(p["Uo"]) + ac.dot(p["Uc"])
    grads = {
        "Wf": af.T.dot(x), "Uf": af.T.dot(h), "bf": af.sum(axis=0),
        "Wi": ai.T.dot(x), "Ui": ai.T.dot(h), "bi": ai.sum(axis=0),
        "Wo": ao.T.dot(x), "Uo": ao.T.dot(h), "bo": ao.sum(axis=0),
        "Wc": ac.T.dot(x), "Uc": ac.T.dot(h), "bc": ac.sum(axis=0),
    }
    return dx, dh_prev, dc_prev, grads


def lstm_backward(dhs, xs, h0, c0, params):
    T = len(xs)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    dh_next = np.zeros(np.shape(h0))
    dc_next = np.zeros(np.shape(c0))
    dxs = np.zeros(np.shape(xs))
    grads = {}
    for name in params:
        grads[name] = np.zeros(np.shape(params[name]))
    for t in range(T - 1, -1, -1):
        if t == 0:
            h_prev, c_prev = h0, c0
        else:
            h_prev, c_prev = hs[t - 1], cs[t - 1]
        dx, dh_next, dc_next, gr = lstm_step_backward(
            dhs[t] + dh_next, dc_next, xs[t], h_prev, c_prev, params
        )
        dxs[t] = dx
        for name in grads:
            grads[name] += gr[name]
    return dxs, dh_next, dc_next, grads


def parameter_count(input_size, hidden_size):
    if input_size < 1 or hidden_size < 1:
        raise ValueError(f"input_size {input_size}, hidden_size {hidden_size}")
    input_size, hidden_size = int(input_size), int(hidden_size)
    W = hidden_size * input_size
    U = hidden_size ** 2
    b = hidden_size
    return 4 * (W + U + b)
