"""What word_embeddings must satisfy."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.checks import check
from autograder.compare import (
    assert_between,
    assert_close,
    assert_equal,
    assert_finite,
    assert_fresh,
    assert_gradient,
    assert_no_warnings,
    assert_raises,
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

# The text of the statement, "the cat sat on the mat", as words and as ids.
SENTENCE = ["the", "cat", "sat", "on", "the", "mat"]
SENTENCE_IDS = np.array([0, 1, 4, 3, 0, 2])

# The matrices of the worked examples, with the scores 0, 3 and 1 for word 1 as the centre.
E = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]])
U = np.array([[2.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
SOFTMAX_LOSS = math.log(1.0 + math.exp(-3.0) + math.exp(-2.0))  # 0.16984602
SOFTMAX_DE = np.array([[0.0, 0.0], [-0.18638033263512283, -0.08402013226813197], [0.0, 0.0]])
SOFTMAX_DU = np.array(
    [
        [0.04201006613406606, 0.08402013226813212],
        [-0.15620526551866043, -0.31241053103732086],
        [0.1141951993845945, 0.228390398769189],
    ]
)
# As many words as dimensions: a transposed array would fit here, and only here.
SQUARE_E = np.array([[1.0, 2.0], [-1.0, 0.5]])
SQUARE_U = np.array([[0.5, -1.0], [2.0, 1.0]])

# With the negatives 0, 2 and 0 and word 1 as the context.
NEGATIVES = np.array([0, 2, 0])
NEGATIVE_LOSS = math.log1p(math.exp(-3.0)) + 2.0 * math.log(2.0) + math.log1p(math.e)  # 2.7481434
NEGATIVE_DE = np.array([[0.0, 0.0], [1.2215155481924285, -0.31636729454756174], [0.0, 0.0]])
NEGATIVE_DU = np.array(
    [
        [1.0, 2.0],
        [-0.04742587317756664, -0.09485174635513327],
        [0.7310585786300049, 1.4621171572600098],
    ]
)
# Without negatives: the derivative of -ln sigmoid(s) at the score s = 3.
ALONE = -1.0 / (1.0 + math.exp(3.0))

# With word 0 as the centre the scores are 1000, 0 and -1000.
FAR_E = np.array([[1000.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
FAR_U = np.array([[1.0, 0.5], [0.0, 2.0], [-1.0, 0.25]])

INPUTS = (
    "If the other checks pass, it is the kind of input: arrays may be whole numbers, float32, "
    "read-only or strided, and must not be changed."
)
OUTSIDE = INPUTS + " Ids outside the vocabulary, negative ones too, raise ValueError."
STABLE = (
    "Compute the loss from the scores, not as the logarithm of a probability that has become 0: "
    "the logarithm of a sum of exponentials can be written so that nothing overflows."
)


# Strategies. The numbers of words and of dimensions differ, so that no transposed array fits.


@st.composite
def lookups(draw):
    """Draw ids of any shape, a matrix E and a gradient of the looked-up rows: (ids, E, d_out)."""
    size, d = draw(unequal_sizes(2))
    shape = draw(st.sampled_from([(4,), (2, 3), (), (1,), (3, 1, 2), (0,)]))
    ids = draw(integer_arrays(shape, 0, size - 1)) if shape else draw(st.integers(0, size - 1))
    return ids, draw(arrays((size, d))), draw(arrays((*shape, d)))


@st.composite
def texts(draw, longest=7):
    """Draw the ids of a text, the size of its vocabulary and a window: (ids, size, window)."""
    size = draw(sizes(1, 4))
    ids = draw(integer_arrays((draw(st.integers(0, longest)),), 0, size - 1))
    return ids, size, draw(st.integers(0, longest + 1))


@st.composite
def tables(draw):
    """Draw a table of counts with different numbers of rows and columns."""
    return draw(integer_arrays(draw(unequal_sizes(2)), 0, 5)).astype(float)


def reflected(rows, normals):
    """Reflect each row at some hyperplanes: an orthogonal transformation."""
    for normal in normals:
        rows = rows - 2.0 * np.outer(rows @ normal, normal) / (normal @ normal)
    return rows


@st.composite
def gapped_matrices(draw):
    """Draw a matrix with known singular values, those beyond k being smaller: (M, k, values)."""
    m, n = draw(unequal_sizes(2, 1, 5))
    r = min(m, n)
    k = draw(st.integers(1, r))
    # Equal singular values are allowed, but not where the matrix is cut.
    steps = [draw(st.sampled_from([0.0, 0.25, 0.5, 1.0])) for _ in range(r)]
    steps[k - 1] += 0.5
    values = np.cumsum(steps[::-1])[::-1]
    M = np.zeros((m, n))
    M[range(r), range(r)] = values
    left = draw(arrays((2, m), gap=0.125))
    right = draw(arrays((2, n), gap=0.125))
    return reflected(reflected(M, right).T, left).T, k, values


@st.composite
def vectors(draw):
    """Draw one vector and some others, none of them near zero: (a, B)."""
    n, d = draw(unequal_sizes(2))
    return draw(arrays((d,), gap=0.125)), draw(arrays((n, d), gap=0.125))


@st.composite
def fans(draw, least):
    """Draw vectors in a plane at different angles to a direction: (direction, rows, order).

    `order` holds the positions of the rows by rising angle, no two nearer than 5 degrees.
    """
    n = draw(sizes(least, 6))
    first = draw(st.integers(0, 359))
    angles = np.array(draw(st.permutations(range(5, 180, 5)))[:n])
    sides = np.array(draw(st.lists(st.sampled_from([-1, 1]), min_size=n, max_size=n)))
    lengths = draw(arrays((n, 1), 0.25, 3.0))
    radians = np.deg2rad(first + angles * sides)
    rows = lengths * np.stack([np.cos(radians), 0.0 * radians, np.sin(radians)], axis=1)
    direction = np.array([np.cos(np.deg2rad(first)), 0.0, np.sin(np.deg2rad(first))])
    return direction, rows, np.argsort(angles)


@st.composite
def neighbourhoods(draw):
    """Draw a query and words at different angles to it: (word_id, E, others by similarity)."""
    direction, rows, order = draw(fans(1))
    word_id = draw(st.integers(0, len(rows)))
    matrix = np.insert(rows, word_id, draw(numbers(0.25, 3.0)) * direction, axis=0)
    return word_id, matrix, order + (order >= word_id)


@st.composite
def questions(draw):
    """Draw an analogy with other words at different angles to the fourth corner.

    Returns (a, b, c, E, others by similarity).
    """
    direction, rows, order = draw(fans(1))
    va, vb = draw(arrays((2, 3)))
    vc = draw(numbers(0.5, 3.0)) * direction - vb + va
    places = draw(st.permutations(range(len(rows) + 3)))
    matrix = np.zeros((len(rows) + 3, 3))
    others = np.sort(places[3:])
    matrix[others] = rows
    a, b, c = places[:3]
    matrix[a], matrix[b], matrix[c] = va, vb, vc
    return a, b, c, matrix, others[order]


@st.composite
def models(draw, least=1, most=4):
    """Draw a model: (centre, context, E, U)."""
    size, d = draw(unequal_sizes(2, least, most))
    centre, context = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
    return centre, context, draw(arrays((size, d))), draw(arrays((size, d)))


@st.composite
def negative_models(draw):
    """Draw a model and negatives: (centre, context, negatives, E, U)."""
    centre, context, e, u = draw(models())
    negatives = draw(integer_arrays((draw(st.integers(0, 4)),), 0, len(e) - 1))
    return centre, context, negatives, e, u


@st.composite
def bags(draw):
    """Draw a model with several context words: (context_ids, target, E, U)."""
    _, target, e, u = draw(models())
    return draw(integer_arrays((draw(sizes(1, 4)),), 0, len(e) - 1)), target, e, u


@st.composite
def trainings(draw):
    """Draw what a training needs but the epochs: (pairs, negatives, E0, U0, learning_rate)."""
    size, d = draw(unequal_sizes(2))
    n, k = draw(st.integers(0, 4)), draw(st.integers(0, 3))
    return (
        draw(integer_arrays((n, 2), 0, size - 1)),
        draw(integer_arrays((n, k), 0, size - 1)),
        draw(arrays((size, d))),
        draw(arrays((size, d))),
        draw(numbers(0.0625, 0.25)),
    )


# Assertions that several checks share.


def input_versions(arguments):
    """Yield (what is special, arguments) with arrays that lie otherwise or have other dtypes."""
    for k, (layout, _) in enumerate(memory_layouts(np.zeros(1))):
        yield (
            layout,
            [memory_layouts(a)[k][1] if isinstance(a, np.ndarray) else a for a in arguments],
        )
    for name, kind, dtype in (
        ("float32", "f", np.float32),
        ("whole-number", "f", np.int64),
        ("int32", "i", np.int32),
    ):
        yield (
            name,
            [
                a.astype(dtype) if isinstance(a, np.ndarray) and a.dtype.kind == kind else a
                for a in arguments
            ],
        )


def assert_any_input(submission, function, *arguments, desired, compare=assert_close):
    """Demand one answer for every kind of array that may be given, twice, and no change to any.

    Float arguments hold whole numbers, so that each dtype holds them exactly.
    """
    for version, given_arguments in input_versions(arguments):
        rough = {"rtol": 1e-4, "atol": 1e-6} if version == "float32" else {}
        name = f"the result for {version} arrays"
        compare(function(*given_arguments), desired, name=name, **rough)
        assert_unchanged(submission)
        assert_fresh(submission)
        compare(function(*given_arguments), desired, name=f"{name}, asked again,", **rough)


def assert_ids(actual, desired, *, name="the result", **_):
    """Demand these ids; the dtype of an empty array does not matter."""
    desired = np.asarray(desired)
    assert_shape(actual, desired.shape, dtype="int" if desired.size else None, name=name)
    if desired.size:
        assert_equal(actual, desired, name=name)


def assert_products(actual, desired, *, name="the result", **tolerance):
    """Demand the inner products of the rows and of the columns that `desired` has."""
    assert_shape(actual, desired.shape, dtype="float", name=name)
    assert_finite(actual, name=name)
    e = np.asarray(actual, dtype=float)
    assert_close(e @ e.T, desired @ desired.T, name=f"E @ E.T for {name}", **tolerance)
    assert_close(e.T @ e, desired.T @ desired, name=f"E.T @ E for {name}", **tolerance)


def model_parts(answer, shape_e, shape_u=None):
    """Return loss, dE and dU after type, shape, dtype and finiteness were found right."""
    loss, d_e, d_u = unpack(answer, "loss", "dE", "dU")
    assert_shape(loss, (), dtype="float", name="the loss")
    assert_shape(d_e, shape_e, dtype="float", name="dE")
    assert_shape(d_u, shape_u or shape_e, dtype="float", name="dU")
    assert_finite([loss, d_e, d_u], name="the result")
    return float(loss), d_e, d_u


def assert_model_gradients(function, e, u):
    """Demand that dE and dU of `function(E, U)` agree with differences of its own loss."""
    _, d_e, d_u = model_parts(function(e, u), e.shape)
    assert_gradient(d_e, lambda x: unpack(function(x, u), "loss", "dE", "dU")[0], e, name="dE")
    assert_gradient(d_u, lambda x: unpack(function(e, x), "loss", "dE", "dU")[0], u, name="dU")


def assert_sum_is_one(losses, what):
    """Demand that the probabilities behind these losses add up to 1."""
    total = sum(math.exp(-loss) for loss in losses)
    assert_close(total, 1.0, rtol=0.0, atol=1e-9, name=f"the sum of {what}")


# vocabulary


words_of_texts = st.lists(st.sampled_from(["b", "a", "B", "ab", "c"]), max_size=10)


def vocabulary_parts(answer):
    """Return the list and the dict after their types were found right."""
    words, index = unpack(answer, "words", "index")
    assert isinstance(words, (list, tuple)), (
        f"words should be a list, but is of the type {type(words).__name__}"
    )
    for word in words:
        assert isinstance(word, str), f"words should hold str, but holds a {type(word).__name__}"
    ids = fields(index, *words, name="index")
    for word, i in zip(words, ids, strict=True):
        assert_shape(i, (), dtype="int", name=f"index[{word!r}]")
    return list(words), [int(i) for i in ids]


@check(
    "vocabulary",
    kind="example",
    points=0.25,
    hint="Count first; then sort by two criteria at once, the count falling and the word rising.",
)
def test_vocabulary_example(submission):
    """Numbers the words of "the cat sat on the mat"."""
    words = ["the", "cat", "mat", "on", "sat"]
    desired = (words, {"the": 0, "cat": 1, "mat": 2, "on": 3, "sat": 4})
    assert_equal(submission.vocabulary(SENTENCE), desired, name="(words, index)")
    tokens = ["to", "be", "or", "not", "to", "be"]
    assert_equal(
        submission.vocabulary(tokens, min_count=2),
        (["be", "to"], {"be": 0, "to": 1}),
        name="(words, index)",
    )


@check(
    "vocabulary",
    kind="shape",
    points=0.25,
    hint="Return two things: a list of str, and a dict with one whole number for each of them.",
)
@given(tokens=words_of_texts, min_count=st.integers(1, 3))
def test_vocabulary_shape(submission, tokens, min_count):
    """Returns a list of words and a dict that has an id for each of them and for no other."""
    vocabulary_parts(submission.vocabulary(tokens, min_count))


@check("vocabulary", kind="agreement", points=0.25)
@given(tokens=words_of_texts, min_count=st.integers(1, 3))
@example(tokens=["b", "a", "B", "c", "c"], min_count=1)
@example(tokens=["b", "b", "a", "a", "c"], min_count=2)
def test_vocabulary_agreement(submission, reference, tokens, min_count):
    """Agrees with the reference."""
    actual = submission.vocabulary(tokens, min_count)
    assert_equal(actual, reference.vocabulary(tokens, min_count), name="(words, index)")


@check(
    "vocabulary",
    kind="property",
    points=0.25,
    hint="Words with the same count must come in alphabetical order, not in that of the text.",
)
@given(tokens=words_of_texts, min_count=st.integers(1, 3))
@example(tokens=["b", "a", "c", "c"], min_count=1)
def test_vocabulary_property(submission, tokens, min_count):
    """Depends on the counts alone: the words fall in count, and ties rise in the alphabet."""
    words, ids = vocabulary_parts(submission.vocabulary(tokens, min_count))
    for word in sorted(set(tokens)):
        n = tokens.count(word)
        assert (word in words) == (n >= min_count), (
            f"{word!r} appears {n} times and min_count is {min_count}, but it is "
            f"{'in' if word in words else 'not in'} the list"
        )
    for i, (word, following) in enumerate(pairwise(words)):
        n, m = tokens.count(word), tokens.count(following)
        assert n > m or (n == m and word < following), (
            f"words[{i}] is {word!r} (count {n}), so {following!r} (count {m}) should not follow it"
        )
    assert_equal(ids, list(range(len(words))), name="the ids of the words in their order")
    backwards = submission.vocabulary(tokens[::-1], min_count)
    assert_equal(vocabulary_parts(backwards)[0], words, name="the words of the text read backwards")


@check(
    "vocabulary",
    kind="edge",
    points=0.25,
    hint="Try an empty text, a limit that no word reaches, and words that differ in case only.",
)
def test_vocabulary_edge(submission):
    """Works for an empty text, a limit that no word reaches, and upper case."""
    assert_equal(submission.vocabulary([]), ([], {}), name="(words, index)")
    assert_equal(submission.vocabulary(["a", "b", "a"], 3), ([], {}), name="(words, index)")
    assert_equal(
        submission.vocabulary(["a", "b", "a"], 2), (["a"], {"a": 0}), name="(words, index)"
    )
    desired = (["Rose", "rose"], {"Rose": 0, "rose": 1})
    assert_equal(submission.vocabulary(["rose", "Rose"]), desired, name="(words, index)")


@check(
    "vocabulary",
    kind="contract",
    points=0.25,
    hint="Sort a new list, not the one that was given, and keep no counts from call to call.",
)
def test_vocabulary_contract(submission):
    """Leaves the text as it was and gives the same answer again."""
    for _ in range(2):
        actual = submission.vocabulary(["b", "a", "b"], min_count=1)
        assert_equal(actual, (["b", "a"], {"b": 0, "a": 1}))
        assert_unchanged(submission)


# one_hot


@check(
    "one_hot",
    kind="example",
    points=0.25,
    hint="Each id becomes a row of its own, with the 1 at the place that the id counts from 0.",
)
def test_one_hot_example(submission):
    """Turns the ids 2 and 0 into two rows with one 1 each."""
    desired = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    assert_close(submission.one_hot(np.array([2, 0]), 3), desired)


@check(
    "one_hot",
    kind="shape",
    points=0.25,
    hint="The shape is that of the ids, with one more axis at the end; the entries are floats.",
)
@given(case=lookups())
def test_one_hot_shape(submission, case):
    """Adds one axis at the end and holds floats."""
    ids, matrix, _ = case
    size = len(matrix) + 1  # the last word of the vocabulary does not occur
    assert_shape(submission.one_hot(ids, size), (*np.shape(ids), size), dtype="float")


@check("one_hot", kind="agreement", points=0.25)
@given(case=lookups())
def test_one_hot_agreement(submission, reference, case):
    """Agrees with the reference."""
    ids, matrix, _ = case
    size = len(matrix) + 1
    assert_close(submission.one_hot(ids, size), reference.one_hot(ids, size))


@check(
    "one_hot",
    kind="property",
    points=0.25,
    hint="The 1 stands along the last axis: the product with the numbers 0, 1, 2, ... is the id.",
)
@given(case=lookups())
@example(case=(np.array([[0, 1, 2], [2, 2, 0]]), np.zeros((3, 2)), np.zeros((2, 3, 2))))
def test_one_hot_property(submission, case):
    """Each vector sums to 1, has no entry besides 0 and 1, and points at its id."""
    ids, matrix, _ = case
    size = len(matrix)
    vectors_of_ids = submission.one_hot(ids, size)
    assert_shape(vectors_of_ids, (*np.shape(ids), size), dtype="float")
    assert_close(vectors_of_ids**2, vectors_of_ids, name="the square of the entries")
    total = np.sum(vectors_of_ids, axis=-1)
    assert_close(total, np.ones(np.shape(ids)), name="the sum along the last axis")
    places = vectors_of_ids @ np.arange(float(size))
    assert_close(places, np.asarray(ids, dtype=float), name="the place of the 1")


@check(
    "one_hot",
    kind="edge",
    points=0.25,
    hint="Try a single id, no ids at all, and a vocabulary of one word.",
)
def test_one_hot_edge(submission):
    """Works for one id, for no ids, and for a vocabulary of one word."""
    assert_close(submission.one_hot(1, 3), np.array([0.0, 1.0, 0.0]))
    assert_close(submission.one_hot(np.zeros((0,), dtype=int), 3), np.zeros((0, 3)))
    assert_close(submission.one_hot(np.zeros((2, 0), dtype=int), 3), np.zeros((2, 0, 3)))
    assert_close(submission.one_hot(np.zeros((2, 1), dtype=int), 1), np.ones((2, 1, 1)))


@check("one_hot", kind="contract", points=0.25, hint=OUTSIDE)
def test_one_hot_contract(submission):
    """Takes any integer array, and rejects ids outside the vocabulary."""
    ids = np.array([[2, 0, 1], [1, 1, 0]])
    desired = np.zeros((2, 3, 3))
    for place, i in np.ndenumerate(ids):
        desired[(*place, i)] = 1.0
    assert_any_input(submission, lambda x: submission.one_hot(x, 3), ids, desired=desired)
    for outside in (np.array([0, 3]), np.array([[1], [-1]]), 3, -1):
        assert_raises(ValueError, submission.one_hot, outside, 3)


# embed


@check(
    "embed",
    kind="example",
    points=0.25,
    hint="A word's vector is a row of E.",
)
def test_embed_example(submission):
    """Looks up the rows 2, 0 and 2."""
    matrix = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    desired = np.array([[4.0, 5.0], [0.0, 1.0], [4.0, 5.0]])
    assert_close(submission.embed(np.array([2, 0, 2]), matrix), desired)


@check(
    "embed",
    kind="shape",
    points=0.25,
    hint="The shape is that of the ids, with one more axis of length D at the end.",
)
@given(case=lookups())
def test_embed_shape(submission, case):
    """Adds one axis of length D at the end."""
    ids, matrix, d_out = case
    assert_shape(submission.embed(ids, matrix), d_out.shape, dtype="float")


@check("embed", kind="agreement", points=0.25)
@given(case=lookups())
@example(case=(np.array([1, 1]), SQUARE_E, SQUARE_U))
def test_embed_agreement(submission, reference, case):
    """Agrees with the reference."""
    ids, matrix, _ = case
    assert_close(submission.embed(ids, matrix), reference.embed(ids, matrix))


@check(
    "embed",
    kind="property",
    points=0.25,
    hint="Each id is looked up by itself, wherever it stands and however often it appears.",
)
@given(case=lookups())
@example(case=(np.array([[0, 1], [2, 0]]), np.ones((3, 1)), np.ones((2, 2, 1))))
def test_embed_property(submission, case):
    """A batch is its single look-ups, and a matrix whose row i is filled with i gives the ids."""
    ids, matrix, d_out = case
    rows = submission.embed(ids, matrix)
    assert_shape(rows, d_out.shape, dtype="float")
    for place in np.ndindex(np.shape(ids)):
        alone = submission.embed(int(np.asarray(ids)[place]), matrix)
        assert_close(rows[place], alone, name=f"the row for position {list(place)}")
    numbered = np.repeat(np.arange(float(len(matrix)))[:, np.newaxis], matrix.shape[1], axis=1)
    desired = np.asarray(ids)[..., np.newaxis] + np.zeros(d_out.shape)
    assert_close(submission.embed(ids, numbered), desired, name="the ids looked up")


@check(
    "embed",
    kind="edge",
    points=0.25,
    hint="Try a single id, no ids at all, one word, and vectors of one number.",
)
def test_embed_edge(submission):
    """Works for one id, for no ids, for one word, and for vectors of one number."""
    assert_close(submission.embed(2, E), np.array([2.0, 3.0]))
    assert_close(submission.embed(np.zeros((0,), dtype=int), E), np.zeros((0, 2)))
    assert_close(submission.embed(np.array([0, 0]), E[:1]), np.array([[0.0, 1.0], [0.0, 1.0]]))
    assert_close(submission.embed(np.array([1, 0]), E[:, 1:]), np.array([[2.0], [1.0]]))


@check(
    "embed",
    kind="contract",
    points=0.25,
    hint=OUTSIDE + " The result is always a new array of floats: is it for a single id?",
)
def test_embed_contract(submission):
    """Returns a new array of floats, and rejects ids outside the vocabulary."""
    ids = np.array([2, 0, 2])
    desired = np.array([[2.0, 3.0], [0.0, 1.0], [2.0, 3.0]])
    assert_any_input(submission, submission.embed, ids, E, desired=desired)
    assert_any_input(submission, submission.embed, 1, E, desired=desired[0] - 1.0)
    for outside in (np.array([0, 3]), np.array([[1], [-1]]), 3, -1):
        assert_raises(ValueError, submission.embed, outside, E)


# embed_backward


def gradient_of_matrix(submission, d_out, ids, size):
    """Return what the submission answers; for no ids, NumPy's own sums may be whole numbers."""
    gradient = submission.embed_backward(d_out, ids, size)
    if np.size(ids) == 0 and getattr(getattr(gradient, "dtype", None), "kind", "") == "i":
        return gradient.astype(float)
    return gradient


