"""Known wrong versions of the functions of `lstm`, each with the hint that a student reads.

The first line of a docstring says what the mistake looks like, the rest is the hint. The file runs
in the namespace of the reference solution.
"""

import math

import numpy as np

# sigmoid


def sigmoid__sign_of_the_exponent(x):
    """A sigmoid that falls where it should rise.

    Large positive numbers should give almost 1. Which sign does x have inside the exponential?
    """
    return sigmoid(np.negative(x))


def sigmoid__missing_parentheses(x):
    """A division that comes before the addition.

    Python divides before it adds. The whole sum belongs below the fraction bar.
    """
    return 1 / 1 + np.exp(-np.asarray(x, dtype=float))


def sigmoid__infinity_over_infinity(x):
    """An exponential of large positive numbers above and below the fraction bar.

    At 1000 both overflow, and infinity divided by infinity is nan. Take the exponential only of
    numbers that are not positive.
    """
    growth = np.exp(np.asarray(x, dtype=float))
    return growth / (1 + growth)


def sigmoid__overflow_warning(x):
    """A formula that overflows for very negative numbers.

    The values are right, but on the way an exponential overflows with a warning, even if its
    value is not chosen afterwards. Take the exponential only of numbers that are not positive.
    """
    return 1 / (1 + np.exp(-np.asarray(x, dtype=float)))


def sigmoid__both_branches_computed(x):
    """A choice between two formulas that computes both of them for every entry.

    Choosing afterwards does not undo the overflow of the formula that is not chosen: its warning
    has already been given. Make the exponent safe before the exponential is taken.
    """
    x = np.asarray(x, dtype=float)
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def sigmoid__tanh(x):
    """A hyperbolic tangent.

    Both are S-shaped, but the sigmoid runs from 0 to 1 and is one half at 0.
    """
    return np.tanh(x)


def sigmoid__base_two(x):
    """A power of two in the place of the exponential.

    The sigmoid uses the number e as its base.
    """
    return 1 / (1 + np.exp2(-np.clip(np.asarray(x, dtype=float), -1000, 1000)))


def sigmoid__one_number_only(x):
    """A function of a single number.

    The functions of the math module do not work on arrays.
    """
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def sigmoid__integer_buffer(x):
    """A result array that takes over the integer type of its input.

    An array made to be like an array of integers can hold only integers, and cuts off the fraction.
    """
    result = np.zeros_like(x)
    result[...] = sigmoid(x)
    return result


def sigmoid__flattened(x):
    """A result that always has one axis.

    The result should have the shape of the input, whatever that is.
    """
    return sigmoid(x).reshape(-1)


def sigmoid__in_place(x):
    """Writing the result into the array that was given.

    The caller still needs its array. Make a new one.
    """
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        x[...] = sigmoid(x)
        return x.copy()
    return sigmoid(x)


# gates


def gates__input_gate_first(x, h, params):
    """The gates in another order.

    The order of the four results is f, i, o, g.
    """
    f, i, o, g = gates(x, h, params)
    return i, f, o, g


def gates__output_and_input_swapped(x, h, params):
    """Input and output gate in each other's place.

    The order of the four results is f, i, o, g. Look at which parameters each of them uses.
    """
    f, i, o, g = gates(x, h, params)
    return f, o, i, g


def gates__without_biases(x, h, params):
    """Gates without their offsets.

    With x = 0 and h = 0 each gate still depends on its bias.
    """
    return gates(x, h, {**params, **{"b" + k: 0 * np.asarray(params["b" + k]) for k in "fioc"}})


def gates__only_the_candidate_has_a_bias(x, h, params):
    """Gates without their offsets, while the candidate has one.

    Each of the four affine functions has a bias of its own.
    """
    return gates(x, h, {**params, **{"b" + k: 0 * np.asarray(params["b" + k]) for k in "fio"}})


def gates__input_gate_without_bias(x, h, params):
    """An input gate without its offset.

    Each of the four affine functions has a bias of its own; look at the second.
    """
    return gates(x, h, {**params, "bi": 0 * np.asarray(params["bi"])})


def gates__forget_gate_ignores_h(x, h, params):
    """A forget gate that does not look at the visible state.

    Every gate sees both the input and the previous visible state.
    """
    return gates(x, h, {**params, "Uf": 0 * np.asarray(params["Uf"])})


def gates__ignores_h(x, h, params):
    """Gates that look at the input only.

    Without the visible state the unit is not recurrent: each affine function has a second matrix.
    """
    return gates(x, np.zeros_like(h), params)


def gates__u_not_transposed(x, h, params):
    """A square matrix applied from the wrong side.

    The matrices U are square, so no shape complains when one is transposed. Row j of U belongs to
    hidden unit j.
    """
    return gates(x, h, {k: v.T if k[0] == "U" else v for k, v in params.items()})


def gates__w_not_transposed(x, h, params):
    """Weights on x applied from the wrong side.

    Row j of W belongs to hidden unit j, and x is a row of inputs.
    """

    def affine(k):
        return x @ params["W" + k] + h @ params["U" + k].T + params["b" + k]

    return sigmoid(affine("f")), sigmoid(affine("i")), sigmoid(affine("o")), np.tanh(affine("c"))


