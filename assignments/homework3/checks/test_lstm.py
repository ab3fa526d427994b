"""What lstm must satisfy."""

import math

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.checks import check
from autograder.compare import (
    assert_between,
    assert_close,
    assert_equal,
    assert_finite,
    assert_gradient,
    assert_no_warnings,
    assert_raises,
    assert_shape,
    assert_unchanged,
    fields,
    unpack,
)
from autograder.strategies import arrays, memory_layouts, numbers, sizes

GATES = "fioc"  # the order of the results of `gates`; c stands for the candidate
KEYS = tuple(kind + gate for kind in "WUb" for gate in GATES)
FAR = 1000.0  # a bias that opens (or, negative, shuts) a gate whatever the weights are
OPEN = 300.0  # one that does so for small inputs, and whose exponential does not overflow
SQUASHED = math.tanh(1.0)  # 0.7615941559557649, the visible state of a cell of 1

# The scalar unit of the statement, as whole numbers, and the unit of the worked examples.
SCALAR_UNIT = {
    "Wf": np.array([[0]]),
    "Wi": np.array([[100]]),
    "Wo": np.array([[100]]),
    "Wc": np.array([[50]]),
    "Uf": np.array([[0]]),
    "Ui": np.array([[0]]),
    "Uo": np.array([[0]]),
    "Uc": np.array([[-100]]),
    "bf": np.array([-100]),
    "bi": np.array([100]),
    "bo": np.array([0]),
    "bc": np.array([0]),
}
WORKED_UNIT = {
    "Wf": np.array([[0.5]]),
    "Wi": np.array([[-0.6]]),
    "Wo": np.array([[0.7]]),
    "Wc": np.array([[1.2]]),
    "Uf": np.array([[-0.3]]),
    "Ui": np.array([[0.4]]),
    "Uo": np.array([[0.2]]),
    "Uc": np.array([[-0.9]]),
    "bf": np.array([0.8]),
    "bi": np.array([0.1]),
    "bo": np.array([-0.5]),
    "bc": np.array([0.3]),
}
# On this unit it shows whether the rounded state is fed on.
FEEDBACK_UNIT = {
    **{name: np.zeros_like(value, dtype=float) for name, value in SCALAR_UNIT.items()},
    "Wf": np.array([[-1.0]]),
    "bf": np.array([2.0]),
    "Ui": np.array([[-1.0]]),
    "bo": np.array([1.0]),
    "Wc": np.array([[-2.0]]),
}


# Inputs


def shapes(inputs, hidden):
    """Return the shapes of the parameters by key."""
    of = {"W": (hidden, inputs), "U": (hidden, hidden), "b": (hidden,)}
    return {key: of[key[0]] for key in KEYS}


def constant(inputs, hidden, value=0.0):
    """Return parameters that are all equal."""
    return {key: np.full(shape, value) for key, shape in shapes(inputs, hidden).items()}


def parameters(inputs, hidden, bound=1.0):
    """Draw parameters that leave the gates unsaturated."""
    return st.fixed_dictionaries(
        {key: arrays(shape, -bound, bound) for key, shape in shapes(inputs, hidden).items()}
    )


def moments(inputs, hidden, *batch):
    """Draw what one step needs: x, h, c, params."""
    return st.tuples(
        arrays((*batch, inputs), -2.0, 2.0),
        arrays((*batch, hidden), -1.0, 1.0),
        arrays((*batch, hidden), -2.0, 2.0),
        parameters(inputs, hidden),
    )


def runs(steps, inputs, hidden, *batch):
    """Draw what a run needs: xs, h0, c0, params."""
    return st.tuples(
        arrays((steps, *batch, inputs), -2.0, 2.0),
        arrays((*batch, hidden), -1.0, 1.0),
        arrays((*batch, hidden), -2.0, 2.0),
        parameters(inputs, hidden),
    )


def with_biases(params, **biases):
    """Return the parameters with all entries of some biases replaced: bf=FAR opens that gate."""
    changed = {key: np.full(np.shape(params[key]), value) for key, value in biases.items()}
    return {**params, **changed}


def converted(value, convert):
    """Apply ``convert`` to an array or to each array of a dict."""
    if isinstance(value, dict):
        return {key: convert(array) for key, array in value.items()}
    return convert(value)


def as_float64(array):
    """Return an array in double precision; `np.float64` makes a scalar of one number."""
    return np.asarray(array, dtype=np.float64)


def as_float32(arguments):
    """Return the arguments in single precision."""
    return tuple(converted(value, np.float32) for value in arguments)


def layouts(arguments):
    """Return the same arguments in each memory layout, with its name."""
    names = [name for name, _ in memory_layouts(np.zeros(1))]
    return [
        (
            name,
            tuple(
                converted(value, lambda array, k=k: memory_layouts(array)[k][1])
                for value in arguments
            ),
        )
        for k, name in enumerate(names)
    ]


# Answers: each helper demands the right structure, shapes and finite floats before a check computes


def demand(value, shape, name):
    """Demand finite floats of this shape."""
    assert_shape(value, tuple(shape), dtype="float", name=name)
    assert_finite(value, name)
    return value


def gates_of(submission, x, h, params):
    """Return f, i, o, g."""
    values = unpack(submission.gates(x, h, params), "f", "i", "o", "g")
    return [demand(value, np.shape(h), name) for value, name in zip(values, "fiog", strict=True)]


def step_of(submission, x, h, c, params):
    """Return the new h and c."""
    new_h, new_c = unpack(submission.lstm_step(x, h, c, params), "h", "c")
    return demand(new_h, np.shape(h), "h"), demand(new_c, np.shape(c), "c")


def run_of(submission, xs, h0, c0, params):
    """Return hs and cs."""
    hs, cs = unpack(submission.lstm_sequence(xs, h0, c0, params), "hs", "cs")
    shape = (len(xs), *np.shape(h0))
    return demand(hs, shape, "hs"), demand(cs, shape, "cs")


def demand_gradients(grads, params):
    """Demand one gradient for each parameter, of its shape."""
    for key, value in zip(KEYS, fields(grads, *KEYS, name="grads"), strict=True):
        demand(value, np.shape(params[key]), f"grads[{key!r}]")
    return grads


def step_gradients(submission, dh, dc, x, h, c, params):
    """Return dx, dh_prev, dc_prev, grads."""
    answer = submission.lstm_step_backward(dh, dc, x, h, c, params)
    dx, dh_prev, dc_prev, grads = unpack(answer, "dx", "dh_prev", "dc_prev", "grads")
    demand(dx, np.shape(x), "dx")
    demand(dh_prev, np.shape(h), "dh_prev")
    demand(dc_prev, np.shape(c), "dc_prev")
    return dx, dh_prev, dc_prev, demand_gradients(grads, params)


def run_gradients(submission, dhs, xs, h0, c0, params):
    """Return dxs, dh0, dc0, grads."""
    answer = submission.lstm_backward(dhs, xs, h0, c0, params)
    dxs, dh0, dc0, grads = unpack(answer, "dxs", "dh0", "dc0", "grads")
    demand(dxs, np.shape(xs), "dxs")
    demand(dh0, np.shape(h0), "dh0")
    demand(dc0, np.shape(c0), "dc0")
    return dxs, dh0, dc0, demand_gradients(grads, params)


# sigmoid


@check("sigmoid", kind="example", points=0.25, hint="Compare with the formula term by term.")
def test_sigmoid_gives_the_published_values(submission):
    """The values of the statement come out: 0.24048908 at -1.15, and 0 and 1 at -100 and 100."""
    x = np.array([-100.0, -1.15, 0.0, 100.0])
    assert_close(submission.sigmoid(x), np.array([0.0, 0.24048908305088898, 0.5, 1.0]))


@check(
    "sigmoid",
    kind="shape",
    points=0.25,
    hint="Use functions of NumPy, which work on arrays of any shape, and return floats.",
)
def test_sigmoid_keeps_the_shape(submission):
    """The result has the shape of x, for one number and for an empty array too."""
    for shape in ((3,), (2, 1, 3), (1,), (0,), (2, 0), ()):
        assert_shape(submission.sigmoid(np.full(shape, 0.5)), shape, dtype="float")
    assert_shape(submission.sigmoid(0.5), (), dtype="float")


