"""Homework 3, problem 2 - Greta Lindqvist."""

import numpy as np

# The letters of the four affine maps: forget, input, output, candidate.
LETTERS = "fioc"


def _floats(values):
    values = np.asarray(values)
    return values if values.dtype.kind == "f" else values.astype(np.float64)


def _preactivation(letter, x, h, params):
    """W x + U h + b of one gate."""
    W = _floats(params["W" + letter])
    U = _floats(params["U" + letter])
    b = _floats(params["b" + letter])
    if x.ndim == 0 or x.shape[-1] != W.shape[1]:
        raise ValueError(f"x of shape {x.shape} does not fit W{letter} of shape {W.shape}")
    if h.ndim == 0 or h.shape[-1] != U.shape[1]:
        raise ValueError(f"h of shape {h.shape} does not fit U{letter} of shape {U.shape}")
    return x @ W.T + h @ U.T + b


def sigmoid(x):
    """1 / (1 + exp(-x)), written with exp(-|x|) only, which never overflows."""
    x = _floats(x)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def gates(x, h, params):
    """The three gates and the candidate g."""
    x, h = _floats(x), _floats(h)
    forget = sigmoid(_preactivation("f", x, h, params))
    write = sigmoid(_preactivation("i", x, h, params))
    read = sigmoid(_preactivation("o", x, h, params))
    candidate = np.tanh(_preactivation("c", x, h, params))
    return forget, write, read, candidate


def lstm_step(x, h, c, params):
    """The next h and c."""
    c = _floats(c)
    forget, write, read, candidate = gates(x, h, params)
    if c.shape[-1:] != forget.shape[-1:]:
        raise ValueError(f"c of shape {c.shape} does not fit the gates of shape {forget.shape}")
    c_next = forget * c + write * candidate
    h_next = read * np.tanh(c_next)
    return h_next, c_next


def lstm_sequence(xs, h0, c0, params):
    """All states h and c of a run over xs."""
    xs = _floats(xs)
    h, c = _floats(h0), _floats(c0)
    hs = np.zeros((len(xs),) + h.shape)
    cs = np.zeros((len(xs),) + c.shape)
    for t, x in enumerate(xs):
        h, c = lstm_step(x, h, c, params)
        hs[t] = h
        cs[t] = c
    return hs, cs


def scalar_params():
    """The unit of the exercise sheet: it forgets at once and flips its state on each 1."""
    numbers = {
        "Wf": 0, "Wi": 100, "Wo": 100, "Wc": 50,
        "Uf": 0, "Ui": 0, "Uo": 0, "Uc": -100,
    }  # fmt: skip
    params = {name: np.array([[float(number)]]) for name, number in numbers.items()}
    for letter, offset in zip(LETTERS, (-100.0, 100.0, 0.0, 0.0), strict=True):
        params["b" + letter] = np.array([offset])
    return params


def rounded_states(xs, params):
    """States of a scalar unit, each rounded before it is fed back."""
    h, c = np.zeros(1), np.zeros(1)
    rounded = np.zeros(len(xs))
    for t, x in enumerate(_floats(xs)):
        h, c = lstm_step(np.array([x]), h, c, params)
        # |h| < 1, so "closest integer" is a question of one half only; one half itself gives 0.
        h = np.where(np.abs(h) > 0.5, np.sign(h), 0.0
        rounded[t] = h[0]
    return rounded


def lstm_step_backward(dh, dc, x, h, c, params):
    """Gradients of one step from the gradients of its two results."""
    x, h, c, dh, dc = (_floats(each) for each in (x, h, c, dh, dc))
    forget, write, read, candidate = gates(x, h, params)
    squashed = np.tanh(forget * c + write * candidate)

    # c is used twice: in h = read * tanh(c), and by the next step.
    dc_total = dc + dh * read * (1 - squashed**2)

    # Gradients in front of the four nonlinearities.
    d_pre = {
        "f": dc_total * c * forget * (1 - forget),
        "i": dc_total * candidate * write * (1 - write),
        "o": dh * squashed * read * (1 - read),
        "c": dc_total * write * (1 - candidate**2),
    }

    dx = np.zeros(x.shape)
    dh_prev = np.zeros(h.shape)
    gradients = {}
    rows_x = x.reshape(-1, x.shape[-1])
    rows_h = h.reshape(-1, h.shape[-1])
    for letter, d in d_pre.items():
        dx = dx + d @ _floats(params["W" + letter])
        dh_prev = dh_prev + d @ _floats(params["U" + letter])
        rows = d.reshape(-1, d.shape[-1])
        gradients["W" + letter] = rows.T @ rows_x
        gradients["U" + letter] = rows.T @ rows_h
        gradients["b" + letter] = rows.sum(axis=0)
    return dx, dh_prev, dc_total * forget, gradients


def lstm_backward(dhs, xs, h0, c0, params):
    """Backpropagation through time: the last step first."""
    xs, dhs = _floats(xs), _floats(dhs)
    h0, c0 = _floats(h0), _floats(c0)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    total = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    dxs = np.zeros(xs.shape)
    dh, dc = np.zeros(h0.shape), np.zeros(c0.shape)
    for t in reversed(range(len(xs))):
        h_before = hs[t - 1] if t > 0 else h0
        c_before = cs[t - 1] if t > 0 else c0
        dxs[t], dh, dc, step = lstm_step_backward(
            dhs[t] + dh, dc, xs[t], h_before, c_before, params
        )
        for name in total:
            total[name] = total[name] + step[name]
    return dxs, dh, dc, total


def parameter_count(input_size, hidden_size):
    """Four maps, each with hidden * (input + hidden) weights and hidden offsets."""
    input_size, hidden_size = int(input_size), int(hidden_size)
    if input_size < 1 or hidden_size < 1:
        raise ValueError(f"sizes must be at least 1, not {input_size} and {hidden_size}")
    return 4 * (hidden_size * (input_size + hidden_size) + hidden_size)
