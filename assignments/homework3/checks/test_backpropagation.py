"""What backpropagation must satisfy."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.checks import check
from autograder.compare import (
    assert_between,
    assert_close,
    assert_finite,
    assert_fresh,
    assert_gradient,
    assert_shape,
    assert_unchanged,
    fields,
    numerical_gradient,
    unpack,
)
from autograder.strategies import (
    arrays,
    integer_arrays,
    memory_layouts,
    numbers,
    sizes,
    unequal_sizes,
)

# --- A network small enough to be checked by hand ----------------------------------------------
# Four examples, 2-3-1 units, ReLU and then no activation. The pre-activations of the hidden layer
# are (3, -3, 4), (0, 2, -4), (1, -1, 0), (2, -3, 3): some units are on, some off, two at the kink.

X = np.array([[2, 1], [-1, 0], [0, -1], [1, -1]])
Y = np.array([[4], [-3], [-1], [6]])
WEIGHTS = [np.array([[1, 0], [-2, 1], [3, -1]]), np.array([[2, -1, 1]])]
BIASES = [np.array([1, 0, -1]), np.array([-3])]
NAMES = ["relu", "identity"]
ZS = [
    np.array([[3.0, -3.0, 4.0], [0.0, 2.0, -4.0], [1.0, -1.0, 0.0], [2.0, -3.0, 3.0]]),
    np.array([[7.0], [-5.0], [-1.0], [4.0]]),
]
OUTPUTS = [X.astype(float), np.maximum(ZS[0], 0.0), ZS[1]]
DELTA = np.array([[3.0], [-2.0], [0.0], [-2.0]])
HIDDEN_DELTA = np.array([[6.0, 0.0, 3.0], [0.0, 2.0, 0.0], [0.0, 0.0, 0.0], [-4.0, 0.0, -2.0]])
DW = [np.array([[2.0, 2.5], [-0.5, 0.0], [1.0, 1.25]]), np.array([[1.25, -1.0, 1.5]])]
DB = [np.array([0.5, 0.5, 0.25]), np.array([-0.25])]

# Three rows for a single linear unit that starts at zero. Rate 1/2, batches of 2 and 1 rows: the
# first step leads to w = 3/2, b = 1, the second to w = 1/4, b = -1/4.
LINE_X, LINE_Y = np.array([[1], [2], [1]]), np.array([[2], [2], [0]])
ZERO = ([np.array([[0]])], [np.array([0])], ["identity"])

XOR_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_Y = np.array([[0.0], [1.0], [1.0], [0.0]])
XOR_WEIGHTS = [
    np.array([[0.5, -0.4], [-0.6, 0.3], [0.8, 0.7], [-0.2, -0.9]]),
    np.array([[0.6, -0.5, 0.4, -0.3]]),
]
XOR_BIASES = [np.zeros(4), np.zeros(1)]


def floats(value, dtype=np.float64):
    """Convert whole-number arrays, however they are nested in lists."""
    if isinstance(value, list):
        return [floats(item, dtype) for item in value]
    return value.astype(dtype)


def in_layouts(*values):
    """Return the arrays, and lists of arrays, in each memory layout."""
    versions = []
    for k in range(4):
        versions.append(
            [
                [memory_layouts(item)[k][1] for item in value]
                if isinstance(value, list)
                else memory_layouts(value)[k][1]
                for value in values
            ]
        )
    return versions


# --- Looking at answers --------------------------------------------------------------------------


def assert_values(actual, desired, *, rtol=1e-7, atol=1e-9, name="the result"):
    """Demand these shapes and values; whole numbers may come in an integer dtype."""
    if isinstance(desired, (list, tuple)):
        items = unpack(actual, *(f"layer {k + 1}" for k in range(len(desired))), name=name)
        for k, (item, wanted) in enumerate(zip(items, desired, strict=True)):
            assert_values(item, wanted, rtol=rtol, atol=atol, name=f"{name}[{k}]")
        return
    assert_shape(actual, np.shape(desired), name=name)
    kind = np.asarray(actual).dtype.kind
    assert kind in "biuf", f"{name} holds {np.asarray(actual).dtype}, but should hold numbers"
    assert_close(np.asarray(actual, dtype=float), desired, rtol=rtol, atol=atol, name=name)


def assert_layers(answer, parts, desired, *, rtol=1e-7, atol=1e-9):
    """Demand a pair of lists of arrays, such as (dw, db)."""
    for name, actual, wanted in zip(parts, unpack(answer, *parts), desired, strict=True):
        assert_values(actual, wanted, rtol=rtol, atol=atol, name=name)


def assert_float_layers(answer, parts, desired):
    """Demand a pair of lists of float arrays with the shapes of ``desired``."""
    for name, actual, wanted in zip(parts, unpack(answer, *parts), desired, strict=True):
        items = unpack(actual, *(f"layer {k + 1}" for k in range(len(wanted))), name=name)
        for k, (item, like) in enumerate(zip(items, wanted, strict=True)):
            assert_shape(item, np.shape(like), dtype="float", name=f"{name}[{k}]")


def trained(answer, epochs):
    """Return losses, weights and biases; the losses may come as a list or as an array."""
    losses, weights, biases = unpack(answer, "losses", "weights", "biases")
    if isinstance(losses, (list, tuple)):
        entries = unpack(losses, *(f"epoch {k + 1}" for k in range(epochs)), name="losses")
        for k, loss in enumerate(entries):
            assert_shape(loss, (), dtype="float", name=f"losses[{k}]")
        losses = np.array([float(loss) for loss in entries])
    assert_shape(losses, (epochs,), dtype="float", name="losses")
    return losses, weights, biases


class Remembered:
    """A scalar function that is evaluated once at each point.

    With it the difference quotient can be taken before the function under test is called, so that
    the call which a failure shows last is the one that it is about.
    """

    def __init__(self, function, x):
        self.function = function
        self.values = {}
        numerical_gradient(self, x)

    def __call__(self, p):
        key = np.asarray(p).tobytes()
        if key not in self.values:
            self.values[key] = self.function(p)
        return self.values[key]


TINY = ("z1", "a1", "z2", "y", "C", "dC_dw1", "dC_dw2", "dC_db")


def tiny_numbers(answer):
    """Return the entries of tiny_network's dict as floats."""
    found = {}
    for key, value in zip(TINY, fields(answer, *TINY), strict=True):
        assert_shape(value, (), dtype=None, name=f"the result[{key!r}]")
        assert_finite(value, name=f"the result[{key!r}]")
        assert np.asarray(value).dtype.kind in "biuf", f"the result[{key!r}] should be a number"
        found[key] = float(value)
    return found


# --- Inputs --------------------------------------------------------------------------------------

ACTIVATIONS = {
    "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
    "relu": lambda z: np.maximum(z, 0.0),
    "tanh": np.tanh,
    "identity": lambda z: z,
}
ANY = st.sampled_from(sorted(ACTIVATIONS))
SMOOTH = st.sampled_from(["sigmoid", "tanh", "identity"])
GAP = 0.02  # how far from its kink a ReLU is kept


def number(low=-3.0, high=3.0):
    """Draw a number that is not near 0, where it would hide the factors beside it."""
    return numbers(low, high, gap=0.1)


def filled(shape, low=-3.0, high=3.0):
    """Draw an array of such numbers."""
    return arrays(shape, low, high, gap=0.1)


@st.composite
def last_layers(draw, equal=False):
    """Draw (zL, aL, y, activation) for a batch, with a^L = f(z^L)."""
    shape = (draw(sizes(2, 3)),) * 2 if equal else draw(unequal_sizes(2))
    name = draw(ANY)
    z = draw(filled(shape))
    return z, ACTIVATIONS[name](z), draw(filled(shape)), name


@st.composite
def inner_layers(draw, equal=False):
    """Draw (delta_next, w_next, z, activation) for a batch."""
    n, m, k = (draw(sizes(2, 3)),) * 3 if equal else draw(unequal_sizes(3))
    return draw(filled((n, m))), draw(filled((m, k))), draw(filled((n, k))), draw(ANY)


@st.composite
def networks(draw, depths=(1, 3), names=ANY, equal=False):
    """Draw (x, y, weights, biases, activations) with a batch of rows."""
    depth = draw(st.integers(*depths))
    if equal:
        n, *widths = (draw(sizes(2, 3)),) * (depth + 2)
    else:
        n, *widths = draw(unequal_sizes(depth + 2, high=depth + 2))
    chosen = [draw(names) for _ in range(depth)]
    x = draw(filled((n, widths[0]), -2.0, 2.0))
    y = draw(filled((n, widths[-1]), -2.0, 2.0))
    shapes = [(widths[k + 1], widths[k]) for k in range(depth)]
    weights = [draw(filled(shape, -1.0, 1.0)) for shape in shapes]
    biases = [draw(filled(shape[0], -1.0, 1.0)) for shape in shapes]
    _keep_off_the_kinks(x, weights, biases, chosen)
    return x, y, weights, biases, chosen


def _keep_off_the_kinks(x, weights, biases, names):
    """Move biases of ReLU units a little, until no row comes nearer to the kink than GAP."""
    moves = [0.05 * k for step in range(8) for k in (step, -step)]  # one row blocks one at most
    signal = x
    for w, b, name in zip(weights, biases, names, strict=True):
        drive = np.einsum("ik,jk->ij", signal, w)
        if name == "relu":
            for j in range(len(b)):
                free = [v for v in moves if np.abs(drive[:, j] + b[j] + v).min() >= GAP]
                b[j] += free[0]
        signal = ACTIVATIONS[name](drive + b)


def one_row(net):
    """Turn a network with a batch into one with a single example."""
    x, y, *rest = net
    return x[0], y[0], *rest


# --- sigmoid_prime -------------------------------------------------------------------------------


@check(
    "sigmoid_prime",
    kind="example",
    points=0.25,
    hint="Compute the value of the sigmoid first, then put it into the formula for the derivative.",
)
def test_sigmoid_prime_published(submission):
    """At -2, 0, 1 and 4 it is 0.10499359, 0.25, 0.19661193 and 0.01766271."""
    slopes = submission.sigmoid_prime(np.array([-2.0, 0.0, 1.0, 4.0]))
    assert_close(slopes, np.array([0.10499359, 0.25, 0.19661193, 0.01766271]), rtol=0, atol=6e-9)