@check(
    "embed_backward",
    kind="example",
    points=0.25,
    hint="Word 2 was looked up twice: what does NumPy do with a[ids] += b if an id is repeated?",
)
def test_embed_backward_example(submission):
    """Adds up the two gradients of a word that was looked up twice."""
    d_out = np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]])
    desired = np.array([[10.0, 20.0], [0.0, 0.0], [101.0, 202.0], [0.0, 0.0]])
    assert_close(submission.embed_backward(d_out, np.array([2, 0, 2]), 4), desired)


@check(
    "embed_backward",
    kind="shape",
    points=0.25,
    hint="The gradient has the shape of E: one row for each word, looked up or not.",
)
@given(case=lookups())
def test_embed_backward_shape(submission, case):
    """Has the shape of E."""
    ids, matrix, d_out = case
    actual = gradient_of_matrix(submission, d_out, ids, len(matrix))
    assert_shape(actual, matrix.shape, dtype="float")


@check("embed_backward", kind="agreement", points=0.25)
@given(case=lookups())
@example(case=(np.array([[1, 1], [0, 1]]), np.zeros((3, 1)), np.ones((2, 2, 1))))
@example(case=(np.array([1, 1]), SQUARE_E, SQUARE_U))
def test_embed_backward_agreement(submission, reference, case):
    """Agrees with the reference."""
    ids, matrix, d_out = case
    actual = gradient_of_matrix(submission, d_out, ids, len(matrix))
    assert_close(actual, reference.embed_backward(d_out, ids, len(matrix)))


