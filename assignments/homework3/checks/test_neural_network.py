"""What neural_network must satisfy."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.checks import check
from autograder.compare import (
    assert_between,
    assert_close,
    assert_equal,
    assert_finite,
    assert_raises,
    assert_shape,
    assert_unchanged,
)
from autograder.strategies import arrays, integer_arrays, memory_layouts, numbers, unequal_sizes

# The network of the statement, and the point at which its numbers are printed.
W = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0], [-1.0, 0.0, -1.0], [0.0, -1.0, -1.0]])
V = np.array([[1.0, 1.0, 1.0, 1.0, 0.0], [-1.0, -1.0, -1.0, -1.0, 2.0]])
POINT = np.array([3.0, 14.0])

# Points with hidden activations that add up to 0, 1 and 3, and the outputs printed for these sums.
POINTS = np.array([[0.0, 0.0], [2.0, 0.0], [-3.0, 2.0]])
HIDDEN = np.array([[0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0]])
OUTPUTS = np.array([[0.11920292, 0.88079708], [0.5, 0.5], [0.95257413, 0.04742587]])

# A tolerance for numbers that are printed with eight decimals.
PRINTED = {"rtol": 0.0, "atol": 6e-9}
# A tolerance for probabilities: relative, however small they are, down to the subnormal numbers.
RELATIVE = {"rtol": 1e-7, "atol": 1e-300}


# Strategies. Sizes are small and all different, so that a transposed array cannot fit by accident.


def halves(shape):
    """Draw multiples of 1/2: every sum of products is exact, in whatever order it is taken."""
    return integer_arrays(shape, -6, 6).map(lambda a: a / 2)


@st.composite
def batches(draw, last=4):
    """Draw one vector, or a batch whose two sizes differ."""
    rows, size = draw(unequal_sizes(2, high=last))
    return draw(arrays(draw(st.sampled_from([(size,), (rows, size)]))))


@st.composite
def layers(draw, elements=arrays):
    """Draw one example or a batch, and the parameters of a layer: (x, W)."""
    n, d, m = draw(unequal_sizes(3))
    x = draw(elements(draw(st.sampled_from([(d,), (n, d)]))))
    return x, draw(elements((m, d + 1)))


@st.composite
def output_layers(draw, outputs=None):
    """Draw hidden activations, which are never negative, and an output layer: (f_z, V)."""
    n, m, k = draw(unequal_sizes(3))
    f_z = draw(arrays(draw(st.sampled_from([(m,), (n, m)])), low=0.0))
    return f_z, draw(arrays((outputs or k, m + 1)))


@st.composite
def networks(draw, elements=arrays, outputs=None):
    """Draw one point or a batch, and the parameters of a network: (x, W, V)."""
    n, d, m, k = draw(unequal_sizes(4))
    x = draw(elements(draw(st.sampled_from([(d,), (n, d)]))))
    return x, draw(elements((m, d + 1))), draw(elements((outputs or k, m + 1)))


@st.composite
def large_networks(draw):
    """Draw a network with pre-activations in the thousands: (x, W, V)."""
    x, hidden, output = draw(networks())
    return 300.0 * x, hidden, output


@st.composite
def lines(draw):
    """Draw points and units that have a boundary: (x, W)."""
    n, d, m = draw(unequal_sizes(3))
    x = draw(arrays(draw(st.sampled_from([(d,), (n, d)]))))
    weights, offsets = draw(arrays((m, d), gap=0.1)), draw(arrays((m, 1)))
    return x, np.concatenate([weights, offsets], axis=1)


@st.composite
def distributions(draw):
    """Draw probabilities for one example or a batch, and labels: (o, y)."""
    n, k = draw(unequal_sizes(2))
    counts = draw(integer_arrays((n, k), 1, 9))
    o = counts / counts.sum(axis=1, keepdims=True)
    y = draw(integer_arrays((n,), 0, k - 1))
    return draw(st.sampled_from([(o[0], int(y[0])), (o, y)]))


@st.composite
def logit_pairs(draw):
    """Draw two logits that are at least 0.25 apart."""
    low, gap = draw(numbers()), draw(numbers(0.25, 6.0))
    return np.array(draw(st.permutations([low, low + gap])))


errors = numbers(1 / 1024, 0.484375)


# Assertions that several checks share.


def assert_values(actual, desired, *, rtol=1e-7, atol=1e-9, name="the result"):
    """Demand these values, as floats or as integers."""
    desired = np.asarray(desired, dtype=float)
    integers = getattr(getattr(actual, "dtype", None), "kind", "f") in "iu"
    assert_shape(actual, desired.shape, dtype="int" if integers else "float", name=name)
    assert_close(np.asarray(actual, dtype=float), desired, rtol=rtol, atol=atol, name=name)


def assert_any_input(submission, function, *arguments, desired, compare=assert_values, **exact):
    """Demand the same answer for every kind of array that may be given, and no change to any.

    The arguments hold whole numbers, or else halves, which `float32` holds exactly.
    """
    for versions in zip(*(memory_layouts(argument) for argument in arguments), strict=True):
        name = f"the result for {versions[0][0]} arrays"
        given_arrays = [array for _, array in versions]
        compare(function(*given_arrays), desired, name=name, **exact)
        assert_unchanged(submission)
        compare(function(*given_arrays), desired, name=f"{name}, asked again,", **exact)
    single = [argument.astype(np.float32) for argument in arguments]
    rough = {"rtol": 1e-4, "atol": 1e-6} if exact or compare is assert_values else {}
    compare(function(*single), desired, name="the result for float32 arrays", **rough)
    if all(np.all(argument == np.rint(argument)) for argument in arguments):
        whole = [argument.astype(np.int64) for argument in arguments]
        compare(function(*whole), desired, name="the result for integer arrays", **exact)
        assert_unchanged(submission)


def assert_distribution(actual, shape, name="the result"):
    """Demand probabilities that add up to one along the last axis."""
    assert_shape(actual, shape, dtype="float", name=name)
    assert_between(actual, 0.0, 1.0 + 1e-9, name=name)
    for index, total in np.ndenumerate(actual.sum(axis=-1)):
        where = f"row {list(index)}" if index else "it"
        assert abs(total - 1.0) < 1e-9, f"each row should sum to 1, but {where} sums to {total}"


ANY_INPUT = (
    "If the other checks pass, it is the kind of array: arguments may be integer, float32, "
    "read-only or strided. Do not write into them, and do not give a result an integer's dtype."
)
SIZES = (
    "If the other checks pass, it is an unusual size: more leading axes, a single row, a single "
    "unit, or no rows."
)


# relu


@check(
    "relu",
    kind="example",
    points=0.25,
    hint="Compare each number with zero by itself: a single number works, and so does an array.",
)
def test_relu_example(submission):
    """Gives 0, 0 and 2 for -3, 0 and 2."""
    for z, desired in ((-3, 0), (0, 0), (2, 2)):
        assert_values(submission.relu(z), desired)
    assert_values(submission.relu(np.array([-3.0, 0.0, 2.0])), [0.0, 0.0, 2.0])


@check(
    "relu",
    kind="shape",
    points=0.25,
    hint="Work element by element, and make a new array with the dtype of z.",
)
@given(z=arrays(st.sampled_from([(2,), (1,), (2, 3), (2, 1, 3)]), dtype=np.float32))
def test_relu_shape(submission, z):
    """Keeps the shape, and the dtype of floats."""
    assert_shape(submission.relu(z), z.shape, dtype=np.float32)
    assert_shape(submission.relu(z.astype(np.float64)), z.shape, dtype=np.float64)


@check("relu", kind="agreement", points=0.25)
@given(z=arrays(st.sampled_from([(), (3,), (2, 3), (2, 1, 3)])))
@example(z=np.array([-1.5, 0.75, 2.5]))
@example(z=np.array([[0.25, -1e-3], [-0.5, 1e-3]]))
def test_relu_agreement(submission, reference, z):
    """Agrees with the reference."""
    assert_close(submission.relu(z), reference.relu(z), atol=0.0)


@check(
    "relu",
    kind="property",
    points=0.25,
    hint="A positive number should come through unchanged, a negative one should give exactly 0.",
)
@given(z=arrays(st.sampled_from([(2,), (2, 3)])))
@example(z=np.array([-1.5, 0.75]))
def test_relu_splits_a_number(submission, z):
    """Splits z: relu(z) - relu(-z) is z, and one of the two is zero."""
    positive, negative = submission.relu(z), submission.relu(-z)
    for part, name in ((positive, "relu(z)"), (negative, "relu(-z)")):
        assert_shape(part, z.shape, dtype="float", name=name)
        assert_between(part, 0.0, 3.0, name=name)
    assert_close(positive - negative, z, name="relu(z) - relu(-z)")
    assert_close(np.minimum(positive, negative), np.zeros(z.shape), name="the smaller of the two")


@check(
    "relu",
    kind="edge",
    points=0.25,
    hint="Very large, very small and negative zeros are numbers like all others; an array may be "
    "empty.",
)
def test_relu_edges(submission):
    """Handles extreme numbers, negative zero, and empty arrays."""
    extremes = np.array([-1e300, -1000.0, -1e-300, -0.0, 1e-300, 1000.0, 1e300])
    desired = [0.0, 0.0, 0.0, 0.0, 1e-300, 1000.0, 1e300]
    assert_close(submission.relu(extremes), np.array(desired), atol=0.0)
    assert_shape(submission.relu(np.zeros((0, 3))), (0, 3), dtype="float")


@check("relu", kind="contract", points=0.25, hint=ANY_INPUT)
def test_relu_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    z = np.array([[-3.0, 0.0, 2.0], [5.0, -1.0, -7.0]])
    assert_any_input(submission, submission.relu, z, desired=[[0.0, 0.0, 2.0], [5.0, 0.0, 0.0]])


# softmax


@check("softmax", kind="example", points=0.25, hint="Exponentials, divided by their sum.")
def test_softmax_example(submission):
    """Gives the numbers of the statement."""
    desired = np.array([0.00242826, 0.01794253, 0.97962921])
    assert_close(submission.softmax(np.array([-2.0, 0.0, 4.0])), desired, **PRINTED)
    assert_close(submission.softmax(np.array([-1.0, 0.0, 2.0]), beta=2.0), desired, **PRINTED)


@check("softmax", kind="shape", points=0.25, hint="The result has the shape of z.")
@given(z=batches(), beta=numbers(0.0, 3.0))
def test_softmax_shape(submission, z, beta):
    """Keeps the shape of z."""
    assert_shape(submission.softmax(z, beta), z.shape, dtype="float")


@check("softmax", kind="agreement", points=0.5)
@given(z=batches(), beta=numbers(0.0, 3.0))
@example(z=np.array([[1.0, 2.0, -1.0], [0.0, -3.0, 0.5], [2.5, 1.0, 0.0]]), beta=1.0)
@example(z=np.array([[[1.0, 2.0, 0.0], [0.0, -1.0, 3.0]]] * 2), beta=0.5)
def test_softmax_agreement(submission, reference, z, beta):
    """Agrees with the reference."""
    assert_close(submission.softmax(z, beta), reference.softmax(z, beta), **RELATIVE)


@check(
    "softmax",
    kind="agreement",
    points=0.25,
    hint="Large logits must not overflow; remember that each row may be shifted by itself.",
)
@given(z=arrays((2, 3), -1000.0, 1000.0), beta=numbers(0.0, 3.0))
@example(z=np.array([[1000.0, 1001.0], [0.0, 1.0], [-1000.0, -999.0]]), beta=1.0)
@example(z=np.array([[1000.0, -1000.0, 998.0], [-1000.0, 1000.0, -1000.0]]), beta=1.0)
def test_softmax_agreement_on_large_logits(submission, reference, z, beta):
    """Agrees with the reference on large logits."""
    assert_close(submission.softmax(z, beta), reference.softmax(z, beta), **RELATIVE)


@check(
    "softmax",
    kind="property",
    points=0.25,
    hint="Sum over the last axis: each row of z is one example.",
)
@given(z=arrays(unequal_sizes(2)), beta=numbers(0.0, 3.0))
@example(z=np.array([[0.0, 1.0], [2.0, 0.0]]), beta=1.0)
def test_softmax_rows_sum_to_one(submission, z, beta):
    """Every row sums to one."""
    assert_distribution(submission.softmax(z, beta), z.shape)


@check(
    "softmax",
    kind="property",
    points=0.25,
    hint="beta multiplies the logits inside the exponential, and the base of the power is e.",
)
@given(z=arrays(unequal_sizes(2)), beta=numbers(0.0, 3.0))
@example(z=np.array([[0.0, 1.0, -1.0]]), beta=2.0)
def test_softmax_log_ratios(submission, z, beta):
    """The log ratio of two outputs is beta times the difference of their logits."""
    p = submission.softmax(z, beta)
    assert_shape(p, z.shape, dtype="float")
    assert_between(p, 0.0, np.inf, strict=True)
    assert_close(
        np.log(p) - np.log(p[:, :1]), beta * (z - z[:, :1]), name="log p_k - log p_1 of each row"
    )


@check(
    "softmax",
    kind="edge",
    points=0.25,
    hint="Special cases: beta = 0, one class only, a logit of minus infinity, leading axes, no "
    "rows.",
)
def test_softmax_edges(submission):
    """Handles beta = 0, one class, minus infinity, more axes and no rows."""
    z = np.array([[-2.0, 0.0, 4.0, 1.0], [5.0, -10.0, 10.0, 3.0]])
    assert_close(submission.softmax(z, beta=0.0), np.full((2, 4), 0.25), name="for beta = 0, it")
    assert_close(submission.softmax(np.array([[5.0], [-3.0]])), np.ones((2, 1)))
    masked = np.array([[0.0, -np.inf, 0.0], [-np.inf, -np.inf, 7.0]])
    assert_close(submission.softmax(masked), np.array([[0.5, 0.0, 0.5], [0.0, 0.0, 1.0]]))
    deep = np.array([[[0.0, 0.0]], [[0.0, 2.0]], [[3.0, 0.0]]])
    desired = np.array([[[0.5, 0.5]], [[0.11920292, 0.88079708]], [[0.95257413, 0.04742587]]])
    assert_close(submission.softmax(deep), desired, **PRINTED)
    assert_shape(submission.softmax(np.zeros((0, 3))), (0, 3), dtype="float")


@check(
    "softmax",
    kind="contract",
    points=0.25,
    hint="Shift each row by a number of its own before the exponential, so that no exponent is "
    "large.",
)
@given(z=arrays((2, 3)))
@example(z=np.array([[0.0, 1.0, 2.0], [3.0, -3.0, 0.0]]))
def test_softmax_is_stable(submission, z):
    """Is right for logits of 1000 and -1000, side by side in one batch."""
    desired = submission.softmax(z)
    assert_distribution(desired, z.shape, name="softmax(z)")
    up, down = submission.softmax(z + 1000.0), submission.softmax(z - 1000.0)
    assert_close(up, desired, rtol=1e-9, atol=0.0, name="softmax(z + 1000)")
    assert_close(down, desired, rtol=1e-9, atol=0.0, name="softmax(z - 1000)")
    scales = submission.softmax(z + np.array([[1000.0], [-1000.0]]))
    assert_close(
        scales, desired, rtol=1e-9, atol=0.0, name="softmax(z), one row raised, the other lowered,"
    )
    assert_close(submission.softmax(np.array([-1000.0, 1000.0])), np.array([0.0, 1.0]))


@check("softmax", kind="contract", points=0.25, hint=ANY_INPUT)
def test_softmax_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    z = np.array([[0.0, 2.0], [1.0, 1.0], [3.0, 0.0]])
    assert_any_input(submission, submission.softmax, z, desired=OUTPUTS, **PRINTED)


# softmax_property


def exact_softmax(z, beta=1.0):
    """Return the softmax by decimal arithmetic with 40 digits and exponents without bounds."""
    z = np.asarray(z, dtype=float)
    result = np.empty(z.shape)
    with localcontext(Context(prec=40, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])):
        for row in np.ndindex(z.shape[:-1]):
            powers = [(Decimal(float(beta)) * Decimal(float(value))).exp() for value in z[row]]
            total = sum(powers)
            result[row] = [float(power / total) for power in powers]
    return result


def uniform(z, beta=1.0):
    """Return equal probabilities for all classes."""
    z = np.asarray(z, dtype=float)
    return np.ones(z.shape) / z.shape[-1]


def winner_takes_all(z, beta=1.0):
    """Return probability 1 for the largest logit."""
    z = np.asarray(z, dtype=float)
    return np.eye(z.shape[-1])[np.argmax(z, axis=-1)]


def assert_catches(submission, right, wrong):
    """Demand that the student's property accepts one function and rejects another."""
    assert_equal(submission.softmax_property(right), True, name="the verdict on a right softmax")
    assert_equal(submission.softmax_property(wrong), False, name="the verdict on a wrong softmax")