@check(
    "sigmoid_prime",
    kind="shape",
    points=0.25,
    hint="Work on the whole array: the result has one derivative for each element of z.",
)
def test_sigmoid_prime_keeps_the_shape(submission):
    """Keeps the shape, of a number and of an empty array too, and returns floats."""
    for shape in [(2, 3), (3, 1, 2), (1,), (), (0,), (2, 0)]:
        assert_close(submission.sigmoid_prime(np.zeros(shape)), np.full(shape, 0.25))


@check(
    "sigmoid_prime",
    kind="property",
    points=0.25,
    hint="Plot your function beside the sigmoid: where is the sigmoid steepest, and how steep?",
)
@given(z=filled(unequal_sizes(2)))
def test_sigmoid_prime_is_the_slope(submission, z):
    """Agrees with the difference quotient of the sigmoid."""
    slopes = submission.sigmoid_prime(z)
    assert_gradient(slopes, lambda p: float(np.sum(ACTIVATIONS["sigmoid"](p))), z)


@check(
    "sigmoid_prime",
    kind="edge",
    points=0.25,
    hint="exp(1000) overflows, and inf / inf is nan; the given sigmoid never overflows.",
)
def test_sigmoid_prime_far_out(submission):
    """Is finite and 0 where the sigmoid is flat, at z = -1000 and z = 1000."""
    assert_close(submission.sigmoid_prime(np.array([-1000.0, 0.0, 1000.0])), np.array([0, 0.25, 0]))
    assert_close(submission.sigmoid_prime(np.array([[-100.0], [100.0]])), np.zeros((2, 1)))


@check(
    "sigmoid_prime",
    kind="contract",
    points=0.25,
    hint="If the example passes: do not write into z, and do not take over its dtype, which may be "
    "of integers.",
)
def test_sigmoid_prime_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    z = np.array([[-2, 0, 1], [4, 0, -2]])
    slopes = np.array([[0.10499359, 0.25, 0.19661193], [0.01766271, 0.25, 0.10499359]])
    for (version,) in in_layouts(floats(z)):
        assert_close(submission.sigmoid_prime(version), slopes, rtol=0, atol=6e-9)
        assert_unchanged(submission)
    assert_close(submission.sigmoid_prime(z), slopes, rtol=0, atol=6e-9)
    assert_close(submission.sigmoid_prime(floats(z, np.float32)), slopes, rtol=1e-4)


@check("sigmoid_prime", kind="agreement", points=0.25)
@given(z=filled(unequal_sizes(2), -20.0, 20.0))
def test_sigmoid_prime_agrees(submission, reference, z):
    """Agrees with the reference."""
    assert_close(submission.sigmoid_prime(z), reference.sigmoid_prime(z))


# --- relu_prime ----------------------------------------------------------------------------------


@check(
    "relu_prime",
    kind="example",
    points=0.25,
    hint="Draw max(z, 0): what is its slope to the left of zero, and what to the right?",
)
def test_relu_prime_by_hand(submission):
    """At -3, 0 and 2 it is 0, 0 and 1."""
    assert_values(submission.relu_prime(np.array([-3.0, 0.0, 2.0])), np.array([0.0, 0.0, 1.0]))


@check(
    "relu_prime",
    kind="shape",
    points=0.25,
    hint="The result is an array of floats, 0.0 and 1.0; a comparison alone gives booleans.",
)
def test_relu_prime_keeps_the_shape(submission):
    """Keeps the shape, of a number and of an empty array too, and returns floats."""
    for shape in [(2, 3), (3, 1, 2), (1,), (), (0,), (2, 0)]:
        assert_close(submission.relu_prime(np.full(shape, 2.0)), np.ones(shape))


@check(
    "relu_prime",
    kind="property",
    points=0.25,
    hint="The rectifier is made of two straight lines; a straight line has one slope everywhere.",
)
@given(z=arrays(unequal_sizes(2), gap=0.01))
def test_relu_prime_is_the_slope(submission, z):
    """Is the slope: times z it gives max(z, 0), and it is 0 or 1."""
    slopes = submission.relu_prime(z)
    assert_values(slopes, np.maximum(z, 0.0) / z)


@check(
    "relu_prime",
    kind="edge",
    points=0.25,
    hint="At the kink the statement fixes the value: a unit with z = 0 is off.",
)
def test_relu_prime_at_the_kink(submission):
    """Is 0 at 0.0 and at -0.0, and 1 just to the right of it."""
    z = np.array([0.0, -0.0, 1e-300, -1e-300, 1000.0, -1000.0])
    assert_values(submission.relu_prime(z), np.array([0.0, 0.0, 1.0, 0.0, 1.0, 0.0]))


@check(
    "relu_prime",
    kind="contract",
    points=0.25,
    hint="If the example passes: make a new array for the zeros and ones, z belongs to the caller.",
)
def test_relu_prime_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    z = np.array([[-2, 0, 1], [4, 0, -5]])
    slopes = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    for (version,) in in_layouts(floats(z)):
        assert_values(submission.relu_prime(version), slopes)
        assert_unchanged(submission)
    assert_values(submission.relu_prime(z), slopes)
    assert_unchanged(submission)
    assert_values(submission.relu_prime(floats(z, np.float32)), slopes)


@check("relu_prime", kind="agreement", points=0.25)
@given(z=st.one_of(filled(unequal_sizes(2)), integer_arrays((2, 3), -2, 2).map(floats)))
def test_relu_prime_agrees(submission, reference, z):
    """Agrees with the reference."""
    assert_values(submission.relu_prime(z), reference.relu_prime(z))


# --- squared_error -------------------------------------------------------------------------------


@check(
    "squared_error",
    kind="example",
    points=0.25,
    hint="Subtract, square, add up, and mind the factor in front of the sum.",
)
def test_squared_error_published(submission):
    """For the output 0.24048908 and the target 1 it is 0.28842842; by hand, 2.5."""
    loss = submission.squared_error(np.array([0.24048908305088898]), np.array([1.0]))
    assert_values(loss, 0.28842841648243966)
    assert_values(submission.squared_error(np.array([3.0, 1.0]), np.array([1.0, 2.0])), 2.5)


@check(
    "squared_error",
    kind="shape",
    points=0.25,
    hint="The sum runs over all entries, rows and columns alike, so that one number is left.",
)
def test_squared_error_is_one_number(submission):
    """Is one number, for an example and for a batch."""
    for shape in [(3,), (2, 3), (1, 3), (3, 1), (1, 1), (1,)]:
        loss = submission.squared_error(np.full(shape, 0.5), np.full(shape, 2.5))
        assert_shape(loss, (), dtype="float")
        assert_close(loss, 2.0 * np.prod(shape))


@check(
    "squared_error",
    kind="property",
    points=0.25,
    hint="Nothing is averaged, and each entry is squared by itself before it is added.",
)
@given(a=filled((2, 3)), y=filled((2, 3)), factor=numbers(gap=0.5))
def test_squared_error_adds_up(submission, a, y, factor):
    """Adds up over the entries, and grows with the square of the differences."""
    loss = submission.squared_error(a, y)
    assert_shape(loss, ())
    single = [
        submission.squared_error(a[i, j : j + 1], y[i, j : j + 1])
        for i in range(2)
        for j in range(3)
    ]
    for part, difference in zip(single, (a - y).ravel(), strict=True):
        assert_close(part, 0.5 * difference * difference, name="the loss of one entry")
    assert_close(loss, sum(float(part) for part in single), name="the loss of all entries")
    scaled = submission.squared_error(y + factor * (a - y), y)
    assert_close(scaled, factor**2 * float(loss), name="the loss of scaled differences")


@check(
    "squared_error",
    kind="edge",
    points=0.25,
    hint="The sum over no entries is 0, and a mean over none is not a number.",
)
def test_squared_error_edges(submission):
    """Is 0 for equal arrays and for empty ones, and exact for large differences."""
    same = np.array([[1.0, -2.0, 3.0]])
    assert_close(submission.squared_error(same, same.copy()), 0.0)
    assert_close(submission.squared_error(np.zeros(0), np.zeros(0)), 0.0)
    assert_close(submission.squared_error(np.zeros((0, 2)), np.zeros((0, 2))), 0.0)
    assert_close(submission.squared_error(np.array([1000.0, 2.0]), np.array([-1000.0, 2.0])), 2e6)


@check(
    "squared_error",
    kind="contract",
    points=0.25,
    hint="If the example passes: a statement such as a -= y writes into the array of the caller.",
)
def test_squared_error_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    a, y = np.array([[3, 1, 0], [2, -2, 5]]), np.array([[1, 2, 0], [2, 1, 1]])
    for version in in_layouts(floats(a), floats(y)):
        assert_close(submission.squared_error(*version), 15.0)
        assert_unchanged(submission)
    assert_close(submission.squared_error(a, y), 15.0)
    assert_unchanged(submission)
    assert_close(submission.squared_error(floats(a, np.float32), floats(y, np.float32)), 15.0)


@check("squared_error", kind="agreement", points=0.25)
@given(a=filled((3, 2)), y=filled((3, 2)))
def test_squared_error_agrees(submission, reference, a, y):
    """Agrees with the reference."""
    assert_close(submission.squared_error(a, y), reference.squared_error(a, y))
    assert_close(submission.squared_error(a[0], y[0]), reference.squared_error(a[0], y[0]))


# --- squared_error_prime -------------------------------------------------------------------------


@check(
    "squared_error_prime",
    kind="example",
    points=0.25,
    hint="Differentiate the formula of the loss, with its factor 1/2, in one output.",
)
def test_squared_error_prime_by_hand(submission):
    """For the outputs (3, 1) and the targets (1, 2) it is (2, -1)."""
    slopes = submission.squared_error_prime(np.array([3.0, 1.0]), np.array([1.0, 2.0]))
    assert_close(slopes, np.array([2.0, -1.0]))