@check(
    "embed_backward",
    kind="property",
    points=0.25,
    hint="A row that was looked up several times gets the sum of its gradients; all others get 0.",
)
@given(case=lookups())
@example(case=(np.array([1, 1, 0]), np.array([[1.0], [2.0], [5.0]]), np.array([[1.0]] * 3)))
def test_embed_backward_property(submission, case):
    """Is the transpose of the look-up: the inner product with E is that of the looked-up rows."""
    ids, matrix, d_out = case
    gradient = gradient_of_matrix(submission, d_out, ids, len(matrix))
    assert_shape(gradient, matrix.shape, dtype="float")
    assert_finite(gradient)
    # One direction for each entry of E, besides the one that was drawn.
    directions = [matrix, *np.eye(matrix.size).reshape(-1, *matrix.shape)]
    for direction in directions:
        looked_up = sum(
            float(direction[np.asarray(ids)[place]] @ d_out[place])
            for place in np.ndindex(np.shape(ids))
        )
        along = float(np.sum(direction * gradient))
        assert_close(along, float(looked_up), name="the derivative along a change of E")


@check(
    "embed_backward",
    kind="edge",
    points=0.25,
    hint="Try a single id, no ids at all, and the same id in every place.",
)
def test_embed_backward_edge(submission):
    """Works for one id, for no ids, and for one id in every place."""
    one = submission.embed_backward(np.array([3.0, 4.0]), 1, 3)
    assert_close(one, np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]]))
    none = gradient_of_matrix(submission, np.zeros((0, 2)), np.zeros((0,), dtype=int), 3)
    assert_close(none, np.zeros((3, 2)))
    d_out = np.arange(12.0).reshape(2, 3, 2)
    same = submission.embed_backward(d_out, np.zeros((2, 3), dtype=int), 1)
    assert_close(same, np.array([[30.0, 36.0]]))


@check(
    "embed_backward",
    kind="contract",
    points=0.25,
    hint=OUTSIDE + " So does a d_out that does not fit the ids, with both shapes in the text.",
)
def test_embed_backward_contract(submission):
    """Takes any kind of array, and rejects ids outside and shapes that do not fit."""
    d_out, ids = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([1, 0, 1])
    desired = np.array([[3.0, 4.0], [6.0, 8.0], [0.0, 0.0]])
    assert_any_input(
        submission, lambda x, i: submission.embed_backward(x, i, 3), d_out, ids, desired=desired
    )
    for outside in (np.array([0, 3, 1]), np.array([1, -1, 1])):
        assert_raises(ValueError, submission.embed_backward, d_out, outside, 3)
    for shape, ids_shape in (((3, 2), (2,)), ((1, 2), (3,)), ((2,), (3,)), ((4, 2), (2, 2))):
        assert_raises(
            ValueError,
            submission.embed_backward,
            np.ones(shape),
            np.zeros(ids_shape, dtype=int),
            3,
            mentions=(str(shape), str(ids_shape)),
        )


# context_pairs


def number_of_neighbours(length, window):
    """Return how many neighbours each position of a text has."""
    return [sum(0 < abs(i - j) <= window for j in range(length)) for i in range(length)]


@check(
    "context_pairs",
    kind="example",
    points=0.25,
    hint="Go through the centres in order, and for each through the positions before and after it.",
)
def test_context_pairs_example(submission):
    """Lists the pairs of "the cat sat on" with window 1 and of "the cat sat" with window 2."""
    desired = np.array([[0, 1], [1, 0], [1, 4], [4, 1], [4, 3], [3, 4]])
    assert_ids(submission.context_pairs(SENTENCE_IDS[:4], 1), desired)
    desired = np.array([[0, 1], [0, 4], [1, 0], [1, 4], [4, 0], [4, 1]])
    assert_ids(submission.context_pairs(SENTENCE_IDS[:3], 2), desired)


@check(
    "context_pairs",
    kind="shape",
    points=0.25,
    hint="Count the neighbours of each position: fewer at the ends, none beyond them.",
)
@given(case=texts())
def test_context_pairs_shape(submission, case):
    """Has one row of two ids for each neighbour of each position."""
    ids, _, window = case
    n = sum(number_of_neighbours(len(ids), window))
    actual = submission.context_pairs(ids, window)
    assert_shape(actual, (n, 2), dtype="int" if n else None)


@check("context_pairs", kind="agreement", points=0.25)
@given(case=texts())
@example(case=(np.array([1, 1, 0, 1, 2]), 3, 2))
def test_context_pairs_agreement(submission, reference, case):
    """Agrees with the reference."""
    ids, _, window = case
    assert_ids(submission.context_pairs(ids, window), reference.context_pairs(ids, window))


@check(
    "context_pairs",
    kind="property",
    points=0.25,
    hint="Compare positions, not words: equal words at different positions make a pair.",
)
@given(case=texts())
@example(case=(np.array([1, 1, 0, 1]), 2, 2))
@example(case=(np.array([0, 1, 2, 3, 2]), 4, 1))
def test_context_pairs_property(submission, case):
    """Pairs positions: in order, none with itself, none too far apart, whatever the words are."""
    ids, _, window = case
    n = sum(number_of_neighbours(len(ids), window))
    positions = submission.context_pairs(np.arange(len(ids)), window)
    assert_shape(positions, (n, 2), dtype="int" if n else None)
    rows = [(int(i), int(j)) for i, j in positions]
    for i, j in rows:
        assert 0 <= i < len(ids), f"the centre {i} is no position of a text of {len(ids)} tokens"
        assert 0 <= j < len(ids), f"the context {j} is no position of a text of {len(ids)} tokens"
        assert 0 < abs(i - j) <= window, f"positions {i} and {j} are no pair for window {window}"
    for row, following in pairwise(rows):
        assert row < following, f"{following} should not come after {row}"
    desired = np.array([(ids[i], ids[j]) for i, j in rows], dtype=int).reshape(-1, 2)
    assert_ids(submission.context_pairs(ids, window), desired, name="the pairs of these words")


@check(
    "context_pairs",
    kind="edge",
    points=0.25,
    hint="Try an empty text, one word, window 0, a window longer than the text, and one word "
    "repeated; without pairs the shape is (0, 2).",
)
def test_context_pairs_edge(submission):
    """Works for short texts, for window 0 and wide windows, and for one word repeated."""
    for text, window in (([], 2), ([3], 2), ([0, 1, 2], 0)):
        actual = submission.context_pairs(np.array(text, dtype=int), window)
        assert_shape(actual, (0, 2), name=f"the pairs of {text} with window {window}")
    everything = np.array([[5, 6], [5, 7], [6, 5], [6, 7], [7, 5], [7, 6]])
    assert_ids(submission.context_pairs(np.array([5, 6, 7]), 9), everything)
    assert_ids(submission.context_pairs(np.array([4, 4]), 1), np.array([[4, 4], [4, 4]]))


@check("context_pairs", kind="contract", points=0.25, hint=INPUTS)
def test_context_pairs_contract(submission):
    """Takes any integer array, leaves it as it was and gives the same answer again."""
    assert_any_input(
        submission,
        lambda x: submission.context_pairs(x, 1),
        np.array([2, 0, 0]),
        desired=np.array([[2, 0], [0, 2], [0, 0], [0, 0]]),
        compare=assert_ids,
    )