@check("sigmoid", kind="agreement", points=0.5)
@given(x=arrays(st.sampled_from([(5,), (2, 3), (3, 1, 2)]), -40.0, 40.0))
def test_sigmoid_agrees_with_the_reference(submission, reference, x):
    """Agrees with the reference."""
    assert_close(submission.sigmoid(x), reference.sigmoid(x))


@check(
    "sigmoid",
    kind="property",
    points=0.25,
    hint="If the log of s / (1 - s) is -x, the sign in the exponent is wrong.",
)
@given(x=arrays((4,), -10.0, 10.0))
def test_sigmoid_is_the_inverse_of_log_odds(submission, x):
    """The log of s / (1 - s) is x again, and the values at x and -x add up to 1."""
    s = submission.sigmoid(x)
    assert_shape(s, x.shape, dtype="float")
    assert_between(s, 0.0, 1.0, strict=True)
    assert_close(np.log(s / (1 - s)), x, name="log(s / (1 - s))")
    mirrored = demand(submission.sigmoid(-x), x.shape, "the value at -x")
    assert_close(s + mirrored, np.ones(4), name="the sum of the values at x and -x")


@check(
    "sigmoid",
    kind="edge",
    points=0.25,
    hint="The exponential of a large positive number is infinite; avoid taking it.",
)
def test_sigmoid_is_finite_far_out(submission):
    """At -1000 and 1000 the values are 0 and 1."""
    x = np.array([[-1000.0, -750.0, -40.0], [1000.0, 750.0, 40.0]])
    assert_close(submission.sigmoid(x), np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]))
    assert_close(submission.sigmoid(-1000.0), 0.0)
    assert_close(submission.sigmoid(1000.0), 1.0)


@check(
    "sigmoid",
    kind="contract",
    points=0.25,
    hint="A result made to be like an array of integers cuts fractions off, and a list is no "
    "array; write to no argument.",
)
@given(x=arrays((2, 3)))
def test_sigmoid_takes_any_numbers_and_leaves_them_alone(submission, x):
    """Integers, lists, float32 and any memory layout are accepted, and x is not changed."""
    whole = np.array([-1, 0, 1])
    desired = np.array([0.2689414213699951, 0.5, 0.7310585786300049])
    assert_close(submission.sigmoid(whole), desired)
    assert_unchanged(submission)
    assert_close(submission.sigmoid(whole.astype(np.float32)), desired, rtol=1e-4)
    assert_close(submission.sigmoid(0), 0.5)
    assert_close(submission.sigmoid([-1, 0, 1]), desired, name="the result for a list")
    plain = demand(submission.sigmoid(x), x.shape, "the result")
    for name, same in layouts((x,)):
        assert_close(submission.sigmoid(*same), plain, name=f"the result for {name} x")
        assert_unchanged(submission)


@check(
    "sigmoid",
    kind="contract",
    points=0.25,
    hint="Both branches of np.where are computed: make the exponent at most 0 beforehand.",
)
def test_sigmoid_does_not_warn(submission):
    """At -1000 and 1000 the values come without a warning."""
    for x, value in ((-1000.0, 0.0), (0.0, 0.5), (1000.0, 1.0)):
        assert_close(submission.sigmoid(np.array([x])), np.array([value]))
        assert_no_warnings(submission)


# gates


@check(
    "gates",
    kind="example",
    points=0.25,
    hint="The order of the results is f, i, o, g, and g comes from tanh.",
)
def test_gates_of_the_scalar_unit(submission):
    """The gates of the scalar unit are those of the table in the statement."""
    for h, x, desired in (
        (0.0, 0.0, (0.0, 1.0, 0.5, 0.0)),
        (0.0, 1.0, (0.0, 1.0, 1.0, 1.0)),
        (1.0, 1.0, (0.0, 1.0, 1.0, -1.0)),
        (-1.0, 1.0, (0.0, 1.0, 1.0, 1.0)),
        (1.0, 0.0, (0.0, 1.0, 0.5, -1.0)),
    ):
        unit = converted(SCALAR_UNIT, as_float64)
        actual = gates_of(submission, np.array([x]), np.array([h]), unit)
        assert_close(actual, [np.array([value]) for value in desired], name="(f, i, o, g)")


@check(
    "gates",
    kind="example",
    points=0.25,
    hint="Compute one gate on paper: W x + U h + b, then the squashing function.",
)
def test_gates_of_the_worked_unit(submission):
    """The gates of the worked unit are those of the docstring."""
    actual = gates_of(submission, np.array([1.0]), np.array([0.5]), WORKED_UNIT)
    desired = [np.array([v]) for v in (0.75951092, 0.42555748, 0.57444252, 0.78180636)]
    assert_close(actual, desired, rtol=0.0, atol=1e-8, name="(f, i, o, g)")


@check(
    "gates",
    kind="shape",
    points=0.25,
    hint="A row in gives a row out; for a batch the first axis counts the examples.",
)
def test_gates_have_the_shape_of_h(submission):
    """Each of the four results has the shape of h, for one example and for a batch."""
    for inputs, hidden in ((3, 2), (2, 3), (2, 2), (1, 1), (3, 1), (1, 3)):
        for batch in ((), (4,), (1,)):
            params = constant(inputs, hidden, 0.25)
            gates_of(submission, np.ones((*batch, inputs)), np.ones((*batch, hidden)), params)


@check("gates", kind="agreement", points=1.0)
@given(moment=moments(3, 2, 4))
def test_gates_agree_with_the_reference_on_a_batch(submission, reference, moment):
    """Agrees with the reference on a batch."""
    x, h, _, params = moment
    assert_close(submission.gates(x, h, params), reference.gates(x, h, params))


@check("gates", kind="agreement", points=0.5)
@given(moment=moments(2, 2), few=moments(2, 2, 2))
def test_gates_agree_with_the_reference_when_sizes_are_equal(submission, reference, moment, few):
    """Agrees with the reference on one example, and when all sizes are equal."""
    for x, h, _, params in (moment, few):
        assert_close(submission.gates(x, h, params), reference.gates(x, h, params))


@check(
    "gates",
    kind="property",
    points=0.5,
    hint="Row j of a matrix belongs to hidden unit j, and each gate uses its own W, U and b.",
)
@given(row=st.integers(0, 1), column=st.integers(0, 2), weight=numbers(gap=0.25))
@example(row=0, column=1, weight=1.0)
def test_gates_one_weight_moves_one_number(submission, row, column, weight):
    """A single weight that is not zero moves one entry of one gate, by the right amount."""
    moved = [1 / (1 + math.exp(-weight))] * 3 + [math.tanh(weight)]
    for key in KEYS:
        x, h, params = np.zeros(3), np.zeros(2), constant(3, 2)
        if key[0] == "W":
            x[column] = 1.0
            params[key][row, column] = weight
        elif key[0] == "U":
            h[column % 2] = 1.0
            params[key][row, column % 2] = weight
        else:
            params[key][row] = weight
        desired = [np.full(2, 0.5), np.full(2, 0.5), np.full(2, 0.5), np.zeros(2)]
        position = GATES.index(key[1])
        desired[position][row] = moved[position]
        actual = gates_of(submission, x, h, params)
        for name, value, wanted in zip("fiog", actual, desired, strict=True):
            assert_close(value, wanted, name=f"{name}, where only {key} has an entry,")


@check(
    "gates",
    kind="property",
    points=0.25,
    hint="Three results are sigmoids and one is tanh of the same kind of sum.",
)
@given(moment=moments(3, 2))
def test_gates_with_equal_parameters_are_equal(submission, moment):
    """Gates with equal parameters are equal, and a candidate with half of them is 2 f - 1."""
    x, h, _, params = moment
    of_f = {kind: params[kind + "f"] for kind in "WUb"}
    shared = {key: of_f[key[0]] / (2 if key[1] == "c" else 1) for key in KEYS}
    f, i, o, g = gates_of(submission, x, h, shared)
    assert_close(i, f, name="i, with the parameters of f,")
    assert_close(o, f, name="o, with the parameters of f,")
    assert_close(g, 2 * f - 1, name="g, with half of the parameters of f,")


