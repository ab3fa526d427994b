# %% [markdown]
# # 2. A long short-term memory unit
#
# A recurrent network reads a sequence one element at a time and carries a state from each step to
# the next. The long short-term memory (LSTM) unit carries two vectors: the *memory cell* $c_t$,
# which only the unit itself sees, and the *visible state* $h_t$, which is its output and also an
# input of its next step. Three *gates*, numbers between 0 and 1, decide what happens to the memory:
# the forget gate $f_t$ says how much of the old cell stays, the input gate $i_t$ how much of the
# new candidate $g_t$ is written, and the output gate $o_t$ how much of the cell is shown.
#
# ![One LSTM unit: the input x and the previous visible state h feed the forget, input and output
# gates and the candidate; the cell c runs through the unit from left to right, is multiplied by the
# forget gate, receives the gated candidate, and leaves through tanh and the output
# gate as the new visible state h](figures/lstm_unit.svg)
#
# For one input $x_t$ (a vector of $d$ numbers) and states of $H$ numbers, a step is
#
# $$
# \begin{aligned}
# f_t &= \sigma(W_f x_t + U_f h_{t-1} + b_f) \\
# i_t &= \sigma(W_i x_t + U_i h_{t-1} + b_i) \\
# o_t &= \sigma(W_o x_t + U_o h_{t-1} + b_o) \\
# g_t &= \tanh(W_c x_t + U_c h_{t-1} + b_c) \\
# c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\
# h_t &= o_t \odot \tanh(c_t)
# \end{aligned}
# $$
#
# where $\sigma$ is the logistic sigmoid and $\odot$ multiplies entry by entry. The matrices $W$ act
# on the input and the matrices $U$ on the previous visible state; other texts write $W^{f,x}$ for
# our $W_f$ and $W^{f,h}$ for our $U_f$.
#
# **Parameters.** Every function below takes them as one dict, `params`, with twelve arrays:
#
# | keys | shape | act on |
# | --- | --- | --- |
# | `Wf`, `Wi`, `Wo`, `Wc` | `(hidden, inputs)` | the input `x` |
# | `Uf`, `Ui`, `Uo`, `Uc` | `(hidden, hidden)` | the previous visible state `h` |
# | `bf`, `bi`, `bo`, `bc` | `(hidden,)` | nothing, they are offsets |
#
# **Batches.** One example is a row: `x` is `(inputs,)`, `h` and `c` are `(hidden,)`. A batch adds a
# *first* axis: `(n, inputs)` and `(n, hidden)`. All functions take either. In a sequence, time
# comes before the batch: `(T, inputs)` or `(T, n, inputs)`.
#
# **What holds for every function of this problem, and is graded:** no argument is changed (nor any
# array inside `params`), nothing is remembered from one call to the next, integers and float32
# arrays are accepted as well as float64 (results are floats, correct to a relative error of
# $10^{-7}$, for float32 of $10^{-4}$), arrays may be read-only or strided, a size of 1 is a size
# like any other, and gates that are saturated, with biases of $\pm 1000$, give finite results. How
# you arrange a sum, whether you loop over units or stack the four matrices into one, is your
# choice.

# %%
import numpy as np

# %% [markdown]
# Many examples below use this unit with one input and one hidden number. Its twelve parameters are
# all different and none of its gates is saturated, so that you can follow every term on paper.

# %%
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

# %% [markdown]
# ## `sigmoid`
#
# The gates are logistic sigmoids,
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}},$$
#
# smooth switches that are almost 0 for very negative $x$, almost 1 for very positive $x$ and
# exactly $\tfrac12$ at 0. The gates of the unit studied below sit at $x = \pm 100$, and training
# can push them much further out. There the formula as written computes $e^{1000}$, which overflows,
# and the algebraically equal $e^x / (1 + e^x)$ even becomes $\infty / \infty$. Write it so that the
# exponential is never taken of a large positive number.


# %%
def sigmoid(x):
    """Return the logistic sigmoid of every entry of `x`.

    Parameters
    ----------
    x : array_like
        Numbers of any shape, also a single number or an empty array; integers are taken as floats.

    Returns
    -------
    ndarray or float
        Values in [0, 1], of the shape of `x`, as floats.

    Notes
    -----
    Stable for every finite entry: at -1000 and 1000 the results are 0 and 1, without an overflow
    and without a warning. `x` is not changed.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 3.10.

    Examples
    --------
    >>> sigmoid(np.array([-1000, 0, 1000]))
    array([0. , 0.5, 1. ])
    >>> round(float(sigmoid(-1.15)), 8)
    0.24048908
    """
    raise NotImplementedError