# cooccurrence


@check(
    "cooccurrence",
    kind="example",
    points=0.25,
    hint="Every position counts all its neighbours, to both sides, equal words included.",
)
def test_cooccurrence_example(submission):
    """Counts the neighbours in a text of three and in one of six tokens."""
    desired = np.array([[0.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 0.0]])
    assert_close(submission.cooccurrence(np.array([0, 1, 1]), 3, 1), desired)
    desired = np.array(
        [
            [0.0, 1.0, 1.0, 1.0, 2.0],
            [1.0, 0.0, 0.0, 1.0, 1.0],
            [1.0, 0.0, 0.0, 1.0, 0.0],
            [1.0, 1.0, 1.0, 0.0, 1.0],
            [2.0, 1.0, 0.0, 1.0, 0.0],
        ]
    )
    assert_close(submission.cooccurrence(SENTENCE_IDS, 5, 2), desired)


@check(
    "cooccurrence",
    kind="shape",
    points=0.25,
    hint="The table has a row and a column for each word, also for words that do not occur; "
    "counts are floats.",
)
@given(case=texts())
def test_cooccurrence_shape(submission, case):
    """Has a row and a column for each word of the vocabulary, and holds floats."""
    ids, size, window = case
    actual = submission.cooccurrence(ids, size + 1, window)
    assert_shape(actual, (size + 1, size + 1), dtype="float")


@check("cooccurrence", kind="agreement", points=0.25)
@given(case=texts())
@example(case=(np.array([0, 1, 2, 1, 0, 0]), 3, 2))
def test_cooccurrence_agreement(submission, reference, case):
    """Agrees with the reference."""
    ids, size, window = case
    actual = submission.cooccurrence(ids, size, window)
    assert_close(actual, reference.cooccurrence(ids, size, window))


@check(
    "cooccurrence",
    kind="property",
    points=0.25,
    hint="Each row sums to the number of neighbours of that word's positions, repeated pairs and "
    "pairs of equal words included.",
)
@given(case=texts())
@example(case=(np.array([0, 1, 0, 1, 0]), 2, 1))
@example(case=(np.array([1, 1, 1, 0]), 2, 2))
def test_cooccurrence_property(submission, case):
    """Is symmetric, sums to the numbers of neighbours, and knows no direction of reading."""
    ids, size, window = case
    counts = submission.cooccurrence(ids, size, window)
    assert_shape(counts, (size, size), dtype="float")
    assert_finite(counts)
    assert_close(counts.T, counts, name="the transposed table")
    neighbours = number_of_neighbours(len(ids), window)
    for word in range(size):
        n = sum(m for i, m in zip(ids, neighbours, strict=True) if i == word)
        assert_close(float(counts[word].sum()), float(n), name=f"the sum of row {word}")
    backwards = submission.cooccurrence(ids[::-1].copy(), size, window)
    assert_close(backwards, counts, name="the table of the text read backwards")
    wider = submission.cooccurrence(ids, size, window + 1)
    assert_shape(wider, (size, size), dtype="float")
    assert np.all(wider >= counts), "a wider window should not lower a count, but it does"
    renamed = submission.cooccurrence(size - 1 - ids, size, window)
    assert_close(renamed, counts[::-1, ::-1], name="the table with the words numbered backwards")


@check(
    "cooccurrence",
    kind="edge",
    points=0.25,
    hint="Try an empty text, one token, window 0, a window longer than the text, and one word "
    "repeated: n tokens of it have n - 1 neighbouring pairs, each counted twice.",
)
def test_cooccurrence_edge(submission):
    """Works for short texts, for window 0 and wide windows, and for one word repeated."""
    for text, window in (([], 2), ([1], 2), ([0, 1, 1], 0)):
        actual = submission.cooccurrence(np.array(text, dtype=int), 3, window)
        assert_close(actual, np.zeros((3, 3)), name=f"the table of {text} with window {window}")
    assert_close(submission.cooccurrence(np.zeros(5, dtype=int), 1, 1), np.array([[8.0]]))
    assert_close(submission.cooccurrence(np.zeros(5, dtype=int), 1, 2), np.array([[14.0]]))
    wide = submission.cooccurrence(np.array([0, 1, 0]), 2, 9)
    assert_close(wide, np.array([[2.0, 2.0], [2.0, 0.0]]))


@check("cooccurrence", kind="contract", points=0.25, hint=OUTSIDE)
def test_cooccurrence_contract(submission):
    """Takes any integer array, and rejects ids outside the vocabulary."""
    ids = np.array([0, 1, 1])
    desired = np.array([[0.0, 1.0], [1.0, 2.0]])
    assert_any_input(submission, lambda x: submission.cooccurrence(x, 2, 1), ids, desired=desired)
    for outside in (np.array([0, 2]), np.array([1, -1])):
        assert_raises(ValueError, submission.cooccurrence, outside, 2, 1)


# ppmi


@check(
    "ppmi",
    kind="example",
    points=0.25,
    hint="The total, the sum of the row and the sum of the column all stand in the fraction.",
)
def test_ppmi_example(submission):
    """Gives ln(4/3) and ln 2 for the pairs that are more frequent than chance."""
    counts = np.array([[2.0, 0.0], [1.0, 1.0]])
    desired = np.array([[math.log(4 / 3), 0.0], [0.0, math.log(2.0)]])
    assert_close(submission.ppmi(counts), desired)
    counts = np.array([[1.0, 0.0, 3.0], [0.0, 2.0, 2.0]])
    desired = np.array([[math.log(2.0), 0.0, math.log(6 / 5)], [0.0, math.log(2.0), 0.0]])
    assert_close(submission.ppmi(counts), desired)


@check(
    "ppmi",
    kind="shape",
    points=0.25,
    hint="Sums of rows and of columns have different lengths if the table is not square.",
)
@given(counts=tables())
def test_ppmi_shape(submission, counts):
    """Keeps the shape of the table and holds floats."""
    assert_shape(submission.ppmi(counts), counts.shape, dtype="float")


@check("ppmi", kind="agreement", points=0.25)
@given(counts=tables())
@example(counts=np.array([[0.0, 4.0, 1.0], [2.0, 1.0, 0.0], [3.0, 0.0, 5.0]]))
def test_ppmi_agreement(submission, reference, counts):
    """Agrees with the reference."""
    assert_close(submission.ppmi(counts), reference.ppmi(counts))


@check(
    "ppmi",
    kind="property",
    points=0.25,
    hint="A table that is a product of its margins is chance: 0 everywhere. Larger counts in the "
    "same proportions change nothing.",
)
@given(
    counts=tables(),
    rows=integer_arrays((3,), 1, 5),
    columns=integer_arrays((2,), 1, 5),
    factor=st.sampled_from([0.5, 3.0, 1e6]),
)
@example(
    counts=np.array([[3.0, 1.0, 0.0], [0.0, 2.0, 4.0]]),
    rows=np.array([1, 2, 5]),
    columns=np.array([1, 3]),
    factor=3.0,
)
def test_ppmi_property(submission, counts, rows, columns, factor):
    """Is 0 for independent words, never negative, and indifferent to scale and transposition."""
    chance = np.outer(rows, columns).astype(float)
    assert_close(submission.ppmi(chance), np.zeros((3, 2)), name="the PPMI of independent words")
    values = submission.ppmi(counts)
    assert_shape(values, counts.shape, dtype="float")
    assert_between(values, 0.0, math.inf)
    unseen = np.where(counts > 0, 0.0, values)
    assert_close(unseen, np.zeros(counts.shape), name="the PPMI where the count is 0")
    assert_close(submission.ppmi(factor * counts), values, name="the PPMI of multiplied counts")
    assert_close(submission.ppmi(counts.T), values.T, name="the PPMI of the transposed table")
    blocks = np.kron(np.eye(2), chance)
    desired = np.where(blocks > 0, math.log(2.0), 0.0)
    assert_close(submission.ppmi(blocks), desired, name="the PPMI of two separate halves")


@check(
    "ppmi",
    kind="edge",
    points=0.25,
    hint="An empty row makes 0 / 0: compute the logarithm only where there is a count.",
)
def test_ppmi_edge(submission):
    """Is 0, not nan, for empty rows, empty columns and empty tables."""
    counts = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
    one, two = math.log(3.0), math.log(1.5)
    desired = np.array([[one, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, two, 0.0], [0.0, two, 0.0]])
    assert_close(submission.ppmi(counts), desired)
    assert_close(submission.ppmi(np.zeros((2, 3))), np.zeros((2, 3)))
    assert_close(submission.ppmi(np.array([[7.0]])), np.array([[0.0]]))


@check(
    "ppmi",
    kind="contract",
    points=0.25,
    hint=INPUTS + " Nothing should warn: take the logarithm only where there is a count.",
)
def test_ppmi_contract(submission):
    """Takes any kind of array, leaves it as it was and does not warn."""
    counts = np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    desired = np.array([[math.log(4 / 3), 0.0, 0.0], [0.0, math.log(2.0), 0.0]])
    assert_any_input(submission, submission.ppmi, counts, desired=desired)
    submission.ppmi(counts)
    assert_no_warnings(submission)


# svd_embedding


@check(
    "svd_embedding",
    kind="example",
    points=0.25,
    hint="Each kept column is a left singular vector times its singular value.",
)
def test_svd_embedding_example(submission):
    """Keeps the directions of the largest singular values of two matrices."""
    flat = np.array([[3.0, 0.0, 0.0], [0.0, 0.0, -2.0]])
    assert_products(submission.svd_embedding(flat, 1), np.array([[3.0], [0.0]]))
    assert_products(submission.svd_embedding(flat, 2), np.array([[3.0, 0.0], [0.0, 2.0]]))
    # The singular values are 3 and 1, the first direction is the diagonal.
    square = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert_products(submission.svd_embedding(square, 1), np.full((2, 1), math.sqrt(4.5)))


@check(
    "svd_embedding",
    kind="shape",
    points=0.25,
    hint="There is one row of k numbers for each row of M.",
)
@given(case=gapped_matrices())
def test_svd_embedding_shape(submission, case):
    """Has k numbers for each row of M."""
    matrix, k, _ = case
    assert_shape(submission.svd_embedding(matrix, k), (len(matrix), k), dtype="float")


@check("svd_embedding", kind="agreement", points=0.25)
@given(case=gapped_matrices())
def test_svd_embedding_agreement(submission, reference, case):
    """Agrees with the reference, up to the signs and rotations that are free."""
    matrix, k, _ = case
    assert_products(submission.svd_embedding(matrix, k), reference.svd_embedding(matrix, k))


