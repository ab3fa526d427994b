"""
HOMEWORK 3 - problem 2 - Kofi A.

The unit has three doors (forget, input, output) and one candidate. All four are
computed by the same little function, only the letters of the parameters differ.
"""
import numpy as np

DOORS = ["f", "i", "o"]
ALL_LETTERS = ["f", "i", "o", "c"]


def to_float(array_like):
    array = np.asarray(array_like)
    if np.issubdtype(array.dtype, np.floating):
        return array
    return array.astype(float)


def sigmoid(x):
    # exp only ever sees a negative number here, so it cannot blow up
    x = to_float(x)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def linear_part(letter, x, h, params):
    on_x = to_float(params["W" + letter])
    on_h = to_float(params["U" + letter])
    offset = to_float(params["b" + letter])
    if x.ndim == 0 or x.shape[-1] != on_x.shape[1]:
        raise ValueError("x is " + str(x.shape) + " but W" + letter + " is " + str(on_x.shape))
    if h.ndim == 0 or h.shape[-1] != on_h.shape[1]:
        raise ValueError("h is " + str(h.shape) + " but U" + letter + " is " + str(on_h.shape))
    return np.dot(x, on_x.T) + np.dot(h, on_h.T) + offset


def gates(x, h, params):
    x = to_float(x)
    h = to_float(h)
    forget_door, input_door, output_door = [
        sigmoid(linear_part(letter, x, h, params)) for letter in DOORS
    ]
    candidate = np.tanh(linear_part("c", x, h, params))
    return forget_door, input_door, output_door, candidate


def lstm_step(x, h, c, params):
    forget_door, input_door, output_door, candidate = gates(x, h, params)
    c = to_float(c)
    if c.ndim == 0 or c.shape[-1] != forget_door.shape[-1]:
        raise ValueError("c is " + str(c.shape) + " but the gates are " + str(forget_door.shape))
    kept = forget_door * c
    written = input_door * candidate
    c_after = kept + written
    h_after = output_door * np.tanh(c_after)
    return h_after, c_after


def lstm_sequence(xs, h0, c0, params):
    xs = to_float(xs)
    h = to_float(h0)
    c = to_float(c0)
    history_of_h = np.zeros((xs.shape[0],) + h.shape)
    history_of_c = np.zeros((xs.shape[0],) + c.shape)
    for step in range(xs.shape[0]):
        h, c = lstm_step(xs[step], h, c, params)
        history_of_h[step] = h
        history_of_c[step] = c
    return history_of_h, history_of_c


def scalar_params():
    # typed in from the table of the exercise
    return {
        "Wf": np.array([[0.0]]),
        "Wi": np.array([[100.0]]),
        "Wo": np.array([[100.0]]),
        "Wc": np.array([[50.0]]),
        "Uf": np.array([[0.0]]),
        "Ui": np.array([[0.0]]),
        "Uo": np.array([[0.0]]),
        "Uc": np.array([[-100.0]]),
        "bf": np.array([-100.0]),
        "bi": np.array([100.0]),
        "bo": np.array([0.0]),
        "bc": np.array([0.0]),
    }


def closest_integer(h):
    # a half goes to zero, on both sides
    rounded = np.where(np.abs(h) <= 0.5, 0.0, np.round(h))
    return rounded + 0.0


def rounded_states(xs, params):
    xs = to_float(xs)
    h = np.zeros(1)
    c = np.zeros(1)
    answers = []
    for x in xs:
        h, c = lstm_step(np.array([x]), h, c, params)
        h = closest_integer(h)  # the ROUNDED one goes back in
        answers.append(h[0])
    return np.array(answers, dtype=float)


def lstm_step_backward(dh, dc, x, h, c, params):
    dh, dc, x, h, c = to_float(dh), to_float(dc), to_float(x), to_float(h), to_float(c)

    # forward again
    f, i, o, g = gates(x, h, params)
    c_after = f * c + i * g
    squashed = np.tanh(c_after)

    # h_after = o * tanh(c_after), so c_after gets a second gradient through h_after
    do = dh * squashed
    dc_after = dc + dh * o * (1 - squashed * squashed)

    df = dc_after * c
    di = dc_after * g
    dg = dc_after * i
    dc_prev = dc_after * f

    # through the sigmoids and the tanh
    before_squashing = {
        "f": df * f * (1 - f),
        "i": di * i * (1 - i),
        "o": do * o * (1 - o),
        "c": dg * (1 - g * g),
    }

    dx = np.zeros(x.shape)
    dh_prev = np.zeros(h.shape)
    parameter_gradients = {}
    for letter in ALL_LETTERS:
        d = before_squashing[letter]
        dx = dx + np.dot(d, to_float(params["W" + letter]))
        dh_prev = dh_prev + np.dot(d, to_float(params["U" + letter]))
        # one row for each example, a single example is one row
        rows_d = d.reshape(-1, d.shape[-1])
        rows_x = x.reshape(-1, x.shape[-1])
        rows_h = h.reshape(-1, h.shape[-1])
        parameter_gradients["W" + letter] = np.dot(rows_d.T, rows_x)
        parameter_gradients["U" + letter] = np.dot(rows_d.T, rows_h)
        parameter_gradients["b" + letter] = np.sum(rows_d, axis=0)
    return dx, dh_prev, dc_prev, parameter_gradients


def lstm_backward(dhs, xs, h0, c0, params):
    dhs, xs, h0, c0 = to_float(dhs), to_float(xs), to_float(h0), to_float(c0)
    hs, cs = lstm_sequence(xs, h0, c0, params)
    # states BEFORE each step: the start and then all but the last
    h_before = [h0] + list(hs[:-1])
    c_before = [c0] + list(cs[:-1])

    dxs = np.zeros(xs.shape)
    dh_from_later = np.zeros(h0.shape)
    dc_from_later = np.zeros(c0.shape)
    sums = {name: np.zeros(np.shape(params[name])) for name in params}
    step = len(xs)
    while step > 0:
        step = step - 1
        dh_total = dhs[step] + dh_from_later
        dx, dh_from_later, dc_from_later, here = lstm_step_backward(
            dh_total, dc_from_later, xs[step], h_before[step], c_before[step], params
        )
        dxs[step] = dx
        for name in here:
            sums[name] = sums[name] + here[name]
    return dxs, dh_from_later, dc_from_later, sums


def parameter_count(input_size, hidden_size):
    if input_size < 1 or hidden_size < 1:
        raise ValueError("There is no LSTM with " + str(input_size) + " inputs and "
                         + str(hidden_size) + " hidden units")
    one_block = hidden_size * input_size + hidden_size * hidden_size + hidden_size
    return 4 * one_block