@check(
    "gates",
    kind="property",
    points=0.25,
    hint="Each row of a batch is an example by itself; no sum runs over the first axis.",
)
@given(moment=moments(3, 2, 4))
def test_gates_of_a_batch_are_the_gates_of_its_rows(submission, moment):
    """Each row of a batch gives what it gives alone."""
    x, h, _, params = moment
    together = gates_of(submission, x, h, params)
    for k in range(4):
        alone = gates_of(submission, x[k], h[k], params)
        assert_close([value[k] for value in together], alone, name=f"row {k} of (f, i, o, g)")


@check(
    "gates",
    kind="edge",
    points=0.25,
    hint="Very large sums must not overflow: use the sigmoid that is stable.",
)
@given(moment=moments(1, 1), wide=moments(3, 2), gate=st.sampled_from(GATES))
def test_gates_saturate_one_by_one(submission, moment, wide, gate):
    """A bias of 1000 opens its own gate and no other, and -1000 shuts it."""
    for x, h, _, params in (moment, wide):
        before = gates_of(submission, x, h, params)
        for bias, extreme in ((FAR, 1.0), (-FAR, -1.0 if gate == "c" else 0.0)):
            desired = list(before)
            desired[GATES.index(gate)] = np.full(h.shape, extreme)
            saturated = with_biases(params, **{"b" + gate: bias})
            actual = gates_of(submission, x, h, saturated)
            assert_close(actual, desired, name=f"(f, i, o, g) for b{gate} = {bias:.0f}")


@check(
    "gates",
    kind="contract",
    points=0.25,
    hint="Do not write into x, h or the arrays of params; make new arrays.",
)
@given(moment=moments(3, 2, 4))
def test_gates_take_any_numbers_and_leave_them_alone(submission, moment):
    """Integers, float32 and any memory layout are accepted, and no argument is changed."""
    actual = gates_of(submission, np.array([1]), np.array([1]), SCALAR_UNIT)
    assert_unchanged(submission)
    assert_close(actual, [np.array([v]) for v in (0.0, 1.0, 1.0, -1.0)], name="(f, i, o, g)")
    arguments = (moment[0], moment[1], moment[3])
    plain = gates_of(submission, *arguments)
    for name, same in layouts(arguments):
        actual = gates_of(submission, *same)
        assert_unchanged(submission)
        assert_close(actual, plain, name=f"(f, i, o, g) for {name} arguments")
    actual = gates_of(submission, *as_float32(arguments))
    assert_close(actual, plain, rtol=1e-4, atol=1e-5, name="(f, i, o, g) for float32 arguments")


@check(
    "gates",
    kind="contract",
    points=0.25,
    hint="Compare the last axes before multiplying, and put both shapes into the text.",
)
def test_gates_name_the_shapes_that_do_not_fit(submission):
    """An x or h that does not fit is a ValueError that names both shapes."""
    params = constant(3, 2, 0.25)
    good_x, good_h = np.ones((4, 3)), np.ones((4, 2))
    for x in (np.ones((4, 2)), np.ones((4, 5))):
        names = (str(x.shape), "(2, 3)")
        assert_raises(ValueError, submission.gates, x, good_h, params, mentions=names)
    for h in (np.ones((4, 3)), np.ones((4, 1))):
        names = (str(h.shape), "(2, 2)")
        assert_raises(ValueError, submission.gates, good_x, h, params, mentions=names)


# lstm_step


@check(
    "lstm_step",
    kind="example",
    points=0.25,
    hint="Compute c first, then h from the new c, and return h before c.",
)
def test_step_of_the_scalar_unit(submission):
    """The scalar unit makes the steps that are printed in the statement."""
    for h, c, x, new_h, new_c in (
        (0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 1.0, SQUASHED, 1.0),
        (1.0, 1.0, 1.0, -SQUASHED, -1.0),
        (-1.0, -1.0, 1.0, SQUASHED, 1.0),
        (1.0, 1.0, 0.0, -SQUASHED / 2, -1.0),
        (-1.0, -1.0, 0.0, SQUASHED / 2, 1.0),
    ):
        unit = converted(SCALAR_UNIT, as_float64)
        actual = step_of(submission, np.array([x]), np.array([h]), np.array([c]), unit)
        assert_close(actual, (np.array([new_h]), np.array([new_c])), name="(h, c)")


@check(
    "lstm_step",
    kind="example",
    points=0.25,
    hint="The scalar unit hides most mistakes; compute this step on paper, gate by gate.",
)
def test_step_of_the_worked_unit(submission):
    """The worked unit makes the step of the docstring."""
    actual = step_of(submission, np.array([1.0]), np.array([0.5]), np.array([-1.0]), WORKED_UNIT)
    desired = (np.array([-0.23129913]), np.array([-0.42680737]))
    assert_close(actual, desired, rtol=0.0, atol=1e-8, name="(h, c)")


@check(
    "lstm_step",
    kind="shape",
    points=0.25,
    hint="Return the pair (h, c); a row in gives rows out.",
)
def test_step_keeps_the_shapes_of_the_states(submission):
    """The new h and c have the shapes of the old ones, for one example and for a batch."""
    for inputs, hidden in ((3, 2), (2, 3), (2, 2), (1, 1), (3, 1), (1, 3)):
        for batch in ((), (4,), (1,)):
            state = np.full((*batch, hidden), 0.5)
            x, params = np.ones((*batch, inputs)), constant(inputs, hidden, 0.25)
            step_of(submission, x, state, state, params)


@check("lstm_step", kind="agreement", points=1.25)
@given(moment=moments(3, 2, 4))
def test_step_agrees_with_the_reference_on_a_batch(submission, reference, moment):
    """Agrees with the reference on a batch."""
    assert_close(submission.lstm_step(*moment), reference.lstm_step(*moment))


@check("lstm_step", kind="agreement", points=0.5)
@given(moment=moments(2, 2), few=moments(2, 2, 2))
def test_step_agrees_with_the_reference_when_sizes_are_equal(submission, reference, moment, few):
    """Agrees with the reference on one example, and when all sizes are equal."""
    assert_close(submission.lstm_step(*moment), reference.lstm_step(*moment))
    assert_close(submission.lstm_step(*few), reference.lstm_step(*few))


@check(
    "lstm_step",
    kind="property",
    points=0.5,
    hint="The forget gate multiplies the old cell, the input gate the candidate, and they add up.",
)
@given(moment=moments(3, 2), other=arrays((2,), gap=0.5))
def test_step_keeps_overwrites_or_adds(submission, moment, other):
    """With the forget gate open the cell stays, with the input gate open g is written or added."""
    x, h, c, params = moment
    keeping = with_biases(params, bf=OPEN, bi=-OPEN)
    _, kept = step_of(submission, x, h, c, keeping)
    assert_close(kept, c, name="the cell, with f = 1 and i = 0,")
    _, kept = step_of(submission, x, h, other, keeping)
    assert_close(kept, other, name="the cell, with f = 1 and i = 0,")
    overwriting = with_biases(params, bf=-OPEN, bi=OPEN)
    _, written = step_of(submission, x, h, c, overwriting)
    _, again = step_of(submission, x, h, other, overwriting)
    assert_close(again, written, name="the cell, with f = 0 and i = 1 and another old cell,")
    _, added = step_of(submission, x, h, other, with_biases(params, bf=OPEN, bi=OPEN))
    assert_close(added, other + written, name="the cell, with f = 1 and i = 1,")
    _, emptied = step_of(submission, x, h, other, with_biases(params, bf=-OPEN, bi=-OPEN))
    assert_close(emptied, np.zeros(2), name="the cell, with f = 0 and i = 0,")