def gates__sigmoid_for_the_candidate(x, h, params):
    """A candidate that is never negative.

    The candidate is a value and not a fraction: it is squashed into (-1, 1).
    """
    f, i, o, g = gates(x, h, params)
    return f, i, o, sigmoid(np.arctanh(np.clip(g, -1 + 1e-15, 1 - 1e-15)))


def gates__tanh_for_the_output_gate(x, h, params):
    """An output gate that can be negative.

    All three gates are fractions between 0 and 1; only the candidate has a sign.
    """
    f, i, _, g = gates(x, h, params)
    return f, i, gates(x, h, {**params, **{k + "c": params[k + "o"] for k in "WUb"}})[3], g


def gates__forget_gate_reversed(x, h, params):
    """A forget gate that is open where it should be closed.

    In spite of its name, a forget gate of 1 keeps everything.
    """
    f, i, o, g = gates(x, h, params)
    return 1 - f, i, o, g


def gates__coupled(x, h, params):
    """An input gate that is one minus the forget gate.

    Some variants of the unit couple the two. Here the input gate has parameters of its own.
    """
    f, _, o, g = gates(x, h, params)
    return f, 1 - f, o, g


def gates__candidate_not_squashed(x, h, params):
    """A candidate that is not squashed.

    Two different functions follow the four affine maps. Which one follows the last?
    """
    f, i, o, _ = gates(x, h, params)
    return f, i, o, x @ params["Wc"].T + h @ params["Uc"].T + params["bc"]


def gates__bias_used_twice(x, h, params):
    """An offset that is added twice.

    Some libraries keep one bias for the input and one for the state; here there is one of each.
    """
    return gates(x, h, {k: 2 * v if k[0] == "b" else v for k, v in params.items()})


def gates__always_a_batch(x, h, params):
    """A batch axis where none was given.

    For one example, a row, the four results are rows too and not arrays with two axes.
    """
    return gates(np.atleast_2d(x), np.atleast_2d(h), params)


def gates__complaint_without_shapes(x, h, params):
    """A shape error that leaves the caller guessing.

    Compare the last axes before you multiply, and put both shapes into the text of a ValueError.
    """
    if np.shape(x)[-1:] != np.shape(params["Wf"])[-1:]:
        raise ValueError("wrong shape")
    return gates(x, h, params)


def gates__offset_in_place(x, h, params):
    """Weights that are changed while the gates are computed.

    The dict of parameters belongs to the caller: the next step needs it as it was.
    """
    result = gates(x, h, params)
    params["bf"] *= 0.5
    return result


# lstm_step


def lstm_step__no_forget_term(x, h, c, params):
    """A cell that is overwritten at every step.

    With an open forget gate and a closed input gate the cell should stay as it is.
    """
    _, i, o, g = gates(x, h, params)
    c = i * g
    return o * np.tanh(c), c


def lstm_step__no_input_gate(x, h, c, params):
    """A candidate that is always written.

    With a closed input gate nothing new should reach the cell.
    """
    f, _, o, g = gates(x, h, params)
    c = f * c + g
    return o * np.tanh(c), c


def lstm_step__no_forget_gate(x, h, c, params):
    """A cell that never forgets.

    With a closed forget gate nothing of the old cell should be left.
    """
    _, i, o, g = gates(x, h, params)
    c = c + i * g
    return o * np.tanh(c), c


def lstm_step__coupled_gates(x, h, c, params):
    """An input gate that is one minus the forget gate.

    When both gates are open, the candidate is added to the cell.
    """
    f, _, o, g = gates(x, h, params)
    c = f * c + (1 - f) * g
    return o * np.tanh(c), c


def lstm_step__old_cell_shown(x, h, c, params):
    """A visible state that is made from the old cell.

    The state shows what the cell holds after this step.
    """
    f, i, o, g = gates(x, h, params)
    return o * np.tanh(c), f * c + i * g


def lstm_step__cell_not_squashed(x, h, c, params):
    """A visible state that can leave (-1, 1).

    Between the cell and the output gate there is one more function.
    """
    f, i, o, g = gates(x, h, params)
    c = f * c + i * g
    return o * c, c


def lstm_step__tanh_kept_in_the_cell(x, h, c, params):
    """A memory cell that is squashed at every step.

    The cell itself may grow beyond 1; only what is shown of it is squashed.
    """
    f, i, o, g = gates(x, h, params)
    c = np.tanh(f * c + i * g)
    return o * c, c


def lstm_step__sigmoid_of_the_cell(x, h, c, params):
    """A visible state that is never negative.

    A negative cell should give a negative visible state.
    """
    f, i, o, g = gates(x, h, params)
    c = f * c + i * g
    return o * sigmoid(c), c


def lstm_step__output_gate_closes_the_cell(x, h, c, params):
    """An output gate that acts on the memory.

    The output gate decides what is shown and never what is stored.
    """
    f, i, o, g = gates(x, h, params)
    c = o * (f * c + i * g)
    return np.tanh(c), c


def lstm_step__no_output_gate(x, h, c, params):
    """A visible state without its gate.

    With a closed output gate the visible state should be zero.
    """
    f, i, _, g = gates(x, h, params)
    c = f * c + i * g
    return np.tanh(c), c


