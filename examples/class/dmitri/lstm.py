import numpy as np

F32 = np.float32


def sigmoid(x):
    x = np.asarray(x, dtype=np.float32)
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e / (1 + e), 1 / (1 + e))


def to32(params):
    return {name: np.asarray(value, dtype=F32) for name, value in params.items()}


def gates(x, h, params):
    x = np.asarray(x, dtype=np.float32)
    h = np.asarray(h, dtype=np.float32)
    p = to32(params)
    if x.shape[-1:] != p['Wf'].shape[1:]:
        raise ValueError('gates: x.shape = {}, Wf.shape = {}'.format(x.shape, p['Wf'].shape))
    if h.shape[-1:] != p['Uf'].shape[1:]:
        raise ValueError('gates: h.shape = {}, Uf.shape = {}'.format(h.shape, p['Uf'].shape))
    if x.shape[:-1] != h.shape[:-1]:
        raise ValueError('gates: x.shape = {}, h.shape = {}'.format(x.shape, h.shape))
    f = sigmoid(np.dot(x, p['Wf'].T) + np.dot(h, p['Uf'].T) + p['bf'])
    i = sigmoid(np.dot(x, p['Wi'].T) + np.dot(h, p['Ui'].T) + p['bi'])
    o = sigmoid(np.dot(x, p['Wo'].T) + np.dot(h, p['Uo'].T) + p['bo'])
    g = np.tanh(np.dot(x, p['Wc'].T) + np.dot(h, p['Uc'].T) + p['bc'])
    return f, i, o, g


def lstm_step(x, h, c, params):
    c = np.asarray(c, dtype=np.float32)
    f, i, o, g = gates(x, h, params)
    c_new = f * c + i * g
    h_new = o * np.tanh(c_new)
    return h_new, c_new


def lstm_sequence(xs, h0, c0, params):
    xs = np.asarray(xs, dtype=np.float32)
    h = np.asarray(h0, dtype=np.float32)
    c = np.asarray(c0, dtype=np.float32)
    hs = np.zeros((xs.shape[0],) + h.shape, dtype=np.float32)
    cs = np.zeros_like(hs)
    for t in range(xs.shape[0]):
        h, c = lstm_step(xs[t], h, c, params)
        hs[t], cs[t] = h, c
    return hs, cs


def scalar_params():
    m = lambda v: np.array([[v]], dtype=np.float32)
    v = lambda v: np.array([v], dtype=np.float32)
    return dict(
        Wf=m(0), Wi=m(100), Wo=m(100), Wc=m(50),
        Uf=m(0), Ui=m(0), Uo=m(0), Uc=m(-100),
        bf=v(-100), bi=v(100), bo=v(0), bc=v(0),
    )


def rounded_states(xs, params):
    xs = np.asarray(xs, dtype=np.float32)
    h = np.zeros(1, dtype=np.float32)
    c = np.zeros(1, dtype=np.float32)
    result = np.zeros(len(xs), dtype=np.float32)
    for t in range(len(xs)):
        h, c = lstm_step(xs[t:t + 1], h, c, params)
        h = np.round(h)  # np.round(0.5) = 0, good
        result[t] = h[0]
    return result


def lstm_step_backward(dh, dc, x, h, c, params):
    dh = np.asarray(dh, dtype=np.float32)
    dc = np.asarray(dc, dtype=np.float32)
    x = np.asarray(x, dtype=np.float32)
    h = np.asarray(h, dtype=np.float32)
    c = np.asarray(c, dtype=np.float32)
    p = to32(params)
    f, i, o, g = gates(x, h, p)
    th = np.tanh(f * c + i * g)

    dc = dc + dh * o * (1 - th * th)
    # pre-activations
    af = dc * c * f * (1 - f)
    ai = dc * g * i * (1 - i)
    ao = dh * th * o * (1 - o)
    ag = dc * i * (1 - g * g)

    dx = np.dot(af, p['Wf']) + np.dot(ai, p['Wi']) + np.dot(ao, p['Wo']) + np.dot(ag, p['Wc'])
    dh_prev = np.dot(af, p['Uf']) + np.dot(ai, p['Ui']) + np.dot(ao, p['Uo']) + np.dot(ag, p['Uc'])
    dc_prev = dc * f

    X = x.reshape(-1, x.shape[-1])
    H = h.reshape(-1, h.shape[-1])
    grads = {}
    for letter, a in (('f', af), ('i', ai), ('o', ao), ('c', ag)):
        A = a.reshape(-1, a.shape[-1])
        grads['W' + letter] = np.dot(A.T, X)
        grads['U' + letter] = np.dot(A.T, H)
        grads['b' + letter] = np.sum(A, axis=0)
    return dx, dh_prev, dc_prev, grads


def lstm_backward(dhs, xs, h0, c0, params):
    dhs = np.asarray(dhs, dtype=np.float32)
    xs = np.asarray(xs, dtype=np.float32)
    h0 = np.asarray(h0, dtype=np.float32)
    c0 = np.asarray(c0, dtype=np.float32)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    T = xs.shape[0]
    dxs = np.zeros_like(xs)
    dh = np.zeros_like(h0)
    dc = np.zeros_like(c0)
    grads = {k: np.zeros_like(w) for k, w in to32(params).items()}
    for t in range(T - 1, -1, -1):
        h_prev = hs[t - 1] if t > 0 else h0
        c_prev = cs[t - 1] if t > 0 else c0
        dx, dh, dc, g = lstm_step_backward(dh + dhs[t], dc, xs[t], h_prev, c_prev, params)
        dxs[t] = dx
        for k in grads:
            grads[k] = grads[k] + g[k]
    return dxs, dh, dc, grads


def parameter_count(input_size, hidden_size):
    if input_size < 1 or hidden_size < 1:
        raise ValueError('sizes must be positive: {}, {}'.format(input_size, hidden_size))
    input_size, hidden_size = int(input_size), int(hidden_size)
    return 4 * (hidden_size * (input_size + hidden_size) + hidden_size)