@check(
    "squared_error_prime",
    kind="shape",
    points=0.25,
    hint="The loss has a derivative in every output: the result has the shape of a.",
)
def test_squared_error_prime_keeps_the_shape(submission):
    """Has the shape of the outputs, of an empty array too, and returns floats."""
    for shape in [(3,), (2, 3), (1, 3), (3, 1), (1,), (0,), (0, 2)]:
        slopes = submission.squared_error_prime(np.full(shape, 0.5), np.full(shape, 2.0))
        assert_close(slopes, np.full(shape, -1.5))


@check(
    "squared_error_prime",
    kind="property",
    points=0.25,
    hint="If one output grows a little, does the loss grow or fall? By how much?",
)
@given(a=filled((2, 3)), y=filled((2, 3)))
def test_squared_error_prime_is_the_slope(submission, a, y):
    """Agrees with the difference quotient of half the sum of squares."""
    slopes = submission.squared_error_prime(a, y)
    assert_gradient(slopes, lambda p: 0.5 * float(np.sum((p - y) ** 2)), a)


@check(
    "squared_error_prime",
    kind="edge",
    points=0.25,
    hint="The derivative is 0 where the output hits the target, and it grows in proportion.",
)
def test_squared_error_prime_edges(submission):
    """Is 0 on the target and exact far from it."""
    y = np.array([[1.0, -2.0, 0.0]])
    assert_close(submission.squared_error_prime(y.copy(), y), np.zeros((1, 3)))
    far = y + np.array([[1000.0, -1000.0, 1e-6]])
    slopes = submission.squared_error_prime(far, y)
    assert_close(slopes, np.array([[1000.0, -1000.0, 1e-6]]), atol=1e-12)


@check(
    "squared_error_prime",
    kind="contract",
    points=0.25,
    hint="If the example passes: a statement such as a -= y writes into the array of the caller.",
)
def test_squared_error_prime_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    a, y = np.array([[3, 1, 0], [2, -2, 5]]), np.array([[1, 2, 0], [2, 1, 1]])
    slopes = np.array([[2.0, -1.0, 0.0], [0.0, -3.0, 4.0]])
    for version in in_layouts(floats(a), floats(y)):
        assert_values(submission.squared_error_prime(*version), slopes)
        assert_unchanged(submission)
    assert_values(submission.squared_error_prime(a, y), slopes)
    assert_unchanged(submission)
    single = submission.squared_error_prime(floats(a, np.float32), floats(y, np.float32))
    assert_values(single, slopes)


@check("squared_error_prime", kind="agreement", points=0.25)
@given(a=filled((3, 2)), y=filled((3, 2)))
def test_squared_error_prime_agrees(submission, reference, a, y):
    """Agrees with the reference."""
    assert_close(submission.squared_error_prime(a, y), reference.squared_error_prime(a, y))
    single = submission.squared_error_prime(a[0], y[0])
    assert_close(single, reference.squared_error_prime(a[0], y[0]))


# --- tiny_network --------------------------------------------------------------------------------


@check(
    "tiny_network",
    kind="example",
    points=0.25,
    hint="Multiply the derivatives along the path from C back to the parameter, factor by factor.",
)
def test_tiny_network_published(submission):
    """At x = 3, t = 1, w1 = 0.01, w2 = -5, b = -1 it gives the published numbers."""
    found = tiny_numbers(submission.tiny_network(3.0, 1.0, 0.01, -5.0, -1.0))
    published = {
        "z1": 0.03,
        "a1": 0.03,
        "z2": -1.15,
        "y": 0.24048908305088898,
        "C": 0.28842841648243966,
        "dC_db": -0.13872777081136367,
        "dC_dw2": -0.00416183312434091,
        "dC_dw1": 2.0809165621704553,
    }
    for key, value in published.items():
        assert_close(found[key], value, name=key)


@check(
    "tiny_network",
    kind="shape",
    points=0.25,
    hint="Return a dict with the eight keys of the docstring, each with a single number.",
)
@given(x=number(), t=number(), w1=number(), w2=number(), b=number())
def test_tiny_network_forward(submission, x, t, w1, w2, b):
    """Returns eight numbers, and those of the forward pass follow from each other."""
    found = tiny_numbers(submission.tiny_network(x, t, w1, w2, b))
    assert_close(found["z1"], w1 * x, name="z1")
    assert_close(found["a1"], max(found["z1"], 0.0), name="a1")
    assert_close(found["z2"], w2 * found["a1"] + b, name="z2")
    assert_close(found["y"], float(ACTIVATIONS["sigmoid"](found["z2"])), name="y")
    assert_close(found["C"], 0.5 * (found["y"] - t) ** 2, name="C")


@check(
    "tiny_network",
    kind="property",
    points=0.25,
    hint="Look for a factor that is missing in the product: each arrow of the network gives one.",
)
@example(x=1.0, t=0.0, w1=-1.0, w2=2.0, b=0.5)
@given(x=number(), t=number(), w1=number(), w2=number(), b=number())
def test_tiny_network_gradients(submission, x, t, w1, w2, b):
    """Its derivatives agree with difference quotients of its own C, also where the unit is off."""
    at = np.array([w1, w2, b])

    def own_loss(p):
        return tiny_numbers(submission.tiny_network(x, t, *p.tolist()))["C"]

    loss = Remembered(own_loss, at)
    found = tiny_numbers(submission.tiny_network(x, t, w1, w2, b))
    assert_close(found["C"], 0.5 * (found["y"] - t) ** 2, name="C")
    slopes = np.array([found["dC_dw1"], found["dC_dw2"], found["dC_db"]])
    assert_gradient(slopes, loss, at, name="(dC_dw1, dC_dw2, dC_db)")


@check(
    "tiny_network",
    kind="edge",
    points=0.25,
    hint="When z1 is 0 or less, moving w1 a little changes nothing behind the ReLU.",
)
def test_tiny_network_edges(submission):
    """A unit that is off or at z1 = 0 passes nothing back, and a flat sigmoid nothing at all."""
    cases = [
        ((2.0, 1.0, -3.0, 4.0, 0.0), (-6.0, 0.0, 0.0, 0.5, 0.125, 0.0, 0.0, -0.125)),
        ((0.5, 1.0, 0.0, 4.0, 0.0), (0.0, 0.0, 0.0, 0.5, 0.125, 0.0, 0.0, -0.125)),
        ((1.0, 0.5, 1.0, 1.0, 999.0), (1.0, 1.0, 1000.0, 1.0, 0.125, 0.0, 0.0, 0.0)),
        ((1.0, 0.5, 1.0, 1.0, -1001.0), (1.0, 1.0, -1000.0, 0.0, 0.125, 0.0, 0.0, 0.0)),
    ]
    for arguments, wanted in cases:
        found = tiny_numbers(submission.tiny_network(*arguments))
        assert_close(found, dict(zip(TINY, wanted, strict=True)))


@check(
    "tiny_network",
    kind="contract",
    points=0.25,
    hint="If the example passes: nothing in the function may rely on the arguments being floats.",
)
def test_tiny_network_contract(submission):
    """Takes integers and float32 numbers, and gives the same answer twice."""
    wanted = dict(zip(TINY, (2.0, 2.0, 0.0, 0.5, 0.125, 0.5, -0.25, -0.125), strict=True))
    for kind in (float, int, np.float64, np.float32):
        for _ in range(2):
            answer = submission.tiny_network(*(kind(value) for value in (2, 1, 1, -2, 4)))
            assert_close(tiny_numbers(answer), wanted, rtol=1e-4)


@check("tiny_network", kind="agreement", points=0.5)
@given(x=number(), t=number(), w1=number(), w2=number(), b=number())
def test_tiny_network_agrees(submission, reference, x, t, w1, w2, b):
    """Agrees with the reference."""
    found = tiny_numbers(submission.tiny_network(x, t, w1, w2, b))
    assert_close(found, tiny_numbers(reference.tiny_network(x, t, w1, w2, b)))


# --- forward_pass --------------------------------------------------------------------------------


@check(
    "forward_pass",
    kind="example",
    points=0.25,
    hint="Row j of the weights leads into unit j; add its bias, keep z, then activate.",
)
def test_forward_pass_by_hand(submission):
    """Gives the pre-activations and outputs of a 2-3-1 network that was worked out by hand."""
    answer = submission.forward_pass(floats(X), floats(WEIGHTS), floats(BIASES), NAMES)
    assert_layers(answer, ("zs", "outputs"), (ZS, OUTPUTS))


@check(
    "forward_pass",
    kind="shape",
    points=0.25,
    hint="zs has one entry for each layer; outputs has one more, since it begins with x itself.",
)
@given(net=networks(depths=(2, 2)))
def test_forward_pass_shapes(submission, net):
    """Returns L and L + 1 float arrays: a row for each example, no row axis for a single one."""
    x, _, weights, biases, names = net
    parts = ("zs", "outputs")
    widths = [x.shape[1], *(len(b) for b in biases)]
    batch = submission.forward_pass(x, weights, biases, names)
    rows = [np.zeros((len(x), width)) for width in widths]
    assert_float_layers(batch, parts, (rows[1:], rows))
    last = submission.forward_pass(x[-1], weights, biases, names)
    one = [np.zeros(width) for width in widths]
    assert_float_layers(last, parts, (one[1:], one))
    for name, many, single in zip(parts, batch, last, strict=True):
        for k, (a, b) in enumerate(zip(many, single, strict=True)):
            assert_close(b, a[-1], name=f"{name}[{k}] of the last row by itself")
    adding = [np.ones((3, 2))], [np.zeros(3)], ["identity"]
    pair, sums = np.array([1.0, 4.0]), np.full(3, 5.0)
    assert_layers(submission.forward_pass(pair, *adding), parts, ([sums], [pair, sums]))