@check(
    "softmax_property",
    kind="example",
    points=0.25,
    hint="A right softmax must be accepted, so compare with a tolerance; equal probabilities and "
    "the largest logit alone are not a softmax, although their rows sum to one.",
)
def test_softmax_property_example(submission):
    """Accepts a right softmax, and rejects two functions whose rows merely sum to one."""
    assert_catches(submission, exact_softmax, uniform)
    assert_catches(submission, exact_softmax, winner_takes_all)


@check(
    "softmax_property",
    kind="planted",
    points=0.25,
    hint="Some softmax is wrong only if the rows of a batch lie on very different scales.",
)
def test_softmax_property_planted_1(submission, reference, planted):
    """Rejects a first wrong softmax, and accepts the right one."""
    assert_catches(submission, reference.softmax, planted.softmax__global_max)


@check(
    "softmax_property",
    kind="planted",
    points=0.25,
    hint="Some softmax is wrong only if it is given a batch.",
)
def test_softmax_property_planted_2(submission, reference, planted):
    """Rejects a second wrong softmax, and accepts the right one."""
    assert_catches(submission, reference.softmax, planted.softmax__wrong_axis)


@check(
    "softmax_property",
    kind="planted",
    points=0.25,
    hint="Some softmax is wrong only for large logits, where it returns nan.",
)
def test_softmax_property_planted_3(submission, reference, planted):
    """Rejects a third wrong softmax, and accepts the right one."""
    assert_catches(submission, reference.softmax, planted.softmax__no_shift)