@check(
    "svd_embedding",
    kind="property",
    points=0.25,
    hint="Compare the lengths of your columns with the singular values: which power of them, which "
    "ones, and in which order?",
)
@given(case=gapped_matrices())
@example(
    case=(np.array([[0.0, 4.0], [2.0, 0.0], [0.0, 0.0]]), 2, np.array([4.0, 2.0])),
)
def test_svd_embedding_property(submission, case):
    """The columns are orthogonal, as long as the first singular values, and singular vectors."""
    matrix, k, values = case
    e = submission.svd_embedding(matrix, k)
    assert_shape(e, (len(matrix), k), dtype="float")
    assert_finite(e)
    squares = np.diag(values[:k] ** 2)
    assert_close(e.T @ e, squares, name="E.T @ E, the squares of the singular values,")
    assert_close(matrix @ (matrix.T @ e), e @ squares, name="M @ M.T @ E")


@check(
    "svd_embedding",
    kind="edge",
    points=0.25,
    hint="Try a single row, a single column, a matrix of low rank, and equal singular values.",
)
def test_svd_embedding_edge(submission):
    """Works for one row, one column, a matrix of rank 1, and equal singular values."""
    assert_products(submission.svd_embedding(np.array([[3.0, 4.0]]), 1), np.array([[5.0]]))
    column = np.array([[3.0], [0.0], [4.0]])
    assert_products(submission.svd_embedding(column, 1), column)
    rank_one = np.outer([1.0, 2.0, 2.0], [0.0, 1.0])
    desired = np.array([[1.0, 0.0], [2.0, 0.0], [2.0, 0.0]])
    assert_products(submission.svd_embedding(rank_one, 2), desired)
    equal = 2.0 * np.eye(3)[[1, 2, 0]]
    assert_products(submission.svd_embedding(equal, 3), 2.0 * np.eye(3))


@check(
    "svd_embedding",
    kind="contract",
    points=0.25,
    hint=INPUTS + " A k below 1 or above the smaller side of M raises ValueError.",
)
def test_svd_embedding_contract(submission):
    """Takes any kind of array, and rejects a k that does not fit."""
    matrix = np.array([[4.0, 0.0, 0.0], [0.0, 0.0, 3.0]])
    assert_any_input(
        submission,
        lambda x: submission.svd_embedding(x, 1),
        matrix,
        desired=np.array([[4.0], [0.0]]),
        compare=assert_products,
    )
    for k in (0, 3):
        assert_raises(ValueError, submission.svd_embedding, matrix, k)
        assert_raises(ValueError, submission.svd_embedding, matrix.T, k)


# cosine_similarity


@check(
    "cosine_similarity",
    kind="example",
    points=0.25,
    hint="Divide the inner product by both lengths; each row of B has a length of its own.",
)
def test_cosine_similarity_example(submission):
    """Gives 1, 0 and 0 for a parallel, an orthogonal and a zero vector."""
    a = np.array([3.0, 4.0])
    rows = np.array([[6.0, 8.0], [-8.0, 6.0], [0.0, 0.0]])
    assert_close(submission.cosine_similarity(a, rows), np.array([1.0, 0.0, 0.0]))
    rows = np.array([[1.0, 0.0], [0.0, -2.0], [-6.0, -8.0]])
    assert_close(submission.cosine_similarity(a, rows), np.array([0.6, -0.8, -1.0]))


@check(
    "cosine_similarity",
    kind="shape",
    points=0.25,
    hint="One number for one vector, and one number for each row of a matrix.",
)
@given(case=vectors())
def test_cosine_similarity_shape(submission, case):
    """Gives one number for each vector of B."""
    a, rows = case
    assert_shape(submission.cosine_similarity(a, rows), (len(rows),), dtype="float")
    assert_shape(submission.cosine_similarity(a, rows[0]), (), dtype="float")


@check("cosine_similarity", kind="agreement", points=0.25)
@given(case=vectors())
def test_cosine_similarity_agreement(submission, reference, case):
    """Agrees with the reference."""
    a, rows = case
    actual = submission.cosine_similarity(a, rows)
    assert_close(actual, reference.cosine_similarity(a, rows))


@check(
    "cosine_similarity",
    kind="property",
    points=0.25,
    hint="The lengths cancel exactly, also for very short vectors: add nothing to the denominator.",
)
@given(case=vectors(), factor=st.sampled_from([1e-6, 0.5, 7.0, 1e6]))
@example(case=(np.array([1.0, 2.0]), np.array([[2.0, -1.5], [-3.0, 0.5], [1.0, 1.0]])), factor=1e-6)
def test_cosine_similarity_property(submission, case, factor):
    """Lies in [-1, 1], is 1 for a vector and itself, and depends on directions alone."""
    a, rows = case
    cosines = submission.cosine_similarity(a, rows)
    assert_shape(cosines, (len(rows),), dtype="float")
    assert_between(cosines, -1.0 - 1e-9, 1.0 + 1e-9)
    tight = {"rtol": 0.0, "atol": 1e-9}
    scaled = submission.cosine_similarity(factor * a, rows)
    assert_close(scaled, cosines, name="the cosine after a was scaled", **tight)
    scaled = submission.cosine_similarity(a, factor * rows)
    assert_close(scaled, cosines, name="the cosine after B was scaled", **tight)
    both = submission.cosine_similarity(factor * a, factor * rows)
    assert_close(both, cosines, name="the cosine after both were scaled", **tight)
    opposite = submission.cosine_similarity(-a, rows)
    assert_close(opposite, -cosines, name="the cosine with -a", **tight)
    turned = submission.cosine_similarity(a[::-1].copy(), rows[:, ::-1].copy())
    assert_close(turned, cosines, name="the cosine with the coordinates in another order", **tight)
    itself = submission.cosine_similarity(a, a)
    assert_close(itself, 1.0, name="the cosine of a with itself", **tight)
    swapped = submission.cosine_similarity(rows[0], a)
    assert_close(swapped, cosines[0], name="the cosine of B[0] with a", **tight)


@check(
    "cosine_similarity",
    kind="edge",
    points=0.25,
    hint="A zero vector has the similarity 0 to everything, to itself too: avoid 0 / 0.",
)
def test_cosine_similarity_edge(submission):
    """Is 0 for zero vectors, and works for vectors of one number and for no vectors."""
    zero, a = np.zeros(2), np.array([3.0, 4.0])
    assert_close(submission.cosine_similarity(zero, a), 0.0)
    assert_close(submission.cosine_similarity(a, zero), 0.0)
    assert_close(submission.cosine_similarity(zero, zero), 0.0)
    assert_close(submission.cosine_similarity(zero, np.array([[1.0, 1.0], [0.0, 0.0]])), zero)
    one = submission.cosine_similarity(np.array([2.0]), np.array([[-5.0], [3.0], [0.0]]))
    assert_close(one, np.array([-1.0, 1.0, 0.0]))
    assert_close(submission.cosine_similarity(a, np.zeros((0, 2))), np.zeros(0))
    square = submission.cosine_similarity(a, np.array([[1.0, 0.0], [5.0, 0.0]]))
    assert_close(square, np.array([0.6, 0.6]))


@check(
    "cosine_similarity",
    kind="contract",
    points=0.25,
    hint=INPUTS + " Nothing should warn, and vectors of different lengths raise ValueError with "
    "both shapes in the text.",
)
def test_cosine_similarity_contract(submission):
    """Takes any kind of array, does not warn, and rejects vectors of different lengths."""
    a, rows = np.array([3.0, 4.0]), np.array([[4.0, 3.0], [0.0, 0.0], [-5.0, 0.0]])
    desired = np.array([0.96, 0.0, -0.6])
    assert_any_input(submission, submission.cosine_similarity, a, rows, desired=desired)
    submission.cosine_similarity(a, rows)
    assert_no_warnings(submission)
    for shape in ((4, 3), (3,)):
        assert_raises(
            ValueError,
            submission.cosine_similarity,
            np.ones(2),
            np.ones(shape),
            mentions=("(2,)", str(shape)),
        )


# nearest

# All cosines of these rows are exact in floating point, in whatever way they are computed.
TIED = np.array(
    [
        [0.0, 2.0, 0.0],
        [4.0, 0.0, 0.0],
        [0.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [-2.0, 0.0, 0.0],
        [8.0, 0.0, 0.0],
        [0.0, 0.0, 1.0],
    ]
)
# So many that a sort which is not stable mixes up ids.
MANY_TIED = np.tile(np.eye(2), (50, 1))


@check(
    "nearest",
    kind="example",
    points=0.25,
    hint="Sort by the cosine, not by inner product or distance, and leave the query out.",
)
def test_nearest_example(submission):
    """Finds the neighbours of four vectors in the plane."""
    matrix = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0], [5.0, 0.0]])
    assert_ids(submission.nearest(0, matrix, 2), [3, 2])
    assert_ids(submission.nearest(1, matrix, 1), [2])
    assert_ids(submission.nearest(2, np.array([[3.0, 1.0], [0.0, 5.0], [1.0, 1.0]]), 2), [0, 1])


@check(
    "nearest",
    kind="shape",
    points=0.25,
    hint="Return k ids, or all other words if there are fewer than k of them.",
)
@given(case=neighbourhoods(), k=sizes(1, 8))
def test_nearest_shape(submission, case, k):
    """Returns k ids, or as many as there are other words."""
    word_id, matrix, order = case
    assert_shape(submission.nearest(word_id, matrix, k), (min(k, len(order)),), dtype="int")


@check("nearest", kind="agreement", points=0.25)
@given(case=neighbourhoods(), k=sizes(1, 8))
def test_nearest_agreement(submission, reference, case, k):
    """Agrees with the reference where no two words are nearly tied."""
    word_id, matrix, _ = case
    assert_ids(submission.nearest(word_id, matrix, k), reference.nearest(word_id, matrix, k))


@check(
    "nearest",
    kind="property",
    points=0.25,
    hint="The angle to the query decides, and nothing else: not the lengths of the vectors.",
)
@given(case=neighbourhoods(), k=sizes(1, 8))
@example(
    case=(
        1,
        np.array([[0.5, 0.0, 0.5], [1.0, 0.0, 0.0], [3.0, 0.0, -4.0], [0.25, 0.0, 0.125]]),
        np.array([3, 0, 2]),
    ),
    k=3,
)
def test_nearest_property(submission, case, k):
    """Orders the other words by their angle to the query."""
    word_id, matrix, order = case
    assert_ids(submission.nearest(word_id, matrix, k), order[:k])