# %% [markdown]
# ## `gates`
#
# The first four equations have one form: an affine function of $x_t$ and $h_{t-1}$, then a
# squashing function. For a batch with one example in each row, a row of the result is the result of
# that row; for the forget gate,
#
# $$f = \sigma(x\,W_f^{\top} + h\,U_f^{\top} + b_f).$$
#
# Three of the four use the sigmoid, because they are fractions to multiply with. The candidate $g$
# is a new *value* for the memory and may be negative: it uses $\tanh$. Return the four in the order
# f, i, o, g.


# %%
def gates(x, h, params):
    """Return the three gates and the candidate of an LSTM step.

    Parameters
    ----------
    x : (inputs,) or (n, inputs) ndarray
        The input of this step.
    h : (hidden,) or (n, hidden) ndarray
        The visible state after the step before.
    params : dict of ndarray
        The twelve arrays `Wf`, ..., `bc` described at the top.

    Returns
    -------
    f, i, o : (hidden,) or (n, hidden) ndarray
        Forget, input and output gate, entries in [0, 1].
    g : (hidden,) or (n, hidden) ndarray
        The candidate for the memory cell, entries in [-1, 1].

    Raises
    ------
    ValueError
        If the last axis of `x` does not fit `Wf`: the text holds the shapes of `x` and `Wf`.
        If the last axis of `h` does not fit `Uf`: the text holds the shapes of `h` and `Uf`.
        Shapes are written as Python prints them, for example `(4, 3)`.

    Notes
    -----
    No argument is changed. Biases of -1000 and 1000 give gates of exactly 0 and 1.

    References
    ----------
    Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997), for the input
    and output gates; Gers, Schmidhuber and Cummins, "Learning to forget: continual prediction with
    LSTM", Neural Computation 12 (2000), for the forget gate.

    Examples
    --------
    >>> values = gates(np.array([1.0]), np.array([0.5]), WORKED_UNIT)
    >>> [round(float(value[0]), 8) for value in values]
    [0.75951092, 0.42555748, 0.57444252, 0.78180636]
    """
    raise NotImplementedError


# %% [markdown]
# ## `lstm_step`
#
# The last two equations make the new states from the gates:
#
# $$c_t = f_t \odot c_{t-1} + i_t \odot g_t, \qquad h_t = o_t \odot \tanh(c_t).$$
#
# Read the first as a memory with two switches. With $f = 1$ and $i = 0$ the cell is kept as it is;
# with $f = 0$ and $i = 1$ it is overwritten by the candidate; with both open the candidate is
# added. The output gate acts on what is shown and never on what is stored. The second equation
# shows the *new* cell, squashed, so that $|h_t| < 1$ however large the cell has grown.


# %%
def lstm_step(x, h, c, params):
    """Advance an LSTM by one step.

    Parameters
    ----------
    x : (inputs,) or (n, inputs) ndarray
        The input of this step.
    h, c : (hidden,) or (n, hidden) ndarray
        Visible state and memory cell after the step before.
    params : dict of ndarray
        The twelve arrays `Wf`, ..., `bc` described at the top.

    Returns
    -------
    h, c : (hidden,) or (n, hidden) ndarray
        Visible state and memory cell after this step, in this order, as new arrays.

    Notes
    -----
    No argument is changed: in particular the old cell keeps its values. Saturated gates and cells
    of size 1000 give finite results.

    References
    ----------
    Gers, Schmidhuber and Cummins, "Learning to forget: continual prediction with LSTM", Neural
    Computation 12 (2000); this form, without peepholes, as in Goodfellow, Bengio and Courville,
    *Deep Learning* (2016), section 10.10.

    Examples
    --------
    >>> h, c = lstm_step(np.array([1.0]), np.array([0.5]), np.array([-1.0]), WORKED_UNIT)
    >>> print(h.round(8), c.round(8))
    [-0.23129913] [-0.42680737]
    """
    raise NotImplementedError


# %% [markdown]
# ## `lstm_sequence`
#
# A sequence is the step applied again and again, with the same parameters; each step starts from
# the two states that the step before left behind. Return both states after *every* step. Since the
# pair $(h_t, c_t)$ is all that the unit remembers, a long run can be cut anywhere: running the
# first part, and then the second from the states where the first ended, gives the same states as
# one run.