@check(
    "forward_pass",
    kind="property",
    points=0.25,
    hint="Look which entries belong together: layer k turns outputs[k] into zs[k], and that into "
    "outputs[k + 1].",
)
@given(net=st.one_of(networks(), networks(equal=True)))
def test_forward_pass_layer_by_layer(submission, net):
    """Each layer turns the output of the layer before it into z, and z into its own output."""
    x, _, weights, biases, names = net
    zs, outputs = unpack(submission.forward_pass(x, weights, biases, names), "zs", "outputs")
    depth = len(weights)
    zs = unpack(zs, *(f"z{k + 1}" for k in range(depth)), name="zs")
    outputs = unpack(outputs, *(f"a{k}" for k in range(depth + 1)), name="outputs")
    assert_values(outputs[0], x, name="outputs[0]")
    for k in range(depth):
        wanted = np.einsum("ik,jk->ij", np.asarray(outputs[k], float), weights[k]) + biases[k]
        assert_close(zs[k], wanted, name=f"zs[{k}]")
        assert_close(outputs[k + 1], ACTIVATIONS[names[k]](zs[k]), name=f"outputs[{k + 1}]")


@check(
    "forward_pass",
    kind="edge",
    points=0.25,
    hint="Check networks of one layer, layers of one unit, batches of one row and of none.",
)
def test_forward_pass_edges(submission):
    """Handles one layer, one unit, one row, no rows, and pre-activations of 1000."""
    parts = ("zs", "outputs")
    one = ([np.array([[2.0]])], [np.array([1.0])], ["identity"])
    for x, z in [(np.array([3.0]), np.array([7.0])), (np.array([[3.0]]), np.array([[7.0]]))]:
        assert_layers(submission.forward_pass(x, *one), parts, ([z], [x, z]))
    empty = submission.forward_pass(np.zeros((0, 2)), floats(WEIGHTS), floats(BIASES), NAMES)
    assert_layers(
        empty,
        parts,
        ([np.zeros((0, 3)), np.zeros((0, 1))], [np.zeros((0, n)) for n in (2, 3, 1)]),
    )
    steep = ([np.array([[1000.0], [-1000.0]])], [np.zeros(2)], ["sigmoid"])
    answer = submission.forward_pass(np.array([1.0]), *steep)
    z, a = np.array([1000.0, -1000.0]), np.array([1.0, 0.0])
    assert_layers(answer, parts, ([z], [np.array([1.0]), a]))


@check(
    "forward_pass",
    kind="contract",
    points=0.25,
    hint="If the example passes: statements such as z += b must not meet an array of the caller.",
)
def test_forward_pass_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    x = X[::-1].copy()  # the rows in another order than in the worked example
    reversed_rows = [[layer[::-1] for layer in layers] for layers in (ZS, OUTPUTS)]
    parts, wanted = ("zs", "outputs"), tuple(reversed_rows)
    for version in in_layouts(floats(x), floats(WEIGHTS), floats(BIASES)):
        assert_layers(submission.forward_pass(*version, NAMES), parts, wanted)
        assert_unchanged(submission)
    assert_layers(submission.forward_pass(x, WEIGHTS, BIASES, NAMES), parts, wanted)
    assert_unchanged(submission)
    single = [floats(value, np.float32) for value in (x, WEIGHTS, BIASES)]
    assert_layers(submission.forward_pass(*single, NAMES), parts, wanted, rtol=1e-4)


@check("forward_pass", kind="agreement", points=0.5)
@given(net=networks().map(one_row))
def test_forward_pass_agrees_on_one_example(submission, reference, net):
    """Agrees with the reference on a single example."""
    x, _, *rest = net
    wanted = reference.forward_pass(x, *rest)
    assert_layers(submission.forward_pass(x, *rest), ("zs", "outputs"), wanted)


@check("forward_pass", kind="agreement", points=0.5)
@given(net=st.one_of(networks(), networks(equal=True)))
def test_forward_pass_agrees_on_a_batch(submission, reference, net):
    """Agrees with the reference on a batch."""
    x, _, *rest = net
    wanted = reference.forward_pass(x, *rest)
    assert_layers(submission.forward_pass(x, *rest), ("zs", "outputs"), wanted)


# --- output_error --------------------------------------------------------------------------------


@check(
    "output_error",
    kind="example",
    points=0.25,
    hint="The first factor is the derivative of the loss, the second the slope at z.",
)
def test_output_error_published(submission):
    """For z = -1.15 and the target 1 it is -0.13872777; for the 2-3-1 network as by hand."""
    z, a, y = np.array([-1.15]), np.array([0.24048908305088898]), np.array([1.0])
    delta = submission.output_error(z, a, y, "sigmoid")
    assert_close(delta, np.array([-0.13872777081136367]))
    assert_close(submission.output_error(ZS[1], ZS[1], floats(Y), "identity"), DELTA)


@check(
    "output_error",
    kind="shape",
    points=0.25,
    hint="Each example has its own row of errors: nothing is added up or averaged yet.",
)
@given(layer=last_layers())
def test_output_error_shapes(submission, layer):
    """Has a row for each example, the same that the example has by itself."""
    z, a, y, name = layer
    batch = submission.output_error(z, a, y, name)
    assert_shape(batch, z.shape, dtype="float")
    for i in range(len(z)):
        single = submission.output_error(z[i], a[i], y[i], name)
        assert_shape(single, z[i].shape, dtype="float")
        assert_close(batch[i], single, name=f"row {i} of the result")
    assert_close(submission.output_error(z, z, z - 1.0, "identity"), np.ones(z.shape))


@check(
    "output_error",
    kind="property",
    points=0.25,
    hint="Take the slope at the pre-activation z, with the activation that was asked for.",
)
@given(layer=st.one_of(last_layers(), last_layers(equal=True)))
def test_output_error_is_the_derivative(submission, layer):
    """Agrees with the difference quotient of the loss in the pre-activations."""
    z, a, y, name = layer
    delta = submission.output_error(z, a, y, name)
    assert_gradient(delta, lambda p: 0.5 * float(np.sum((ACTIVATIONS[name](p) - y) ** 2)), z)


@check(
    "output_error",
    kind="edge",
    points=0.25,
    hint="Where the activation is flat the error is 0, however wrong the output is.",
)
def test_output_error_edges(submission):
    """Is 0 where the activation is flat, out at z = 1000 and at the kink, and on the target."""
    z = np.array([[1000.0, -1000.0]])
    zero = np.zeros((1, 2))
    flat = [("sigmoid", np.array([[1.0, 0.0]])), ("tanh", np.array([[1.0, -1.0]]))]
    for name, a in flat:
        assert_close(submission.output_error(z, a, 1.0 - a, name), zero)
    delta = submission.output_error(z, np.array([[1000.0, 0.0]]), np.array([[1.0, 1.0]]), "relu")
    assert_close(delta, np.array([[999.0, 0.0]]))
    assert_close(submission.output_error(zero, zero, np.ones((1, 2)), "relu"), zero)
    assert_close(submission.output_error(np.ones(1), np.ones(1), np.ones(1), "relu"), np.zeros(1))


@check(
    "output_error",
    kind="contract",
    points=0.25,
    hint="If the example passes: a statement such as a -= y writes into the network's outputs.",
)
def test_output_error_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    z = np.array([[3, -2, 1], [-1, 0, 2]])
    a, y = np.maximum(z, 0), np.array([[1, 1, 4], [2, 2, 2]])
    delta = np.array([[2.0, 0.0, -3.0], [0.0, 0.0, 0.0]])
    for version in in_layouts(floats(z), floats(a), floats(y)):
        assert_values(submission.output_error(*version, "relu"), delta)
        assert_unchanged(submission)
    assert_values(submission.output_error(z, a, y, "relu"), delta)
    assert_unchanged(submission)
    single = [floats(value, np.float32) for value in (z, a, y)]
    assert_values(submission.output_error(*single, "relu"), delta, rtol=1e-4)


@check("output_error", kind="agreement", points=0.5)
@given(layer=last_layers())
def test_output_error_agrees(submission, reference, layer):
    """Agrees with the reference."""
    z, a, y, name = layer
    assert_close(submission.output_error(z, a, y, name), reference.output_error(z, a, y, name))
    single = submission.output_error(z[0], a[0], y[0], name)
    assert_close(single, reference.output_error(z[0], a[0], y[0], name))


# --- layer_error ---------------------------------------------------------------------------------


@check(
    "layer_error",
    kind="example",
    points=0.25,
    hint="Write the sum down for one unit k: which row and which column of w does it use?",
)
def test_layer_error_by_hand(submission):
    """Gives the errors of the hidden layer of the 2-3-1 network, and those of the docstring."""
    delta = submission.layer_error(DELTA, floats(WEIGHTS[1]), ZS[0], "relu")
    assert_close(delta, HIDDEN_DELTA)
    w = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    z = np.array([0.5, -0.5, 1.0])
    delta = submission.layer_error(np.array([1.0, -1.0]), w, z, "relu")
    assert_close(delta, np.array([-3.0, 0.0, -3.0]))


@check(
    "layer_error",
    kind="shape",
    points=0.25,
    hint="The result has the shape of z, a row for each example; the rows do not mix.",
)
@given(layer=inner_layers())
def test_layer_error_shapes(submission, layer):
    """Has the shape of z, and each row is that of the example by itself."""
    delta_next, w, z, name = layer
    batch = submission.layer_error(delta_next, w, z, name)
    assert_shape(batch, z.shape, dtype="float")
    for i in range(len(z)):
        single = submission.layer_error(delta_next[i], w, z[i], name)
        assert_shape(single, z[i].shape, dtype="float")
        assert_close(batch[i], single, name=f"row {i} of the result")
    ones, k = np.ones(w.shape), w.shape[1]
    total = np.repeat(delta_next.sum(axis=1, keepdims=True), k, axis=1)
    assert_close(submission.layer_error(delta_next, ones, z, "identity"), total)


@check(
    "layer_error",
    kind="property",
    points=0.25,
    hint="Two factors: what comes back through the weights, and the slope of this layer at z.",
)
@given(layer=st.one_of(inner_layers(), inner_layers(equal=True)))
def test_layer_error_is_the_derivative(submission, layer):
    """Agrees with the difference quotient of what the next layer receives."""
    delta_next, w, z, name = layer

    def received(p):
        return float(np.einsum("im,mk,ik->", delta_next, w, ACTIVATIONS[name](p)))

    assert_gradient(submission.layer_error(delta_next, w, z, name), received, z)