def lstm_step__forget_and_input_swapped(x, h, c, params):
    """Forget and input gate in each other's place.

    The forget gate multiplies the old cell, the input gate the candidate.
    """
    f, i, o, g = gates(x, h, params)
    c = i * c + f * g
    return o * np.tanh(c), c


def lstm_step__input_and_output_swapped(x, h, c, params):
    """Input and output gate in each other's place.

    The input gate decides what is written, the output gate what is shown.
    """
    f, i, o, g = gates(x, h, params)
    c = f * c + o * g
    return i * np.tanh(c), c


def lstm_step__gates_see_the_cell(x, h, c, params):
    """Gates that look at the memory cell.

    In this form of the unit the gates see the input and the previous visible state.
    """
    f, i, o, g = gates(x, c, params)
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm_step__forget_gate_sees_the_cell(x, h, c, params):
    """A forget gate that looks at the memory cell.

    In this form of the unit all the gates see the previous visible state.
    """
    f, _, _, _ = gates(x, c, params)
    _, i, o, g = gates(x, h, params)
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm_step__cell_first(x, h, c, params):
    """The two states in the other order.

    The visible state comes first, then the cell.
    """
    h, c = lstm_step(x, h, c, params)
    return c, h


def lstm_step__cell_in_place(x, h, c, params):
    """A new cell that is written over the old one.

    An augmented assignment such as *= changes the array of the caller. Make a new array.
    """
    f, i, o, g = gates(x, h, params)
    if c.dtype.kind != "f":
        c = c.astype(float)
    c *= f
    c += i * g
    return o * np.tanh(c), c.copy()


def lstm_step__naive_tanh(x, h, c, params):
    """A hyperbolic tangent written with exponentials.

    For a cell of 1000 both exponentials overflow, and infinity divided by infinity is nan. NumPy
    has a function that does not.
    """
    f, i, o, g = gates(x, h, params)
    c = f * c + i * g
    with np.errstate(all="ignore"):
        up, down = np.exp(c), np.exp(-c)
        return o * (up - down) / (up + down), c


def lstm_step__cell_clipped(x, h, c, params):
    """A memory cell that is kept within [-1, 1].

    The cell may hold any number; an open forget gate keeps it whatever its size.
    """
    h, c = lstm_step(x, h, np.clip(c, -1, 1), params)
    return h, c


def lstm_step__always_a_batch(x, h, c, params):
    """A batch axis where none was given.

    For one example, a row, the two states are rows too and not arrays with two axes.
    """
    return lstm_step(*np.atleast_2d(x, h, c), params)


def lstm_step__only_the_visible_state(x, h, c, params):
    """A step that keeps its memory to itself.

    The next step needs both states: return h and c.
    """
    return lstm_step(x, h, c, params)[0]


def lstm_step__first_row_for_all(x, h, c, params):
    """A batch whose rows all share the gates of its first row.

    Every example has gates of its own. Look for an index or a sum along the first axis.
    """
    if np.ndim(x) == 1:
        return lstm_step(x, h, c, params)
    f, i, o, g = gates(x[0], h[0], params)
    c = f * c + i * g
    return o * np.tanh(c), c


# lstm_sequence


def lstm_sequence__state_not_carried(xs, h0, c0, params):
    """Steps that all start from the initial states.

    Step t starts from the two states that step t - 1 left behind.
    """
    hs, cs = np.empty((len(xs), *np.shape(h0))), np.empty((len(xs), *np.shape(h0)))
    for t, x in enumerate(xs):
        hs[t], cs[t] = lstm_step(x, h0, c0, params)
    return hs, cs


def lstm_sequence__cell_not_carried(xs, h0, c0, params):
    """Steps that all start from the initial cell.

    Both states are handed on. When the forget gate is closed, nobody notices that one is not.
    """
    hs, cs = np.empty((len(xs), *np.shape(h0))), np.empty((len(xs), *np.shape(h0)))
    h = h0
    for t, x in enumerate(xs):
        h, c = lstm_step(x, h, c0, params)
        hs[t], cs[t] = h, c
    return hs, cs


def lstm_sequence__cell_reset_to_zero(xs, h0, c0, params):
    """A cell that is set to zero before every step.

    The memory is lost if the cell is created inside the loop. It starts once, from c0.
    """
    hs, cs = np.empty((len(xs), *np.shape(h0))), np.empty((len(xs), *np.shape(h0)))
    h = h0
    for t, x in enumerate(xs):
        h, c = lstm_step(x, h, 0 * np.asarray(c0), params)
        hs[t], cs[t] = h, c
    return hs, cs


def lstm_sequence__starts_from_zero(xs, h0, c0, params):
    """A run that ignores its initial states.

    The caller chooses where the run starts; zero is only one choice.
    """
    return lstm_sequence(xs, np.zeros_like(h0), np.zeros_like(c0), params)


def lstm_sequence__last_state_only(xs, h0, c0, params):
    """The states after the last step only.

    The results should have one row for each step.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return (hs[-1], cs[-1]) if len(xs) else (h0, c0)


def lstm_sequence__rows_all_equal(xs, h0, c0, params):
    """Rows that are all equal to the last one.

    One array was stored many times and changed in between. Store a new array for each step.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return np.array([hs[-1] for _ in xs]), np.array([cs[-1] for _ in xs])