@check(
    "softmax_property",
    kind="planted",
    points=0.25,
    hint="Some softmax is right on one vector, but wrong on a batch.",
)
def test_softmax_property_planted_4(submission, reference, planted):
    """Rejects a fourth wrong softmax, and accepts the right one."""
    assert_catches(submission, reference.softmax, planted.softmax__sums_over_everything)


@check(
    "softmax_property",
    kind="planted",
    points=0.25,
    hint="Some softmax has outputs in the right proportion to each other, and is still wrong.",
)
def test_softmax_property_planted_5(submission, reference, planted):
    """Rejects a fifth wrong softmax, and accepts the right one."""
    assert_catches(submission, reference.softmax, planted.softmax__unnormalised)


@check(
    "softmax_property",
    kind="planted",
    points=0.25,
    hint="Some softmax has rows that sum to one, in the right order, and is still wrong.",
)
def test_softmax_property_planted_6(submission, reference, planted):
    """Rejects a sixth wrong softmax, and accepts the right one."""
    assert_catches(submission, reference.softmax, planted.softmax__base_two)


# affine


@check(
    "affine",
    kind="example",
    points=0.25,
    hint="The offset is the last column of W: multiply the inputs with the other columns.",
)
def test_affine_example(submission):
    """Gives z = (2, 13, -4, -15) at the point (3, 14)."""
    assert_close(submission.affine(POINT, W), np.array([2.0, 13.0, -4.0, -15.0]))


@check(
    "affine",
    kind="shape",
    points=0.25,
    hint="One example (d,) gives (m,), a batch (n, d) gives (n, m): one column for each unit.",
)
@given(layer=layers())
def test_affine_shape(submission, layer):
    """Gives one number for each unit, for one example and for a batch."""
    x, parameters = layer
    assert_shape(submission.affine(x, parameters), (*x.shape[:-1], len(parameters)), dtype="float")


@check("affine", kind="agreement", points=0.5)
@given(layer=layers())
@example(layer=(np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 4.0]])))
def test_affine_agreement(submission, reference, layer):
    """Agrees with the reference."""
    assert_close(submission.affine(*layer), reference.affine(*layer))


@check(
    "affine",
    kind="property",
    points=0.25,
    hint="Each input is multiplied by its own column of W, and the offset is added once.",
)
@given(layer=layers(), y=arrays((4,)))
@example(
    layer=(np.array([1.0, 2.0]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])),
    y=np.array([1.0, -1.0, 0.0, 0.0]),
)
def test_affine_is_affine(submission, layer, y):
    """Adds weighted inputs to the offset: the terms of two inputs add up, the offset does not."""
    x, parameters = layer
    d, m = x.shape[-1], len(parameters)
    x, y = (x if x.ndim == 1 else x[0]), y[:d]
    offset = submission.affine(np.zeros(d), parameters)
    assert_close(offset, parameters[:, -1], name="the result at the origin")
    for k in range(d):
        unit = submission.affine(np.eye(d)[k], parameters)
        assert_shape(unit, (m,), dtype="float")
        assert_close(
            unit - offset, parameters[:, k], name=f"the increase from the origin along input {k}"
        )
    at_x, at_y = submission.affine(x, parameters), submission.affine(y, parameters)
    for value in (at_x, at_y):
        assert_shape(value, (m,), dtype="float")
    assert_close(
        submission.affine(x + y, parameters), at_x + at_y - offset, name="the result at x + y"
    )


@check("affine", kind="edge", points=0.25, hint=SIZES)
def test_affine_edges(submission):
    """Treats each row by itself, for any number of leading axes and any size."""
    parameters = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    square = np.array([[1.0, 0.0], [0.0, -1.0]])
    desired = np.array([[4.0, 10.0], [1.0, 1.0]])
    assert_close(submission.affine(square, parameters), desired)
    assert_close(submission.affine(square[:1], parameters), desired[:1])
    assert_close(submission.affine(square[:, np.newaxis], parameters), desired[:, np.newaxis])
    assert_close(submission.affine(square, parameters[:1]), desired[:, :1])
    assert_close(submission.affine(np.array([2.0]), np.array([[5.0, -3.0]])), np.array([7.0]))
    assert_shape(submission.affine(square[:0], parameters), (0, 2), dtype="float")


@check("affine", kind="contract", points=0.25, hint=ANY_INPUT)
def test_affine_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    x = np.array([[3.0, 14.0], [0.0, -2.0], [1.0, 1.0]])
    desired = [[2.0, 13.0, -4.0, -15.0], [-1.0, -3.0, -1.0, 1.0], [0.0, 0.0, -2.0, -2.0]]
    assert_any_input(submission, submission.affine, x, W, desired=desired)
    parameters = np.array([[0.5, 0.25, -0.125]])
    z = submission.affine(np.array([3, 2]), parameters)
    assert_close(z, np.array([1.875]), name="the result for an integer x")


