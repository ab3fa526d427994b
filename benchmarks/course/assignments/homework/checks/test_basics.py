"""What basics must satisfy: each function agrees with the reference on a hundred examples."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks import check
from autograder.compare import assert_close

HUNDRED = settings(max_examples=100, deadline=None, database=None)

sizes = st.integers(1, 4)
shapes = st.tuples(sizes, sizes)


def arrays(shape, low=-3.0, high=3.0):
    """Draw an array of floats, none of them by the default fill."""
    elements = st.floats(low, high, allow_subnormal=False)
    return hnp.arrays(np.float64, shape, elements=elements, fill=st.nothing())


@st.composite
def vectors(draw, number=2):
    """Draw vectors of one size, none of them near zero."""
    size = draw(sizes)
    return tuple(draw(arrays((size,), 0.1)) for _ in range(number))


@st.composite
def layers(draw):
    """Draw rows of at least two numbers, with a gain and a shift for each column."""
    rows, columns = draw(sizes), draw(st.integers(2, 5))
    return draw(arrays((rows, columns))), draw(arrays((columns,))), draw(arrays((columns,)))


@st.composite
def labels(draw):
    """Draw class labels and the number of classes."""
    classes = draw(st.integers(2, 5))
    drawn = hnp.arrays(np.int64, (draw(sizes),), elements=st.integers(0, classes - 1))
    return draw(drawn), classes


@st.composite
def series(draw):
    """Draw a series and the width of a window that fits into it."""
    size = draw(st.integers(2, 8))
    return draw(arrays((size,))), draw(st.integers(1, size))


@st.composite
def predictions(draw):
    """Draw probabilities for one row each, and the right class of each row."""
    rows, columns = draw(sizes), draw(st.integers(2, 4))
    p = draw(arrays((rows, columns), 0.1))
    y = draw(hnp.arrays(np.int64, (rows,), elements=st.integers(0, columns - 1)))
    return p / p.sum(axis=1, keepdims=True), y


@check("relu", kind="agreement", points=1)
@HUNDRED
@given(z=shapes.flatmap(arrays))
def test_relu(submission, reference, z):
    """Agrees with the reference."""
    assert_close(submission.relu(z), reference.relu(z))


@check("softmax", kind="agreement", points=1)
@HUNDRED
@given(z=shapes.flatmap(arrays))
def test_softmax(submission, reference, z):
    """Agrees with the reference."""
    assert_close(submission.softmax(z), reference.softmax(z))


@check("layer_norm", kind="agreement", points=1)
@HUNDRED
@given(layer=layers())
def test_layer_norm(submission, reference, layer):
    """Agrees with the reference."""
    assert_close(submission.layer_norm(*layer), reference.layer_norm(*layer))


@check("one_hot", kind="agreement", points=1)
@HUNDRED
@given(labelled=labels())
def test_one_hot(submission, reference, labelled):
    """Agrees with the reference."""
    assert_close(submission.one_hot(*labelled), reference.one_hot(*labelled))


@check("cosine", kind="agreement", points=1)
@HUNDRED
@given(pair=vectors())
def test_cosine(submission, reference, pair):
    """Agrees with the reference."""
    assert_close(submission.cosine(*pair), reference.cosine(*pair))


@check("outer", kind="agreement", points=1)
@HUNDRED
@given(a=sizes.flatmap(arrays), b=sizes.flatmap(arrays))
def test_outer(submission, reference, a, b):
    """Agrees with the reference."""
    assert_close(submission.outer(a, b), reference.outer(a, b))


@check("running_mean", kind="agreement", points=1)
@HUNDRED
@given(windowed=series())
def test_running_mean(submission, reference, windowed):
    """Agrees with the reference."""
    assert_close(submission.running_mean(*windowed), reference.running_mean(*windowed))


@check("cross_entropy", kind="agreement", points=1)
@HUNDRED
@given(predicted=predictions())
def test_cross_entropy(submission, reference, predicted):
    """Agrees with the reference."""
    assert_close(submission.cross_entropy(*predicted), reference.cross_entropy(*predicted))
