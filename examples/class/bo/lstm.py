# homework 3, problem 2
# Bo Lindqvist
import math

import numpy as np


def number_sigmoid(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    e = math.exp(v)
    return e / (1.0 + e)


def sigmoid(x):
    x = np.array(x)
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        out[index] = number_sigmoid(float(x[index]))
    return out


def check(x, h, params):
    """the last axes against Wf and Uf, the first axes against each other"""
    x_shape, h_shape = np.shape(x), np.shape(h)
    W_shape, U_shape = np.shape(params["Wf"]), np.shape(params["Uf"])
    if len(x_shape) == 0 or x_shape[-1] != W_shape[1]:
        raise ValueError("x has shape %s, W has shape %s" % (x_shape, W_shape))
    if len(h_shape) == 0 or h_shape[-1] != U_shape[1]:
        raise ValueError("h has shape %s, U has shape %s" % (h_shape, U_shape))
    if x_shape[:-1] != h_shape[:-1]:
        raise ValueError("x has shape %s, h has shape %s" % (x_shape, h_shape))


def one_gate(x, h, W, U, b):
    """W x + U h + b for ONE example"""
    hidden = len(b)
    z = np.zeros(hidden)
    for k in range(hidden):
        s = float(b[k])
        for j in range(len(x)):
            s += float(W[k][j]) * float(x[j])
        for j in range(hidden):
            s += float(U[k][j]) * float(h[j])
        z[k] = s
    return z


def gates(x, h, params):
    x = np.array(x)
    h = np.array(h)
    check(x, h, params)
    f = np.zeros(h.shape)
    i = np.zeros(h.shape)
    o = np.zeros(h.shape)
    g = np.zeros(h.shape)
    for row in np.ndindex(h.shape[:-1]):
        f[row] = sigmoid(one_gate(x[row], h[row], params["Wf"], params["Uf"], params["bf"]))
        i[row] = sigmoid(one_gate(x[row], h[row], params["Wi"], params["Ui"], params["bi"]))
        o[row] = sigmoid(one_gate(x[row], h[row], params["Wo"], params["Uo"], params["bo"]))
        candidate = one_gate(x[row], h[row], params["Wc"], params["Uc"], params["bc"])
        for k in range(len(candidate)):
            g[row + (k,)] = math.tanh(candidate[k])
    return f, i, o, g


def lstm_step(x, h, c, params):
    f, i, o, g = gates(x, h, params)
    new_h = np.zeros(f.shape)
    new_c = np.zeros(f.shape)
    for index in np.ndindex(f.shape):
        new_c[index] = f[index] * c[index] + i[index] * g[index]
        new_h[index] = o[index] * math.tanh(new_c[index])
    return new_h, new_c


def lstm_sequence(xs, h0, c0, params):
    h = np.array(h0, dtype=float)
    c = np.array(c0, dtype=float)
    hs = np.zeros((len(xs),) + h.shape)
    cs = np.zeros((len(xs),) + c.shape)
    for t in range(len(xs)):
        h, c = lstm_step(xs[t], h, c, params)
        hs[t] = h
        cs[t] = c
    return hs, cs


def scalar_params():
    p = {}
    p["Wf"] = np.array([[0.0]])
    p["Wi"] = np.array([[100.0]])
    p["Wo"] = np.array([[100.0]])
    p["Wc"] = np.array([[50.0]])
    p["Uf"] = np.array([[0.0]])
    p["Ui"] = np.array([[0.0]])
    p["Uo"] = np.array([[0.0]])
    p["Uc"] = np.array([[-100.0]])
    p["bf"] = np.array([-100.0])
    p["bi"] = np.array([100.0])
    p["bo"] = np.array([0.0])
    p["bc"] = np.array([0.0])
    return p


def rounded_states(xs, params):
    answer = np.zeros(len(xs))
    h = np.array([0.0])
    c = np.array([0.0])
    for t in range(len(xs)):
        h, c = lstm_step(np.array([float(xs[t])]), h, c, params)
        # |h| < 1 always, so there are only three cases
        if h[0] > 0.5:
            h = np.array([1.0])
        elif h[0] < -0.5:
            h = np.array([-1.0])
        else:
            h = np.array([0.0])
        answer[t] = h[0]      # and this h goes into the next step
    return answer


def empty_gradients(params):
    grads = {}
    for name in params:
        grads[name] = np.zeros(np.shape(params[name]))
    return grads


def lstm_step_backward(dh, dc, x, h, c, params):
    x = np.array(x)
    h = np.array(h)
    c = np.array(c)
    f, i, o, g = gates(x, h, params)
    d = x.shape[-1]
    hidden = h.shape[-1]
    dx = np.zeros(x.shape)
    dh_prev = np.zeros(h.shape)
    dc_prev = np.zeros(c.shape)
    grads = empty_gradients(params)

    for row in np.ndindex(h.shape[:-1]):
        for k in range(hidden):
            at = row + (k,)
            new_c = f[at] * c[at] + i[at] * g[at]
            th = math.tanh(new_c)
            # everything that arrives at the cell: from outside and through h
            cell = float(dc[at]) + float(dh[at]) * o[at] * (1 - th * th)
            dc_prev[at] = cell * f[at]

            back = {}      # derivative of the four numbers inside sigmoid / tanh
            back["f"] = cell * c[at] * f[at] * (1 - f[at])
            back["i"] = cell * g[at] * i[at] * (1 - i[at])
            back["o"] = float(dh[at]) * th * o[at] * (1 - o[at])
            back["c"] = cell * i[at] * (1 - g[at] * g[at])
            for name in ["f", "i", "o", "c"]:
                delta = back[name]
                grads["b" + name][k] += delta
                for j in range(d):
                    grads["W" + name][k, j] += delta * x[row + (j,)]
                    dx[row + (j,)] += delta * params["W" + name][k][j]
                for j in range(hidden):
                    grads["U" + name][k, j] += delta * h[row + (j,)]
                    dh_prev[row + (j,)] += delta * params["U" + name][k][j]
    return dx, dh_prev, dc_prev, grads


def lstm_backward(dhs, xs, h0, c0, params):
    T = len(xs)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    dxs = np.zeros(np.shape(xs))
    dh = np.zeros(np.shape(h0))
    dc = np.zeros(np.shape(c0))
    grads = empty_gradients(params)
    t = T - 1
    while t >= 0:
        if t == 0:
            h_before = h0
            c_before = c0
        else:
            h_before = hs[t - 1]
            c_before = cs[t - 1]
        dx, dh, dc, step = lstm_step_backward(dh + dhs[t], dc, xs[t], h_before, c_before, params)
        dxs[t] = dx
        for name in grads:
            grads[name] = grads[name] + step[name]
        t = t - 1
    return dxs, dh, dc, grads


def parameter_count(input_size, hidden_size):
    if input_size < 1 or hidden_size < 1:
        raise ValueError("there is no LSTM with %d inputs and %d hidden units"
                         % (input_size, hidden_size))
    input_size = int(input_size)      # a numpy int32 could overflow
    hidden_size = int(hidden_size)
    n = 0
    for gate in ["f", "i", "o", "c"]:
        n += hidden_size * input_size     # W
        n += hidden_size * hidden_size    # U
        n += hidden_size                  # b
    return n