def lstm_sequence__initial_state_included(xs, h0, c0, params):
    """One row too many.

    The initial states are not among the results: T inputs give T rows.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return np.concatenate([[h0], hs]), np.concatenate([[c0], cs])


def lstm_sequence__states_before_the_steps(xs, h0, c0, params):
    """The states before each step in the place of those after it.

    The first row should be the state after the first input was read.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return np.concatenate([[h0], hs])[:-1], np.concatenate([[c0], cs])[:-1]


def lstm_sequence__read_backwards(xs, h0, c0, params):
    """A sequence that is read from its end.

    The input at time 0 comes first.
    """
    hs, cs = lstm_sequence(xs[::-1], h0, c0, params)
    return hs[::-1], cs[::-1]


def lstm_sequence__cells_first(xs, h0, c0, params):
    """The two results in the other order.

    The visible states come first, then the cells.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return cs, hs


def lstm_sequence__batch_before_time(xs, h0, c0, params):
    """Results with the batch before the time.

    Time is the first axis of the results, as it is of the inputs.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return (hs.swapaxes(0, 1), cs.swapaxes(0, 1)) if hs.ndim == 3 else (hs, cs)


def lstm_sequence__fails_when_empty(xs, h0, c0, params):
    """A run that needs at least one input.

    With no inputs there are no rows, but the other axes keep their lengths.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    return np.array(list(hs)), np.array(list(cs))


def lstm_sequence__initial_state_overwritten(xs, h0, c0, params):
    """Initial states that are changed during the run.

    Copy the initial states before the loop, or give each new state a new array.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    if len(xs):
        h0[...], c0[...] = hs[-1], cs[-1]
    return hs, cs


# scalar_params


def scalar_params__w_and_u_swapped():
    """The weights on the input and on the state in each other's place.

    The second superscript tells what a weight acts on: W acts on x, U on h.
    """
    params = scalar_params()
    return {{"W": "U", "U": "W"}.get(k[0], "b") + k[1]: v for k, v in params.items()}


def scalar_params__forget_gate_open():
    """A forget gate that is always open.

    Look at the sign of its bias: this unit forgets its old cell at every step.
    """
    return {**scalar_params(), "bf": np.array([100.0])}


def scalar_params__candidate_sign():
    """A candidate whose weight on the state has lost its sign.

    A visible state of 1 should turn the candidate negative.
    """
    return {**scalar_params(), "Uc": np.array([[100.0]])}


def scalar_params__output_gate_biased():
    """An output gate with the bias of the input gate.

    For an input of 0 the output gate is one half, so its bias is zero.
    """
    return {**scalar_params(), "bo": np.array([100.0])}


def scalar_params__plain_numbers():
    """Numbers in the place of matrices.

    The other functions transpose and multiply these: the W and U have two axes, the b have one.
    """
    return {name: float(value.sum()) for name, value in scalar_params().items()}


def scalar_params__biases_with_two_axes():
    """Biases with two axes.

    A bias has one entry for each hidden unit: its shape is (1,).
    """
    return {name: value.reshape(1, 1) for name, value in scalar_params().items()}


def scalar_params__zeros_left_out():
    """Only those parameters that are not zero.

    The other functions look up all the twelve keys.
    """
    return {name: value for name, value in scalar_params().items() if value.any()}


def scalar_params__integers():
    """Integer arrays.

    An array of integers cannot be trained: give the entries as floats.
    """
    return {name: value.astype(int) for name, value in scalar_params().items()}


# rounded_states


def rounded_states__rounded_at_the_end(xs, params):
    """Rounding after the whole run.

    The next step should receive the rounded state: round inside the loop.
    """
    hs, _ = lstm_sequence(np.asarray(xs).reshape(-1, 1), np.zeros(1), np.zeros(1), params)
    return np.where(np.abs(hs[:, 0]) <= 0.5, 0.0, np.sign(hs[:, 0]))


def rounded_states__half_rounded_up(xs, params):
    """Rounding that takes one half up.

    A state of exactly 0.5 should become 0, as should -0.5.
    """
    states = np.zeros(len(xs))
    h = c = np.zeros(1)
    for t, x in enumerate(xs):
        h, c = lstm_step(np.array([x]), h, c, params)
        h = np.floor(h + 0.5)
        states[t] = h[0]
    return states


def rounded_states__half_rounded_away(xs, params):
    """Rounding that takes one half away from zero.

    A state of exactly 0.5 or -0.5 should become 0. Look at the comparison with one half.
    """
    states = np.zeros(len(xs))
    h = c = np.zeros(1)
    for t, x in enumerate(xs):
        h, c = lstm_step(np.array([x]), h, c, params)
        h = np.where(np.abs(h) < 0.5, 0.0, np.sign(h))
        states[t] = h[0]
    return states


def rounded_states__cut_off(xs, params):
    """Cutting off the fraction.

    Converting to an integer cuts towards zero, so that 0.76 becomes 0. Its closest integer is 1.
    """
    states = np.zeros(len(xs))
    h = c = np.zeros(1)
    for t, x in enumerate(xs):
        h, c = lstm_step(np.array([x]), h, c, params)
        h = np.trunc(h)
        states[t] = h[0]
    return states


