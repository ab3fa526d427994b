# hw3 part 2 -- hugo
# I stack the four gates into one big matrix (as in most papers) because then backward is short:
# everything is one matrix product. Order inside the stack: f, i, o, c.

import numpy as np

ORDER = ['f', 'i', 'o', 'c']


def sigmoid(x):
    # tanh does not overflow, and sigmoid is only a squeezed tanh
    x = np.asarray(x)
    if x.dtype != np.float32:
        x = x.astype(float)
    return 0.5 * np.tanh(0.5 * x) + 0.5


def stack(params):
    def all_four(letter):
        return np.concatenate([np.asarray(params[letter + k], dtype=float) for k in ORDER], axis=0)

    return all_four('W'), all_four('U'), all_four('b')      # (4h, d), (4h, h), (4h,)


def unstack(dW, dU, db):
    out = {}
    n = len(db) // 4
    for j, k in enumerate(ORDER):
        part = slice(j * n, (j + 1) * n)
        out['W' + k] = dW[part]
        out['U' + k] = dU[part]
        out['b' + k] = db[part]
    return out


def gates(x, h, params):
    x = np.asarray(x, dtype=float)
    h = np.asarray(h, dtype=float)
    W, U, b = stack(params)
    # error with the shapes of one gate, the stacked ones would only confuse
    if x.shape[-1:] != W.shape[1:]:
        raise ValueError('x has shape %s but Wf has shape %s' % (x.shape, np.shape(params['Wf'])))
    if h.shape[-1:] != U.shape[1:]:
        raise ValueError('h has shape %s but Uf has shape %s' % (h.shape, np.shape(params['Uf'])))
    z = x @ W.T + h @ U.T + b
    zf, zi, zo, zc = np.split(z, 4, axis=-1)
    return sigmoid(zf), sigmoid(zi), sigmoid(zo), np.tanh(zc)


def lstm_step(x, h, c, params):
    f, i, o, g = gates(x, h, params)
    c_old = np.asarray(c, dtype=float)
    if c_old.shape[-1:] != g.shape[-1:]:
        raise ValueError('c has shape %s but the gates have shape %s' % (c_old.shape, g.shape))
    c_new = f * c_old + i * g
    h_new = o * np.tanh(c_new)  # the NEW c, not the old one
    return h_new, c_new


def lstm_sequence(xs, h0, c0, params):
    h, c = np.array(h0, dtype=float), np.array(c0, dtype=float)
    if len(xs) == 0:
        # nothing to stack
        return np.zeros((0,) + h.shape), np.zeros((0,) + c.shape)
    hs, cs = [], []
    for x in xs:
        h, c = lstm_step(x, h, c, params)
        hs.append(h)
        cs.append(c)
    return np.stack(hs), np.stack(cs)


def scalar_params():
    # numbers from the table on the sheet
    return dict(
        Wf=np.array([[0.]]), Uf=np.array([[0.]]), bf=np.array([-100.]),
        Wi=np.array([[100.]]), Ui=np.array([[0.]]), bi=np.array([100.]),
        Wo=np.array([[100.]]), Uo=np.array([[0.]]), bo=np.array([0.]),
        Wc=np.array([[50.]]), Uc=np.array([[-100.]]), bc=np.array([0.]),
    )


def rounded_states(xs, params):
    h = np.zeros(1)
    c = np.zeros(1)
    seen = []
    for x in xs:
        h, c = lstm_step([x], h, c, params)
        # np.rint rounds 0.5 to the EVEN neighbour, which is 0, and -0.5 to -0. Exactly what we want
        h = np.rint(h) + 0.0      # + 0.0 makes a normal zero out of -0.0
        seen.append(h[0])
    return np.array(seen, dtype=float)


def lstm_step_backward(dh, dc, x, h, c, params):
    x, h, c = np.asarray(x, dtype=float), np.asarray(h, dtype=float), np.asarray(c, dtype=float)
    dh, dc = np.asarray(dh, dtype=float), np.asarray(dc, dtype=float)
    W, U, b = stack(params)

    # forward once more
    f, i, o, g = gates(x, h, params)
    t = np.tanh(f * c + i * g)

    # backward. dc gets the part that comes through h
    # (careful: not +=, that changes the caller's dc)
    dc = dc + dh * o * (1 - t * t)
    dzo = dh * t * o * (1 - o)
    dzf = dc * c * f * (1 - f)
    dzi = dc * g * i * (1 - i)
    dzc = dc * i * (1 - g * g)
    dz = np.concatenate((dzf, dzi, dzo, dzc), axis=-1)

    # sums over the batch; reshape makes one example a batch of one
    flat = dz.reshape(-1, dz.shape[-1])
    dW = flat.T @ x.reshape(-1, x.shape[-1])
    dU = flat.T @ h.reshape(-1, h.shape[-1])
    db = flat.sum(0)
    return dz @ W, dz @ U, dc * f, unstack(dW, dU, db)


def lstm_backward(dhs, xs, h0, c0, params):
    xs = np.asarray(xs, dtype=float)
    hs, cs = lstm_sequence(xs, h0, c0, params)

    # what went INTO each step: the start and then all states but the last
    h_in = [np.asarray(h0, dtype=float)] + list(hs[:-1])
    c_in = [np.asarray(c0, dtype=float)] + list(cs[:-1])

    dh = np.zeros(np.shape(h0))
    dc = np.zeros(np.shape(c0))
    grads = {k: np.zeros(np.shape(v)) for k, v in params.items()}
    dxs = np.zeros(xs.shape)
    t = len(xs)
    while t > 0:
        t = t - 1
        # h_t matters for the loss directly AND through the next step
        dh = dh + np.asarray(dhs[t], dtype=float)
        dxs[t], dh, dc, g = lstm_step_backward(dh, dc, xs[t], h_in[t], c_in[t], params)
        for k in grads:
            grads[k] = grads[k] + g[k]
    return dxs, dh, dc, grads


def parameter_count(input_size, hidden_size):
    if min(input_size, hidden_size) < 1:
        raise ValueError('there is no LSTM with sizes %s and %s' % (input_size, hidden_size))
    input_size, hidden_size = int(input_size), int(hidden_size)     # python ints never overflow
    one_gate = hidden_size * input_size + hidden_size * hidden_size + hidden_size
    return 4 * one_gate