@check(
    "layer_error",
    kind="edge",
    points=0.25,
    hint="Check layers of one unit, a unit at the kink, and activations that are flat at z.",
)
def test_layer_error_edges(submission):
    """Handles layers of one unit, zero weights, the kink, and pre-activations of 1000."""
    one = np.array([[3.0]])
    assert_close(submission.layer_error(np.array([2.0]), one, np.ones(1), "identity"), 2.0 * one[0])
    assert_close(submission.layer_error(2.0 * one, one, one, "relu"), 6.0 * one)
    zero = submission.layer_error(np.ones((2, 3)), np.zeros((3, 4)), np.ones((2, 4)), "sigmoid")
    assert_close(zero, np.zeros((2, 4)))
    w, z = np.array([[1.0, -2.0, 3.0]]), np.array([1000.0, -1000.0, 0.0])
    slopes = {
        "sigmoid": [0.0, 0.0, 0.25],
        "tanh": [0.0, 0.0, 1.0],
        "relu": [1.0, 0.0, 0.0],
        "identity": [1.0, 1.0, 1.0],
    }
    for name, slope in slopes.items():
        delta = submission.layer_error(np.array([2.0]), w, z, name)
        assert_close(delta, 2.0 * w[0] * np.array(slope))


@check(
    "layer_error",
    kind="contract",
    points=0.25,
    hint="If the example passes: make a new array, since delta_next and z are still needed.",
)
def test_layer_error_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    delta_next, w = np.array([[1, -1], [2, 0], [0, 1]]), np.array([[1, 2, 3, 0], [4, 5, 6, -1]])
    z = np.array([[1, -1, 2, 3], [0, 1, 1, -2], [5, 1, -4, 2]])
    delta = np.array([[-3.0, 0.0, -3.0, 1.0], [0.0, 4.0, 6.0, 0.0], [4.0, 5.0, 0.0, -1.0]])
    for version in in_layouts(floats(delta_next), floats(w), floats(z)):
        assert_values(submission.layer_error(*version, "relu"), delta)
        assert_unchanged(submission)
    assert_values(submission.layer_error(delta_next, w, z, "relu"), delta)
    assert_unchanged(submission)
    single = [floats(value, np.float32) for value in (delta_next, w, z)]
    assert_values(submission.layer_error(*single, "relu"), delta, rtol=1e-4)


@check("layer_error", kind="agreement", points=0.5)
@given(layer=inner_layers())
def test_layer_error_agrees_on_one_example(submission, reference, layer):
    """Agrees with the reference on a single example."""
    delta_next, w, z, name = layer
    args = delta_next[0], w, z[0], name
    assert_close(submission.layer_error(*args), reference.layer_error(*args))


@check("layer_error", kind="agreement", points=0.5)
@given(layer=st.one_of(inner_layers(), inner_layers(equal=True)))
def test_layer_error_agrees_on_a_batch(submission, reference, layer):
    """Agrees with the reference on a batch."""
    assert_close(submission.layer_error(*layer), reference.layer_error(*layer))


# --- gradients -----------------------------------------------------------------------------------


@check(
    "gradients",
    kind="example",
    points=0.25,
    hint="Compare layer by layer with your own calculation; begin with db of the last layer.",
)
def test_gradients_published(submission):
    """Gives the published derivatives of the 1-1-1 network, and those of the 2-3-1 network."""
    weights = [np.array([[0.01]]), np.array([[-5.0]])]
    biases = [np.array([0.0]), np.array([-1.0])]
    answer = submission.gradients(
        np.array([3.0]), np.array([1.0]), weights, biases, ["relu", "sigmoid"]
    )
    dw = [np.array([[2.0809165621704553]]), np.array([[-0.00416183312434091]])]
    db = [np.array([2.0809165621704553 / 3.0]), np.array([-0.13872777081136367])]
    assert_layers(answer, ("dw", "db"), (dw, db))
    answer = submission.gradients(floats(X), floats(Y), floats(WEIGHTS), floats(BIASES), NAMES)
    assert_layers(answer, ("dw", "db"), (DW, DB))


@check(
    "gradients",
    kind="shape",
    points=0.25,
    hint="Each gradient has the shape of its parameter, and the lists run from the first layer on.",
)
@given(net=networks(), row=st.booleans())
def test_gradients_shapes(submission, net, row):
    """Returns two lists of L float arrays in the shapes of the weights and of the biases."""
    _, _, weights, biases, _ = net
    answer = submission.gradients(*(one_row(net) if row else net))
    assert_float_layers(answer, ("dw", "db"), (weights, biases))
    unit = ([np.array([[2.0, 1.0]])], [np.array([0.0])], ["identity"])
    answer = submission.gradients(np.array([1.0, 3.0]), np.array([4.0]), *unit)
    assert_layers(answer, ("dw", "db"), ([np.array([[1.0, 3.0]])], [np.array([1.0])]))


@check(
    "gradients",
    kind="property",
    points=0.5,
    hint="If the last layer is right and a hidden one is wrong, look at layer_error. "
    "The same ratio everywhere points to the mean.",
)
@given(
    net=st.one_of(networks(depths=(2, 2)), networks(depths=(2, 2), equal=True)),
    at=st.integers(0, 1),
)
def test_gradients_agree_with_difference_quotients(submission, net, at):
    """Agrees with difference quotients of the mean loss of your own forward_pass."""
    x, y, weights, biases, names = net

    def loss(w, b):
        new_weights = [w if k == at else weights[k] for k in range(2)]
        new_biases = [b if k == at else biases[k] for k in range(2)]
        answer = submission.forward_pass(x, new_weights, new_biases, names)
        _, outputs = unpack(answer, "zs", "outputs", name="the result of forward_pass")
        *_, last = unpack(outputs, "a0", "a1", "a2", name="outputs of forward_pass")
        assert_shape(last, y.shape, dtype="float", name="the last output of forward_pass")
        return 0.5 * float(np.sum((last - y) ** 2)) / len(x)

    of_weights = Remembered(lambda w: loss(w, biases[at]), weights[at])
    of_biases = Remembered(lambda b: loss(weights[at], b), biases[at])
    dw, db = unpack(submission.gradients(*net), "dw", "db")
    dw = unpack(dw, "layer 1", "layer 2", name="dw")
    db = unpack(db, "layer 1", "layer 2", name="db")
    assert_gradient(db[at], of_biases, biases[at], name=f"db[{at}]")
    assert_gradient(dw[at], of_weights, weights[at], name=f"dw[{at}]")


@check(
    "gradients",
    kind="property",
    points=0.25,
    hint="The loss is the mean over the rows, so its gradient is the mean of those of the rows, "
    "for weights and biases alike.",
)
@given(net=networks(depths=(1, 2)))
def test_gradients_average_over_the_rows(submission, net):
    """A batch gives the mean of what its rows give by themselves."""
    x, y = np.array([[1.0, 3.0], [2.0, 1.0]]), np.array([[4.0], [2.0]])
    unit = ([np.array([[2.0, 1.0]])], [np.array([0.0])], ["identity"])
    wanted = ([np.array([[3.5, 3.0]])], [np.array([2.0])])
    assert_layers(submission.gradients(x, y, *unit), ("dw", "db"), wanted)
    x, y, weights, biases, names = net
    sums = [[np.zeros(np.shape(p)) for p in parameters] for parameters in (weights, biases)]
    for i in range(len(x)):
        answer = submission.gradients(x[i], y[i], weights, biases, names)
        assert_float_layers(answer, ("dw", "db"), (weights, biases))
        for total, part in zip(sums, answer, strict=True):
            for k, gradient in enumerate(part):
                total[k] += gradient / len(x)
    assert_layers(submission.gradients(x, y, weights, biases, names), ("dw", "db"), sums)


@check(
    "gradients",
    kind="edge",
    points=0.25,
    hint="One example (d,) is a batch of one row; a network of one layer has no layer_error.",
)
def test_gradients_of_the_smallest_networks(submission):
    """Handles one layer, one unit, and one example with or without a row axis."""
    one = ([np.array([[2.0]])], [np.array([1.0])], ["identity"])
    wanted = ([np.array([[6.0]])], [np.array([2.0])])
    for x, y in [(np.array([3.0]), np.array([5.0])), (np.array([[3.0]]), np.array([[5.0]]))]:
        assert_layers(submission.gradients(x, y, *one), ("dw", "db"), wanted)
    wide = ([np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]])], [np.array([0.0, 1.0, 0.0])])
    answer = submission.gradients(np.array([1.0, 2.0]), np.array([0.0, 3.0, 4.0]), *wide, ["relu"])
    dw = [np.array([[1.0, 2.0], [-2.0, -4.0], [2.0, 4.0]])]
    assert_layers(answer, ("dw", "db"), (dw, [np.array([1.0, -2.0, 2.0])]))


@check(
    "gradients",
    kind="edge",
    points=0.25,
    hint="Where an activation is flat, nothing comes back through it: the gradients below are 0.",
)
def test_gradients_behind_flat_units(submission):
    """Nothing passes back through units that are off or at z = 1000, and all stays finite."""
    x, y = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [2.0], [6.0]])
    weights = [np.array([[1.0, -1.0], [2.0, 0.5]]), np.array([[2.0, -3.0]])]
    off = (weights, [np.array([-1000.0, -1000.0]), np.array([1.0])], ["relu", "identity"])
    zero = [np.zeros((2, 2)), np.zeros((1, 2))]
    answer = submission.gradients(x, y, *off)
    assert_layers(answer, ("dw", "db"), (zero, [np.zeros(2), np.array([-2.0])]))
    for name, level in [("sigmoid", 1.0), ("tanh", 1.0)]:
        flat = (weights, [np.array([1000.0, 1000.0]), np.array([1.0])], [name, "identity"])
        mean = 2.0 * level - 3.0 * level + 1.0 - 3.0
        dw = [np.zeros((2, 2)), np.full((1, 2), mean * level)]
        answer = submission.gradients(x, y, *flat)
        assert_layers(answer, ("dw", "db"), (dw, [np.zeros(2), np.array([mean])]))