@check(
    "lstm_step",
    kind="property",
    points=0.25,
    hint="h is the output gate times tanh of the new cell; the gate does not act on the cell.",
)
@given(moment=moments(3, 2))
def test_step_shows_what_the_output_gate_lets_through(submission, moment):
    """An open output gate shows tanh of the new cell, a shut one nothing; c is the same."""
    x, h, c, params = moment
    _, cell = step_of(submission, x, h, c, params)
    for bias, shown in ((OPEN, np.tanh(cell)), (-OPEN, np.zeros(2))):
        actual = step_of(submission, x, h, c, with_biases(params, bo=bias))
        assert_close(actual, (shown, cell), name=f"(h, c) for bo = {bias:.0f}")


@check(
    "lstm_step",
    kind="property",
    points=0.25,
    hint="Rows are examples and columns are units: neither kind is mixed with its neighbours.",
)
@given(moment=moments(2, 3, 2))
def test_step_does_not_mix_rows_or_units(submission, moment):
    """Each row of a batch steps as it does alone, and renaming the units renames the states."""
    x, h, c, params = moment
    together = step_of(submission, x, h, c, params)
    for k in range(2):
        alone = step_of(submission, x[k], h[k], c[k], params)
        assert_close([value[k] for value in together], alone, name=f"row {k} of (h, c)")
    order = [2, 0, 1]
    renamed = {key: value[order] for key, value in params.items()}
    renamed |= {"U" + gate: renamed["U" + gate][:, order] for gate in GATES}
    actual = step_of(submission, x, h[:, order], c[:, order], renamed)
    desired = [value[:, order] for value in together]
    assert_close(actual, desired, name="(h, c) after the units were renamed")


@check(
    "lstm_step",
    kind="edge",
    points=0.25,
    hint="tanh written with exponentials overflows; the cell itself may be as large as it likes.",
)
@given(moment=moments(1, 1), wide=moments(3, 2))
def test_step_holds_a_large_cell(submission, moment, wide):
    """A cell of 1000 or -1000 is kept and shown as 1 or -1, and saturated gates are finite."""
    for x, h, _, params in (moment, wide):
        for cell in (1000.0, -1000.0):
            old = np.full(h.shape, cell)
            keeping = with_biases(params, bf=FAR, bi=-FAR, bo=FAR)
            actual = step_of(submission, x, h, old, keeping)
            desired = (np.full(h.shape, np.sign(cell)), old)
            assert_close(actual, desired, name="(h, c)")
        flooded = with_biases(params, bf=-FAR, bi=FAR, bo=FAR, bc=-FAR)
        actual = step_of(submission, x, h, np.ones(h.shape), flooded)
        desired = (np.full(h.shape, -SQUASHED), np.full(h.shape, -1.0))
        assert_close(actual, desired, name="(h, c) with everything saturated")


@check(
    "lstm_step",
    kind="contract",
    points=0.25,
    hint="Augmented assignments such as c *= f write into the caller's array.",
)
@given(moment=moments(3, 2, 4))
def test_step_takes_any_numbers_and_leaves_them_alone(submission, moment):
    """Integers, float32 and any memory layout are accepted, and no argument is changed."""
    actual = step_of(submission, np.array([1]), np.array([1]), np.array([1]), SCALAR_UNIT)
    assert_unchanged(submission)
    assert_close(actual, (np.array([-SQUASHED]), np.array([-1.0])), name="(h, c) for integers")
    plain = step_of(submission, *moment)
    for name, same in layouts(moment):
        actual = step_of(submission, *same)
        assert_unchanged(submission)
        assert_close(actual, plain, name=f"(h, c) for {name} arguments")
    actual = step_of(submission, *as_float32(moment))
    assert_close(actual, plain, rtol=1e-4, atol=1e-5, name="(h, c) for float32 arguments")


# lstm_sequence


@check(
    "lstm_sequence",
    kind="example",
    points=0.25,
    hint="Each step starts from the h and c that the step before returned.",
)
def test_sequence_of_the_scalar_unit(submission):
    """The scalar unit goes through the states of the table in the statement."""
    zero, unit = np.zeros(1), converted(SCALAR_UNIT, as_float64)
    for inputs, states, cells in (
        (
            [0, 0, 1, 1, 1, 0],
            [0, 0, SQUASHED, -SQUASHED, SQUASHED, -SQUASHED / 2],
            [0, 0, 1, -1, 1, -1],
        ),
        (
            [1, 1, 0, 1, 1],
            [SQUASHED, -SQUASHED, SQUASHED / 2, SQUASHED, -SQUASHED],
            [1, -1, 1, 1, -1],
        ),
    ):
        actual = run_of(submission, np.array(inputs, float)[:, np.newaxis], zero, zero, unit)
        desired = [np.array(values, float)[:, np.newaxis] for values in (states, cells)]
        assert_close(actual, desired, name="(hs, cs)", sequence=True)


@check(
    "lstm_sequence",
    kind="example",
    points=0.25,
    hint="If only the first row is right, look at what is handed on to the next step.",
)
def test_sequence_of_the_worked_unit(submission):
    """The worked unit goes through the states of the docstring."""
    xs = np.array([[1.0], [-2.0], [0.5]])
    actual = run_of(submission, xs, np.array([0.5]), np.array([-1.0]), WORKED_UNIT)
    desired = (
        np.array([[-0.23129913], [-0.09159271], [-0.16010918]]),
        np.array([[-0.42680737], [-0.93510658], [-0.36495215]]),
    )
    assert_close(actual, desired, rtol=0.0, atol=1e-8, name="(hs, cs)", sequence=True)


@check(
    "lstm_sequence",
    kind="shape",
    points=0.25,
    hint="T inputs give T rows: the initial states are not among the results.",
)
def test_sequence_returns_a_row_for_each_step(submission):
    """Both results have one row for each input, for one sequence and for a batch."""
    for inputs, hidden in ((3, 2), (2, 2), (1, 1)):
        for batch in ((), (4,), (1,)):
            for steps in (5, 2, 1):
                state, params = np.full((*batch, hidden), 0.5), constant(inputs, hidden, 0.25)
                run_of(submission, np.ones((steps, *batch, inputs)), state, state, params)


@check("lstm_sequence", kind="agreement", points=1.0)
@given(run=runs(4, 2, 3), batch=runs(3, 3, 2, 4))
def test_sequence_agrees_with_the_reference(submission, reference, run, batch):
    """Agrees with the reference, for one sequence and for a batch."""
    assert_close(submission.lstm_sequence(*run), reference.lstm_sequence(*run), sequence=True)
    assert_close(submission.lstm_sequence(*batch), reference.lstm_sequence(*batch))


@check(
    "lstm_sequence",
    kind="property",
    points=0.25,
    hint="The first step starts from h0 and c0, and the result begins after it.",
)
@given(run=runs(1, 3, 2))
def test_sequence_of_one_input_is_a_step(submission, run):
    """A sequence of one input is one step of your own lstm_step."""
    xs, h0, c0, params = run
    h, c = step_of(submission, xs[0], h0, c0, params)
    hs, cs = run_of(submission, xs, h0, c0, params)
    assert_close((hs[0], cs[0]), (h, c), name="the only row of (hs, cs)")


@check(
    "lstm_sequence",
    kind="property",
    points=0.25,
    hint="Hand on both states, h and c, from step to step, and let no step see later inputs.",
)
@given(run=runs(4, 2, 2), cut=st.integers(1, 3))
@example(
    run=(np.array([[1.0], [-2.0], [0.5], [1.0]]), np.array([0.5]), np.array([-1.0]), WORKED_UNIT),
    cut=2,
)
def test_sequence_can_be_cut_anywhere(submission, run, cut):
    """One run is a first part and then the rest, started from where the first part ended."""
    xs, h0, c0, params = run
    hs, cs = run_of(submission, xs, h0, c0, params)
    first_hs, first_cs = run_of(submission, xs[:cut], h0, c0, params)
    rest_hs, rest_cs = run_of(submission, xs[cut:], first_hs[-1], first_cs[-1], params)
    first, rest = (hs[:cut], cs[:cut]), (hs[cut:], cs[cut:])
    name = f"the first {cut} steps alone"
    assert_close((first_hs, first_cs), first, name=name, sequence=True)
    name = f"the run from step {cut} on"
    assert_close((rest_hs, rest_cs), rest, name=name, sequence=True)