@check(
    "affine",
    kind="contract",
    points=0.25,
    hint="Compare the two sizes first, and put both shapes into the text of the ValueError.",
)
def test_affine_errors(submission):
    """Raises ValueError, with both shapes in its text, if x and W do not fit."""
    for x_shape, w_shape in (((5, 2), (4, 2)), ((5, 2), (4, 4)), ((3,), (2, 3)), ((3, 1), (2, 4))):
        x, parameters = np.ones(x_shape), np.ones(w_shape)
        shapes = (str(x_shape), str(w_shape))
        assert_raises(ValueError, submission.affine, x, parameters, mentions=shapes)


# hidden_layer


@check(
    "hidden_layer",
    kind="example",
    points=0.25,
    hint="Apply the ReLU to the pre-activations of all units.",
)
def test_hidden_layer_example(submission):
    """Gives f(z) = (2, 13, 0, 0) at the point (3, 14)."""
    assert_close(submission.hidden_layer(POINT, W), np.array([2.0, 13.0, 0.0, 0.0]))
    assert_close(submission.hidden_layer(POINTS, W), HIDDEN)


@check(
    "hidden_layer",
    kind="shape",
    points=0.25,
    hint="The last axis of the result has one entry for each hidden unit.",
)
@given(layer=layers())
def test_hidden_layer_shape(submission, layer):
    """Gives one activation for each hidden unit, for one point and for a batch."""
    x, parameters = layer
    shape = (*x.shape[:-1], len(parameters))
    assert_shape(submission.hidden_layer(x, parameters), shape, dtype="float")


@check("hidden_layer", kind="agreement", points=0.5)
@given(layer=layers())
@example(layer=(np.array([[-1.0, 2.0], [3.0, -5.0]]), np.array([[1.0, 2.0, 3.0], [0.5, 1.0, 4.0]])))
def test_hidden_layer_agreement(submission, reference, layer):
    """Agrees with the reference."""
    assert_close(submission.hidden_layer(*layer), reference.hidden_layer(*layer))


@check(
    "hidden_layer",
    kind="property",
    points=0.25,
    hint="First the whole of z, offset included, then the ReLU, and nothing else.",
)
@given(layer=layers())
@example(layer=(np.array([-1.0, 2.0]), np.array([[1.0, 1.0, -3.0], [2.0, 0.5, 1.0]])))
def test_hidden_layer_with_opposite_parameters(submission, layer):
    """Either W or -W turns a unit on, and the two activations differ by an affine function of x."""
    x, parameters = layer
    x = x if x.ndim == 1 else x[0]

    def difference(point):
        plus = submission.hidden_layer(point, parameters)
        minus = submission.hidden_layer(point, -parameters)
        for value, name in ((plus, "hidden_layer(x, W)"), (minus, "hidden_layer(x, -W)")):
            assert_shape(value, (len(parameters),), dtype="float", name=name)
            assert_between(value, 0.0, 100.0, name=name)
        assert_close(
            np.minimum(plus, minus), np.zeros(len(parameters)), name="the smaller activation"
        )
        return plus - minus

    origin = difference(np.zeros_like(x))
    name = "hidden_layer(x, W) - hidden_layer(x, -W)"
    assert_close(origin, parameters[:, -1], name=f"{name} at the origin")
    for k in range(len(x)):
        along = difference(-np.eye(len(x))[k])
        assert_close(origin - along, parameters[:, k], name=f"the slope of it along input {k}")
    assert_close(difference(x) + difference(-x), 2.0 * origin, name=f"{name} at x and -x, added,")


@check("hidden_layer", kind="edge", points=0.25, hint=SIZES)
def test_hidden_layer_edges(submission):
    """Handles units that are off, points on a boundary, leading axes and sizes of 1 and 0."""
    assert_close(submission.hidden_layer(np.array([0.5, -0.5]), W), np.zeros(4))
    assert_close(submission.hidden_layer(np.array([1.0, -1.0]), W), np.zeros(4))
    assert_close(submission.hidden_layer(POINTS[:, np.newaxis], W), HIDDEN[:, np.newaxis])
    assert_close(submission.hidden_layer(POINTS[2:], W), HIDDEN[2:])
    assert_close(submission.hidden_layer(POINTS, W[:1]), HIDDEN[:, :1])
    one_input = np.array([[5.0, -3.0], [-1.0, 1.0]])
    assert_close(submission.hidden_layer(np.array([2.0]), one_input), np.array([7.0, 0.0]))
    assert_shape(submission.hidden_layer(POINTS[:0], W), (0, 4), dtype="float")


@check("hidden_layer", kind="contract", points=0.25, hint=ANY_INPUT)
def test_hidden_layer_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    # Points and units in another order than in the worked example.
    points, weights, desired = POINTS[::-1].copy(), W[::-1].copy(), HIDDEN[::-1, ::-1]
    assert_any_input(submission, submission.hidden_layer, points, weights, desired=desired)


# output_from_hidden


@check(
    "output_from_hidden",
    kind="example",
    points=0.25,
    hint="The order is weighted sum with offset, ReLU, softmax; each of them matters here.",
)
def test_output_from_hidden_example(submission):
    """Gives the three outputs of the table."""
    for f_z, o in zip(HIDDEN, OUTPUTS, strict=True):
        assert_close(submission.output_from_hidden(f_z, V), o, **PRINTED)


@check(
    "output_from_hidden",
    kind="shape",
    points=0.25,
    hint="One point (m,) gives (K,), a batch (n, m) gives (n, K).",
)
@given(layer=output_layers())
def test_output_from_hidden_shape(submission, layer):
    """Gives one number for each output, for one point and for a batch."""
    f_z, parameters = layer
    shape = (*f_z.shape[:-1], len(parameters))
    assert_shape(submission.output_from_hidden(f_z, parameters), shape, dtype="float")


@check("output_from_hidden", kind="agreement", points=0.5)
@given(layer=output_layers())
@example(
    layer=(np.array([[1.0, 2.0], [3.0, 0.5]]), np.array([[1.0, -2.0, 1.0], [-0.5, 1.0, -1.0]]))
)
def test_output_from_hidden_agreement(submission, reference, layer):
    """Agrees with the reference."""
    desired = reference.output_from_hidden(*layer)
    assert_close(submission.output_from_hidden(*layer), desired, **RELATIVE)


@check(
    "output_from_hidden",
    kind="property",
    points=0.25,
    hint="Look at u: it has an offset, and f(u) is never negative. The rows sum to one.",
)
@given(layer=output_layers(), unit=st.integers(0, 3))
@example(
    layer=(np.array([[2.0], [1.0]]), np.array([[1.0, -0.5], [-1.0, 1.5], [-2.0, -1.0]])), unit=0
)
def test_output_from_hidden_with_one_unit_on(submission, layer, unit):
    """With one hidden unit on, the log ratios of the outputs follow from one column of V."""
    f_z, parameters = layer
    f_z = np.atleast_2d(f_z)
    unit %= f_z.shape[1]
    one_on = np.zeros(f_z.shape)
    one_on[:, unit] = f_z[:, unit]
    o = submission.output_from_hidden(one_on, parameters)
    assert_distribution(o, (len(f_z), len(parameters)))
    assert_between(o, 0.0, 1.0, strict=len(parameters) > 1)
    for row, activation in enumerate(f_z[:, unit]):
        u = [activation * weights[unit] + weights[-1] for weights in parameters]
        clipped = [max(value, 0.0) for value in u]
        assert_close(
            np.log(o[row]) - np.log(o[row, 0]),
            np.array(clipped) - clipped[0],
            name=f"log o_k - log o_1 in row {row}",
        )