@check(
    "nearest",
    kind="edge",
    points=0.25,
    hint="Other words can be as similar as the query itself: leave out its id, not the first of "
    "the list, and let the smaller id come first in a tie.",
)
def test_nearest_edge(submission):
    """Breaks ties by id, also with the query itself, and works for zero vectors and one word."""
    assert_ids(submission.nearest(3, TIED, 6), [1, 5, 0, 2, 6, 4])
    assert_ids(submission.nearest(1, TIED, 1), [3])
    assert_ids(submission.nearest(2, TIED, 9), [0, 1, 3, 4, 5, 6])
    assert_ids(submission.nearest(4, TIED, 4), [0, 2, 6, 1])
    assert_ids(submission.nearest(0, np.array([[1.0, 2.0]]), 3), np.zeros(0, dtype=int))
    assert_ids(submission.nearest(0, MANY_TIED, 99), np.r_[2:100:2, 1:100:2])


@check("nearest", kind="contract", points=0.25, hint=INPUTS)
def test_nearest_contract(submission):
    """Takes any kind of array, leaves it as it was and gives the same answer again."""
    matrix = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0], [5.0, 1.0]])
    assert_any_input(
        submission,
        lambda x: submission.nearest(0, x, 2),
        matrix,
        desired=np.array([3, 2]),
        compare=assert_ids,
    )


# analogy

# One coordinate for gender and one for rank: man, woman, king, queen, apple.
PEOPLE = np.array([[1.0, 0.0], [-1.0, 0.0], [1.0, 2.0], [-1.0, 2.0], [0.0, -1.0]])


@check(
    "analogy",
    kind="example",
    points=0.25,
    hint="The step from a to b is E[b] - E[a]; the same step from c leads to the answer.",
)
def test_analogy_example(submission):
    """Finds that man is to king as woman is to queen, and king to queen as man to woman."""
    man, woman, king, queen, apple = range(5)
    assert_ids(submission.analogy(man, king, woman, PEOPLE, 1), [queen])
    assert_ids(submission.analogy(king, queen, man, PEOPLE, 1), [woman])
    assert_ids(submission.analogy(queen, king, woman, PEOPLE, 2), [man, apple])


@check(
    "analogy",
    kind="shape",
    points=0.25,
    hint="Return k ids, or all other words if there are fewer than k of them.",
)
@given(case=questions(), k=sizes(1, 8))
def test_analogy_shape(submission, case, k):
    """Returns k ids, or as many as there are words outside the question."""
    a, b, c, matrix, order = case
    assert_shape(submission.analogy(a, b, c, matrix, k), (min(k, len(order)),), dtype="int")


@check("analogy", kind="agreement", points=0.25)
@given(case=questions(), k=sizes(1, 8))
def test_analogy_agreement(submission, reference, case, k):
    """Agrees with the reference where no two words are nearly tied."""
    a, b, c, matrix, _ = case
    actual = submission.analogy(a, b, c, matrix, k)
    assert_ids(actual, reference.analogy(a, b, c, matrix, k))


@check(
    "analogy",
    kind="property",
    points=0.25,
    hint="Complete the parallelogram from the rows as they are given, and compare by the cosine; "
    "the three words of the question are no answers.",
)
@given(case=questions(), k=sizes(1, 8))
@example(
    case=(
        0,
        1,
        3,
        np.array([[2.0, 0.0], [4.0, 2.0], [0.25, 0.5], [0.5, 0.5], [3.0, 2.0]]),
        np.array([4, 2]),
    ),
    k=1,
)
def test_analogy_property(submission, case, k):
    """Orders the other words by their angle to the fourth corner of the parallelogram."""
    a, b, c, matrix, order = case
    assert_ids(submission.analogy(a, b, c, matrix, k), order[:k])
    name = "the answer with b and c exchanged"
    assert_ids(submission.analogy(a, c, b, matrix, k), order[:k], name=name)


@check(
    "analogy",
    kind="edge",
    points=0.25,
    hint="The same word can stand in the question twice; in a tie the smaller id comes first.",
)
def test_analogy_edge(submission):
    """Breaks ties by id, and works for equal words in the question and for large k."""
    assert_ids(submission.analogy(3, 3, 3, TIED, 6), [1, 5, 0, 2, 6, 4])
    assert_ids(submission.analogy(4, 4, 1, TIED, 3), [3, 5, 0])
    assert_ids(submission.analogy(2, 0, 1, np.eye(3), 2), np.zeros(0, dtype=int))
    assert_ids(submission.analogy(0, 0, 0, MANY_TIED, 99), np.r_[2:100:2, 1:100:2])
    # The fourth corner is the zero vector: all words are tied.
    assert_ids(
        submission.analogy(1, 2, 3, np.array([[1.0], [2.0], [1.0], [1.0], [-3.0]]), 9), [0, 4]
    )


@check("analogy", kind="contract", points=0.25, hint=INPUTS)
def test_analogy_contract(submission):
    """Takes any kind of array, leaves it as it was and gives the same answer again."""
    assert_any_input(
        submission,
        lambda x: submission.analogy(0, 2, 1, x, 2),
        PEOPLE,
        desired=np.array([3, 4]),
        compare=assert_ids,
    )


# skipgram_softmax


@check(
    "skipgram_softmax",
    kind="example",
    points=0.25,
    hint="The loss is the logarithm of the sum of all exponentials of scores, minus the observed "
    "score; its gradient with respect to the scores is predicted minus observed.",
)
def test_skipgram_softmax_example(submission):
    """Gives the loss 0.16984602 and its gradients for the scores 0, 3 and 1."""
    desired = (SOFTMAX_LOSS, SOFTMAX_DE, SOFTMAX_DU)
    assert_close(submission.skipgram_softmax(1, 1, E, U), desired, name="(loss, dE, dU)")
    # With word 0 as the centre the scores are -1, 1 and 1.
    total = 2.0 + math.exp(-2.0)
    scores = np.array([math.exp(-2.0), 1.0, 1.0 - total]) / total
    d_e = np.array([scores @ U, [0.0, 0.0], [0.0, 0.0]])
    desired = (math.log(total), d_e, np.outer(scores, [0.0, 1.0]))
    assert_close(submission.skipgram_softmax(0, 2, E, U), desired, name="(loss, dE, dU)")


@check(
    "skipgram_softmax",
    kind="shape",
    points=0.25,
    hint="The loss is a single number; dE has the shape of E, and dU that of U.",
)
@given(case=models())
def test_skipgram_softmax_shape(submission, case):
    """Returns a number and two gradients with the shapes of E and U."""
    model_parts(submission.skipgram_softmax(*case), case[2].shape)


@check("skipgram_softmax", kind="agreement", points=0.25)
@given(case=models())
@example(case=(0, 2, E, U))
@example(case=(0, 1, SQUARE_E, SQUARE_U))
def test_skipgram_softmax_agreement(submission, reference, case):
    """Agrees with the reference."""
    assert_close(
        submission.skipgram_softmax(*case), reference.skipgram_softmax(*case), name="(loss, dE, dU)"
    )


@check(
    "skipgram_softmax",
    kind="property",
    points=0.25,
    hint="If the probabilities are right, look at the chain rule: all rows of U took part in the "
    "loss, and of E the centre's row only.",
)
@given(case=models())
@example(case=(0, 2, E, U))
@example(case=(1, 0, SQUARE_E, SQUARE_U))
def test_skipgram_softmax_property(submission, case):
    """The gradients agree with differences of the loss, and the probabilities add up to 1."""
    centre, context, e, u = case
    losses = [
        model_parts(submission.skipgram_softmax(centre, word, e, u), e.shape)[0]
        for word in range(len(e))
    ]
    assert_sum_is_one(losses, "the probabilities of all context words")
    assert_model_gradients(lambda x, y: submission.skipgram_softmax(centre, context, x, y), e, u)


@check(
    "skipgram_softmax",
    kind="edge",
    points=0.25,
    hint="If all scores are equal, all words are equally probable; with one word, it is certain.",
)
@given(case=models())
@example(case=(0, 2, E, U))
def test_skipgram_softmax_edge(submission, case):
    """The loss is ln V if U is zero, and nothing is left to learn in a vocabulary of one word."""
    centre, context, e, u = case
    loss, d_e, _ = model_parts(
        submission.skipgram_softmax(centre, context, e, np.zeros(u.shape)), e.shape
    )
    assert_close(loss, math.log(len(e)), name="the loss for U = 0")
    assert_close(d_e, np.zeros(e.shape), name="dE for U = 0")
    alone = submission.skipgram_softmax(0, 0, e[:1], u[:1])
    assert_close(alone, (0.0, np.zeros(e[:1].shape), np.zeros(u[:1].shape)))


@check("skipgram_softmax", kind="contract", points=0.25, hint=STABLE)
def test_skipgram_softmax_contract_large_scores(submission):
    """Is right for scores of 1000, 0 and -1000."""
    for context, loss in ((0, 0.0), (1, 1000.0), (2, 2000.0)):
        d_scores = np.array([1.0, 0.0, 0.0]) - np.eye(3)[context]
        d_e = np.array([d_scores @ FAR_U, [0.0, 0.0], [0.0, 0.0]])
        desired = (loss, d_e, np.outer(d_scores, FAR_E[0]))
        assert_close(
            submission.skipgram_softmax(0, context, FAR_E, FAR_U), desired, name="(loss, dE, dU)"
        )


@check("skipgram_softmax", kind="contract", points=0.25, hint=INPUTS)
def test_skipgram_softmax_contract_inputs(submission):
    """Takes any kind of array, leaves it as it was and gives the same answer again."""
    # Words in the opposite order to that of the worked example: word 1 of three stays word 1.
    desired = (SOFTMAX_LOSS, SOFTMAX_DE[::-1], SOFTMAX_DU[::-1])
    e, u = E[::-1].copy(), U[::-1].copy()
    assert_any_input(submission, submission.skipgram_softmax, 1, 1, e, u, desired=desired)


# skipgram_negative


@check(
    "skipgram_negative",
    kind="example",
    points=0.25,
    hint="The loss has one term for the observed word and one for each draw: word 0 was drawn "
    "twice, so its term counts twice.",
)
def test_skipgram_negative_example(submission):
    """Gives the loss 2.7481434 and its gradients for the scores 0, 3 and 1."""
    desired = (NEGATIVE_LOSS, NEGATIVE_DE, NEGATIVE_DU)
    assert_close(
        submission.skipgram_negative(1, 1, NEGATIVES, E, U), desired, name="(loss, dE, dU)"
    )
    # With word 0 as the centre the scores are -1, 1 and 1.
    observed, drawn = -1.0 / (1.0 + math.e), 1.0 / (1.0 + math.e)
    d_u = np.array([[0.0, drawn], [0.0, 0.0], [0.0, observed]])
    d_e = np.array([drawn * U[0] + observed * U[2], [0.0, 0.0], [0.0, 0.0]])
    loss = 2.0 * math.log1p(math.exp(-1.0))
    assert_close(
        submission.skipgram_negative(0, 2, np.array([0]), E, U),
        (loss, d_e, d_u),
        name="(loss, dE, dU)",
    )