@check(
    "lstm_sequence",
    kind="property",
    points=0.25,
    hint="Time is the first axis and the batch the second, in the inputs and in the results.",
)
@given(run=runs(4, 2, 2, 3))
def test_sequence_of_a_batch_is_each_alone(submission, run):
    """Each sequence of a batch runs as it does alone."""
    xs, h0, c0, params = run
    hs, cs = run_of(submission, xs, h0, c0, params)
    for k in range(3):
        alone = run_of(submission, xs[:, k], h0[k], c0[k], params)
        assert_close((hs[:, k], cs[:, k]), alone, name=f"sequence {k} of the batch", sequence=True)


@check(
    "lstm_sequence",
    kind="edge",
    points=0.25,
    hint="Make the results from the number of inputs and the shape of h0, not from the first step.",
)
@given(steps=sizes(1, 6), cell=numbers(-FAR, FAR))
def test_sequence_may_be_empty_and_a_cell_may_last(submission, steps, cell):
    """No inputs give no rows, and an open forget gate keeps the cell for the whole run."""
    for batch in ((), (4,)):
        state = np.full((*batch, 2), 0.5)
        run_of(submission, np.ones((0, *batch, 3)), state, state, constant(3, 2, 0.25))
    keeping = with_biases(constant(1, 1, 0.5), bf=FAR, bi=-FAR)
    _, cs = run_of(submission, np.ones((steps, 1)), np.zeros(1), np.array([cell]), keeping)
    desired = np.full((steps, 1), cell)
    assert_close(cs, desired, name="cs, with f = 1 and i = 0 at each step,", sequence=True)


@check(
    "lstm_sequence",
    kind="contract",
    points=0.25,
    hint="Do not store into h0, c0 or xs; give each new state an array of its own.",
)
@given(run=runs(3, 2, 3))
def test_sequence_takes_any_numbers_and_leaves_them_alone(submission, run):
    """Integers, float32 and any memory layout are accepted, and no argument is changed."""
    zero = np.array([0])
    hs, _ = run_of(submission, np.array([[1], [1], [0]]), zero, zero, SCALAR_UNIT)
    assert_unchanged(submission)
    desired = np.array([[SQUASHED], [-SQUASHED], [SQUASHED / 2]])
    assert_close(hs, desired, name="hs for integers", sequence=True)
    plain = run_of(submission, *run)
    for name, same in layouts(run):
        actual = run_of(submission, *same)
        assert_unchanged(submission)
        assert_close(actual, plain, name=f"(hs, cs) for {name} arguments")
    actual = run_of(submission, *as_float32(run))
    assert_close(actual, plain, rtol=1e-4, atol=1e-5, name="(hs, cs) for float32 arguments")


# scalar_params


@check(
    "scalar_params",
    kind="example",
    points=0.25,
    hint="W acts on x and U on h: the second superscript of the statement's W says which it is.",
)
def test_scalar_params_has_the_published_numbers(submission):
    """The six parameters that are not zero have the values of the table."""
    values = dict(zip(KEYS, fields(submission.scalar_params(), *KEYS), strict=True))
    for key in ("bf", "bi", "Wi", "Wo", "Wc", "Uc"):
        desired = as_float64(SCALAR_UNIT[key])
        assert_close(values[key], desired, name=f"params[{key!r}]")


@check(
    "scalar_params",
    kind="shape",
    points=0.25,
    hint="With one input and one hidden unit a matrix is 1 by 1 and a bias has one entry.",
)
def test_scalar_params_has_the_shapes_of_a_unit(submission):
    """The W and U have shape (1, 1), the b have shape (1,), and all are floats."""
    values = fields(submission.scalar_params(), *KEYS)
    for (key, shape), value in zip(shapes(1, 1).items(), values, strict=True):
        demand(value, shape, f"params[{key!r}]")


@check("scalar_params", kind="agreement", points=0.25)
def test_scalar_params_agrees_with_the_reference(submission, reference):
    """Agrees with the reference."""
    assert_close(submission.scalar_params(), reference.scalar_params())


@check(
    "scalar_params",
    kind="property",
    points=0.25,
    hint="Follow the unit by hand for one step: is the sum of each gate what it should be?",
)
def test_scalar_params_make_a_unit_that_flips(submission):
    """The unit always forgets, always writes, and an input of 1 turns h = 1 down and h <= 0 up."""
    values = fields(submission.scalar_params(), *KEYS)
    params = {
        key: demand(value, shape, f"params[{key!r}]").item()
        for (key, shape), value in zip(shapes(1, 1).items(), values, strict=True)
    }

    def before_squashing(gate, x, h):
        return params["W" + gate] * x + params["U" + gate] * h + params["b" + gate]

    for x in (0, 1):
        for h in (-1, 0, 1):
            at = f"at x = {x}, h = {h}, but should be"
            forget, write, show = (before_squashing(gate, x, h) for gate in "fio")
            candidate = before_squashing("c", x, h)
            assert forget <= -50, f"the sum before the forget gate is {forget} {at} far below 0"
            assert write >= 50, f"the sum before the input gate is {write} {at} far above 0"
            if x == 0:
                assert show == 0, f"the sum before the output gate is {show} {at} 0"
            else:
                assert show >= 50, f"the sum before the output gate is {show} {at} far above 0"
                side = -1 if h == 1 else 1
                where = "above" if side > 0 else "below"
                text = f"the sum before the candidate is {candidate} {at} far {where} 0"
                assert side * candidate >= 50, text


@check(
    "scalar_params",
    kind="edge",
    points=0.25,
    hint="Other functions look up all twelve keys; a weight of zero is still a weight.",
)
def test_scalar_params_includes_the_zeros(submission):
    """All twelve keys and no others are there; the six that are zero are arrays of zero."""
    values = dict(zip(KEYS, fields(submission.scalar_params(), *KEYS), strict=True))
    for key in ("Wf", "Uf", "Ui", "Uo", "bo", "bc"):
        assert_close(values[key], np.zeros(shapes(1, 1)[key]), name=f"params[{key!r}]")


@check(
    "scalar_params",
    kind="contract",
    points=0.25,
    hint="Build the dict inside the function, with floats in it.",
)
def test_scalar_params_are_the_same_each_time(submission):
    """Two calls give equal float arrays."""
    first, second = submission.scalar_params(), submission.scalar_params()
    for answer in (first, second):
        for key, value in zip(KEYS, fields(answer, *KEYS), strict=True):
            demand(value, shapes(1, 1)[key], f"params[{key!r}]")
    assert_equal(second, first, name="the second dict")


# rounded_states


def states_of(submission, xs, params):
    """Return the rounded states: one of -1, 0, 1 for each step."""
    states = submission.rounded_states(xs, params)
    demand(states, (len(xs),), "the result")
    for t, value in enumerate(states.tolist()):
        assert value in (-1.0, 0.0, 1.0), (
            f"each state should be -1, 0 or 1, but state {t} is {value}"
        )
    return states


@check(
    "rounded_states",
    kind="example",
    points=0.25,
    hint="Round after each step: 0.76 becomes 1, 0.38 becomes 0, -0.76 becomes -1.",
)
def test_rounded_states_of_the_published_sequences(submission):
    """The two sequences of the statement give 0, 0, 1, -1, 1, 0 and 1, -1, 0, 1, -1."""
    unit = converted(SCALAR_UNIT, as_float64)
    for inputs, states in (
        ([0, 0, 1, 1, 1, 0], [0, 0, 1, -1, 1, 0]),
        ([1, 1, 0, 1, 1], [1, -1, 0, 1, -1]),
    ):
        actual = states_of(submission, np.array(inputs, float), unit)
        assert_close(actual, np.array(states, float))


@check(
    "rounded_states",
    kind="example",
    points=0.25,
    hint="The rounded h goes into the next step, and the cell goes there unrounded.",
)
def test_rounded_states_feed_the_rounded_state(submission):
    """The unit that feels the feedback gives 0, 0, 0, 0, -1, -1."""
    xs = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0])
    actual = states_of(submission, xs, FEEDBACK_UNIT)
    assert_close(actual, np.array([0.0, 0.0, 0.0, 0.0, -1.0, -1.0]))


