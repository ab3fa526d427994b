# %% [markdown]
# # 4. Word embeddings
#
# A network computes with vectors, but a text is made of words. In this problem you turn words into
# vectors in two ways. The first *counts* which words stand near each other and compresses the table
# of counts with a singular value decomposition. The second *learns* the vectors by gradient
# descent: the skip-gram and CBOW models of word2vec. Both rest on one idea: words that appear in
# the same company mean similar things.
#
# You start with ids and one-hot vectors, build vectors by counting, ask them questions ("*man* is
# to *king* as *woman* is to ...?"), and then write the losses and gradients of the models that
# learn. At the end you write a property: a test of an implementation that you cannot read.
#
# **Notation.** $V$ is the number of words of the vocabulary, $D$ the number of dimensions of a
# vector, $T$ the number of tokens of the text. A word is a whole number, its *id*, in $0, \dots, V
# - 1$. The row $v_i$ of the matrix $E$, of shape $(V, D)$, is the vector of word $i$ where it is
# looked at; the row $u_i$ of $U$, of the same shape, is its vector as a context of others.
#
# **Rules for all exercises.**
#
# - A function does not change its arguments, and what it returns shares no memory with them.
# - Floating-point arrays may be `float64` or `float32`, arrays of whole numbers are treated as
#   floats, and memory may be laid out in any order, or be read-only. A result is right to a
#   relative error of $10^{-7}$, for `float32` input of $10^{-4}$.
# - Ids come as an `int` or as an integer array, possibly an empty one. A word may be repeated.
# - Logarithms are natural: losses are in nats.
# - Losses and gradients are finite for scores of $\pm 1000$.
# - A `ValueError` is raised where the docstring says so.

# %%
import numpy as np

# %% [markdown]
# Three functions are given. `softmax` and `sigmoid` are those of the first two problems;
# `check_ids` is for the exercises that must reject an id outside the vocabulary.


# %%
def softmax(z):
    """Return the softmax of `z` over its last axis, finite for entries of any size."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def sigmoid(x):
    """Return the logistic function of each entry of `x`, without overflow."""
    e = np.exp(-np.abs(x))
    return np.where(np.asarray(x) >= 0, 1.0, e) / (1.0 + e)


def check_ids(ids, size):
    """Return `ids` as an integer array; raise ValueError unless all are in 0 ... size - 1."""
    ids = np.asarray(ids)
    if ids.size == 0:
        return ids.astype(int)
    if ids.min() < 0 or ids.max() >= size:
        raise ValueError(f"ids must be in 0 ... {size - 1}, but they are {ids.tolist()}")
    return ids


# %% [markdown]
# ## `vocabulary`
#
# The first step fixes which words there are and gives each an id. The usual order is by falling
# count, so that id 0 is the most frequent word. Words with equal counts are put in alphabetical
# order: without a rule for ties, two runs could give one word two ids.
#
# Words that appear fewer than `min_count` times are left out. There is too little evidence to learn
# a vector for them, and in a real text they are most of the vocabulary.
#
# Graded: the order, the ties, the limit `min_count`, and that the dict is the inverse of the list.


# %%
def vocabulary(tokens, min_count=1):
    """Number the words of a text.

    Parameters
    ----------
    tokens : list of str
        The words of the text in order; it may be empty. Upper and lower case are different words.
    min_count : int
        A word is kept if it appears at least this many times.

    Returns
    -------
    words : list of str
        The kept words by falling count; words of equal count in the order in which Python sorts
        strings.
    index : dict of str to int
        The position of each word in `words`.

    Notes
    -----
    `tokens` is not changed.

    Examples
    --------
    >>> words, index = vocabulary(["the", "cat", "sat", "on", "the", "mat"])
    >>> words
    ['the', 'cat', 'mat', 'on', 'sat']
    >>> index["mat"]
    2
    """
    raise NotImplementedError


# %% [markdown]
# ## `one_hot`
#
# The simplest vector for word $i$ out of $V$ is $e_i \in \mathbb{R}^V$: all zeros except a 1 at
# position $i$. It says which word it is and nothing else. The ids may have any shape, such as
# $(n, T)$ for $n$ sentences of $T$ words; the new axis is the last.
#
# Graded: the values for ids of any shape, and the `ValueError`. A negative id is an error here:
# that Python would count it from the end hides mistakes.


# %%
def one_hot(ids, size):
    """Turn ids into one-hot vectors.

    Parameters
    ----------
    ids : int or (...) int ndarray
        Ids of words, of any shape.
    size : int
        The number V of words of the vocabulary.

    Returns
    -------
    (..., V) ndarray
        Floats: a 1 at the place of each id, 0 elsewhere.

    Raises
    ------
    ValueError
        If an id is outside 0 ... size - 1.

    Notes
    -----
    `ids` may have any integer dtype, be strided or read-only, and is not changed.

    Examples
    --------
    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `embed`