@check(
    "gradients",
    kind="contract",
    points=0.25,
    hint="If the example passes: do not update the caller's arrays and lists in place.",
)
def test_gradients_contract(submission):
    """Takes integers, float32 and any memory layout, changes nothing, and can be called twice."""
    x, y = X[::-1].copy(), Y[::-1].copy()  # the order of the rows makes no difference
    wanted = (DW, DB)
    for version in in_layouts(floats(x), floats(y), floats(WEIGHTS), floats(BIASES)):
        for _ in range(2):
            assert_layers(submission.gradients(*version, NAMES), ("dw", "db"), wanted)
            assert_unchanged(submission)
    assert_layers(submission.gradients(x, y, WEIGHTS, BIASES, NAMES), ("dw", "db"), wanted)
    assert_unchanged(submission)
    single = [floats(value, np.float32) for value in (x, y, WEIGHTS, BIASES)]
    assert_layers(submission.gradients(*single, NAMES), ("dw", "db"), wanted, rtol=1e-4)


@check("gradients", kind="agreement", points=0.5)
@given(net=networks().map(one_row))
def test_gradients_agree_on_one_example(submission, reference, net):
    """Agrees with the reference on a single example."""
    assert_layers(submission.gradients(*net), ("dw", "db"), reference.gradients(*net))


@check("gradients", kind="agreement", points=0.75)
@given(net=networks())
def test_gradients_agree_on_a_batch(submission, reference, net):
    """Agrees with the reference on a batch."""
    assert_layers(submission.gradients(*net), ("dw", "db"), reference.gradients(*net))


@check("gradients", kind="agreement", points=0.25)
@given(net=networks(depths=(2, 3), equal=True))
def test_gradients_agree_on_square_layers(submission, reference, net):
    """Agrees with the reference where all layers have the same width."""
    assert_layers(submission.gradients(*net), ("dw", "db"), reference.gradients(*net))


# --- numerical_gradient --------------------------------------------------------------------------


class Watched:
    """A function that looks at what it is given, and remembers it."""

    def __init__(self, function, x, text):
        self.function = function
        self.shape = np.shape(x)
        self.points = []
        self.__name__ = text  # how a failure shows it

    def __call__(self, p):
        assert_shape(p, self.shape, dtype="float", name="what f was called with")
        self.points.append(np.array(p, dtype=float))
        return float(self.function(self.points[-1]))


def tiny_loss(p):
    """The loss of the 1-1-1 network at x = 3, t = 1, as a function of (w1, w2, b)."""
    w1, w2, b = p
    y = ACTIVATIONS["sigmoid"](w2 * max(w1 * 3.0, 0.0) + b)
    return 0.5 * (y - 1.0) ** 2


@check(
    "numerical_gradient",
    kind="example",
    points=0.25,
    hint="Move one entry up and down by h, and divide by how far apart the two points are.",
)
def test_numerical_gradient_published(submission):
    """Finds (4, 3) for p0^2 + 3 p1 at (2, 1), and the derivatives of the 1-1-1 network."""
    x = np.array([2.0, 1.0])
    gradient = submission.numerical_gradient(
        Watched(lambda p: p[0] ** 2 + 3.0 * p[1], x, "lambda p: p[0] ** 2 + 3.0 * p[1]"), x
    )
    assert_close(gradient, np.array([4.0, 3.0]), rtol=1e-7, atol=1e-8)
    x = np.array([0.01, -5.0, -1.0])
    gradient = submission.numerical_gradient(Watched(tiny_loss, x, "tiny_loss"), x)
    published = np.array([2.0809165621704553, -0.00416183312434091, -0.13872777081136367])
    assert_close(gradient, published, rtol=1e-6, atol=1e-8)


@check(
    "numerical_gradient",
    kind="shape",
    points=0.25,
    hint="Loop over all entries, whatever the number of axes, and fill an array in the shape of x.",
)
def test_numerical_gradient_keeps_the_shape(submission):
    """Has the shape of x, for any number of axes, and returns floats."""
    for shape in [(3,), (2, 3), (3, 1, 2), (1,), (1, 1)]:
        c = np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape)
        x = np.ones(shape)
        gradient = submission.numerical_gradient(
            Watched(lambda p, c=c: np.sum(c * p), x, "lambda p: np.sum(c * p)"), x
        )
        assert_close(gradient, c, rtol=1e-7, atol=1e-8)


@check(
    "numerical_gradient",
    kind="property",
    points=0.25,
    hint="A quotient that looks to one side only is wrong by a multiple of h.",
)
@given(
    x=filled((2, 3)),
    m=filled((6, 6)),
    h=st.sampled_from([1e-3, 0.1, 0.5]),
)
def test_numerical_gradient_is_exact_on_quadratics(submission, x, m, h):
    """Is exact on a quadratic function, with small steps and with large ones."""

    def quadratic(p):
        return p.ravel() @ m @ p.ravel() + m[0] @ p.ravel()

    gradient = submission.numerical_gradient(Watched(quadratic, x, "quadratic"), x, h)
    wanted = ((m + m.T) @ x.ravel() + m[0]).reshape(x.shape)
    assert_close(gradient, wanted, rtol=1e-7, atol=1e-7)


@check(
    "numerical_gradient",
    kind="edge",
    points=0.125,
    hint="Use the h that you are given.",
)
def test_numerical_gradient_edges(submission):
    """Uses the step h: of a cube it gives the central difference, not the derivative."""
    x = np.array([1.0, -2.0])
    gradient = submission.numerical_gradient(
        Watched(lambda p: np.sum(p**3), x, "lambda p: np.sum(p**3)"), x, h=0.5
    )
    assert_close(gradient, 3.0 * x**2 + 0.25)


@check(
    "numerical_gradient",
    kind="contract",
    points=0.125,
    hint="Convert x to float64 before you move it.",
)
def test_numerical_gradient_of_other_numbers(submission):
    """Works in float64 for integer and float32 x."""
    for dtype in (np.int64, np.float32):
        x = np.array([[3, -2, 1]], dtype=dtype)
        gradient = submission.numerical_gradient(
            Watched(lambda p: np.sum(p**2), x, "lambda p: np.sum(p**2)"), x
        )
        assert_close(gradient, np.array([[6.0, -4.0, 2.0]]), rtol=1e-6)


@check(
    "numerical_gradient",
    kind="contract",
    points=0.25,
    hint="Two evaluations for each entry, with all other entries as they are in x; then x is as it "
    "was, which (x + h) - h is not always.",
)
@given(x=arrays(unequal_sizes(2), 0.1, 3.0), layout=st.integers(0, 2))
def test_numerical_gradient_calls(submission, x, layout):
    """Calls f exactly twice for each entry, moves only that entry, and leaves x unchanged."""
    given_x = memory_layouts(x)[layout][1]
    f = Watched(np.sum, x, "np.sum")
    gradient = submission.numerical_gradient(f, given_x)
    assert_close(gradient, np.ones(x.shape), rtol=1e-7, atol=1e-8)
    assert_unchanged(submission)
    calls = len(f.points)
    assert calls == 2 * x.size, (
        f"f should be called {2 * x.size} times for {x.size} entries, but is called {calls} times"
    )
    moves = np.zeros((2, *x.shape), dtype=int)
    for p in f.points:
        moved = np.abs(p - x) > 1e-9
        assert moved.sum() == 1, f"each call should move 1 entry, but one moves {moved.sum()}"
        moves[int((p > x)[moved].item())] += moved
    assert (moves == 1).all(), "each entry should be moved once up and once down, but is not"


def waves(p):
    """A smooth function without symmetry."""
    c = np.arange(1.0, 1.0 + p.size).reshape(p.shape)
    return np.sum(np.sin(p) * c) + np.cos(np.sum(p / c)) + np.prod(0.3 * p + 1.0)


@check("numerical_gradient", kind="agreement", points=0.5)
@given(x=filled(unequal_sizes(2, high=3)))
def test_numerical_gradient_agrees(submission, reference, x):
    """Agrees with the reference on a smooth function."""
    actual = submission.numerical_gradient(Watched(waves, x, "waves"), x)
    assert_close(
        actual, reference.numerical_gradient(Watched(waves, x, "waves"), x), rtol=1e-6, atol=1e-8
    )


@check("numerical_gradient", kind="agreement", points=0.5)
@given(x=filled(unequal_sizes(3, high=3)), h=numbers(0.01, 0.3))
def test_numerical_gradient_agrees_for_other_steps(submission, reference, x, h):
    """Agrees with the reference for larger steps and more axes."""
    actual = submission.numerical_gradient(Watched(waves, x, "waves"), x, h)
    wanted = reference.numerical_gradient(Watched(waves, x, "waves"), x, h)
    assert_close(actual, wanted, rtol=1e-7, atol=1e-8)


# --- relative_error ------------------------------------------------------------------------------


@check(
    "relative_error",
    kind="example",
    points=0.25,
    hint="One ratio for each entry, then the largest of them.",
)
def test_relative_error_by_hand(submission):
    """Between (1, 2, 0) and (1, 3, 0) it is 1/5; between a gradient and its double it is 1/3."""
    a, b = np.array([1.0, 2.0, 0.0]), np.array([1.0, 3.0, 0.0])
    assert_close(submission.relative_error(a, b), 0.2)
    g = np.array([[2.0, -4.0, 1e-3], [0.5, 3.0, -7.0]])
    assert_close(submission.relative_error(2.0 * g, g), 1.0 / 3.0)


@check(
    "relative_error",
    kind="shape",
    points=0.25,
    hint="The result is a single number, that of the worst entry.",
)
def test_relative_error_is_one_number(submission):
    """Is one number for arrays of any shape."""
    for shape in [(3,), (2, 3), (2, 1, 3), (1,), (1, 1)]:
        error = submission.relative_error(np.full(shape, 1.0), np.full(shape, 3.0))
        assert_shape(error, (), dtype="float")
        assert_close(error, 0.5)


@check(
    "relative_error",
    kind="property",
    points=0.25,
    hint="The size of both arrays stands in the denominator, each without its sign.",
)
@given(a=filled((2, 3)), b=filled((2, 3)), s=number(), c=numbers(gap=0.5))
def test_relative_error_laws(submission, a, b, s, c):
    """Is symmetric, between 0 and 1, free of scale, and |1 - s| / (1 + |s|) between a and s a."""
    error = submission.relative_error(a, b)
    assert_shape(error, ())
    assert_between(error, 0.0, 1.0 + 1e-12)
    assert_close(submission.relative_error(b, a), error, name="the result with a and b exchanged")
    scaled = submission.relative_error(1000.0 * c * a, 1000.0 * c * b)
    assert_close(scaled, error, name="the result with both arrays scaled up")
    scaled = submission.relative_error(0.001 * c * a, 0.001 * c * b)
    assert_close(scaled, error, rtol=1e-4, atol=1e-6, name="the result with both scaled down")
    assert_close(submission.relative_error(a, s * a), abs(1.0 - s) / (1.0 + abs(s)))