@check("output_from_hidden", kind="edge", points=0.25, hint=SIZES)
def test_output_from_hidden_edges(submission):
    """Handles outputs that are all off, leading axes and sizes of 1 and 0."""
    off = np.array([[-1.0, 2.0, -3.0], [-4.0, 1.0, -1.5], [-1.0, 0.0, 0.0]])
    assert_close(submission.output_from_hidden(np.array([1.0, 1.0]), off), np.full(3, 1 / 3))
    deep = submission.output_from_hidden(HIDDEN[:, np.newaxis], V)
    assert_close(deep, OUTPUTS[:, np.newaxis], **PRINTED)
    assert_close(submission.output_from_hidden(HIDDEN[:1], V), OUTPUTS[:1], **PRINTED)
    one_unit = np.array([[1.0, 0.0], [-1.0, 2.0]])
    assert_close(submission.output_from_hidden(np.array([3.0]), one_unit), OUTPUTS[2], **PRINTED)
    assert_close(submission.output_from_hidden(HIDDEN, V[:1]), np.ones((3, 1)))
    assert_shape(submission.output_from_hidden(HIDDEN[:0], V), (0, 2), dtype="float")


@check(
    "output_from_hidden",
    kind="contract",
    points=0.25,
    hint=f"{ANY_INPUT} Activations may be in the thousands, so the softmax must be stable.",
)
def test_output_from_hidden_contract(submission):
    """Is right for large activations, takes every kind of array and leaves it as it is."""
    assert_any_input(
        submission, submission.output_from_hidden, HIDDEN, V, desired=OUTPUTS, **PRINTED
    )
    shifted = np.array([[1.0, 1.0, 2.0], [1.0, 1.0, 0.0]])
    large = submission.output_from_hidden(np.array([[500.0, 500.0], [0.0, 9000.0]]), shifted)
    assert_close(large, np.array([[0.88079708, 0.11920292]] * 2), **PRINTED)


# forward


@check(
    "forward",
    kind="example",
    points=0.25,
    hint="If only the second output at (3, 14) is wrong, look at the ReLU of the output layer; if "
    "only the point (0, 0) is wrong, look at the offsets in V.",
)
def test_forward_example(submission):
    """Gives the outputs of the statement, the tiny one to six digits."""
    desired = np.array([9.99999694e-01, 3.05902227e-07])
    assert_close(submission.forward(POINT, W, V), desired, rtol=1e-6, atol=0.0)
    for x, o in zip(POINTS, OUTPUTS, strict=True):
        assert_close(submission.forward(x, W, V), o, **PRINTED)


@check(
    "forward",
    kind="shape",
    points=0.25,
    hint="One point (d,) gives (K,), a batch (n, d) gives (n, K).",
)
@given(network=networks())
def test_forward_shape(submission, network):
    """Gives the probability of each class, for one point and for a batch."""
    x, hidden, output = network
    shape = (*x.shape[:-1], len(output))
    assert_distribution(submission.forward(x, hidden, output), shape)


@check("forward", kind="agreement", points=0.5)
@given(network=networks())
@example(network=(np.array([[0.5, -2.0], [3.0, 1.0]]), W[:2], V[:, 2:]))
def test_forward_agreement(submission, reference, network):
    """Agrees with the reference, also where a probability is tiny."""
    assert_close(submission.forward(*network), reference.forward(*network), **RELATIVE)


@check(
    "forward",
    kind="agreement",
    points=0.25,
    hint="Pre-activations in the thousands need a stable softmax.",
)
@given(network=large_networks())
@example(network=(np.array([[800.0, 801.0], [-900.0, 0.0]]), W, V))
def test_forward_agreement_far_away(submission, reference, network):
    """Agrees with the reference at points far from the origin."""
    assert_close(submission.forward(*network), reference.forward(*network), **RELATIVE)


@check(
    "forward",
    kind="property",
    points=0.25,
    hint="Units are interchangeable, and each row is a point of its own: use W and V as given, and "
    "apply both ReLUs.",
)
@given(network=networks(), scale=numbers(0.25, 4.0))
@example(network=(np.array([[1.0, 2.0], [-2.0, 0.5], [3.0, -1.0]]), W[:, [1, 0, 2]], V), scale=2.0)
def test_forward_symmetries(submission, network, scale):
    """Reordering or rescaling hidden units changes nothing, nor do other rows of a batch."""
    x, hidden, output = network
    o = submission.forward(x, hidden, output)
    assert_distribution(o, (*x.shape[:-1], len(output)))
    reordered = np.concatenate([output[:, -2::-1], output[:, -1:]], axis=1)
    assert_close(
        submission.forward(x, hidden[::-1], reordered),
        o,
        **RELATIVE,
        name="the result with the hidden units in reverse order",
    )
    rescaled = output.copy()
    rescaled[:, 0] /= scale
    factors = np.ones((len(hidden), 1))
    factors[0] = scale
    assert_close(
        submission.forward(x, factors * hidden, rescaled),
        o,
        rtol=1e-6,
        atol=1e-300,
        name=f"the result with unit 0 scaled by {scale} and its column of V by 1/{scale}",
    )
    if x.ndim == 2:
        for row in range(len(x)):
            alone = submission.forward(x[row], hidden, output)
            assert_close(alone, o[row], **RELATIVE, name=f"the result for row {row} alone")


@st.composite
def silent_networks(draw):
    """Draw a network at a point where all hidden units are off: (x, W, V)."""
    x, hidden, output = draw(networks())
    hidden[:, -1] = -50.0 - np.abs(hidden[:, -1])
    return x, hidden, output


@check(
    "forward",
    kind="edge",
    points=0.25,
    hint="With all hidden units off, u is the last column of V, and f(u) is not negative.",
)
@given(network=silent_networks())
@example(network=(np.array([0.0, 0.0]), W, V))
@example(network=(np.array([0.0]), np.array([[1.0, -50.0]]), np.array([[2.0, -1.0], [1.0, -2.0]])))
def test_forward_with_all_units_off(submission, network):
    """With all hidden units off, only the offsets in V count."""
    x, hidden, output = network
    o = submission.forward(x, hidden, output)
    assert_distribution(o, (*x.shape[:-1], len(output)))
    assert_between(o, 0.0, 1.0, strict=len(output) > 1)
    offsets = [max(value, 0.0) for value in output[:, -1]]
    for row in np.ndindex(x.shape[:-1]):
        assert_close(
            np.log(o[row]) - np.log(o[row][0]),
            np.array(offsets) - offsets[0],
            name="log o_k - log o_1",
        )


@check(
    "forward",
    kind="contract",
    points=0.25,
    hint=f"{ANY_INPUT} Points may be far away, in batches with more axes or without rows.",
)
def test_forward_contract(submission):
    """Is right far away, takes every kind of array and leaves it as it is."""
    assert_any_input(submission, submission.forward, POINTS, W, V, desired=OUTPUTS, **PRINTED)
    far = submission.forward(np.array([[1000.0, -1000.0], [-1000.0, 0.0]]), W, V)
    assert_close(far, np.array([[1.0, 0.0], [1.0, 0.0]]))
    deep = submission.forward(POINTS[:, np.newaxis], W, V)
    assert_close(deep, OUTPUTS[:, np.newaxis], **PRINTED)
    assert_shape(submission.forward(POINTS[:0], W, V), (0, 2), dtype="float")


# activation_pattern


@check(
    "activation_pattern",
    kind="example",
    points=0.25,
    hint="True stands for a unit with a positive z; a z of exactly zero is off.",
)
def test_activation_pattern_example(submission):
    """Finds the first two units on at (3, 14), and none at (1, -1)."""
    desired = np.array([True, True, False, False])
    assert_equal(submission.activation_pattern(POINT, W), desired)
    assert_equal(submission.activation_pattern(np.array([1.0, -1.0]), W), np.zeros(4, dtype=bool))