@check(
    "rounded_states",
    kind="shape",
    points=0.25,
    hint="One number for each step, in one axis; lstm_step wants x, h and c with one entry each.",
)
def test_rounded_states_has_one_number_for_each_step(submission):
    """T inputs give T floats, also for T = 1."""
    for steps in (6, 3, 2, 1):
        states_of(submission, np.full(steps, 0.5), converted(SCALAR_UNIT, as_float64))


@check("rounded_states", kind="agreement", points=1.0)
@given(xs=arrays((6,)), params=parameters(1, 1, bound=3.0))
@example(xs=np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0]), params=FEEDBACK_UNIT)
@example(xs=np.array([1.0, -2.0, 0.5, 3.0, 3.0, -1.0]), params=WORKED_UNIT)
def test_rounded_states_agree_with_the_reference(submission, reference, xs, params):
    """Agrees with the reference."""
    assert_close(submission.rounded_states(xs, params), reference.rounded_states(xs, params))


@check(
    "rounded_states",
    kind="property",
    points=0.25,
    hint="With nothing else to remember, equal inputs and equal rounded states have equal results.",
)
@given(
    xs=st.lists(st.sampled_from([0.0, 1.0]), min_size=16, max_size=16), params=parameters(1, 1, 3.0)
)
def test_rounded_states_are_all_that_is_fed_on(submission, xs, params):
    """With the forget gate shut, the input and the last rounded state decide the next one."""
    forgetful = with_biases(params, bf=-FAR)
    states = states_of(submission, np.array(xs), forgetful).tolist()
    seen = {}
    for t, (x, before, after) in enumerate(zip(xs, [0.0, *states], states, strict=False)):
        first, known = seen.setdefault((x, before), (t, after))
        assert after == known, (
            f"steps {first} and {t} both have input {x} and a rounded state of {before} before "
            f"them, so they should end alike, but the states after them are {known} and {after}"
        )


@check(
    "rounded_states",
    kind="edge",
    points=0.25,
    hint="A visible state of exactly one half is not more than one half: it becomes 0.",
)
def test_rounded_states_take_one_half_to_zero(submission):
    """A state that grows to exactly 0.5 or -0.5 is rounded to 0, and no inputs give no states."""
    # The gates are open, o is one half, and the cell grows by one each step until tanh is 1.
    for side in (FAR, -FAR):
        growing = with_biases(constant(1, 1), bf=FAR, bi=FAR, bc=side)
        actual = states_of(submission, np.zeros(24), growing)
        assert_close(actual, np.zeros(24))
    empty = submission.rounded_states(np.zeros(0), converted(SCALAR_UNIT, as_float64))
    assert_shape(empty, (0,), dtype="float")


@check(
    "rounded_states",
    kind="contract",
    points=0.25,
    hint="Put the states into a new array of floats; a copy of xs may hold only integers.",
)
@given(xs=arrays((5,)), params=parameters(1, 1, bound=3.0))
def test_rounded_states_take_any_numbers_and_leave_them_alone(submission, xs, params):
    """Integers, float32 and any memory layout are accepted, and no argument is changed."""
    actual = states_of(submission, np.array([1, 1, 0, 1, 1]), SCALAR_UNIT)
    assert_unchanged(submission)
    desired = np.array([1.0, -1.0, 0.0, 1.0, -1.0])
    assert_close(actual, desired, name="the result for integers")
    single = as_float32((np.array([1, 1, 0, 1, 1]), SCALAR_UNIT))
    assert_close(states_of(submission, *single), desired, name="the result for float32")
    plain = states_of(submission, xs, params)
    for name, same in layouts((xs, params)):
        actual = states_of(submission, *same)
        assert_unchanged(submission)
        assert_close(actual, plain, name=f"the result for {name} arguments")


# lstm_step_backward


def moments_with_gradients(inputs, hidden, *batch):
    """Draw what a backward step needs: dh, dc, x, h, c, params."""
    upstream = arrays((*batch, hidden), -2.0, 2.0)
    return st.tuples(upstream, upstream, moments(inputs, hidden, *batch)).map(
        lambda drawn: (drawn[0], drawn[1], *drawn[2])
    )


def step_loss(submission, dh, dc, moment):
    """Return the loss whose gradients at the two outputs of a step are dh and dc."""
    h, c = step_of(submission, *moment)
    return float(np.sum(dh * h) + np.sum(dc * c))


def check_step_parameters(submission, case, gate):
    """Compare the gradients of the parameters of one gate with central differences."""
    dh, dc, x, h, c, params = case
    grads = step_gradients(submission, *case)[3]
    for key in ("W" + gate, "U" + gate, "b" + gate):

        def loss(value, key=key):
            return step_loss(submission, dh, dc, (x, h, c, {**params, key: value}))

        assert_gradient(grads[key], loss, params[key], name=f"grads[{key!r}]")


@check(
    "lstm_step_backward",
    kind="example",
    points=0.25,
    hint="Compute the gradient at the cell first: it has a part from dc and a part from dh.",
)
def test_step_backward_of_the_worked_unit(submission):
    """The worked unit has the gradients of the docstring."""
    x, h, c = np.array([1.0]), np.array([0.5]), np.array([-1.0])
    dh, dc = np.array([1.0]), np.array([-2.0])
    dx, dh_prev, dc_prev, grads = step_gradients(submission, dh, dc, x, h, c, WORKED_UNIT)
    found = (dx, dh_prev, dc_prev, grads["Wf"], grads["Uf"], grads["bf"])
    desired = (
        np.array([-0.05757051]),
        np.array([0.0071325]),
        np.array([-1.15346165]),
        np.array([[0.27739493]]),
        np.array([[0.13869747]]),
        np.array([0.27739493]),
    )
    assert_close(found, desired, rtol=0.0, atol=1e-8, name="(dx, dh_prev, dc_prev, dWf, dUf, dbf)")


@check(
    "lstm_step_backward",
    kind="shape",
    points=0.25,
    hint="A gradient has the shape of what it belongs to; the dict has the twelve keys of params.",
)
def test_step_backward_gives_gradients_of_the_right_shapes(submission):
    """Each gradient has the shape of its argument or parameter, for one example and a batch."""
    for inputs, hidden in ((3, 2), (2, 3), (2, 2), (1, 1), (3, 1), (1, 3)):
        for batch in ((), (4,), (1,)):
            state, x = np.full((*batch, hidden), 0.5), np.ones((*batch, inputs))
            params = constant(inputs, hidden, 0.25)
            step_gradients(submission, state, state, x, state, state, params)


@check("lstm_step_backward", kind="agreement", points=1.25)
@given(case=moments_with_gradients(3, 2, 4))
def test_step_backward_agrees_with_the_reference_on_a_batch(submission, reference, case):
    """Agrees with the reference on a batch."""
    assert_close(submission.lstm_step_backward(*case), reference.lstm_step_backward(*case))


@check("lstm_step_backward", kind="agreement", points=0.5)
@given(case=moments_with_gradients(2, 2), few=moments_with_gradients(2, 2, 2))
def test_step_backward_agrees_with_the_reference_when_sizes_are_equal(
    submission, reference, case, few
):
    """Agrees with the reference on one example, and when all sizes are equal."""
    assert_close(submission.lstm_step_backward(*case), reference.lstm_step_backward(*case))
    assert_close(submission.lstm_step_backward(*few), reference.lstm_step_backward(*few))


@check(
    "lstm_step_backward",
    kind="property",
    points=0.5,
    hint="x and h enter all three gates and the candidate: their gradients are sums of four terms.",
)
@given(case=moments_with_gradients(3, 2))
def test_step_backward_differentiates_the_inputs_of_the_step(submission, case):
    """dx, dh_prev and dc_prev are the central differences of your own lstm_step."""
    dh, dc, x, h, c, params = case
    dx, dh_prev, dc_prev, _ = step_gradients(submission, *case)
    assert_gradient(
        dc_prev, lambda v: step_loss(submission, dh, dc, (x, h, v, params)), c, name="dc_prev"
    )
    assert_gradient(
        dh_prev, lambda v: step_loss(submission, dh, dc, (x, v, c, params)), h, name="dh_prev"
    )
    assert_gradient(dx, lambda v: step_loss(submission, dh, dc, (v, h, c, params)), x, name="dx")