def rounded_states__never_rounded(xs, params):
    """States that are not rounded.

    Each state should be -1, 0 or 1.
    """
    hs, _ = lstm_sequence(np.asarray(xs).reshape(-1, 1), np.zeros(1), np.zeros(1), params)
    return hs[:, 0]


def rounded_states__fed_but_not_returned(xs, params):
    """States before rounding.

    The rounded values are fed on, and they are also what is returned.
    """
    states = np.zeros(len(xs))
    h = c = np.zeros(1)
    for t, x in enumerate(xs):
        h, c = lstm_step(np.array([x]), h, c, params)
        states[t] = h[0]
        h = np.where(np.abs(h) <= 0.5, 0.0, np.sign(h))
    return states


def rounded_states__cell_rounded_too(xs, params):
    """A memory cell that is rounded too.

    Only the visible state is rounded; the cell is handed on as it is.
    """
    states = np.zeros(len(xs))
    h = c = np.zeros(1)
    for t, x in enumerate(xs):
        h, c = lstm_step(np.array([x]), h, c, params)
        h, c = np.where(np.abs(h) <= 0.5, 0.0, np.sign(h)), np.round(c)
        states[t] = h[0]
    return states


def rounded_states__cell_reset(xs, params):
    """A cell that starts from zero at every step.

    The cell is handed on from step to step. The scalar unit forgets it, other units do not.
    """
    states = np.zeros(len(xs))
    h = np.zeros(1)
    for t, x in enumerate(xs):
        h, _ = lstm_step(np.array([x]), h, np.zeros(1), params)
        h = np.where(np.abs(h) <= 0.5, 0.0, np.sign(h))
        states[t] = h[0]
    return states


def rounded_states__own_parameters(xs, params):
    """A run that does not look at its parameters.

    The function gets the parameters of a unit; they need not be those of scalar_params.
    """
    return rounded_states(xs, scalar_params())


def rounded_states__column(xs, params):
    """A column with two axes.

    The result has one number for each step, like the input.
    """
    return rounded_states(xs, params).reshape(-1, 1)


# lstm_step_backward


def lstm_step_backward__dc_ignored(dh, dc, x, h, c, params):
    """A gradient that ignores what arrives at the cell.

    The loss depends on both outputs: the cell has an influence on later steps.
    """
    return lstm_step_backward(dh, 0 * np.asarray(dc), x, h, c, params)


def lstm_step_backward__dh_does_not_reach_the_cell(dh, dc, x, h, c, params):
    """A gradient that does not go from the visible state to the cell.

    The visible state is a function of the new cell, so part of dh arrives at the cell.
    """
    _, _, o, _ = gates(x, h, params)
    _, new = lstm_step(x, h, c, params)
    return lstm_step_backward(dh, dc - dh * o * (1 - np.tanh(new) ** 2), x, h, c, params)


def lstm_step_backward__tanh_not_differentiated(dh, dc, x, h, c, params):
    """A tanh between cell and visible state without its derivative.

    On its way to the cell, dh passes the output gate and the derivative of tanh.
    """
    _, _, o, _ = gates(x, h, params)
    _, new = lstm_step(x, h, c, params)
    return lstm_step_backward(dh, dc + dh * o * np.tanh(new) ** 2, x, h, c, params)


def lstm_step_backward__derivative_at_the_old_cell(dh, dc, x, h, c, params):
    """The derivative of tanh taken at the old cell.

    The visible state shows the new cell.
    """
    _, _, o, _ = gates(x, h, params)
    _, new = lstm_step(x, h, c, params)
    moved = dc + dh * o * (np.tanh(new) ** 2 - np.tanh(c) ** 2)
    return lstm_step_backward(dh, moved, x, h, c, params)


def _backward_with(deltas, dc_prev, x, h, params):
    """Finish a backward step from the gradients at the four affine functions."""
    dx = sum(delta @ params["W" + k] for k, delta in deltas.items())
    dh_prev = sum(delta @ params["U" + k] for k, delta in deltas.items())
    grads = {}
    for k, delta in deltas.items():
        rows = np.atleast_2d(delta)
        grads["W" + k] = rows.T @ np.atleast_2d(x)
        grads["U" + k] = rows.T @ np.atleast_2d(h)
        grads["b" + k] = rows.sum(axis=0)
    return dx, dh_prev, dc_prev, grads


def _values(dh, dc, x, h, c, params):
    """Return the gates, the squashed new cell and the gradient at the new cell."""
    f, i, o, g = gates(x, h, params)
    squashed = np.tanh(f * c + i * g)
    return f, i, o, g, squashed, dc + dh * o * (1 - squashed**2)


def lstm_step_backward__sigmoid_not_differentiated(dh, dc, x, h, c, params):
    """Gates without the derivative of the sigmoid.

    Between a gate and its affine function lies a sigmoid; its derivative is a factor.
    """
    f, i, _, g, squashed, d = _values(dh, dc, x, h, c, params)
    deltas = {"f": d * c, "i": d * g, "o": dh * squashed, "c": d * i * (1 - g**2)}
    return _backward_with(deltas, d * f, x, h, params)