# %%
def lstm_sequence(xs, h0, c0, params):
    """Run an LSTM over a sequence.

    Parameters
    ----------
    xs : (T, inputs) or (T, n, inputs) ndarray
        The inputs, time first. T may be 0.
    h0, c0 : (hidden,) or (n, hidden) ndarray
        Visible state and memory cell before the first step.
    params : dict of ndarray
        The twelve arrays `Wf`, ..., `bc` described at the top.

    Returns
    -------
    hs, cs : (T, hidden) or (T, n, hidden) ndarray
        Visible state and memory cell after each step. The initial states are not among them.

    Notes
    -----
    No argument is changed. An empty sequence gives two empty arrays, of shape (0, hidden) or
    (0, n, hidden).

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 10.1 and 10.10.

    Examples
    --------
    >>> xs = np.array([[1.0], [-2.0], [0.5]])
    >>> hs, cs = lstm_sequence(xs, np.array([0.5]), np.array([-1.0]), WORKED_UNIT)
    >>> print(hs[:, 0].round(8), cs[:, 0].round(8))
    [-0.23129913 -0.09159271 -0.16010918] [-0.42680737 -0.93510658 -0.36495215]
    """
    raise NotImplementedError


# %% [markdown]
# ## `scalar_params`
#
# For the next two exercises everything is a single number: one input, one hidden unit. With
# superscripts for what a weight acts on, the unit has the parameters
#
# $$
# \begin{array}{lll}
# W^{f,x} = 0   & W^{f,h} = 0    & b_f = -100 \\
# W^{i,x} = 100 & W^{i,h} = 0    & b_i = 100 \\
# W^{o,x} = 100 & W^{o,h} = 0    & b_o = 0 \\
# W^{c,x} = 50  & W^{c,h} = -100 & b_c = 0
# \end{array}
# $$
#
# Put them into a `params` dict that all the functions of this problem accept. Before you go on,
# say in words what this unit does: what does its forget gate do for *every* input? What does an
# input of 1 do to the candidate when the visible state is 0, when it is 1, when it is -1?


# %%
def scalar_params():
    """Return the parameters of the scalar unit of the table above.

    Returns
    -------
    dict of ndarray
        The twelve keys `Wf`, ..., `bc` and no others. The `W` and `U` are float arrays of shape
        (1, 1), the `b` float arrays of shape (1,); those that are zero are present too.

    Notes
    -----
    Every call returns a new dict with the same values.

    References
    ----------
    The table above is the definition.

    Examples
    --------
    >>> params = scalar_params()
    >>> len(params), params["Wi"].shape, params["bi"].shape
    (12, (1, 1), (1,))
    """
    raise NotImplementedError


# %% [markdown]
# ## `rounded_states`
#
# Run by hand, this unit is easiest to follow when its visible state is a whole number. So here is a
# protocol: start from $h = c = 0$; after each step, round $h$ to the closest integer, with
# $|h| \le \tfrac12$ going to 0; feed the *rounded* value into the next step. The memory cell is not
# rounded. On the inputs 0, 0, 1, 1, 1, 0 the scalar unit goes through
#
# | $x_t$ | $f_t$ | $i_t$ | $o_t$ | $c_t$ | $h_t$ before rounding | $h_t$ after rounding |
# | --- | --- | --- | --- | --- | --- | --- |
# | 0 | 0 | 1 | 0.5 | 0 | 0 | 0 |
# | 0 | 0 | 1 | 0.5 | 0 | 0 | 0 |
# | 1 | 0 | 1 | 1 | 1 | 0.7615941559557649 | 1 |
# | 1 | 0 | 1 | 1 | -1 | -0.7615941559557649 | -1 |
# | 1 | 0 | 1 | 1 | 1 | 0.7615941559557649 | 1 |
# | 0 | 0 | 1 | 0.5 | -1 | -0.3807970779778824 | 0 |
#
# and on 1, 1, 0, 1, 1 its rounded states are 1, -1, 0, 1, -1. (The entries 0, 1 and -1 are meant up
# to about $e^{-50}$: the gates are saturated, not replaced by constants.)
#
# For this unit it makes no difference on any sequence of zeros and ones (of up to 12 steps at
# least) whether the rounded value is really fed on or the rounding is done at the end, so a program
# that does the latter looks right. The following unit tells them apart: $W^{f,x} = -1$, $b_f = 2$,
# $W^{i,h} = -1$, $b_o = 1$, $W^{c,x} = -2$ and everything else 0. On 0, 0, 1, 1, 1, 0 its rounded
# states are 0, 0, 0, 0, -1, -1.