@check(
    "lstm_step_backward",
    kind="property",
    points=0.5,
    hint="The other factor of f is the old cell, that of i the candidate; then comes sigma'.",
)
@given(case=moments_with_gradients(1, 2), gate=st.sampled_from("fi"))
def test_step_backward_differentiates_forget_and_input_gate(submission, case, gate):
    """The gradients of Wf, Uf, bf, Wi, Ui, bi are the central differences of your own step."""
    check_step_parameters(submission, case, gate)


@check(
    "lstm_step_backward",
    kind="property",
    points=0.5,
    hint="o acts on h only; the derivative of tanh at the candidate is 1 - g**2.",
)
@given(case=moments_with_gradients(1, 2), gate=st.sampled_from("oc"))
def test_step_backward_differentiates_output_gate_and_candidate(submission, case, gate):
    """The gradients of Wo, Uo, bo, Wc, Uc, bc are the central differences of your own step."""
    check_step_parameters(submission, case, gate)


@check(
    "lstm_step_backward",
    kind="property",
    points=0.25,
    hint="Parameters are shared by the rows of a batch: sum over them, do not average.",
)
@given(case=moments_with_gradients(2, 2, 3))
def test_step_backward_sums_over_the_batch(submission, case):
    """In a batch the parameter gradients are sums over the rows, all others go row by row."""
    *rows, params = case
    *together, grads = step_gradients(submission, *case)
    total = {key: np.zeros(np.shape(params[key])) for key in KEYS}
    for k in range(3):
        *alone, of_row = step_gradients(submission, *(value[k] for value in rows), params)
        actual = [value[k] for value in together]
        assert_close(actual, alone, name=f"row {k} of (dx, dh_prev, dc_prev)")
        total = {key: total[key] + of_row[key] for key in KEYS}
    assert_close(grads, total, name="grads")


@check(
    "lstm_step_backward",
    kind="edge",
    points=0.25,
    hint="A saturated gate has derivative 0, but what it multiplies still passes through it.",
)
@given(case=moments_with_gradients(3, 2), single=moments_with_gradients(1, 1))
def test_step_backward_passes_through_an_open_forget_gate(submission, case, single):
    """With f = 1 and i = 0 the gradient of the cell passes unchanged and no gate learns from it."""
    for _, dc, x, h, c, params in (case, single):
        keeping = with_biases(params, bf=FAR, bi=-FAR)
        nothing = np.zeros(dc.shape)
        dx, dh_prev, dc_prev, grads = step_gradients(submission, nothing, dc, x, h, c, keeping)
        assert_close(dc_prev, dc, name="dc_prev, for dh = 0, f = 1 and i = 0,")
        assert_close(dx, np.zeros(x.shape), name="dx, for dh = 0, f = 1 and i = 0,")
        assert_close(dh_prev, nothing, name="dh_prev, for dh = 0, f = 1 and i = 0,")
        assert_close(grads, constant(len(x), len(h)), name="grads, for dh = 0, f = 1 and i = 0,")


@check(
    "lstm_step_backward",
    kind="contract",
    points=0.25,
    hint="Adding to dc with += writes into the caller's array; make a new one.",
)
@given(case=moments_with_gradients(3, 2, 4))
def test_step_backward_takes_any_numbers_and_leaves_them_alone(submission, case):
    """Integers, float32 and any memory layout are accepted, and no argument is changed."""
    one = np.array([1])
    shut = {**SCALAR_UNIT, "bf": np.array([1000]), "Wo": np.array([[0]])}
    _, _, dc_prev, _ = step_gradients(submission, np.array([0]), np.array([3]), one, one, one, shut)
    assert_unchanged(submission)
    assert_close(dc_prev, np.array([3.0]), name="dc_prev for integers")
    plain = step_gradients(submission, *case)
    for name, same in layouts(case):
        actual = step_gradients(submission, *same)
        assert_unchanged(submission)
        assert_close(actual, plain, name=f"(dx, dh_prev, dc_prev, grads) for {name} arguments")
    actual = step_gradients(submission, *as_float32(case))
    assert_close(actual, plain, rtol=1e-4, atol=1e-4, name="the result for float32 arguments")


# lstm_backward


def runs_with_gradients(steps, inputs, hidden, *batch):
    """Draw what a backward run needs: dhs, xs, h0, c0, params."""
    upstream = arrays((steps, *batch, hidden), -2.0, 2.0)
    return st.tuples(upstream, runs(steps, inputs, hidden, *batch)).map(
        lambda drawn: (drawn[0], *drawn[1])
    )


def run_loss(submission, dhs, run):
    """Return the loss whose direct gradient at the visible states of a run is dhs."""
    hs, _ = run_of(submission, *run)
    return float(np.sum(dhs * hs))


@check(
    "lstm_backward",
    kind="example",
    points=0.25,
    hint="Go from the last step to the first and carry both gradients, of h and of c.",
)
def test_backward_of_the_worked_unit(submission):
    """The worked unit has the gradients of the docstring."""
    xs, dhs = np.array([[1.0], [-2.0], [0.5]]), np.array([[1.0], [-1.0], [2.0]])
    h0, c0 = np.array([0.5]), np.array([-1.0])
    dxs, dh0, dc0, grads = run_gradients(submission, dhs, xs, h0, c0, WORKED_UNIT)
    found = (dxs, dh0, dc0, grads["bf"], grads["bc"])
    desired = (
        np.array([[-0.0718644], [0.12931176], [-0.09883619]]),
        np.array([-0.03165245]),
        np.array([0.54391655]),
        np.array([-0.3304387]),
        np.array([0.3074853]),
    )
    assert_close(found, desired, rtol=0.0, atol=1e-8, name="(dxs, dh0, dc0, dbf, dbc)")


@check(
    "lstm_backward",
    kind="shape",
    points=0.25,
    hint="A gradient has the shape of what it belongs to; the dict has the twelve keys of params.",
)
def test_backward_gives_gradients_of_the_right_shapes(submission):
    """Each gradient has the shape of its argument or parameter, for one sequence and a batch."""
    for inputs, hidden in ((3, 2), (2, 2), (1, 1)):
        for batch in ((), (4,), (1,)):
            for steps in (3, 2, 1):
                state, params = np.full((*batch, hidden), 0.5), constant(inputs, hidden, 0.25)
                xs, dhs = np.ones((steps, *batch, inputs)), np.ones((steps, *batch, hidden))
                run_gradients(submission, dhs, xs, state, state, params)


@check("lstm_backward", kind="agreement", points=1.25)
@given(case=runs_with_gradients(4, 2, 3), batch=runs_with_gradients(3, 3, 2, 4))
def test_backward_agrees_with_the_reference(submission, reference, case, batch):
    """Agrees with the reference, for one sequence and for a batch."""
    assert_close(submission.lstm_backward(*case), reference.lstm_backward(*case))
    assert_close(submission.lstm_backward(*batch), reference.lstm_backward(*batch))


@check(
    "lstm_backward",
    kind="property",
    points=0.25,
    hint="An input acts on its own step and, through h and c, on all later ones.",
)
@given(case=runs_with_gradients(3, 2, 2))
def test_backward_differentiates_inputs_and_initial_states(submission, case):
    """dxs, dh0 and dc0 are the central differences of your own lstm_sequence."""
    dhs, xs, h0, c0, params = case
    dxs, dh0, dc0, _ = run_gradients(submission, *case)
    assert_gradient(dxs, lambda v: run_loss(submission, dhs, (v, h0, c0, params)), xs, name="dxs")
    assert_gradient(dh0, lambda v: run_loss(submission, dhs, (xs, v, c0, params)), h0, name="dh0")
    assert_gradient(dc0, lambda v: run_loss(submission, dhs, (xs, h0, v, params)), c0, name="dc0")