@check(
    "relative_error",
    kind="edge",
    points=0.25,
    hint="Where both entries are 0 there is nothing to divide by, and no difference either.",
)
def test_relative_error_edges(submission):
    """Is 0 for equal arrays and for zeros, 1 for opposite ones and for a number against 0."""
    a = np.array([1.0, -2.0, 0.0, 1000.0])
    assert_close(submission.relative_error(a, a.copy()), 0.0)
    assert_close(submission.relative_error(np.zeros(3), np.zeros(3)), 0.0)
    assert_close(submission.relative_error(a, -a), 1.0)
    assert_close(submission.relative_error(np.array([0.0, 1.0]), np.array([2.0, 1.0])), 1.0)
    last = np.ones(50)
    last[-1] = 3.0
    assert_close(submission.relative_error(np.ones(50), last), 0.5)


@check(
    "relative_error",
    kind="contract",
    points=0.25,
    hint="If the example passes: take absolute values in new arrays, a and b belong to the caller.",
)
def test_relative_error_contract(submission):
    """Takes integers, float32 and any memory layout, and changes nothing."""
    a, b = np.array([[1, -2, 0], [4, 0, -5]]), np.array([[1, -3, 0], [4, 0, -5]])
    for version in in_layouts(floats(a), floats(b)):
        assert_close(submission.relative_error(*version), 0.2)
        assert_unchanged(submission)
    assert_close(submission.relative_error(a, b), 0.2)
    assert_unchanged(submission)
    single = submission.relative_error(floats(a, np.float32), floats(b, np.float32))
    assert_close(single, 0.2, rtol=1e-4)


@check("relative_error", kind="agreement", points=0.25)
@given(
    a=st.one_of(filled((3, 2)), integer_arrays((3, 2), -2, 2).map(floats)),
    b=st.one_of(filled((3, 2)), integer_arrays((3, 2), -2, 2).map(floats)),
)
def test_relative_error_agrees(submission, reference, a, b):
    """Agrees with the reference."""
    assert_close(submission.relative_error(a, b), reference.relative_error(a, b))


# --- sgd_step ------------------------------------------------------------------------------------

NEW = ("weights", "biases")


@st.composite
def steps(draw):
    """Draw (weights, biases, dw, db) of two layers."""
    widths = draw(unequal_sizes(3))
    shapes = [(widths[k + 1], widths[k]) for k in range(2)]
    weights, dw = ([draw(filled(shape)) for shape in shapes] for _ in range(2))
    biases, db = ([draw(filled(shape[0])) for shape in shapes] for _ in range(2))
    return weights, biases, dw, db


@check(
    "sgd_step",
    kind="example",
    points=0.25,
    hint="The step goes downhill: what sign has the gradient in it, and what factor?",
)
def test_sgd_step_by_hand(submission):
    """Moves the 2-3-1 network as worked out by hand, with a learning rate of 2."""
    answer = submission.sgd_step(floats(WEIGHTS), floats(BIASES), DW, DB, 2.0)
    weights = [np.array([[-3.0, -5.0], [-1.0, 1.0], [1.0, -3.5]]), np.array([[-0.5, 1.0, -2.0]])]
    biases = [np.array([0.0, -1.0, -1.5]), np.array([-2.5])]
    assert_layers(answer, NEW, (weights, biases))


@check(
    "sgd_step",
    kind="shape",
    points=0.25,
    hint="Return two lists, weights and biases, with an array for each layer.",
)
@given(step=steps())
def test_sgd_step_shapes(submission, step):
    """Returns as many arrays as there are layers, in the shapes of the parameters."""
    weights, biases, _, _ = step
    answer = submission.sgd_step(weights, biases, floats(weights), floats(biases), 1.0)
    assert_float_layers(answer, NEW, (weights, biases))
    zero = [[0.0 * p for p in parameters] for parameters in (weights, biases)]
    assert_layers(answer, NEW, zero)


@check(
    "sgd_step",
    kind="property",
    points=0.25,
    hint="The step is proportional to the learning rate, in every layer, for weights and biases.",
)
@given(step=steps(), rate=numbers(0.01, 1.0), more=numbers(0.01, 1.0))
def test_sgd_step_adds_up(submission, step, rate, more):
    """Two steps along the same gradient are one step with the sum of the rates, downhill."""
    weights, biases, dw, db = step
    first = submission.sgd_step(weights, biases, dw, db, rate)
    assert_float_layers(first, NEW, (weights, biases))
    for name, old, new, gradient in zip(NEW, (weights, biases), first, (dw, db), strict=True):
        for k, (p, q, g) in enumerate(zip(old, new, gradient, strict=True)):
            assert_close((p - q) / rate, g, rtol=1e-6, atol=1e-8, name=f"the move of {name}[{k}]")
    second = submission.sgd_step(list(first[0]), list(first[1]), dw, db, more)
    assert_layers(second, NEW, submission.sgd_step(weights, biases, dw, db, rate + more))


@check(
    "sgd_step",
    kind="edge",
    points=0.25,
    hint="Nothing in the step depends on the number of layers or on their shapes.",
)
def test_sgd_step_edges(submission):
    """Stays where it is for a rate of 0 or gradients of 0, and handles one layer of one unit."""
    still = (floats(WEIGHTS), floats(BIASES))
    assert_layers(submission.sgd_step(*still, DW, DB, 0.0), NEW, still)
    zero = ([0.0 * g for g in DW], [0.0 * g for g in DB])
    assert_layers(submission.sgd_step(*still, *zero, 0.5), NEW, still)
    one = ([np.array([[1.0]])], [np.array([2.0])], [np.array([[1000.0]])], [np.array([-1000.0])])
    moved = ([np.array([[-9.0]])], [np.array([12.0])])
    assert_layers(submission.sgd_step(*one, 0.01), NEW, moved)


@check(
    "sgd_step",
    kind="contract",
    points=0.25,
    hint="If the example passes: w -= ... and weights[k] = ... change the caller's data; build new "
    "lists of new arrays.",
)
def test_sgd_step_contract(submission):
    """Returns new lists of new arrays, takes integers, float32 and any layout, changes nothing."""
    halves = [[2.0 * g for g in DW], [2.0 * g for g in DB]]
    weights = [np.array([[-1.0, -2.5], [-1.5, 1.0], [2.0, -2.25]]), np.array([[0.75, 0.0, -0.5]])]
    wanted = (weights, [np.array([0.5, -0.5, -1.25]), np.array([-2.75])])
    for version in in_layouts(floats(WEIGHTS), floats(BIASES), *halves):
        assert_layers(submission.sgd_step(*version, 0.5), NEW, wanted)
        assert_unchanged(submission)
        assert_fresh(submission)
    assert_layers(submission.sgd_step(WEIGHTS, BIASES, *halves, 0.5), NEW, wanted)
    assert_unchanged(submission)
    single = [floats(value, np.float32) for value in (WEIGHTS, BIASES, *halves)]
    assert_layers(submission.sgd_step(*single, 0.5), NEW, wanted, rtol=1e-4)


@check("sgd_step", kind="agreement", points=0.25)
@given(step=steps(), rate=numbers(0.0, 3.0))
def test_sgd_step_agrees(submission, reference, step, rate):
    """Agrees with the reference."""
    assert_layers(submission.sgd_step(*step, rate), NEW, reference.sgd_step(*step, rate))


# --- sgd_epoch -----------------------------------------------------------------------------------


@st.composite
def epochs_of(draw, fitting):
    """Draw a smooth network with a batch size that divides the number of rows, or does not."""
    if fitting:
        size, batches = draw(st.sampled_from([(1, 2), (1, 3), (2, 2), (2, 3), (3, 2)]))
        n = size * batches
    else:
        size, n = draw(st.sampled_from([(2, 3), (2, 5), (3, 5), (4, 5), (3, 4)]))
    depth, d, m, hidden = draw(sizes(1, 2)), draw(sizes(1, 3)), draw(sizes(1, 2)), draw(sizes(1, 3))
    widths = [d, *[hidden] * (depth - 1), m]
    x, y = draw(filled((n, d), -2.0, 2.0)), draw(filled((n, m), -2.0, 2.0))
    weights = [draw(filled((widths[k + 1], widths[k]), -1.0, 1.0)) for k in range(depth)]
    biases = [draw(filled(widths[k + 1], -1.0, 1.0)) for k in range(depth)]
    return (
        x,
        y,
        weights,
        biases,
        [draw(SMOOTH) for _ in range(depth)],
        draw(numbers(0.1, 0.5)),
        size,
    )


def line(w, b):
    """Parameters of the single linear unit."""
    return [np.array([[w]])], [np.array([b])]


@check(
    "sgd_epoch",
    kind="example",
    points=0.25,
    hint="Do the steps by hand: each takes its gradient where the step before it has arrived.",
)
def test_sgd_epoch_by_hand(submission):
    """Takes the steps that were worked out by hand, for batches of 1 and of 3 rows."""
    data = floats(LINE_X), floats(LINE_Y), floats(ZERO[0]), floats(ZERO[1]), ZERO[2]
    assert_layers(submission.sgd_epoch(*data, 0.5, 1), NEW, line(-0.25, 0.25))
    assert_layers(submission.sgd_epoch(*data, 0.5, 3), NEW, line(1.0, 2.0 / 3.0))


@check(
    "sgd_epoch",
    kind="shape",
    points=0.25,
    hint="Return the lists of weights and biases, as sgd_step does.",
)
@given(epoch=epochs_of(fitting=True))
def test_sgd_epoch_shapes(submission, epoch):
    """Returns the parameters, in their shapes, and moves them."""
    _, _, weights, biases, *_ = epoch
    assert_float_layers(submission.sgd_epoch(*epoch), NEW, (weights, biases))
    moved = submission.sgd_epoch(floats(LINE_X), floats(LINE_Y), *line(0.0, 0.0), ZERO[2], 0.5, 3)
    assert_layers(moved, NEW, line(1.0, 2.0 / 3.0))