@check(
    "skipgram_negative",
    kind="shape",
    points=0.25,
    hint="The loss is a single number; dE has the shape of E, and dU that of U.",
)
@given(case=negative_models())
def test_skipgram_negative_shape(submission, case):
    """Returns a number and two gradients with the shapes of E and U."""
    model_parts(submission.skipgram_negative(*case), case[3].shape)


@check("skipgram_negative", kind="agreement", points=0.25)
@given(case=negative_models())
@example(case=(1, 2, np.array([2, 0, 0, 2]), E, U))
@example(case=(0, 1, np.array([0, 1, 0]), SQUARE_E, SQUARE_U))
def test_skipgram_negative_agreement(submission, reference, case):
    """Agrees with the reference."""
    assert_close(
        submission.skipgram_negative(*case),
        reference.skipgram_negative(*case),
        name="(loss, dE, dU)",
    )


@check(
    "skipgram_negative",
    kind="property",
    points=0.25,
    hint="Each draw adds a term of its own to the loss and to the gradients, whichever words were "
    "drawn besides.",
)
@given(case=negative_models())
@example(case=(0, 1, np.array([2, 2]), E, U))
@example(case=(1, 0, np.array([0, 1, 0]), SQUARE_E, SQUARE_U))
def test_skipgram_negative_property(submission, case):
    """The gradients agree with differences of the loss, and yes and no to a word are exhaustive."""
    centre, context, negatives, e, u = case

    def loss_of(words):
        words = np.array(words, dtype=int)
        answer = submission.skipgram_negative(centre, context, words, e, u)
        return model_parts(answer, e.shape)[0]

    yes, both = loss_of([]), loss_of([context])
    assert_sum_is_one([yes, both - yes], "the probabilities of yes and no to the observed word")
    total = loss_of(negatives)
    terms = [loss_of([word]) - yes for word in negatives]
    assert_close(total, yes + math.fsum(terms), name="the loss, compared with its single terms,")
    assert_close(loss_of(negatives[::-1]), total, name="the loss with the negatives reversed")
    assert_model_gradients(
        lambda x, y: submission.skipgram_negative(centre, context, negatives, x, y), e, u
    )


@check(
    "skipgram_negative",
    kind="edge",
    points=0.25,
    hint="Try no negatives, the observed word as a negative, and a centre that is the zero vector.",
)
@given(case=negative_models())
@example(case=(0, 1, np.array([2, 2, 1]), E, U))
def test_skipgram_negative_edge(submission, case):
    """The loss is (K + 1) ln 2 if the centre's vector is zero; only the words drawn get dU."""
    centre, context, negatives, e, u = case
    answer = submission.skipgram_negative(centre, context, negatives, np.zeros(e.shape), u)
    loss, _, d_u = model_parts(answer, e.shape)
    desired = (len(negatives) + 1) * math.log(2.0)
    assert_close(loss, desired, name="the loss for a centre of zeros")
    assert_close(d_u, np.zeros(u.shape), name="dU for a centre of zeros")
    _, d_e, d_u = model_parts(submission.skipgram_negative(*case), e.shape)
    for word in range(len(e)):
        if word != centre:
            assert_close(d_e[word], np.zeros(e.shape[1]), name=f"dE[{word}]")
        if word != context and word not in negatives:
            assert_close(d_u[word], np.zeros(e.shape[1]), name=f"dU[{word}]")
    none = np.zeros(0, dtype=int)
    d_u = np.array([[0.0, 0.0], ALONE * E[1], [0.0, 0.0]])
    d_e = np.array([[0.0, 0.0], ALONE * U[1], [0.0, 0.0]])
    desired = (math.log1p(math.exp(-3.0)), d_e, d_u)
    assert_close(submission.skipgram_negative(1, 1, none, E, U), desired, name="(loss, dE, dU)")


@check("skipgram_negative", kind="contract", points=0.25, hint=STABLE)
def test_skipgram_negative_contract_large_scores(submission):
    """Is right for scores of 1000, 0 and -1000."""
    d_u = np.outer([1.0, 0.5, -1.0], FAR_E[0])
    d_e = np.array([FAR_U[0] + 0.5 * FAR_U[1] - FAR_U[2], [0.0, 0.0], [0.0, 0.0]])
    desired = (2000.0 + math.log(2.0), d_e, d_u)
    actual = submission.skipgram_negative(0, 2, np.array([0, 1]), FAR_E, FAR_U)
    assert_close(actual, desired, name="(loss, dE, dU)")
    d_u = np.zeros((3, 2))
    actual = submission.skipgram_negative(0, 0, np.array([2, 2]), FAR_E, FAR_U)
    assert_close(actual, (0.0, np.zeros((3, 2)), np.zeros((3, 2))), name="(loss, dE, dU)")


@check("skipgram_negative", kind="contract", points=0.25, hint=INPUTS)
def test_skipgram_negative_contract_inputs(submission):
    """Takes any kind of array, leaves it as it was and gives the same answer again."""
    assert_any_input(  # with the words in the opposite order
        submission,
        submission.skipgram_negative,
        1,
        1,
        2 - NEGATIVES,
        E[::-1].copy(),
        U[::-1].copy(),
        desired=(NEGATIVE_LOSS, NEGATIVE_DE[::-1], NEGATIVE_DU[::-1]),
    )


# cbow


@check(
    "cbow",
    kind="example",
    points=0.25,
    hint="Average the context vectors, predict once, and share the gradient among the places.",
)
def test_cbow_example(submission):
    """Gives the loss of the mean vector, and each context word half of its gradient."""
    half = SOFTMAX_DE[1] / 2.0
    desired = (SOFTMAX_LOSS, np.array([half, [0.0, 0.0], half]), SOFTMAX_DU)
    assert_close(submission.cbow(np.array([0, 2]), 1, E, U), desired, name="(loss, dE, dU)")
    # Word 0 stands at two of three places: the mean is (2/3, 5/3), the scores -1/3, 7/3 and 1.
    h = np.array([2.0, 5.0]) / 3.0
    weights = [math.exp(s / 3.0) for s in (-1.0, 7.0, 3.0)]
    d_scores = np.array([weights[0] / sum(weights) - 1.0, *(w / sum(weights) for w in weights[1:])])
    share = d_scores @ U / 3.0
    d_e = np.array([2.0 * share, [0.0, 0.0], share])
    desired = (math.log(sum(weights)) + 1.0 / 3.0, d_e, np.outer(d_scores, h))
    assert_close(submission.cbow(np.array([0, 2, 0]), 0, E, U), desired, name="(loss, dE, dU)")


@check(
    "cbow",
    kind="shape",
    points=0.25,
    hint="The loss is a single number; dE has the shape of E, and dU that of U.",
)
@given(case=bags())
def test_cbow_shape(submission, case):
    """Returns a number and two gradients with the shapes of E and U."""
    model_parts(submission.cbow(*case), case[2].shape)


@check("cbow", kind="agreement", points=0.25)
@given(case=bags())
@example(case=(np.array([2, 0, 2]), 1, E, U))
@example(case=(np.array([1, 0, 1]), 0, SQUARE_E, SQUARE_U))
def test_cbow_agreement(submission, reference, case):
    """Agrees with the reference."""
    assert_close(submission.cbow(*case), reference.cbow(*case), name="(loss, dE, dU)")


@check(
    "cbow",
    kind="property",
    points=0.25,
    hint="A sum on the way there or back, or a repeated context word that is counted once, would "
    "break these laws.",
)
@given(case=bags())
@example(case=(np.array([2, 0, 2]), 1, E, U))
@example(case=(np.array([0, 1, 1]), 1, SQUARE_E, SQUARE_U))
def test_cbow_property(submission, case):
    """The gradients agree with differences of the loss, which sees the mean of the context only."""
    context, target, e, u = case
    losses = [
        model_parts(submission.cbow(context, word, e, u), e.shape)[0] for word in range(len(e))
    ]
    assert_sum_is_one(losses, "the probabilities of all targets")
    twice = submission.cbow(np.concatenate([context[::-1], context]), target, e, u)
    loss = model_parts(twice, e.shape)[0]
    assert_close(loss, losses[target], name="the loss with the context written twice")
    merged = e.copy()
    merged[0] = np.sum([e[word] for word in context], axis=0) / len(context)
    loss = model_parts(submission.cbow(np.array([0]), target, merged, u), e.shape)[0]
    assert_close(loss, losses[target], name="the loss with the mean as the only context")
    assert_model_gradients(lambda x, y: submission.cbow(context, target, x, y), e, u)


@check(
    "cbow",
    kind="edge",
    points=0.25,
    hint="If U is zero, all words are equally probable, whatever the context; rows of E outside "
    "the context get no gradient.",
)
@given(case=bags())
@example(case=(np.array([2, 0, 2]), 1, E, U))
def test_cbow_edge(submission, case):
    """The loss is ln V if U is zero, and only the context words get a row of dE."""
    context, target, e, u = case
    loss = model_parts(submission.cbow(context, target, e, np.zeros(u.shape)), e.shape)[0]
    assert_close(loss, math.log(len(e)), name="the loss for U = 0")
    d_e = model_parts(submission.cbow(*case), e.shape)[1]
    for word in range(len(e)):
        if word not in context:
            assert_close(d_e[word], np.zeros(e.shape[1]), name=f"dE[{word}]")
    one = submission.cbow(np.array([1]), 1, E, U)
    assert_close(one, (SOFTMAX_LOSS, SOFTMAX_DE, SOFTMAX_DU), name="the result for one word")


@check("cbow", kind="contract", points=0.25, hint=STABLE)
def test_cbow_contract_large_scores(submission):
    """Is right for scores of 1000, 0 and -1000."""
    e = np.array([[1500.0, 0.0], [0.0, 1.0], [500.0, 0.0]])
    for target, loss in ((0, 0.0), (1, 1000.0), (2, 2000.0)):
        d_scores = np.array([1.0, 0.0, 0.0]) - np.eye(3)[target]
        share = d_scores @ FAR_U / 2.0
        desired = (loss, np.array([share, [0.0, 0.0], share]), np.outer(d_scores, [1000.0, 0.0]))
        assert_close(
            submission.cbow(np.array([0, 2]), target, e, FAR_U), desired, name="(loss, dE, dU)"
        )


@check("cbow", kind="contract", points=0.25, hint=INPUTS)
def test_cbow_contract_inputs(submission):
    """Takes any kind of array, leaves it as it was and gives the same answer again."""
    half = SOFTMAX_DE[1] / 2.0
    desired = (SOFTMAX_LOSS, np.array([half, [0.0, 0.0], half]), SOFTMAX_DU[::-1])
    e, u = E[::-1].copy(), U[::-1].copy()  # the words in the opposite order
    assert_any_input(submission, submission.cbow, np.array([2, 0]), 1, e, u, desired=desired)


# train_skipgram