#
# An embedding stores one vector of $D$ numbers for each word, as the rows of a matrix $E$. To embed
# an id is to look up its row. It is the product of the one-hot vector with the matrix,
# $$e_i^\top E = E_{i,:} = v_i ,$$
# so an embedding is a linear layer whose input is one-hot; nobody computes it that way, because all
# but one of the $V$ products in each sum are with zero.
#
# Graded: the rows for ids of any shape, that the result is a new array (for a single id, plain
# indexing returns a view of $E$, and whoever writes into it changes the embedding), and the
# `ValueError`.


# %%
def embed(ids, E):
    """Look up the vectors of words.

    Parameters
    ----------
    ids : int or (...) int ndarray
        Ids of words, of any shape.
    E : (V, D) ndarray
        One row for each word.

    Returns
    -------
    (..., D) ndarray
        The rows of `E`, as floats, in a new array.

    Raises
    ------
    ValueError
        If an id is outside 0 ... V - 1.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    Examples
    --------
    >>> E = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    >>> embed(np.array([2, 0, 2]), E)
    array([[4., 5.],
           [0., 1.],
           [4., 5.]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `embed_backward`
#
# Suppose that a loss $L$ depends on the looked-up vectors, and that backpropagation has brought us
# its gradient $G_t = \partial L / \partial y_t$ for each of them, $y_t = v_{i_t}$. What is the
# gradient of $E$? A row that was looked up several times influences the loss along several paths,
# and gradients along different paths add up:
# $$\frac{\partial L}{\partial v_i} = \sum_{t:\; i_t = i} G_t .$$
# A row that was not looked up does not influence the loss at all.
#
# Here waits the best-known trap of this section. Look up what NumPy does with `a[ids] += b` when an
# id is repeated.
#
# Graded: the sum for repeated ids, zero rows for all other words, and the `ValueError`s.


# %%
def embed_backward(d_out, ids, size):
    """Compute the gradient of the embedding matrix.

    Parameters
    ----------
    d_out : (..., D) ndarray
        The gradient of a loss with respect to the result of `embed`.
    ids : int or (...) int ndarray
        The ids that were looked up; repeated ids add up.
    size : int
        The number V of words of the vocabulary.

    Returns
    -------
    (V, D) ndarray
        The gradient of the loss with respect to `E`.

    Raises
    ------
    ValueError
        If an id is outside 0 ... size - 1, or if the shape of `d_out` is not that of `ids` with one
        more axis; in this case the text holds both shapes.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    Examples
    --------
    >>> d_out = np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]])
    >>> embed_backward(d_out, np.array([2, 0, 2]), 4)
    array([[ 10.,  20.],
           [  0.,   0.],
           [101., 202.],
           [  0.,   0.]])
    """
    raise NotImplementedError


# %% [markdown]
# ### Question: one-hot or embedding?
#
# A vocabulary has 50 000 words. Compare one-hot vectors with an embedding into 100 dimensions.
#
# 1. How similar (in the sense of the cosine) are two different words as one-hot vectors, and what
#    does a model that has seen many sentences with *cat* therefore know about *kitten*?
# 2. A one-hot vector followed by a linear layer without offset computes the same as an embedding.
#    What, then, is gained by the embedding?

# %% [markdown]
# *Write your answer here.*

# %% [markdown]
# ## `context_pairs`
#
# A word is known by its neighbours. For the token at position $i$, the *centre*, its *context* are
# the tokens at positions $j \ne i$ with $|i - j| \le m$, where $m$ is the *window*. At both ends of
# the text the window is simply cut off.
#
# With `window` 1 the text *the cat sat* gives the pairs (the, cat), (cat, the), (cat, sat),
# (sat, cat). It is the *position* that must differ: in *very very good*, (very, very) is a pair.
#
# Graded: all pairs, in the stated order, for windows from 0 to more than the length of the text.


# %%
def context_pairs(ids, window):
    """List the pairs of a centre word and a context word.

    Parameters
    ----------
    ids : (T,) int ndarray
        The ids of the text in order; it is one document and may be empty.
    window : int
        How many positions the context extends to either side, 0 or more.

    Returns
    -------
    (N, 2) int ndarray
        Rows (centre, context), in the order of the position of the centre, then of the position of
        the context. Shape (0, 2) if there are no pairs.

    Notes
    -----
    `ids` may have any integer dtype, be strided or read-only, and is not changed.

    Examples
    --------
    >>> context_pairs(np.array([0, 1, 4, 3]), 1)
    array([[0, 1],
           [1, 0],
           [1, 4],
           [4, 1],
           [4, 3],
           [3, 4]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `cooccurrence`
#
# The table of counts has one row and one column for each word: $C_{ij}$ is the number of times that
# word $j$ stands in the context of word $i$. Every position is a centre once, so each pair of
# positions at most $m$ apart is counted twice, as $(i, j)$ and as $(j, i)$: the table is symmetric,
# and its sum is twice the number of such pairs. For two equal words at most $m$ apart both counts
# fall on the diagonal.
#
# Row $i$ of this table is already a vector for word $i$: its profile of neighbours. It is long, and
# frequent words dominate it; the next two exercises mend that.
#
# Graded: the counts, the diagonal, windows longer than the text, and the `ValueError`.


# %%
def cooccurrence(ids, size, window):
    """Count how often words stand near each other.

    Parameters
    ----------
    ids : (T,) int ndarray
        The ids of the text in order; it is one document and may be empty.
    size : int
        The number V of words of the vocabulary.
    window : int
        How many positions the context extends to either side, 0 or more.

    Returns
    -------
    (V, V) ndarray
        Symmetric counts, as floats: each position adds 1 for each neighbour within `window`
        to either side.

    Raises
    ------
    ValueError
        If an id is outside 0 ... size - 1.

    Notes
    -----
    `ids` may have any integer dtype, be strided or read-only, and is not changed.

    Examples
    --------
    >>> cooccurrence(np.array([0, 1, 1]), 3, 1)
    array([[0., 1., 0.],
           [1., 2., 0.],
           [0., 0., 0.]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `ppmi`
#
# *The* is next to everything, because it is frequent. What tells us something is a pair that is
# more frequent than chance. Divide the counts by their sum $N$ to get probabilities, and compare
# with what independent words would give. The *pointwise mutual information* of row and column is
# $$\mathrm{PMI}_{ij} = \ln \frac{p_{ij}}{p_{i\cdot}\, p_{\cdot j}}
#   = \ln \frac{C_{ij}\, N}{C_{i\cdot}\, C_{\cdot j}} ,$$
# where $C_{i\cdot}$ is the sum of row $i$ and $C_{\cdot j}$ the sum of column $j$. It is 0 at
# chance, positive above and negative below it, and $-\infty$ for pairs that were never seen.
# Negative values say little, as a small text has not seen most pairs; the *positive* PMI replaces
# them by zero:
# $$\mathrm{PPMI}_{ij} = \max(\mathrm{PMI}_{ij}, 0), \qquad \mathrm{PPMI}_{ij} = 0
#   \text{ where } C_{ij} = 0 .$$
#
# Graded: the values, also for tables that are not symmetric, and finite results without warnings
# for tables with zero entries, zero rows, or nothing but zeros.


# %%
def ppmi(counts):
    """Compute the positive pointwise mutual information of a table of counts.

    Parameters
    ----------
    counts : (m, n) ndarray
        Counts, not negative. The table need be neither square nor symmetric.

    Returns
    -------
    (m, n) ndarray
        max(PMI, 0) with the natural logarithm; 0 where the count is 0, without a warning.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    References
    ----------
    K. W. Church and P. Hanks, "Word association norms, mutual information, and lexicography",
    Computational Linguistics 16, 1990.

    Examples
    --------
    >>> ppmi(np.array([[2.0, 0.0], [1.0, 1.0]])).round(4)
    array([[0.2877, 0.    ],
           [0.    , 0.6931]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `svd_embedding`
#
# The rows of the PPMI table are long vectors, full of zeros. The singular value decomposition $M =
# P S Q^\top$, with orthonormal columns in $P$ and $Q$ and singular values $s_1 \ge s_2 \ge \dots
# \ge 0$ on the diagonal of $S$, finds the $k$ directions that matter most. We keep the first $k$
# columns, each times its singular value,
# $$E = P_k S_k ,$$
# as vectors of $k$ numbers. Among all matrices of rank $k$, $P_k S_k Q_k^\top$ is the one nearest
# to $M$, and $E$ has the same inner products between its rows: they are the coordinates of these
# rows in the basis $Q_k$.
#
# The decomposition is not unique. Each column may change its sign, and columns with equal singular
# values may be rotated among each other. None of this is graded: your result is compared through
# $E E^\top$ (the inner products of the words) and $E^\top E$, and only where $s_k > s_{k+1}$.
#
# Graded: these products, the order of the columns, also for tables that are not square.


# %%
def svd_embedding(M, k):
    """Compress the rows of a matrix to k numbers each.

    Parameters
    ----------
    M : (m, n) ndarray
        One row for each word.
    k : int
        The number of dimensions to keep, 1 ... min(m, n).

    Returns
    -------
    (m, k) ndarray
        The first k left singular vectors, each times its singular value, by falling singular
        value.

    Raises
    ------
    ValueError
        If `k` is outside 1 ... min(m, n).

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    References
    ----------
    C. Eckart and G. Young, "The approximation of one matrix by another of lower rank",
    Psychometrika 1, 1936.
    O. Levy, Y. Goldberg and I. Dagan, "Improving distributional similarity with lessons learned
    from word embeddings", Transactions of the ACL 3, 2015.

    Examples
    --------
    >>> E = svd_embedding(np.array([[3.0, 0.0, 0.0], [0.0, 0.0, -2.0]]), 1)
    >>> E.shape
    (2, 1)
    >>> (E @ E.T).round(6)
    array([[9., 0.],
           [0., 0.]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `cosine_similarity`
#
# How alike are two words? The inner product $a \cdot b$ grows with the length of the vectors, and
# length has much to do with how frequent a word is. The cosine of the angle between them does not:
# $$\cos(a, b) = \frac{a \cdot b}{\lVert a \rVert\, \lVert b \rVert} \in [-1, 1] .$$
# It is 1 for vectors of the same direction, 0 for orthogonal ones, and -1 for opposite ones. A zero
# vector has no direction; we define its similarity to everything as 0.
#
# Graded: one vector against one and against many, the independence of length (also for very short
# and very long vectors, so a small constant added to the denominator does not do), zero vectors,
# and the `ValueError`.


# %%
def cosine_similarity(a, B):
    """Compute the cosine of the angle between a vector and others.

    Parameters
    ----------
    a : (D,) ndarray
        One vector.
    B : (D,) or (V, D) ndarray
        Another vector, or one in each row.

    Returns
    -------
    float or (V,) ndarray
        The cosine for each vector of `B`; 0, without a warning, if it or `a` is a zero vector.

    Raises
    ------
    ValueError
        If the vectors have different lengths D; the text holds both shapes.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    Examples
    --------
    >>> cosine_similarity(np.array([3.0, 4.0]), np.array([[6.0, 8.0], [-8.0, 6.0], [0.0, 0.0]]))
    array([1., 0., 0.])
    """
    raise NotImplementedError


# %% [markdown]
# ## `nearest`
#
# The neighbours of a word are the other words in the order of their cosine similarity to it. The
# word itself would always come first; it is left out.
#
# Graded: the order, the ties, that the query is left out wherever it stands, and a `k` larger than
# the number of other words.


# %%
def nearest(word_id, E, k):
    """Find the words most similar to a word.

    Parameters
    ----------
    word_id : int
        The id of the word.
    E : (V, D) ndarray
        One row for each word.
    k : int
        How many words to return.

    Returns
    -------
    (min(k, V - 1),) int ndarray
        Ids by falling cosine similarity to row `word_id`, without `word_id` itself. Of equally
        similar words the smaller id comes first.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    Examples
    --------
    >>> E = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0], [5.0, 0.0]])
    >>> nearest(0, E, 2)
    array([3, 2])
    """
    raise NotImplementedError


# %% [markdown]
# ## `analogy`
#
# *a is to b as c is to ?* If the step from *man* to *king* is the same as the step from *woman* to
# *queen*, the four vectors form a parallelogram, and the fourth corner is
# $$q = v_b - v_a + v_c .$$
# The answer is the word whose vector has the largest cosine with $q$. The three words of the
# question are never an answer: $q$ is often nearest to $v_b$ or $v_c$ themselves. The rows are used
# as they are; some programs first scale them to length 1, which changes $q$ (and sometimes the
# answer).
#
# Graded: the signs, the order, the ties, and that none of the three words is returned.


# %%
def analogy(a, b, c, E, k):
    """Answer the question "a is to b as c is to ?".

    Parameters
    ----------
    a, b, c : int
        Ids of the three words; they may be equal.
    E : (V, D) ndarray
        One row for each word, used as given.
    k : int
        How many answers to return.

    Returns
    -------
    (min(k, V - n),) int ndarray
        Ids by falling cosine similarity to E[b] - E[a] + E[c], without the n different ids among
        `a`, `b` and `c`. Of equally similar words the smaller id comes first.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    References
    ----------
    T. Mikolov, W. Yih and G. Zweig, "Linguistic regularities in continuous space word
    representations", NAACL-HLT, 2013.

    Examples
    --------
    With one coordinate for gender and one for rank, in the order man, woman, king, queen, apple:

    >>> E = np.array([[1.0, 0.0], [-1.0, 0.0], [1.0, 2.0], [-1.0, 2.0], [0.0, -1.0]])
    >>> man, woman, king, queen = 0, 1, 2, 3
    >>> analogy(man, king, woman, E, 1)
    array([3])
    """
    raise NotImplementedError


# %% [markdown]
# ## What counting finds
#
# The file `data/corpus.txt` holds some 3600 short sentences about people, days, animals and a few
# other things. The next cells count, weigh and compress them with your functions, and then ask the
# vectors. Nobody told them what a day or a queen is.

# %% tags=["plot"]
from pathlib import Path

tokens = Path("data/corpus.txt").read_text(encoding="utf-8").split()
words, index = vocabulary(tokens)
ids = np.array([index[token] for token in tokens])
vectors = svd_embedding(ppmi(cooccurrence(ids, len(words), window=3)), 25)
print(f"{len(tokens)} tokens, {len(words)} words, vectors of {vectors.shape[1]} numbers")

print("\nNeighbours")
for word in ["monday", "cat", "plums", "green", "violin", "winter", "oscar", "king"]:
    found = ", ".join(words[i] for i in nearest(index[word], vectors, 4))
    print(f"  {word:8}  {found}")

print("\nAnalogies")
for a, b, c in [
    ("man", "king", "woman"),
    ("man", "king", "girl"),
    ("girl", "princess", "man"),
    ("queen", "woman", "prince"),
    ("he", "his", "she"),
]:
    found = words[analogy(index[a], index[b], index[c], vectors, 1)[0]]
    print(f"  {a} is to {b} as {c} is to {found}")

# %% [markdown]
# To look at the vectors, we need two dimensions. For a set of words we subtract their mean and
# project on the two directions in which they differ most: once more a singular value decomposition.
# On the left you see each set of words apart from the others. On the right is the question of the
# analogy: the cross marks the point whose nearest word is the answer.

# %% tags=["plot"]
import matplotlib.pyplot as plt


def plane_of(rows):
    """Return the projection on the two directions in which `rows` differ most."""
    mean = rows.mean(axis=0)
    directions = np.linalg.svd(rows - mean)[2][:2]
    return lambda x: (x - mean) @ directions.T


sets = {
    "days": "monday tuesday wednesday thursday friday saturday sunday",
    "animals": "dog cat horse cow sheep goat pig",
    "fruit": "apples pears plums cherries grapes lemons",
    "colours": "red blue green yellow white black",
    "instruments": "violin piano flute trumpet drum guitar",
    "people": "king queen prince princess man woman boy girl",
}
rows = {title: vectors[[index[name] for name in sets[title].split()]] for title in sets}
colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#222222"]

figure, (left, right) = plt.subplots(1, 2, figsize=(13, 5.5))

project = plane_of(np.concatenate(list(rows.values())))
for title, colour, marker in zip(sets, colours, "osD^vP", strict=True):
    x, y = project(rows[title]).T
    left.scatter(x, y, color=colour, marker=marker, s=45, alpha=0.75, label=title)
left.set_title("Words of one set lie together")
left.legend()

king, queen, man, woman = vectors[[index[name] for name in ("king", "queen", "man", "woman")]]
project = plane_of(np.stack([king, queen, man, woman]))
for start, end, colour, style, label in [
    (man, king, "#0072b2", "-", "step of rank"),
    (woman, queen, "#0072b2", "-", None),
    (man, woman, "#009e73", "--", "step of gender"),
    (king, queen, "#009e73", "--", None),
]:
    x, y = project(np.stack([start, end])).T
    right.plot(x, y, color=colour, linestyle=style, linewidth=2, label=label, zorder=1)
for name, vector in [("king", king), ("queen", queen), ("man", man), ("woman", woman)]:
    right.scatter(*project(vector), color="#222222", s=30, zorder=2)
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    right.annotate(name, project(vector), (8, 8), textcoords="offset points", bbox=white)
corner = project(king - man + woman)
right.scatter(*corner, color="#d55e00", marker="x", s=80, label="king - man + woman", zorder=3)
right.set_title("king - man + woman is nearest to queen")
right.margins(0.15)
right.set_aspect("equal", adjustable="datalim")
right.legend(loc="center")

for axes in (left, right):
    axes.set_xlabel("first direction")
    axes.set_ylabel("second direction")
figure.tight_layout()
plt.show()

# %% [markdown]
# ## `skipgram_softmax`
#
# The models of word2vec do not count; they *predict*. Skip-gram takes a centre word and predicts a
# word of its context.
#
# ![The skip-gram model: the id of the centre word selects a row of E, the vector v; its inner
# product with each row of U gives one score for each word, and softmax turns the scores into
# probabilities of the context word.](figures/skipgram.svg)
#
# Let $v = v_c$ be the row of $E$ for the centre $c$. Every word $w$ of the vocabulary gets the
# score $s_w = u_w \cdot v$, and
# $$P(w \mid c) = \frac{e^{s_w}}{\sum_{w'} e^{s_{w'}}}, \qquad
#   L = -\ln P(o \mid c) = \ln \sum_{w} e^{s_w} - s_o$$
# is the loss for one pair of a centre $c$ and a context word $o$. With the probabilities
# $p = \mathrm{softmax}(s)$ and the one-hot vector $e_o$, the gradient with respect to the scores is
# $p - e_o$: predicted minus observed. The chain rule gives the gradients of $v$ and of each $u_w$;
# all other rows of $E$ get zero.
#
# If a score is 1000 larger than $s_o$, then $p_o$ is 0 in floating point and its logarithm is
# $-\infty$, however carefully `softmax` was written. The *loss* must be computed from the scores:
# the right-hand form above, with the largest score taken out of the sum before the exponential.
#
# Graded: the loss, both gradients (also against central differences of your own loss), their
# shapes, and that all is finite for scores of $\pm 1000$.


# %%
def skipgram_softmax(centre, context, E, U):
    """Compute loss and gradients of the skip-gram model with a full softmax, for one pair.

    Parameters
    ----------
    centre, context : int
        Ids of the centre word and of the context word that was observed.
    E : (V, D) ndarray
        Vectors of the words as centres.
    U : (V, D) ndarray
        Vectors of the words as contexts.

    Returns
    -------
    loss : float
        -ln P(context | centre), finite for scores of +-1000.
    dE : (V, D) ndarray
        The gradient of the loss with respect to `E`: zero except in row `centre`.
    dU : (V, D) ndarray
        The gradient of the loss with respect to `U`.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    References
    ----------
    T. Mikolov, K. Chen, G. Corrado and J. Dean, "Efficient estimation of word representations in
    vector space", arXiv:1301.3781, 2013.

    Examples
    --------
    The scores are 0, 3 and 1:

    >>> E = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]])
    >>> U = np.array([[2.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    >>> loss, dE, dU = skipgram_softmax(1, 1, E, U)
    >>> round(float(loss), 8)
    0.16984602
    >>> dE.round(4)
    array([[ 0.    ,  0.    ],
           [-0.1864, -0.084 ],
           [ 0.    ,  0.    ]])
    >>> dU.round(4)
    array([[ 0.042 ,  0.084 ],
           [-0.1562, -0.3124],
           [ 0.1142,  0.2284]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `skipgram_negative`
#
# The sum over the whole vocabulary makes each step cost $V \cdot D$ operations. *Negative sampling*
# asks an easier question: is this pair from the text, or was it made up? For each observed pair
# $(c, o)$ one draws $K$ words $n_1, \dots, n_K$, the *negatives*, and trains a logistic
# classifier to say yes to $o$ and no to the negatives:
# $$L = -\ln \sigma(u_o \cdot v) - \sum_{k=1}^{K} \ln \sigma(-u_{n_k} \cdot v), \qquad
#   \sigma(s) = \frac{1}{1 + e^{-s}} .$$
# The sum runs over the *draws*. A word that was drawn twice counts twice, in the loss and in the
# gradient. If $o$ itself was drawn, it counts once as observed and once as a negative. Here the
# negatives are an argument, so that the result has one right value.
#
# For the gradient, note that $-\ln \sigma(-s) = \ln(1 + e^{s})$, and that its derivative is
# $\sigma(s)$. Only the rows $o, n_1, \dots, n_K$ of $U$ and the row $c$ of $E$ get a gradient.
#
# As before, $\ln \sigma(s)$ is not to be computed as the logarithm of a sigmoid that may have
# become 0. Look up `np.logaddexp`.
#
# Graded: the loss and both gradients, repeated negatives, the observed word among the negatives,
# $K = 0$, and that all is finite for scores of $\pm 1000$.


# %%
def skipgram_negative(centre, context, negatives, E, U):
    """Compute loss and gradients of the skip-gram model with negative sampling, for one pair.

    Parameters
    ----------
    centre, context : int
        Ids of the centre word and of the context word that was observed.
    negatives : (K,) int ndarray
        Ids of the words drawn as negatives. K may be 0; an id that appears twice counts twice; the
        id `context` may appear and is then a negative like any other.
    E : (V, D) ndarray
        Vectors of the words as centres.
    U : (V, D) ndarray
        Vectors of the words as contexts.

    Returns
    -------
    loss : float
        The loss, finite for scores of +-1000.
    dE : (V, D) ndarray
        The gradient of the loss with respect to `E`: zero except in row `centre`.
    dU : (V, D) ndarray
        The gradient of the loss with respect to `U`: zero except in the rows of `context` and
        `negatives`.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    References
    ----------
    T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed representations of words
    and phrases and their compositionality", NIPS 26, 2013.

    Examples
    --------
    The scores are 0, 3 and 1; word 0 was drawn twice:

    >>> E = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]])
    >>> U = np.array([[2.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    >>> loss, dE, dU = skipgram_negative(1, 1, np.array([0, 2, 0]), E, U)
    >>> round(float(loss), 8)
    2.7481434
    >>> dE.round(4)
    array([[ 0.    ,  0.    ],
           [ 1.2215, -0.3164],
           [ 0.    ,  0.    ]])
    >>> dU.round(4)
    array([[ 1.    ,  2.    ],
           [-0.0474, -0.0949],
           [ 0.7311,  1.4621]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `cbow`
#
# The *continuous bag of words* turns the question round: it predicts the word in the middle from
# its context. The vectors of the $m$ context words $c_1, \dots, c_m$ are averaged,
# $$h = \frac{1}{m} \sum_{j=1}^{m} v_{c_j} ,$$
# and from there on $h$ plays the part of $v$: scores $s_w = u_w \cdot h$, softmax, and *one* loss
# $-\ln P(t \mid c_1, \dots, c_m)$ for the target $t$. The name says what is lost: the order of the
# words in the bag does not matter.
#
# On the way back each of the $m$ places receives its share $\frac{1}{m}\, \partial L / \partial h$.
# A word that stands at two places of the context receives two shares.
#
# Graded: the loss and both gradients, repeated context words, and that all is finite for
# scores of $\pm 1000$.


# %%
def cbow(context_ids, target, E, U):
    """Compute loss and gradients of the continuous bag of words with a full softmax.

    Parameters
    ----------
    context_ids : (m,) int ndarray
        Ids of the context words, at least one; an id may be repeated, and counts each time.
    target : int
        Id of the word in the middle.
    E : (V, D) ndarray
        Vectors of the words as context words; they are averaged.
    U : (V, D) ndarray
        Vectors of the words as targets.

    Returns
    -------
    loss : float
        -ln P(target | context), finite for scores of +-1000.
    dE : (V, D) ndarray
        The gradient of the loss with respect to `E`: zero except in the rows of `context_ids`.
    dU : (V, D) ndarray
        The gradient of the loss with respect to `U`.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    References
    ----------
    T. Mikolov, K. Chen, G. Corrado and J. Dean, "Efficient estimation of word representations in
    vector space", arXiv:1301.3781, 2013.

    Examples
    --------
    The mean of rows 0 and 2 is the row 1 of the earlier example, and so the loss is the same:

    >>> E = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]])
    >>> U = np.array([[2.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    >>> loss, dE, dU = cbow(np.array([0, 2]), 1, E, U)
    >>> round(float(loss), 8)
    0.16984602
    >>> dE.round(4)
    array([[-0.0932, -0.042 ],
           [ 0.    ,  0.    ],
           [-0.0932, -0.042 ]])
    """
    raise NotImplementedError


# %% [markdown]
# ## `train_skipgram`
#
# Training is plain stochastic gradient descent: take the pairs in order, one at a time, and for
# each go one step against the gradient,
# $$E \leftarrow E - \eta\, \frac{\partial L}{\partial E}, \qquad
#   U \leftarrow U - \eta\, \frac{\partial L}{\partial U} ,$$
# where both gradients are taken *before* either matrix is changed, and the next pair sees the
# changed matrices. One *epoch* is one pass over all pairs. In practice the negatives are drawn anew
# for each step, and frequent words more often (with probability proportional to count$^{3/4}$);
# here each pair has its own row of given negatives, used in each epoch.
#
# Graded: the matrices after one step and after several epochs, that `E0` and `U0` are not changed,
# and that 0 epochs return copies of them.


# %%
def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
    """Train a skip-gram model with negative sampling.

    Parameters
    ----------
    pairs : (N, 2) int ndarray
        Pairs (centre, context), visited in order.
    negatives : (N, K) int ndarray
        The negatives of each pair, the same in every epoch.
    E0, U0 : (V, D) ndarray
        The matrices before training; they are not changed.
    learning_rate : float
        The length of a step, relative to the gradient.
    epochs : int
        How many times to go over all pairs; 0 is allowed.

    Returns
    -------
    E, U : (V, D) ndarray
        The matrices after training, as floats, in new arrays.

    Notes
    -----
    Arrays may be `float32` or whole numbers, strided or read-only; they are not changed, and what
    is returned shares no memory with them.

    Examples
    --------
    At first all scores are 0, so word 1 is drawn towards the centre and word 0 is pushed away, by
    half the centre's vector each; the row of E does not move, as the rows of U are zero.

    >>> E0, U0 = np.array([[2.0, 0.0], [0.0, 1.0]]), np.zeros((2, 2))
    >>> E, U = train_skipgram(np.array([[0, 1]]), np.array([[0]]), E0, U0, 1.0, 1)
    >>> E
    array([[2., 0.],
           [0., 1.]])
    >>> U
    array([[-1.,  0.],
           [ 1.,  0.]])
    """
    raise NotImplementedError


# %% [markdown]
# The next cell trains on the first sentences of the corpus, one epoch at a time, and plots the mean
# loss of a pair. At the start all scores are near 0, and the loss is near $(K + 1) \ln 2$.

# %% tags=["plot"]
import matplotlib.pyplot as plt

part = np.array([index[token] for token in tokens[:600]])
pairs = context_pairs(part, 2)
random = np.random.default_rng(0)
negatives = random.choice(part, size=(len(pairs), 3))
E = random.normal(scale=0.1, size=(len(words), 12))
U = random.normal(scale=0.1, size=(len(words), 12))


def mean_loss():
    """Return the mean loss over the pairs."""
    losses = [
        skipgram_negative(centre, context, drawn, E, U)[0]
        for (centre, context), drawn in zip(pairs, negatives, strict=True)
    ]
    return np.mean(losses)


losses = [mean_loss()]
for _ in range(15):
    E, U = train_skipgram(pairs, negatives, E, U, learning_rate=0.1, epochs=1)
    losses.append(mean_loss())

figure, axes = plt.subplots(figsize=(7, 4))
axes.plot(losses, marker="o", color="#0072b2", label="skip-gram, K = 3")
axes.axhline(4 * np.log(2), color="#e69f00", linestyle="--", label="all scores 0: 4 ln 2")
axes.set_title("Training with negative sampling")
axes.set_xlabel("epoch")
axes.set_ylabel("mean loss of a pair (nats)")
axes.set_ylim(bottom=0)
axes.legend()
plt.show()

# %% [markdown]
# ### Question: two matrices
#
# Skip-gram learns two vectors for each word, a row of $E$ and a row of $U$.
#
# 1. What does the row $v_w$ of $E$ stand for, and what the row $u_w$ of $U$? What does it mean that
#    $u_a \cdot v_b$ is large, and what that $v_a$ and $v_b$ are similar?
# 2. Suppose that we use one matrix for both, $U = E$. Which pairs of words would get a large score
#    that they should not have?

# %% [markdown]
# *Write your answer here.*

# %% [markdown]
# ## `negative_sampling_property`
#
# How would you notice that an implementation of `skipgram_negative` is wrong, if you could only
# call it? In this exercise you write the test. Your function receives an implementation `f` with
# the signature of `skipgram_negative` and returns True if it is right and False if it is wrong.
#
# It is run against a right implementation and against six wrong ones, each with one realistic
# mistake. You get a share of the points for each wrong one that you catch, and none at all if you
# reject the right one, so compare floats with a tolerance (`np.allclose`).
#
# Some laws that a right implementation obeys: the gradients agree with central differences of the
# loss; the loss is $(K + 1) \ln 2$ if $v = 0$; with $K = 0$ it is $-\ln \sigma(u_o \cdot v)$; a
# negative drawn twice adds its term twice. Each of them lets some wrong implementations pass: a
# wrong loss can have a perfectly right gradient *of that wrong loss*. Combine several, and choose
# inputs that can tell right from wrong: with a repeated negative, and scores that are not all
# alike.
#
# Try it on your own function: `negative_sampling_property(skipgram_negative)`. Then break your
# function on purpose, and see whether you notice.


# %%
def negative_sampling_property(f):
    """Tell whether `f` computes negative sampling correctly.

    Parameters
    ----------
    f : callable
        `f(centre, context, negatives, E, U)` returns `(loss, dE, dU)` as `skipgram_negative`
        does, rightly or wrongly. It changes none of its arguments, and it does not raise for ids
        inside the vocabulary.

    Returns
    -------
    bool
        True if `f` is right, False if it is wrong.

    Notes
    -----
    `f` may be called some hundred times. It need not be tested on large scores. Use NumPy only.

    Examples
    --------
    >>> negative_sampling_property(skipgram_negative)
    True
    >>> negative_sampling_property(lambda *args: (0.0, np.zeros((5, 3)), np.zeros((5, 3))))
    False
    """
    raise NotImplementedError