@check(
    "sgd_epoch",
    kind="property",
    points=0.25,
    hint="Rows are used in order, and a batch begins at the parameters that the one before it has "
    "reached.",
)
@given(epoch=st.one_of(epochs_of(fitting=True), epochs_of(fitting=False)))
def test_sgd_epoch_in_two_parts(submission, epoch):
    """A pass is the pass over its first batch, then the pass over the other rows from there."""
    x, y, weights, biases, names, rate, size = epoch
    first = submission.sgd_epoch(x[:size], y[:size], weights, biases, names, rate, size)
    assert_float_layers(first, NEW, (weights, biases))
    dw, db = unpack(submission.gradients(x[:size], y[:size], weights, biases, names), "dw", "db")
    assert_layers(first, NEW, submission.sgd_step(weights, biases, dw, db, rate))
    parts = submission.sgd_epoch(
        x[size:], y[size:], list(first[0]), list(first[1]), names, rate, size
    )
    assert_float_layers(parts, NEW, (weights, biases))
    assert_layers(submission.sgd_epoch(*epoch), NEW, parts)
    data = floats(LINE_X), floats(LINE_Y), *line(0.0, 0.0), ["identity"]
    assert_layers(submission.sgd_epoch(*data, 0.5, 1), NEW, line(-0.25, 0.25))


@check(
    "sgd_epoch",
    kind="edge",
    points=0.25,
    hint="The last batch takes the rows that are left, and its mean is over these rows only.",
)
def test_sgd_epoch_with_a_shorter_last_batch(submission):
    """Uses a shorter last batch at its own size, and one batch where batch_size exceeds n."""
    data = floats(LINE_X), floats(LINE_Y), floats(ZERO[0]), floats(ZERO[1]), ZERO[2]
    assert_layers(submission.sgd_epoch(*data, 0.5, 2), NEW, line(0.25, -0.25))
    assert_layers(submission.sgd_epoch(*data, 0.5, 4), NEW, line(1.0, 2.0 / 3.0))
    one = floats(LINE_X)[:1], floats(LINE_Y)[:1], *data[2:]
    assert_layers(submission.sgd_epoch(*one, 0.5, 2), NEW, line(1.0, 1.0))


@check(
    "sgd_epoch",
    kind="contract",
    points=0.25,
    hint="If the other checks pass: the caller's parameters are the start, and stay what they are.",
)
def test_sgd_epoch_contract(submission):
    """Takes integers, float32 and any memory layout, changes nothing, and can be called twice."""
    values = LINE_X, LINE_Y, ZERO[0], ZERO[1]
    for version in in_layouts(*(floats(value) for value in values)):
        for _ in range(2):
            answer = submission.sgd_epoch(*version, ZERO[2], 0.5, 2)
            assert_layers(answer, NEW, line(0.25, -0.25))
            assert_unchanged(submission)
    assert_layers(submission.sgd_epoch(*values, ZERO[2], 0.5, 2), NEW, line(0.25, -0.25))
    assert_unchanged(submission)
    single = [floats(value, np.float32) for value in values]
    assert_layers(submission.sgd_epoch(*single, ZERO[2], 0.5, 2), NEW, line(0.25, -0.25), rtol=1e-4)


@check("sgd_epoch", kind="agreement", points=0.5)
@given(epoch=epochs_of(fitting=True))
def test_sgd_epoch_agrees(submission, reference, epoch):
    """Agrees with the reference where the batches fit."""
    assert_layers(submission.sgd_epoch(*epoch), NEW, reference.sgd_epoch(*epoch))


@check("sgd_epoch", kind="agreement", points=0.5)
@given(epoch=epochs_of(fitting=False))
def test_sgd_epoch_agrees_on_a_shorter_last_batch(submission, reference, epoch):
    """Agrees with the reference where the last batch is shorter."""
    assert_layers(submission.sgd_epoch(*epoch), NEW, reference.sgd_epoch(*epoch))


# --- train ---------------------------------------------------------------------------------------

# A single linear unit that starts at zero, rate 1/2: w = b = 1/2 with the loss 1/4 after one epoch,
# w = b = 3/4 with the loss 1/16 after two.
TRAIN_X, TRAIN_Y = np.array([[1], [-1]]), np.array([[2], [0]])


@check(
    "train",
    kind="example",
    points=0.25,
    hint="If the loss does not fall, check gradients with numerical_gradient before you look here.",
)
def test_train_learns_xor(submission):
    """Brings XOR below 0.005 in 300 epochs, from the start that the statement gives."""
    answer = submission.train(XOR_X, XOR_Y, XOR_WEIGHTS, XOR_BIASES, ["tanh", "sigmoid"], 4.0, 300)
    losses, weights, biases = trained(answer, 300)
    assert_close(losses[0], 0.12490357, rtol=0, atol=1e-7, name="the loss after the first epoch")
    assert losses[-1] < 0.005, (
        f"the loss after 300 epochs should be below 0.005, but is {losses[-1]:.4g}"
    )
    assert_float_layers((weights, biases), NEW, (XOR_WEIGHTS, XOR_BIASES))


@check(
    "train",
    kind="shape",
    points=0.25,
    hint="Return the losses, one for each epoch, then the weights, then the biases.",
)
@given(epoch=epochs_of(fitting=True), epochs=st.integers(1, 4))
def test_train_shapes(submission, epoch, epochs):
    """Returns one loss for each epoch, and parameters in their shapes."""
    x, y, weights, biases, names, rate, _ = epoch
    answer = submission.train(x, y, weights, biases, names, rate, epochs)
    losses, *parameters = trained(answer, epochs)
    assert_between(losses, 0.0, np.inf, name="losses")
    assert_float_layers(parameters, NEW, (weights, biases))
    unit = floats(TRAIN_X), floats(TRAIN_Y), *line(0.0, 0.0), ["identity"]
    _, *parameters = trained(submission.train(*unit, 0.5, 1), 1)
    assert_layers(parameters, NEW, line(0.5, 0.5))


@check(
    "train",
    kind="property",
    points=0.25,
    hint="Each loss is the mean over the rows at the parameters that its epoch has reached.",
)
@given(epoch=epochs_of(fitting=True), first=st.integers(1, 2), more=st.integers(1, 2))
def test_train_goes_on_where_it_stopped(submission, epoch, first, more):
    """Its last loss is that of what it returns, and training on continues the same way."""
    x, y, weights, biases, names, rate, _ = epoch
    losses, *reached = trained(submission.train(x, y, weights, biases, names, rate, first), first)
    assert_float_layers(reached, NEW, (weights, biases))
    reached = [list(part) for part in reached]
    answer = submission.forward_pass(x, *reached, names)
    _, outputs = unpack(answer, "zs", "outputs", name="the result of forward_pass")
    *_, last = unpack(outputs, *(f"a{k}" for k in range(len(weights) + 1)), name="outputs")
    assert_shape(last, y.shape, dtype="float", name="the last output of forward_pass")
    loss = 0.5 * float(np.sum((last - y) ** 2)) / len(x)
    assert_close(losses[-1], loss, name="the last loss")
    next_losses, *end = trained(submission.train(x, y, *reached, names, rate, more), more)
    assert_float_layers(end, NEW, (weights, biases))
    answer = submission.train(x, y, weights, biases, names, rate, first + more)
    all_losses, *whole = trained(answer, first + more)
    assert_close(all_losses, np.concatenate([losses, next_losses]), name="losses")
    assert_layers(whole, NEW, end)


@check(
    "train",
    kind="edge",
    points=0.25,
    hint="The first loss is recorded after the first step, so that 0 epochs have no loss.",
)
def test_train_edges(submission):
    """Takes the steps worked out by hand: none for 0 epochs, one for one epoch, two for two."""
    data = floats(TRAIN_X), floats(TRAIN_Y), *line(0.0, 0.0), ["identity"], 0.5
    steps_by_hand = [([], 0.0), ([0.25], 0.5), ([0.25, 0.0625], 0.75)]
    for epochs, (wanted, p) in enumerate(steps_by_hand):
        losses, *parameters = trained(submission.train(*data, epochs), epochs)
        assert_close(losses, np.array(wanted), name="losses")
        assert_layers(parameters, NEW, line(p, p))
    one = np.array([[1.0]]), np.array([[2.0]]), *data[2:]
    losses, *parameters = trained(submission.train(*one, 1), 1)
    assert_close(losses, np.array([0.0]) + 0.0, name="losses")
    assert_layers(parameters, NEW, line(1.0, 1.0))


@check(
    "train",
    kind="contract",
    points=0.25,
    hint="If the other checks pass: after training in place the second call starts where the first "
    "ended.",
)
def test_train_contract(submission):
    """Takes integers, float32 and any memory layout, changes nothing, and can be called twice."""
    values = TRAIN_X, TRAIN_Y, ZERO[0], ZERO[1]

    def demand(*version, rtol=1e-7):
        losses, *parameters = trained(submission.train(*version, ["identity"], 0.5, 2), 2)
        assert_unchanged(submission)
        assert_close(losses, np.array([0.25, 0.0625]), rtol=rtol, name="losses")
        assert_layers(parameters, NEW, line(0.75, 0.75), rtol=rtol)

    for version in in_layouts(*(floats(value) for value in values)):
        demand(*version)
        demand(*version)
    demand(*values)
    demand(*(floats(value, np.float32) for value in values), rtol=1e-4)


@check("train", kind="agreement", points=0.75)
@given(epoch=epochs_of(fitting=True), epochs=st.integers(1, 3))
def test_train_agrees(submission, reference, epoch, epochs):
    """Agrees with the reference."""
    x, y, weights, biases, names, rate, _ = epoch
    args = x, y, weights, biases, names, rate, epochs
    losses, *parameters = trained(submission.train(*args), epochs)
    wanted, *reached = reference.train(*args)
    assert_close(losses, wanted, name="losses")
    assert_layers(parameters, NEW, reached)