def lstm_step_backward__candidate_squashed_twice(dh, dc, x, h, c, params):
    """The derivative of tanh taken at a value that is squashed already.

    The formula 1 - tanh(z)**2 wants z; g is tanh(z).
    """
    f, i, o, g, squashed, d = _values(dh, dc, x, h, c, params)
    deltas = {
        "f": d * c * f * (1 - f),
        "i": d * g * i * (1 - i),
        "o": dh * squashed * o * (1 - o),
        "c": d * i * (1 - np.tanh(g) ** 2),
    }
    return _backward_with(deltas, d * f, x, h, params)


def lstm_step_backward__sigmoid_rule_for_the_candidate(dh, dc, x, h, c, params):
    """The derivative of the sigmoid used for the candidate.

    The candidate is squashed by tanh, whose derivative differs.
    """
    f, i, o, g, squashed, d = _values(dh, dc, x, h, c, params)
    deltas = {
        "f": d * c * f * (1 - f),
        "i": d * g * i * (1 - i),
        "o": dh * squashed * o * (1 - o),
        "c": d * i * g * (1 - g),
    }
    return _backward_with(deltas, d * f, x, h, params)


def lstm_step_backward__new_cell_for_the_forget_gate(dh, dc, x, h, c, params):
    """A forget gate whose gradient uses the new cell.

    The forget gate multiplies the old cell, so the old cell is the factor.
    """
    f, i, o, g, squashed, d = _values(dh, dc, x, h, c, params)
    deltas = {
        "f": d * (f * c + i * g) * f * (1 - f),
        "i": d * g * i * (1 - i),
        "o": dh * squashed * o * (1 - o),
        "c": d * i * (1 - g**2),
    }
    return _backward_with(deltas, d * f, x, h, params)


def lstm_step_backward__output_gate_uses_the_cell(dh, dc, x, h, c, params):
    """An output gate whose gradient uses the cell before it is squashed.

    The output gate multiplies tanh of the cell, so that is the factor.
    """
    f, i, o, g, _, d = _values(dh, dc, x, h, c, params)
    deltas = {
        "f": d * c * f * (1 - f),
        "i": d * g * i * (1 - i),
        "o": dh * (f * c + i * g) * o * (1 - o),
        "c": d * i * (1 - g**2),
    }
    return _backward_with(deltas, d * f, x, h, params)


def lstm_step_backward__dc_in_the_output_gate(dh, dc, x, h, c, params):
    """An output gate that receives the gradient of the cell.

    The output gate has no influence on the cell, only on the visible state.
    """
    f, i, o, g, squashed, d = _values(dh, dc, x, h, c, params)
    deltas = {
        "f": d * c * f * (1 - f),
        "i": d * g * i * (1 - i),
        "o": d * squashed * o * (1 - o),
        "c": d * i * (1 - g**2),
    }
    return _backward_with(deltas, d * f, x, h, params)


def lstm_step_backward__dc_prev_without_forget_gate(dh, dc, x, h, c, params):
    """A gradient of the old cell without its gate.

    The old cell was multiplied by the forget gate before it reached the new one.
    """
    dx, dh_prev, _, grads = lstm_step_backward(dh, dc, x, h, c, params)
    return dx, dh_prev, _values(dh, dc, x, h, c, params)[-1], grads


def lstm_step_backward__dc_prev_from_dc_only(dh, dc, x, h, c, params):
    """A gradient of the old cell that leaves out the visible state.

    The old cell influences the loss through both outputs of the step.
    """
    dx, dh_prev, _, grads = lstm_step_backward(dh, dc, x, h, c, params)
    return dx, dh_prev, dc * gates(x, h, params)[0], grads


def lstm_step_backward__dh_prev_through_the_candidate_only(dh, dc, x, h, c, params):
    """A gradient of the old state through one of the four affine functions.

    The old state enters all four, and their contributions add up.
    """
    _, i, _, g, _, d = _values(dh, dc, x, h, c, params)
    dx, _, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, params)
    return dx, (d * i * (1 - g**2)) @ params["Uc"], dc_prev, grads


def lstm_step_backward__u_transposed(dh, dc, x, h, c, params):
    """A gradient sent through the wrong side of a square matrix.

    The matrices U are square, so no shape complains. In the forward step row j of U makes unit j.
    """
    flipped = {k: v.T if k[0] == "U" else v for k, v in params.items()}
    f, i, o, g, squashed, d = _values(dh, dc, x, h, c, params)
    deltas = {
        "f": d * c * f * (1 - f),
        "i": d * g * i * (1 - i),
        "o": dh * squashed * o * (1 - o),
        "c": d * i * (1 - g**2),
    }
    return _backward_with(deltas, d * f, x, h, flipped)


def lstm_step_backward__outer_product_transposed(dh, dc, x, h, c, params):
    """Outer products with their factors in the wrong order.

    A gradient has the shape of its matrix: one row for each hidden unit. For the square matrices U
    the shape does not show the difference.
    """
    dx, dh_prev, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, params)
    return dx, dh_prev, dc_prev, {k: v.T if k[0] == "U" else v for k, v in grads.items()}