@check(
    "activation_pattern",
    kind="shape",
    points=0.25,
    hint="The result is an array of bool with one entry for each hidden unit.",
)
@given(layer=layers())
def test_activation_pattern_shape(submission, layer):
    """Gives one bool for each hidden unit, for one point and for a batch."""
    x, parameters = layer
    shape = (*x.shape[:-1], len(parameters))
    assert_shape(submission.activation_pattern(x, parameters), shape, dtype="bool")


@check("activation_pattern", kind="agreement", points=0.5)
@given(layer=layers(halves))
@example(layer=(np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0, 2.0, -5.0], [2.0, 1.0, 0.0]])))
def test_activation_pattern_agreement(submission, reference, layer):
    """Agrees with the reference, on the boundaries too."""
    assert_equal(submission.activation_pattern(*layer), reference.activation_pattern(*layer))


@check(
    "activation_pattern",
    kind="property",
    points=0.25,
    hint="With -W every unit that was on is off; at the origin z is the offset.",
)
@given(layer=layers(halves))
@example(layer=(np.array([[1.0], [2.0]]), np.array([[1.0, -1.0], [0.0, 1.0], [-1.0, 2.0]])))
def test_activation_pattern_with_opposite_parameters(submission, layer):
    """Never has a unit on with both W and -W; at the origin the sign of the offset decides."""
    x, parameters = layer
    shape = (*x.shape[:-1], len(parameters))
    on = submission.activation_pattern(x, parameters)
    opposite = submission.activation_pattern(x, -parameters)
    for value, name in ((on, "the pattern for W"), (opposite, "the pattern for -W")):
        assert_shape(value, shape, dtype="bool", name=name)
    assert_equal(on & opposite, np.zeros(shape, dtype=bool), name="on for W and also on for -W")
    origin = submission.activation_pattern(np.zeros(x.shape[-1]), parameters)
    assert_equal(origin, parameters[:, -1] > 0, name="the pattern at the origin")


@check(
    "activation_pattern",
    kind="edge",
    points=0.25,
    hint=f"A point on a boundary is off. {SIZES}",
)
def test_activation_pattern_edges(submission):
    """Handles points on boundaries, leading axes and sizes of 1 and 0."""
    corners = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.5, -1.0]])
    desired = np.zeros((4, 4), dtype=bool)
    desired[3, 0] = True
    assert_equal(submission.activation_pattern(corners, W), desired)
    deep = submission.activation_pattern(corners[:, np.newaxis], W)
    assert_equal(deep, desired[:, np.newaxis])
    assert_equal(submission.activation_pattern(corners, W[:1]), desired[:, :1])
    unit = np.array([[2.0, -1.0]])
    assert_equal(submission.activation_pattern(np.array([[0.5]]), unit), np.array([[False]]))
    assert_equal(submission.activation_pattern(np.array([0.75]), unit), np.array([True]))
    assert_shape(submission.activation_pattern(corners[:0], W), (0, 4), dtype="bool")


@check("activation_pattern", kind="contract", points=0.25, hint=ANY_INPUT)
def test_activation_pattern_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    assert_any_input(
        submission,
        submission.activation_pattern,
        POINTS,
        W,
        desired=HIDDEN > 0,
        compare=assert_equal,
    )


# predict


@check(
    "predict",
    kind="example",
    points=0.25,
    hint="The class with the larger output, as an integer; equal outputs give class 0.",
)
def test_predict_example(submission):
    """Gives class 0 at (3, 14), class 1 at (0, 0), class 0 for the tie at (2, 0); and a region."""
    for x, desired in ((POINT, 0), (POINTS[0], 1), (POINTS[1], 0), (POINTS[2], 0)):
        assert_equal(submission.predict(x, W, V), desired)
    assert_equal(submission.predict(POINTS, W, V), np.array([1, 0, 0]))
    side = np.linspace(-2.25, 2.25, 7)
    grid = np.stack(np.meshgrid(side, side), axis=-1)
    beyond = np.maximum(np.abs(side) - 1, 0)  # what the hidden units of a coordinate add up to
    labels = submission.predict(grid.reshape(-1, 2), W, V)
    assert_shape(labels, (49,), dtype="int")
    region = (beyond[:, np.newaxis] + beyond < 1).astype(int)
    assert_equal(np.reshape(labels, region.shape), region, name="the class on a grid")


@check(
    "predict",
    kind="shape",
    points=0.25,
    hint="One point gives one integer, a batch (n, d) gives (n,).",
)
@given(network=networks(outputs=2))
def test_predict_shape(submission, network):
    """Gives one integer, 0 or 1, for each point."""
    label = submission.predict(*network)
    assert_shape(label, network[0].shape[:-1], dtype="int")
    assert_between(label, 0, 1)


@check("predict", kind="agreement", points=0.5)
@given(network=networks(halves, outputs=2))
@example(network=(np.array([[0.0, 0.0], [1.0, 1.0]]), W[:2], np.array([[1.0, 2, -2], [2, 1, -1]])))
@example(network=(np.array([[2.0, 2.0], [1.0, 3.0]]), W[:2], np.array([[1.0, 2, 0], [2, 1, 0]])))
def test_predict_agreement(submission, reference, network):
    """Agrees with the reference, on ties too."""
    assert_equal(submission.predict(*network), reference.predict(*network))


@check(
    "predict",
    kind="property",
    points=0.25,
    hint="Exchange the two rows of V, and the answer is exchanged; a large offset in V wins.",
)
@given(network=networks(halves, outputs=2), label=st.integers(0, 1))
@example(network=(POINTS, W, V), label=1)
@example(network=(POINT, W, V), label=0)
def test_predict_follows_the_rows_of_v(submission, network, label):
    """Follows the rows of V when they are exchanged, and a row with a large offset wins."""
    x, hidden, output = network
    direct = submission.predict(x, hidden, output)
    exchanged = submission.predict(x, hidden, output[::-1])
    for value, name in ((direct, "the class"), (exchanged, "the class with V[::-1]")):
        assert_shape(value, x.shape[:-1], dtype="int", name=name)
        assert_between(value, 0, 1, name=name)
    both = np.asarray(direct) + np.asarray(exchanged)
    assert_between(both, 0, 1, name="the class plus the class with V[::-1] (a tie is 0 both times)")
    favoured = output.copy()
    favoured[label, -1] = 1000.0
    assert_equal(
        submission.predict(x, hidden, favoured),
        np.full(x.shape[:-1], label),
        name=f"the class when row {label} of V has the offset 1000",
    )


@check(
    "predict",
    kind="edge",
    points=0.25,
    hint=f"If both u are negative, both f(u) are zero, which is a tie. {SIZES}",
)
def test_predict_edges(submission):
    """Handles ties, leading axes and sizes of 1 and 0."""
    both_off = np.array([[0.0, 0.0, 0.0, 0.0, -2.0], [0.0, 0.0, 0.0, 0.0, -1.0]])
    assert_equal(submission.predict(POINTS, W, both_off), np.zeros(3, dtype=int))
    assert_equal(submission.predict(POINTS, W, np.abs(V[[0, 0]])), np.zeros(3, dtype=int))
    labels = np.array([1, 0, 0])
    assert_equal(submission.predict(POINTS[:, np.newaxis], W, V), labels[:, np.newaxis])
    assert_equal(submission.predict(POINTS[:1], W, V), labels[:1])
    one_unit = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert_equal(submission.predict(np.array([2.0]), np.array([[1.0, 0.0]]), one_unit), 1)
    assert_equal(submission.predict(np.array([-2.0]), np.array([[1.0, 0.0]]), one_unit), 0)
    assert_shape(submission.predict(POINTS[:0], W, V), (0,), dtype="int")