# %%
def rounded_states(xs, params):
    """Run a scalar LSTM, feeding back its visible state rounded to an integer.

    Parameters
    ----------
    xs : (T,) ndarray
        The inputs, one number for each step. T may be 0.
    params : dict of ndarray
        Parameters of a unit with one input and one hidden number, shaped as in `scalar_params`.
        Any values, not only those of `scalar_params`.

    Returns
    -------
    (T,) ndarray
        The visible state after each step, rounded: each is -1, 0 or 1, as a float.

    Notes
    -----
    Both states start at 0. The rounded visible state is what the next step receives; the cell is
    passed on as it is. A visible state of exactly 0.5 or -0.5 is rounded to 0. No argument is
    changed.

    References
    ----------
    The protocol above is the definition.

    Examples
    --------
    >>> print(rounded_states(np.array([0, 0, 1, 1, 1, 0]), scalar_params()))
    [ 0.  0.  1. -1.  1.  0.]
    """
    raise NotImplementedError


# %% [markdown]
# The plot shows what the scalar unit does, without any rounding. As long as the inputs are 1, the
# cell flips between 1 and -1; an input of 0 half closes the output gate, which brings the visible
# state into the band that rounds to 0.

# %% tags=["plot"]
import matplotlib.pyplot as plt

xs = np.array([0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0])
hs, cs = lstm_sequence(xs[:, np.newaxis], np.zeros(1), np.zeros(1), scalar_params())
before = np.vstack([np.zeros((1, 1)), hs[:-1]])
f, i, o, g = gates(xs[:, np.newaxis], before, scalar_params())

steps = np.arange(len(xs))
figure, axes = plt.subplots(3, 1, figsize=(8, 7), sharex=True, layout="constrained")
axes[0].bar(steps, xs, color="#999999", width=0.6)
axes[0].set(title="The scalar unit over time", ylabel="input $x_t$", ylim=(0, 1.1))
lines = (("forget $f_t$", f, "#D55E00", "s-"), ("input $i_t$", i, "#009E73", "^--"))
for label, values, colour, style in (*lines, ("output $o_t$", o, "#0072B2", "o:")):
    axes[1].plot(steps, values[:, 0], style, color=colour, label=label)
axes[1].set(ylabel="gate", ylim=(-0.1, 1.1))
axes[2].axhspan(-0.5, 0.5, color="#F0F0F0", label="rounds to 0")
axes[2].plot(steps, cs[:, 0], "s--", color="#E69F00", label="cell $c_t$")
axes[2].plot(steps, hs[:, 0], "o-", color="#0072B2", label="visible state $h_t$")
axes[2].set(xlabel="step $t$", ylabel="state", ylim=(-1.15, 1.15), xticks=steps)
for axis in axes[1:]:
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
plt.show()

# %% [markdown]
# ## Question: what the two sequences cannot see (2 points, graded by hand)
#
# Suppose that somebody deletes the term $f_t \odot c_{t-1}$ from `lstm_step`. The rounded states of
# the scalar unit on the two sequences above stay exactly as they are. Explain why. Name one more
# mistake in `lstm_step` that these two sequences cannot see, and describe a test (parameters,
# states, what you would expect) that finds both.

# %% [markdown]
# *Write your answer here.*