def trained(answer, shape):
    """Return E and U after type, shape, dtype and finiteness were found right."""
    e, u = unpack(answer, "E", "U")
    for matrix, name in ((e, "E"), (u, "U")):
        assert_shape(matrix, shape, dtype="float", name=name)
        assert_finite(matrix, name=name)
    return e, u


@check(
    "train_skipgram",
    kind="example",
    points=0.25,
    hint="Both gradients belong to the matrices before the step; the next pair sees them after it.",
)
def test_train_skipgram_example(submission):
    """Takes one step, and two, from matrices whose scores are 0."""
    e0, u0 = np.array([[2.0, 0.0], [0.0, 1.0]]), np.zeros((2, 2))
    pairs, negatives = np.array([[0, 1]]), np.array([[0]])
    desired = (e0, np.array([[-1.0, 0.0], [1.0, 0.0]]))
    assert_close(
        submission.train_skipgram(pairs, negatives, e0, u0, 1.0, 1), desired, name="(E, U)"
    )
    # In the second step the scores are 2 and -2, so that both sigmoids are sigmoid(-2).
    s = 1.0 / (1.0 + math.exp(2.0))
    desired = (
        np.array([[2.0 + 2.0 * s, 0.0], [0.0, 1.0]]),
        np.array([[-1.0 - 2.0 * s, 0.0], [1.0 + 2.0 * s, 0.0]]),
    )
    assert_close(
        submission.train_skipgram(pairs, negatives, e0, u0, 1.0, 2), desired, name="(E, U)"
    )
    # Two pairs in one epoch: the second has a centre of its own, and shares the context.
    pairs, negatives = np.array([[0, 1], [1, 1]]), np.array([[0], [0]])
    desired = (
        np.array([[2.0, 0.0], [0.25, 1.0]]),
        np.array([[-0.5, -0.25], [0.5, 0.25]]),
    )
    actual = submission.train_skipgram(pairs, negatives, e0, u0, 0.5, 1)
    assert_close(actual, desired, name="(E, U)")


@check(
    "train_skipgram",
    kind="shape",
    points=0.25,
    hint="Return the two matrices, each in the shape in which it was given.",
)
@given(case=trainings(), epochs=st.integers(0, 2))
def test_train_skipgram_shape(submission, case, epochs):
    """Returns two matrices in the shapes of E0 and U0."""
    trained(submission.train_skipgram(*case, epochs), case[2].shape)


@check("train_skipgram", kind="agreement", points=0.25)
@given(case=trainings(), epochs=st.integers(0, 2))
@example(case=(np.array([[0, 2], [1, 0]]), np.array([[1, 1], [2, 0]]), E, U, 0.125), epochs=2)
@example(case=(np.eye(2, dtype=int), np.eye(2, dtype=int), SQUARE_E, SQUARE_U, 0.25), epochs=2)
def test_train_skipgram_agreement(submission, reference, case, epochs):
    """Agrees with the reference."""
    actual = submission.train_skipgram(*case, epochs)
    assert_close(actual, reference.train_skipgram(*case, epochs), name="(E, U)")


@check(
    "train_skipgram",
    kind="property",
    points=0.25,
    hint="Training is a chain: each pair, and each epoch, starts from the matrices that the one "
    "before has left.",
)
@given(case=trainings(), cut=st.integers(0, 4))
@example(
    case=(np.array([[0, 2], [1, 0]]), np.array([[1, 1], [2, 0]]), E, U, 0.125),
    cut=1,
)
def test_train_skipgram_property(submission, case, cut):
    """Two epochs are one and one more, an epoch is its parts in order, and scores are learned."""
    pairs, negatives, e0, u0, rate = case
    once = trained(submission.train_skipgram(pairs, negatives, e0, u0, rate, 1), e0.shape)
    twice = submission.train_skipgram(pairs, negatives, e0, u0, rate, 2)
    again = submission.train_skipgram(pairs, negatives, *once, rate, 1)
    assert_close(twice, trained(again, e0.shape), name="the result of two epochs")
    part = submission.train_skipgram(pairs[:cut], negatives[:cut], e0, u0, rate, 1)
    part = trained(part, e0.shape)
    rest = submission.train_skipgram(pairs[cut:], negatives[cut:], *part, rate, 1)
    assert_close(rest, once, name="the result of the remaining pairs after the first ones")
    for centre, context in pairs[:1]:
        none = np.zeros((1, 0), dtype=int)
        e, u = trained(submission.train_skipgram(pairs[:1], none, e0, u0, rate, 1), e0.shape)
        before, after = float(e0[centre] @ u0[context]), float(e[centre] @ u[context])
        assert after >= before - 1e-9, (
            f"a step without negatives should raise the score of the observed pair, but it goes "
            f"from {before:.6g} to {after:.6g}"
        )


@check(
    "train_skipgram",
    kind="edge",
    points=0.25,
    hint="Nothing happens without epochs, without pairs, or with a learning rate of 0; without "
    "negatives the observed pair is still learned.",
)
def test_train_skipgram_edge(submission):
    """Works without epochs, without pairs, with a rate of 0, and without negatives."""
    pairs, negatives = np.array([[0, 1], [2, 0]]), np.array([[2, 2], [1, 2]])
    assert_close(submission.train_skipgram(pairs, negatives, E, U, 0.5, 0), (E, U), name="(E, U)")
    assert_close(
        submission.train_skipgram(pairs[:0], negatives[:0], E, U, 0.5, 2), (E, U), name="(E, U)"
    )
    assert_close(submission.train_skipgram(pairs, negatives, E, U, 0.0, 2), (E, U), name="(E, U)")
    none = np.zeros((1, 0), dtype=int)
    desired = (np.array([[2.0]]), np.array([[1.0]]))
    actual = submission.train_skipgram(
        np.array([[0, 0]]), none, np.array([[2.0]]), np.array([[0.0]]), 1.0, 1
    )
    assert_close(actual, desired, name="(E, U)")


@check(
    "train_skipgram",
    kind="contract",
    points=0.25,
    hint=INPUTS + " E -= ... changes the array that was passed in; the results are new arrays, "
    "also after 0 epochs.",
)
def test_train_skipgram_contract(submission):
    """Takes any kind of array, leaves it as it was and returns new arrays."""
    e0, u0 = np.array([[2.0, 0.0], [0.0, 1.0]]), np.zeros((2, 2))
    assert_any_input(
        submission,
        lambda pairs, negatives, e, u: submission.train_skipgram(pairs, negatives, e, u, 1.0, 1),
        np.array([[0, 1]]),
        np.array([[0]]),
        e0,
        u0,
        desired=(e0, np.array([[-1.0, 0.0], [1.0, 0.0]])),
    )
    assert_any_input(
        submission,
        lambda e, u: submission.train_skipgram(np.array([[0, 1]]), np.array([[0]]), e, u, 1.0, 0),
        e0,
        u0,
        desired=(e0, u0),
    )


# negative_sampling_property


def by_differences(centre, context, negatives, E, U):
    """Return the loss of the statement, with difference quotients for gradients."""

    def loss(e, u):
        terms = [-u[context] @ e[centre]] + [u[word] @ e[centre] for word in negatives]
        return float(np.sum(np.logaddexp(0.0, terms)))

    d_e = numerical_gradient(lambda x: loss(x, U), E)
    return loss(E, U), d_e, numerical_gradient(lambda x: loss(E, x), U)


def always_zero(centre, context, negatives, E, U):
    """Return zeros."""
    return 0.0, np.zeros(np.shape(E)), np.zeros(np.shape(U))


def always_undecided(centre, context, negatives, E, U):
    """Return the loss of scores that are all 0."""
    terms = len(negatives) + 1
    return terms * math.log(2.0), np.zeros(np.shape(E)), np.zeros(np.shape(U))


def assert_catches(submission, right, *wrong):
    """Demand that the student's property accepts the first function and rejects the others."""
    verdict = submission.negative_sampling_property(right)
    assert_equal(verdict, True, name="the verdict on a right implementation")
    for function in wrong:
        verdict = submission.negative_sampling_property(function)
        assert_equal(verdict, False, name="the verdict on a wrong implementation")


@check(
    "negative_sampling_property",
    kind="example",
    points=0.25,
    hint="A right implementation must be accepted, so compare with the tolerance of np.allclose; "
    "an implementation that ignores its input must be rejected.",
)
def test_negative_sampling_property_example(submission):
    """Accepts a right implementation, and rejects two that ignore the vectors."""
    assert_catches(submission, by_differences, always_zero, always_undecided)


@check(
    "negative_sampling_property",
    kind="planted",
    points=0.25,
    hint="An implementation can have the right gradient of a wrong loss: test the loss itself.",
)
def test_negative_sampling_property_planted_1(submission, reference, planted):
    """Rejects a first wrong implementation, and accepts the right one."""
    wrong = planted.skipgram_negative__target_among_the_negatives
    assert_catches(submission, reference.skipgram_negative, wrong)


@check(
    "negative_sampling_property",
    kind="planted",
    points=0.25,
    hint="An implementation can be wrong only if a word is drawn more than once.",
)
def test_negative_sampling_property_planted_2(submission, reference, planted):
    """Rejects a second wrong implementation, and accepts the right one."""
    wrong = planted.skipgram_negative__repeats_overwritten
    assert_catches(submission, reference.skipgram_negative, wrong)


@check(
    "negative_sampling_property",
    kind="planted",
    points=0.25,
    hint="An implementation can have the right loss for a zero vector, and for no other.",
)
def test_negative_sampling_property_planted_3(submission, reference, planted):
    """Rejects a third wrong implementation, and accepts the right one."""
    wrong = planted.skipgram_negative__sign_of_the_negatives
    assert_catches(submission, reference.skipgram_negative, wrong)


@check(
    "negative_sampling_property",
    kind="planted",
    points=0.25,
    hint="An implementation can be right for one negative and wrong for several.",
)
def test_negative_sampling_property_planted_4(submission, reference, planted):
    """Rejects a fourth wrong implementation, and accepts the right one."""
    wrong = planted.skipgram_negative__one_negative_only
    assert_catches(submission, reference.skipgram_negative, wrong)


@check(
    "negative_sampling_property",
    kind="planted",
    points=0.25,
    hint="An implementation can have the right loss and one wrong gradient.",
)
def test_negative_sampling_property_planted_5(submission, reference, planted):
    """Rejects a fifth wrong implementation, and accepts the right one."""
    wrong = planted.skipgram_negative__centre_gradient_from_v
    assert_catches(submission, reference.skipgram_negative, wrong)


@check(
    "negative_sampling_property",
    kind="planted",
    points=0.25,
    hint="The number of negatives can enter the loss in a wrong way.",
)
def test_negative_sampling_property_planted_6(submission, reference, planted):
    """Rejects a sixth wrong implementation, and accepts the right one."""
    wrong = planted.skipgram_negative__averaged
    assert_catches(submission, reference.skipgram_negative, wrong)