@check("predict", kind="contract", points=0.25, hint=ANY_INPUT)
def test_predict_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    assert_any_input(
        submission,
        submission.predict,
        POINTS,
        W,
        V,
        desired=np.array([1, 0, 0]),
        compare=assert_equal,
    )
    assert_equal(submission.predict(np.array([1000.0, 1000.0]), W, V), 0)


# boundary_distance


@check(
    "boundary_distance",
    kind="example",
    points=0.25,
    hint="Divide by the length of the weight vector; the offset is no part of it.",
)
def test_boundary_distance_example(submission):
    """Gives 12 and -12 for two units with weights of lengths 5 and 2."""
    parameters = np.array([[3.0, 4.0, -5.0], [0.0, -2.0, 4.0]])
    assert_close(submission.boundary_distance(POINT, parameters), np.array([12.0, -12.0]))
    desired = np.array([2.0, 13.0, -4.0, -15.0])
    assert_close(submission.boundary_distance(POINT, W), desired)


@check(
    "boundary_distance",
    kind="shape",
    points=0.25,
    hint="One point (d,) gives (m,), a batch (n, d) gives (n, m).",
)
@given(layer=lines())
def test_boundary_distance_shape(submission, layer):
    """Gives one distance for each unit, for one point and for a batch."""
    x, parameters = layer
    shape = (*x.shape[:-1], len(parameters))
    assert_shape(submission.boundary_distance(x, parameters), shape, dtype="float")


@check("boundary_distance", kind="agreement", points=0.5)
@given(layer=lines())
@example(layer=(np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[1.0, 2.0, -5.0], [2.0, 1.0, 0.5]])))
def test_boundary_distance_agreement(submission, reference, layer):
    """Agrees with the reference."""
    assert_close(submission.boundary_distance(*layer), reference.boundary_distance(*layer))


# Directions of length one, so that no check needs to compute a length.
DIRECTIONS = [[0.6, 0.8], [-0.8, 0.6], [5 / 13, -12 / 13], [-8 / 17, -15 / 17]]


@check(
    "boundary_distance",
    kind="property",
    points=0.25,
    hint="The line of a unit stays where it is when its row of W is scaled; compare the two "
    "distances. A step along the weights changes the distance by the length of the step.",
)
@given(
    x=arrays((2,)),
    directions=st.permutations(DIRECTIONS),
    offset=numbers(),
    scale=numbers(gap=0.25),
    step=numbers(),
)
@example(x=np.array([1.0, 2.0]), directions=DIRECTIONS, offset=1.0, scale=-2.0, step=1.0)
def test_boundary_distance_is_a_distance(submission, x, directions, offset, scale, step):
    """Does not change when W is scaled, and grows by the step along the weights."""
    directions = np.array(directions[:3])
    parameters = np.concatenate([directions, np.full((3, 1), offset)], axis=1)
    distance = submission.boundary_distance(x, parameters)
    assert_shape(distance, (3,), dtype="float")
    assert_finite(distance)
    sign = 1.0 if scale > 0 else -1.0
    factors = np.array([[scale], [1.0], [1.0]])
    assert_close(
        submission.boundary_distance(x, factors * parameters),
        np.array([sign, 1.0, 1.0]) * distance,
        name=f"the distances after row 0 of W was multiplied by {scale}",
    )
    for i, direction in enumerate(directions):
        moved = submission.boundary_distance(x + step * direction, parameters)
        assert_shape(moved, (3,), dtype="float")
        assert_close(
            moved[i], distance[i] + step, name=f"distance {i} after a step of {step} along w"
        )
    foot = -offset * directions[0]
    at_foot = submission.boundary_distance(foot, parameters)
    assert_shape(at_foot, (3,), dtype="float")
    assert_close(at_foot[0], 0.0, name="the distance of a point on the line")


@check(
    "boundary_distance",
    kind="edge",
    points=0.25,
    hint="One unit with zero weights is enough for a ValueError, whatever its offset is; a point "
    "on a line has distance zero.",
)
def test_boundary_distance_edges(submission):
    """Raises ValueError for a unit without weights, and handles lines, leading axes and sizes."""
    for weightless in ([0.0, 0.0, 1.0], [0.0, 0.0, 0.0]):
        parameters = np.array([[3.0, 4.0, -5.0], weightless, [1.0, 0.0, 0.0]])
        assert_raises(ValueError, submission.boundary_distance, POINT, parameters)
        assert_raises(ValueError, submission.boundary_distance, POINTS, parameters[1:2])
    parameters = np.array([[3.0, 4.0, -5.0], [0.0, 2.0, 0.0]])
    points = np.array([[-1.0, 2.0], [3.0, -1.0]])
    desired = np.array([[0.0, 2.0], [0.0, -1.0]])
    assert_close(submission.boundary_distance(points, parameters), desired)
    deep = submission.boundary_distance(points[:, np.newaxis], parameters)
    assert_close(deep, desired[:, np.newaxis])
    assert_close(submission.boundary_distance(points[:1], parameters[1:]), desired[:1, 1:])
    one_input = np.array([[-2.0, 1.0]])
    assert_close(submission.boundary_distance(np.array([3.0]), one_input), np.array([-2.5]))
    three_inputs = np.array([[1.0, -2.0, 2.0, 3.0]])
    distance = submission.boundary_distance(np.array([4.0, 1.0, 2.0]), three_inputs)
    assert_close(distance, np.array([3.0]))
    assert_shape(submission.boundary_distance(points[:0], parameters), (0, 2), dtype="float")


@check("boundary_distance", kind="contract", points=0.25, hint=ANY_INPUT)
def test_boundary_distance_contract(submission):
    """Takes every kind of array and leaves it as it is."""
    parameters = np.array([[3.0, 4.0, -5.0], [0.0, 2.0, 1.0], [-4.0, 3.0, 0.0], [8.0, 6.0, 5.0]])
    x = np.array([[3.0, 14.0], [0.0, 1.0], [-2.0, 4.0]])
    desired = [[12.0, 14.5, 6.0, 11.3], [-0.2, 1.5, 0.6, 1.1], [1.0, 4.5, 4.0, 1.3]]
    assert_any_input(submission, submission.boundary_distance, x, parameters, desired=desired)


# min_inverse_temperature


@check(
    "min_inverse_temperature",
    kind="example",
    points=0.25,
    hint="The smaller output is max_error, and the larger one is 1 - max_error: what is their "
    "ratio?",
)
def test_min_inverse_temperature_example(submission):
    """Gives 2.3022515928828513 for the logits (3, 0) and an error of 1/1000."""
    beta = submission.min_inverse_temperature(np.array([3.0, 0.0]), 1 / 1000)
    assert_close(beta, 2.3022515928828513, rtol=1e-9, atol=0.0)


@check(
    "min_inverse_temperature",
    kind="shape",
    points=0.25,
    hint="The result is one number, not an array with one entry.",
)
@given(u=logit_pairs(), max_error=errors)
def test_min_inverse_temperature_shape(submission, u, max_error):
    """Returns one number."""
    beta = submission.min_inverse_temperature(u, max_error)
    assert_shape(beta, (), dtype="float")
    assert_finite(beta)


@check("min_inverse_temperature", kind="agreement", points=0.5)
@given(u=logit_pairs(), max_error=errors)
@example(u=np.array([-1.0, 3.0]), max_error=1e-9)
@example(u=np.array([1000.0, -1000.0]), max_error=0.25)
def test_min_inverse_temperature_agreement(submission, reference, u, max_error):
    """Agrees with the reference."""
    beta = reference.min_inverse_temperature(u, max_error)
    assert_close(submission.min_inverse_temperature(u, max_error), beta)