@check(
    "lstm_backward",
    kind="property",
    points=0.25,
    hint="All steps share the parameters: add the gradients of the steps up.",
)
@given(case=runs_with_gradients(3, 1, 2), gate=st.sampled_from(GATES))
def test_backward_differentiates_the_parameters(submission, case, gate):
    """The parameter gradients are the central differences of your own lstm_sequence."""
    dhs, xs, h0, c0, params = case
    grads = run_gradients(submission, *case)[3]
    for key in ("W" + gate, "U" + gate, "b" + gate):

        def loss(value, key=key):
            return run_loss(submission, dhs, (xs, h0, c0, {**params, key: value}))

        assert_gradient(grads[key], loss, params[key], name=f"grads[{key!r}]")


@check(
    "lstm_backward",
    kind="property",
    points=0.25,
    hint="After the last step nothing depends on the cell: its gradient starts at 0.",
)
@given(case=runs_with_gradients(1, 3, 2), later=arrays((2, 3), -2.0, 2.0))
def test_backward_through_one_step_is_a_backward_step(submission, case, later):
    """One step is your own lstm_step_backward, and inputs after the loss have no gradient."""
    dhs, xs, h0, c0, params = case
    nothing = np.zeros(2)
    desired = step_gradients(submission, dhs[0], nothing, xs[0], h0, c0, params)
    dxs, dh0, dc0, grads = run_gradients(submission, *case)
    assert_close((dxs[0], dh0, dc0, grads), desired, name="(dxs[0], dh0, dc0, grads)")
    longer = (np.array([dhs[0], nothing, nothing]), np.concatenate([xs, later]), h0, c0, params)
    dxs, dh0, dc0, grads = run_gradients(submission, *longer)
    assert_close(dxs[1:], np.zeros((2, 3)), name="dxs of the inputs after the loss")
    assert_close((dxs[0], dh0, dc0, grads), desired, name="(dxs[0], dh0, dc0, grads)")


@check(
    "lstm_backward",
    kind="edge",
    points=0.25,
    hint="With no steps the loop does not run: the results must exist before it.",
)
@given(run=runs(3, 1, 1), upstream=numbers(gap=0.5))
def test_backward_may_be_empty_and_a_gradient_may_last(submission, run, upstream):
    """No steps give zero gradients, and an open forget gate brings a gradient back undiminished."""
    for batch in ((), (4,)):
        state, params = np.full((*batch, 2), 0.5), constant(3, 2, 0.25)
        no_xs, no_dhs = np.ones((0, *batch, 3)), np.ones((0, *batch, 2))
        _, dh0, dc0, grads = run_gradients(submission, no_dhs, no_xs, state, state, params)
        assert_close((dh0, dc0), (np.zeros(state.shape),) * 2, name="(dh0, dc0)")
        assert_close(grads, constant(3, 2), name="grads")
    # With f = 1, i = 0 and o = 1 the loss is upstream * tanh(c0), whatever happens on the way.
    xs, h0, c0, params = run
    keeping = with_biases(params, bf=FAR, bi=-FAR, bo=FAR)
    dhs = np.array([[0.0], [0.0], [upstream]])
    _, _, dc0, _ = run_gradients(submission, dhs, xs, h0, c0, keeping)
    desired = upstream * (1 - np.tanh(c0) ** 2)
    assert_close(dc0, desired, name="dc0, with f = 1, i = 0 and o = 1 at each step,")


@check(
    "lstm_backward",
    kind="contract",
    points=0.25,
    hint="Adding to a row of dhs with += writes into the caller's array; make a new one.",
)
@given(case=runs_with_gradients(3, 2, 3))
def test_backward_takes_any_numbers_and_leaves_them_alone(submission, case):
    """Integers, float32 and any memory layout are accepted, and no argument is changed."""
    keeping = {
        **SCALAR_UNIT,
        "bf": np.array([1000]),
        "bi": np.array([-1000]),
        "bo": np.array([1000]),
    }
    xs, dhs, zero = np.array([[1], [0]]), np.array([[0], [3]]), np.array([0])
    _, _, dc0, _ = run_gradients(submission, dhs, xs, zero, zero, keeping)
    assert_unchanged(submission)
    assert_close(dc0, np.array([3.0]), name="dc0 for integers")
    plain = run_gradients(submission, *case)
    for name, same in layouts(case):
        actual = run_gradients(submission, *same)
        assert_unchanged(submission)
        assert_close(actual, plain, name=f"(dxs, dh0, dc0, grads) for {name} arguments")
    actual = run_gradients(submission, *as_float32(case))
    assert_close(actual, plain, rtol=1e-4, atol=1e-4, name="the result for float32 arguments")


# parameter_count


def count_of(submission, input_size, hidden_size):
    """Return the count, a whole number."""
    count = submission.parameter_count(input_size, hidden_size)
    assert_shape(count, (), dtype="int", name="the count")
    return count


@check(
    "parameter_count",
    kind="example",
    points=0.25,
    hint="Count the twelve entries of the scalar unit, then do the same for two hidden units.",
)
def test_count_of_the_examples(submission):
    """The scalar unit has 12 parameters, and 3 inputs with 2 hidden units have 48."""
    assert_equal(submission.parameter_count(1, 1), 12)
    assert_equal(submission.parameter_count(3, 2), 48)


@check(
    "parameter_count",
    kind="shape",
    points=0.25,
    hint="A count is an int: a single slash makes a float.",
)
def test_count_is_one_integer(submission):
    """The count is one integer, and not zero."""
    for sizes_ in ((1, 1), (1, 3), (3, 1), (2, 5)):
        count = count_of(submission, *sizes_)
        assert_between(count, 1, math.inf, name="the count")


@check("parameter_count", kind="agreement", points=0.25)
@given(input_size=st.integers(1, 300), hidden_size=st.integers(1, 300))
def test_count_agrees_with_the_reference(submission, reference, input_size, hidden_size):
    """Agrees with the reference."""
    actual = submission.parameter_count(input_size, hidden_size)
    assert_equal(actual, reference.parameter_count(input_size, hidden_size))


@check(
    "parameter_count",
    kind="property",
    points=0.25,
    hint="A new input brings one column to each W and leaves the U and b as they are.",
)
@given(input_size=sizes(1, 50), hidden_size=sizes(1, 50))
def test_count_grows_with_each_input_and_unit(submission, input_size, hidden_size):
    """One more input adds 4 weights for each unit; the growth with the units grows by 8."""
    count = count_of(submission, input_size, hidden_size)
    wider = count_of(submission, input_size + 1, hidden_size)
    assert_equal(wider - count, 4 * hidden_size, name="what one more input adds")
    more = count_of(submission, input_size, hidden_size + 1)
    still_more = count_of(submission, input_size, hidden_size + 2)
    growth = (still_more - more) - (more - count)
    assert_equal(growth, 8, name="the growth of what one more hidden unit adds")


@check(
    "parameter_count",
    kind="edge",
    points=0.25,
    hint="The formula has no special cases: try it on paper with one hidden unit.",
)
def test_count_of_extreme_sizes(submission):
    """One unit with many inputs, one input with many units, and very large sizes are exact."""
    assert_equal(submission.parameter_count(100, 1), 408)
    assert_equal(submission.parameter_count(1, 100), 40_800)
    assert_equal(submission.parameter_count(7, 7), 420)
    assert_equal(submission.parameter_count(30_000_000, 20_000_001), 4_000_000_360_000_008)


@check(
    "parameter_count",
    kind="contract",
    points=0.25,
    hint="Check the sizes first, and put both into the text of the ValueError.",
)
def test_count_rejects_impossible_sizes(submission):
    """A size below 1 is a ValueError that names both sizes, and NumPy integers are accepted."""
    for input_size, hidden_size in ((0, 37), (37, 0), (-5, 37), (37, -5)):
        names = (str(input_size), str(hidden_size))
        call = submission.parameter_count
        assert_raises(ValueError, call, input_size, hidden_size, mentions=names)
    assert_equal(submission.parameter_count(np.int64(3), np.int64(2)), 48)