def lstm_step_backward__mean_over_the_batch(dh, dc, x, h, c, params):
    """Parameter gradients that are averaged over the batch.

    The contributions of the rows are summed; whoever wants a mean puts it into the loss.
    """
    dx, dh_prev, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, params)
    n = len(x) if np.ndim(x) == 2 else 1
    return dx, dh_prev, dc_prev, {name: value / n for name, value in grads.items()}


def lstm_step_backward__biases_not_summed(dh, dc, x, h, c, params):
    """Bias gradients with one row for each example.

    All rows of the batch share the biases: their contributions are summed.
    """
    dx, dh_prev, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, params)
    if np.ndim(x) == 2:
        parts = [
            lstm_step_backward(*(row[None] for row in rows), params)[3]
            for rows in zip(dh, dc, x, h, c, strict=True)
        ]
        grads.update({"b" + k: np.array([part["b" + k] for part in parts]) for k in "fioc"})
    return dx, dh_prev, dc_prev, grads


def lstm_step_backward__wrong_sign(dh, dc, x, h, c, params):
    """Gradients with the opposite sign.

    The gradient points to where the loss grows; the minus sign belongs to the update.
    """
    dx, dh_prev, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, params)
    return -dx, -dh_prev, -dc_prev, {name: -value for name, value in grads.items()}


def lstm_step_backward__previous_states_swapped(dh, dc, x, h, c, params):
    """The gradients of the two previous states in the other order.

    The order of the results is dx, dh_prev, dc_prev, grads.
    """
    dx, dh_prev, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, params)
    return dx, dc_prev, dh_prev, grads


def lstm_step_backward__dc_in_place(dh, dc, x, h, c, params):
    """Adding to the gradient that was passed in.

    The array dc belongs to the caller. Write the sum into a new array.
    """
    result = lstm_step_backward(dh, dc, x, h, c, params)
    if dc.dtype.kind == "f":
        dc += dh
    return result


# lstm_backward


def _through_time(dhs, xs, h0, c0, params, *, carry_h=1.0, carry_c=1.0, average=1, lag=1):
    """Backpropagate through time with parts of it left out or shifted."""
    hs, cs = lstm_sequence(xs, h0, c0, params)
    dxs = np.zeros(np.shape(xs))
    dh, dc = np.zeros(np.shape(h0)), np.zeros(np.shape(c0))
    grads = {name: np.zeros(np.shape(value)) for name, value in params.items()}
    for t in reversed(range(len(xs))):
        h = hs[t - 1] if t else h0
        c = cs[t - lag] if t >= lag else c0
        arrived = dhs[t] + carry_h * dh
        dxs[t], dh, dc, part = lstm_step_backward(arrived, carry_c * dc, xs[t], h, c, params)
        for name in grads:
            grads[name] += part[name] / average
    return dxs, dh, dc, grads


def lstm_backward__cell_gradient_not_carried(dhs, xs, h0, c0, params):
    """A gradient that travels back through the visible states only.

    The cell is handed on too, and its gradient is what makes the memory long.
    """
    return _through_time(dhs, xs, h0, c0, params, carry_c=0.0)


def lstm_backward__state_gradient_not_carried(dhs, xs, h0, c0, params):
    """A gradient that travels back through the cells only.

    The visible state of a step is an input of the next one: what comes back from there is added.
    """
    return _through_time(dhs, xs, h0, c0, params, carry_h=0.0)


def lstm_backward__steps_not_connected(dhs, xs, h0, c0, params):
    """Steps that are differentiated one by one.

    An early input influences all later states. Carry both gradients from step to step.
    """
    return _through_time(dhs, xs, h0, c0, params, carry_h=0.0, carry_c=0.0)


def lstm_backward__wrong_cell(dhs, xs, h0, c0, params):
    """A backward step that gets the cell after the step in the place of that before it.

    Step t started from the states after step t - 1.
    """
    return _through_time(dhs, xs, h0, c0, params, lag=0)


def lstm_backward__initial_states_zero(dhs, xs, h0, c0, params):
    """A first step that is differentiated at zero states.

    The first step started from h0 and c0.
    """
    return lstm_backward(dhs, xs, np.zeros_like(h0), np.zeros_like(c0), params)


def lstm_backward__last_gradient_only(dhs, xs, h0, c0, params):
    """A loss that looks at the last state only.

    The loss may depend on every visible state: add row t of dhs when you come to step t.
    """
    kept = np.zeros(np.shape(dhs))
    kept[-1:] = dhs[-1:]
    return lstm_backward(kept, xs, h0, c0, params)


def lstm_backward__first_step_only(dhs, xs, h0, c0, params):
    """Parameter gradients of a single step.

    All steps share the parameters, so that their contributions add up. Here each overwrites the
    one before.
    """
    dxs, dh0, dc0, grads = lstm_backward(dhs, xs, h0, c0, params)
    if len(xs) > 1:
        hs, cs = lstm_sequence(xs[:1], h0, c0, params)
        later = lstm_backward(dhs[1:], xs[1:], hs[0], cs[0], params)[3]
        grads = {name: grads[name] - later[name] for name in grads}
    return dxs, dh0, dc0, grads