@check(
    "min_inverse_temperature",
    kind="property",
    points=0.25,
    hint="Put your beta into the softmax: the larger output should be 1 - max_error exactly, "
    "whichever of the two logits is the larger one.",
)
@given(u=logit_pairs(), max_error=errors)
@example(u=np.array([0.0, 3.0]), max_error=0.25)
@example(u=np.array([-2.0, -1.0]), max_error=0.125)
def test_min_inverse_temperature_meets_the_bound(submission, u, max_error):
    """Makes the larger output 1 - max_error, and does not depend on the order of the logits."""
    beta = submission.min_inverse_temperature(u, max_error)
    assert_shape(beta, (), dtype="float")
    assert_between(beta, 0.0, 1000.0)
    odds = np.exp(beta * abs(u[0] - u[1]))
    assert_close(odds / (1.0 + odds), 1.0 - max_error, name="the larger output at your beta")
    exchanged = submission.min_inverse_temperature(u[::-1], max_error)
    assert_close(exchanged, float(beta), name="the result for the exchanged logits")


@check(
    "min_inverse_temperature",
    kind="edge",
    points=0.25,
    hint="Equal logits have no answer, and the bounds 0 and 0.5 are errors too.",
)
def test_min_inverse_temperature_errors(submission):
    """Raises ValueError for equal logits, and for an error that is not strictly in (0, 0.5)."""
    for equal in ([2.0, 2.0], [0.0, 0.0], [-1000.0, -1000.0]):
        assert_raises(ValueError, submission.min_inverse_temperature, np.array(equal), 0.1)
    for max_error in (0.0, 0.5, -0.25, 0.75, 1.0, 2.0):
        assert_raises(
            ValueError, submission.min_inverse_temperature, np.array([3.0, 0.0]), max_error
        )


@check(
    "min_inverse_temperature",
    kind="contract",
    points=0.25,
    hint=f"{ANY_INPUT} Only the difference of the logits counts.",
)
def test_min_inverse_temperature_contract(submission):
    """Takes large logits and every kind of array, and leaves it as it is."""

    def at_one_per_mille(u):
        return submission.min_inverse_temperature(u, 1 / 1000)

    beta = 2.3022515928828513
    for u in ([3.0, 0.0], [-2.0, 1.0], [1000.0, 997.0], [-1000.0, -997.0]):
        assert_any_input(submission, at_one_per_mille, np.array(u), desired=beta)
    assert_close(at_one_per_mille(np.array([1000.0, -1000.0])), beta * 3 / 2000)


# cross_entropy


@check(
    "cross_entropy",
    kind="example",
    points=0.25,
    hint="Take the probability of the true class in each row, its natural logarithm, the mean, and "
    "the minus sign.",
)
def test_cross_entropy_example(submission):
    """Gives the numbers of the docstring."""
    o = np.array([[0.5, 0.5], [0.25, 0.75]])
    assert_close(submission.cross_entropy(o, np.array([0, 0])), 1.03972077, **PRINTED)
    assert_close(submission.cross_entropy(o[1:], np.array([1])), 0.28768207, **PRINTED)


@check(
    "cross_entropy",
    kind="shape",
    points=0.25,
    hint="The loss is one number, for a batch and for one example with one int as its label.",
)
@given(batch=distributions())
def test_cross_entropy_shape(submission, batch):
    """Returns one number, not negative, for one example and for a batch."""
    loss = submission.cross_entropy(*batch)
    assert_shape(loss, (), dtype="float")
    assert_between(loss, 0.0, np.inf)


@check("cross_entropy", kind="agreement", points=0.5)
@given(batch=distributions())
@example(batch=(np.array([[0.125, 0.875], [0.5, 0.5]]), np.array([1, 0])))
@example(batch=(np.array([[0.0, 1.0], [0.5, 0.5], [1e-200, 1.0]]), np.array([0, 1, 0])))
def test_cross_entropy_agreement(submission, reference, batch):
    """Agrees with the reference."""
    assert_close(submission.cross_entropy(*batch), reference.cross_entropy(*batch))


@check(
    "cross_entropy",
    kind="property",
    points=0.25,
    hint="First the logarithm of each row's own probability, then the mean over the rows.",
)
@given(batch=distributions())
@example(batch=(np.array([[0.25, 0.75], [0.5, 0.5], [0.875, 0.125]]), np.array([0, 1, 1])))
def test_cross_entropy_is_a_mean(submission, batch):
    """Is the mean over the rows, and exp(-loss) of one row is the probability of its label."""
    rows, labels = np.atleast_2d(batch[0]), np.atleast_1d(batch[1])
    losses = []
    for row, label in zip(rows, labels, strict=True):
        loss = submission.cross_entropy(row[np.newaxis], np.array([label]))
        assert_shape(loss, (), dtype="float", name="the loss of one row")
        assert_finite(loss, name="the loss of one row")
        assert_close(np.exp(-loss), row[label], name="exp(-loss) of one row")
        losses.append(float(loss))
    mean = sum(losses) / len(losses)
    assert_close(submission.cross_entropy(rows, labels), mean, name="the loss of the batch")
    # The mean does not change when the batch is written down twice.
    twice = submission.cross_entropy(np.concatenate([rows, rows]), np.concatenate([labels, labels]))
    assert_close(twice, mean, name="the loss of the batch, written down twice,")


@check(
    "cross_entropy",
    kind="edge",
    points=0.25,
    hint="Only probabilities below the smallest normal float64 are replaced, and by that number.",
)
def test_cross_entropy_edges(submission):
    """Clips a probability of zero at the smallest normal number, and no larger one."""
    clipped = 708.3964185322641
    assert_close(submission.cross_entropy(np.array([[0.0, 1.0]]), np.array([0])), clipped)
    assert_close(submission.cross_entropy(np.array([[0.0, 1.0]]), np.array([1])), 0.0)
    rows = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5], [1e-300, 1.0]])
    labels = np.array([0, 0, 1, 0])
    desired = (clipped + 0.0 + 0.6931471805599453 + 690.7755278982137) / 4
    assert_close(submission.cross_entropy(rows, labels), desired)
    assert_close(submission.cross_entropy(rows[2:3], labels[2:3]), 0.6931471805599453)
    assert_close(submission.cross_entropy(np.ones((3, 1)), np.zeros(3, dtype=int)), 0.0)
    uniform_rows = np.full((2, 5), 0.2)
    assert_close(submission.cross_entropy(uniform_rows, np.array([4, 0])), 1.6094379124341003)


@check(
    "cross_entropy",
    kind="contract",
    points=0.25,
    hint="Check the shapes and the range of the labels first, and do not write into o; a negative "
    "label would silently count from the end.",
)
def test_cross_entropy_contract(submission):
    """Takes every kind of array, leaves it as it is, and rejects labels that do not fit."""
    o = np.array([[0.5, 0.25, 0.25], [0.125, 0.375, 0.5]])
    loss = 1.732867951399863

    def with_labels(probabilities):
        return submission.cross_entropy(probabilities, np.array([1, 0]))

    assert_any_input(submission, with_labels, o, desired=loss)
    for dtype in (np.int32, np.uint8):
        assert_close(submission.cross_entropy(o, np.array([1, 0], dtype=dtype)), loss)
    one_hot = np.array([[1, 0], [0, 1]])
    assert_close(submission.cross_entropy(one_hot, np.array([0, 1])), 0.0)
    for labels in (np.array([1, 0, 2]), np.array([1]), np.array([[1, 0]])):
        shapes = ("(2, 3)", str(labels.shape))
        assert_raises(ValueError, submission.cross_entropy, o, labels, mentions=shapes)
    for labels in (np.array([1, 3]), np.array([-1, 0])):
        assert_raises(ValueError, submission.cross_entropy, o, labels)
    assert_raises(ValueError, submission.cross_entropy, o[0], np.array([1, 0]))
    assert_raises(ValueError, submission.cross_entropy, o[0], 3)
    assert_raises(ValueError, submission.cross_entropy, o[0], -1)