# %% [markdown]
# ## `lstm_step_backward`
#
# To train the unit we need the gradient of a loss $L$ with respect to everything that went into a
# step. The step has two outputs, $h_t$ and $c_t$, and both go on to influence the loss, so two
# gradients arrive from above: $\partial L / \partial h_t$ (`dh`) and $\partial L / \partial c_t$
# (`dc`). The latter is the influence of the cell on *later* steps only; but the cell also
# influences $h_t$. The whole gradient at the cell is the sum over both ways,
#
# $$\bar c_t = \frac{\partial L}{\partial c_t}
#   + \frac{\partial L}{\partial h_t} \odot o_t \odot \bigl(1 - \tanh^2(c_t)\bigr).$$
#
# From there, follow each product and each squashing function backwards. Three facts suffice. The
# gradient of one factor of a product is the gradient of the product times the other factor.
# Derivatives of the squashing functions can be had from their values:
# $\sigma' = \sigma (1 - \sigma)$ and $\tanh' = 1 - \tanh^2$. And for $z = W x + U h + b$ with the
# gradient $\delta = \partial L / \partial z$,
#
# $$\frac{\partial L}{\partial W} = \delta\, x^{\top}, \quad
#   \frac{\partial L}{\partial U} = \delta\, h^{\top}, \quad
#   \frac{\partial L}{\partial b} = \delta, \quad
#   \frac{\partial L}{\partial x} = W^{\top} \delta, \quad
#   \frac{\partial L}{\partial h} = U^{\top} \delta.$$
#
# For the output gate, for example,
# $\delta_o = \frac{\partial L}{\partial h_t} \odot \tanh(c_t) \odot o_t \odot (1 - o_t)$. The input
# $x_t$ and the old state $h_{t-1}$ enter all four of $f, i, o, g$: their gradients are sums of four
# terms. In a batch, the rows share the parameters: parameter gradients are *summed* over the rows
# (not averaged), while `dx`, `dh_prev` and `dc_prev` keep one row for each example.
#
# The checks compare your gradients with central differences of *your own* `lstm_step`, for the loss
# $L = \sum (\text{dh} \odot h_t) + \sum (\text{dc} \odot c_t)$. You can do the same while you work.


# %%
def lstm_step_backward(dh, dc, x, h, c, params):
    """Backpropagate through one LSTM step.

    Parameters
    ----------
    dh, dc : (hidden,) or (n, hidden) ndarray
        Gradient of the loss with respect to the two outputs of the step, where `dc` is without the
        part that goes through the visible state of this step.
    x : (inputs,) or (n, inputs) ndarray
        The input of the step.
    h, c : (hidden,) or (n, hidden) ndarray
        Visible state and memory cell *before* the step, as they were given to `lstm_step`.
    params : dict of ndarray
        The twelve arrays `Wf`, ..., `bc` described at the top.

    Returns
    -------
    dx : (inputs,) or (n, inputs) ndarray
        Gradient with respect to `x`.
    dh_prev, dc_prev : (hidden,) or (n, hidden) ndarray
        Gradients with respect to `h` and `c`, the states before the step.
    grads : dict of ndarray
        Gradients with respect to the parameters, with the keys and shapes of `params`, summed over
        the batch.

    Notes
    -----
    What is needed of the forward step is computed again, so that nothing has to be kept. No
    argument is changed: in particular `dc` is not added to in place. Saturated gates give finite
    gradients.

    References
    ----------
    Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997); Greff et al.,
    "LSTM: a search space odyssey", IEEE Transactions on Neural Networks and Learning Systems 28
    (2017), section II, for the full gradient.

    Examples
    --------
    >>> x, h, c = np.array([1.0]), np.array([0.5]), np.array([-1.0])
    >>> dh, dc = np.array([1.0]), np.array([-2.0])
    >>> dx, dh_prev, dc_prev, grads = lstm_step_backward(dh, dc, x, h, c, WORKED_UNIT)
    >>> print(dx.round(8), dh_prev.round(8), dc_prev.round(8))
    [-0.05757051] [0.0071325] [-1.15346165]
    >>> print(grads["Wf"].round(8), grads["Uf"].round(8), grads["bf"].round(8))
    [[0.27739493]] [[0.13869747]] [0.27739493]
    """
    raise NotImplementedError


# %% [markdown]
# ## `lstm_backward`
#
# Backpropagation through time goes through the sequence from the last step to the first. The loss
# may look at the visible state of every step, so a gradient $\partial L / \partial h_t$ arrives at
# each (row $t$ of `dhs`); to it is added what comes back from step $t + 1$, which saw $h_t$ as its
# previous state. The cell has no direct way to the loss, except through the steps after it. The
# parameters are the same at all steps: their gradients add up over time.
#
# Each backward step needs the states *before* that step, so run forward first.