def lstm_backward__mean_over_time(dhs, xs, h0, c0, params):
    """Parameter gradients that are averaged over the steps.

    The contributions of the steps are summed.
    """
    return _through_time(dhs, xs, h0, c0, params, average=max(len(xs), 1))


def lstm_backward__inputs_reversed(dhs, xs, h0, c0, params):
    """Gradients of the inputs in the order in which they were found.

    You go through the steps from the last to the first; row t of dxs belongs to input t.
    """
    dxs, dh0, dc0, grads = lstm_backward(dhs, xs, h0, c0, params)
    return dxs[::-1], dh0, dc0, grads


def lstm_backward__initial_gradients_swapped(dhs, xs, h0, c0, params):
    """The gradients of the two initial states in the other order.

    The order of the results is dxs, dh0, dc0, grads.
    """
    dxs, dh0, dc0, grads = lstm_backward(dhs, xs, h0, c0, params)
    return dxs, dc0, dh0, grads


def lstm_backward__truncated_after_two_steps(dhs, xs, h0, c0, params):
    """A gradient that is cut off after two steps.

    Backpropagation through time goes back to the first step.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    dxs, dh0, dc0, grads = lstm_backward(dhs[:2], xs[:2], h0, c0, params)
    dxs = np.concatenate([dxs, np.zeros(np.shape(xs[2:]))])
    for t in range(2, len(xs)):
        part = lstm_backward(dhs[t : t + 1], xs[t : t + 1], hs[t - 1], cs[t - 1], params)
        dxs[t] += part[0][0]
        grads = {name: grads[name] + part[3][name] for name in grads}
    return dxs, dh0, dc0, grads


def lstm_backward__fails_when_empty(dhs, xs, h0, c0, params):
    """A backward run that needs at least one step.

    With no inputs nothing influences the loss: the gradients are zero, and dxs is empty.
    """
    if not len(xs):
        raise IndexError("list index out of range")
    return lstm_backward(dhs, xs, h0, c0, params)


def lstm_backward__dhs_in_place(dhs, xs, h0, c0, params):
    """Adding to the gradients that were passed in.

    The array dhs belongs to the caller. Write each sum into a new array.
    """
    result = lstm_backward(dhs, xs, h0, c0, params)
    if dhs.dtype.kind == "f" and len(dhs) > 1:
        dhs[0] += 1
    return result


def lstm_backward__gradients_of_each_step(dhs, xs, h0, c0, params):
    """Parameter gradients with one entry for each step.

    All steps share the parameters: each gradient has the shape of its parameter.
    """
    hs, cs = lstm_sequence(xs, h0, c0, params)
    dxs, dh0, dc0, _ = lstm_backward(dhs, xs, h0, c0, params)
    dh, dc, parts = np.zeros(np.shape(h0)), np.zeros(np.shape(c0)), []
    for t in reversed(range(len(xs))):
        h, c = (hs[t - 1], cs[t - 1]) if t else (h0, c0)
        _, dh, dc, part = lstm_step_backward(dhs[t] + dh, dc, xs[t], h, c, params)
        parts.insert(0, part)
    return dxs, dh0, dc0, {name: np.array([part[name] for part in parts]) for name in params}


# parameter_count


def parameter_count__without_biases(input_size, hidden_size):
    """A count without the biases.

    Four vectors of offsets are adjusted too.
    """
    return parameter_count(input_size, hidden_size) - 4 * hidden_size


def parameter_count__two_biases_each(input_size, hidden_size):
    """A count with two biases for each gate.

    Some libraries keep one bias for the input and one for the state; here there is one.
    """
    return parameter_count(input_size, hidden_size) + 4 * hidden_size


def parameter_count__three_gates(input_size, hidden_size):
    """A count of the three gates without the candidate.

    The candidate has a W, a U and a b of its own.
    """
    return parameter_count(input_size, hidden_size) // 4 * 3


def parameter_count__one_gate(input_size, hidden_size):
    """A count of one gate.

    There are three gates and the candidate, all of the same size.
    """
    return parameter_count(input_size, hidden_size) // 4


def parameter_count__not_recurrent(input_size, hidden_size):
    """A count without the weights on the visible state.

    The four matrices U are adjusted too, and they are square.
    """
    return parameter_count(input_size, hidden_size) - 4 * hidden_size**2


def parameter_count__sizes_swapped(input_size, hidden_size):
    """The number of inputs and of hidden units in each other's place.

    It is the matrices on the visible state that are square.
    """
    return parameter_count(hidden_size, input_size)


def parameter_count__one_bias_number_each(input_size, hidden_size):
    """A count with a single number for each bias.

    A bias has one entry for each hidden unit.
    """
    return parameter_count(input_size, hidden_size) - 4 * hidden_size + 4


def parameter_count__float(input_size, hidden_size):
    """A count that is not an integer.

    A count is a whole number: use whole-number arithmetic.
    """
    return float(parameter_count(input_size, hidden_size))


def parameter_count__any_size(input_size, hidden_size):
    """A count that accepts every size.

    No unit has zero or minus three inputs: raise a ValueError that names both sizes.
    """
    d, h = int(input_size), int(hidden_size)
    return 4 * (h * (d + h) + h)