# %%
def lstm_backward(dhs, xs, h0, c0, params):
    """Backpropagate through a whole sequence.

    Parameters
    ----------
    dhs : (T, hidden) or (T, n, hidden) ndarray
        Direct gradient of the loss with respect to the visible state after each step, that is
        without what goes through later steps.
    xs : (T, inputs) or (T, n, inputs) ndarray
        The inputs, time first. T may be 0.
    h0, c0 : (hidden,) or (n, hidden) ndarray
        Visible state and memory cell before the first step.
    params : dict of ndarray
        The twelve arrays `Wf`, ..., `bc` described at the top.

    Returns
    -------
    dxs : (T, inputs) or (T, n, inputs) ndarray
        Gradient with respect to each input.
    dh0, dc0 : (hidden,) or (n, hidden) ndarray
        Gradients with respect to the initial states.
    grads : dict of ndarray
        Gradients with respect to the parameters, with the keys and shapes of `params`, summed over
        steps and over the batch.

    Notes
    -----
    No argument is changed. For an empty sequence `dxs` is empty, of the shape of `xs`, and the
    other gradients are zero.

    References
    ----------
    Werbos, "Backpropagation through time: what it does and how to do it", Proceedings of the
    IEEE 78 (1990).

    Examples
    --------
    >>> xs, dhs = np.array([[1.0], [-2.0], [0.5]]), np.array([[1.0], [-1.0], [2.0]])
    >>> h0, c0 = np.array([0.5]), np.array([-1.0])
    >>> dxs, dh0, dc0, grads = lstm_backward(dhs, xs, h0, c0, WORKED_UNIT)
    >>> print(dxs[:, 0].round(8), dh0.round(8), dc0.round(8))
    [-0.0718644   0.12931176 -0.09883619] [-0.03165245] [0.54391655]
    >>> print(grads["bf"].round(8), grads["bc"].round(8))
    [-0.3304387] [0.3074853]
    """
    raise NotImplementedError


# %% [markdown]
# ## `parameter_count`
#
# How many numbers does training adjust? Count the entries of the twelve arrays, for any number of
# inputs $d$ and of hidden units $h$. Note what does *not* enter: the length of the sequence.


# %%
def parameter_count(input_size, hidden_size):
    """Return how many adjustable numbers an LSTM of this form has.

    Parameters
    ----------
    input_size, hidden_size : int
        Number of inputs and of hidden units, at least 1 each. NumPy integers are accepted.

    Returns
    -------
    int
        The number of entries of all twelve arrays together, as an integer, exact for large sizes.

    Raises
    ------
    ValueError
        If a size is smaller than 1: the text holds both sizes.

    References
    ----------
    The table of parameters at the top is the definition.

    Examples
    --------
    >>> parameter_count(1, 1)
    12
    >>> parameter_count(3, 2)
    48
    """
    raise NotImplementedError


# %% [markdown]
# The name promises a *long* memory. In the plot below the input gate is closed and the candidate is
# never written, so that the cell only fades: after $t$ steps a fraction $f^t$ of it is left.

# %% tags=["plot"]
import matplotlib.pyplot as plt

zeros = {name: np.zeros_like(value) for name, value in WORKED_UNIT.items()}
styles = ((1.0, "#D55E00", ":"), (3.0, "#E69F00", "-."), (5.0, "#009E73", "--"))
figure, axis = plt.subplots(figsize=(8, 4.5), layout="constrained")
for bias, colour, style in (*styles, (7.3, "#0072B2", "-")):
    unit = {**zeros, "bf": np.array([bias]), "bi": np.array([-1000.0])}
    hs, cs = lstm_sequence(np.zeros((1000, 1)), np.zeros(1), np.ones(1), unit)
    label = f"$b_f = {bias}$, $f = {sigmoid(bias):.4f}$"
    axis.plot(np.arange(1, 1001), cs[:, 0], style, color=colour, label=label)
axis.axhline(0.5, color="#999999", linewidth=1)
axis.text(20, 0.52, "half of it left", color="#666666")
axis.set(xscale="log", xlabel="step $t$ (logarithmic)", ylabel="cell $c_t$", ylim=(0, 1.05))
axis.set_title("How long a cell that started at 1 remembers")
axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
plt.show()

# %% [markdown]
# ## Question: remembering for 1000 steps (2 points, graded by hand)
#
# A unit should store a number at step 0 and still have at least half of it in its cell after 1000
# more steps. What must its forget gate be at least, and which pre-activation
# $W_f x + U_f h + b_f$ is that? What must the input gate do meanwhile? And what does the same
# condition mean for the gradient that travels back from step 1000 to step 0?

# %% [markdown]
# *Write your answer here.*
