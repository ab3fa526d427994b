# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. A neural network by hand
#
# This problem takes a network that is small enough to be understood completely: two inputs, four
# hidden units, two outputs. You write each of its parts as a function, then use these functions to
# find out what the network has "decided" about every point of the plane.
#
# ![A network with two inputs, four hidden units and two outputs; every input is connected to
# every hidden unit, and every hidden unit to both outputs.](figures/network.svg)
#
# For an input $x = (x_1, x_2)$ the network computes, from left to right,
#
# $$
# \begin{aligned}
# z_i &= W_{i1} x_1 + W_{i2} x_2 + W_{i0}, & f(z_i) &= \max(z_i, 0), & i &= 1, \dots, 4, \\
# u_j &= \sum_{i=1}^{4} V_{ji}\, f(z_i) + V_{j0}, & f(u_j) &= \max(u_j, 0), & j &= 1, 2, \\
# o_j &= \frac{e^{f(u_j)}}{e^{f(u_1)} + e^{f(u_2)}}.
# \end{aligned}
# $$
#
# The numbers $z_i$ are the *pre-activations* of the hidden units, $f(z_i)$ their *activations*.
# The outputs $o_1$ and $o_2$ are positive and add up to one: they are the probabilities that the
# network gives to two classes. NumPy counts from zero, so $o_1$ belongs to class 0 and $o_2$ to
# class 1. Mind that the ReLU $f$ is applied to *both* layers, also to $u$ just before the softmax.
#
# **Layout of the parameters.** One row for each unit, and the offset *last*: row $i$ of `W` is
# $(W_{i1}, W_{i2}, W_{i0})$, and row $j$ of `V` is $(V_{j1}, \dots, V_{j4}, V_{j0})$. In general,
# a layer that takes $d$ numbers to $m$ numbers is an array of shape `(m, d + 1)`.

# %% [markdown]
# ## What is graded, for every function of this problem
#
# - **One example or a batch.** An example is a vector of shape `(d,)`. A batch is `(n, d)`: the
#   examples are its rows. Where a docstring writes `(..., d)`, any number of leading axes may come
#   before the last one, and the result keeps them. A batch may hold one row, or none. Sizes of 1
#   are ordinary sizes.
# - **Pure functions.** The arrays that a function receives are never changed, and the same
#   arguments always give the same answer. Arguments may be read-only, and they may be views with
#   unusual strides.
# - **Numbers.** Integer arrays are accepted and mean the same as floats: an integer `x` must not
#   round the result. `float32` arrays are accepted too, and the answer is then right to a relative
#   error of $10^{-4}$. Unless a docstring says otherwise, the answer is `float32` or `float64`.
# - **Accuracy.** For `float64` and integer input a result is right to a relative error of
#   $10^{-7}$: compute in `float64` unless you were given `float32`.
# - **Large numbers.** The softmax, and all that is built on it, is finite and right for inputs of
#   $\pm 1000$.
# - **Errors.** A function raises `ValueError` exactly where its docstring says so.
#
# You may call your earlier functions in your later ones. Loops are allowed, whole-array operations
# are shorter.

# %%
import numpy as np

# %% [markdown]
# The parameters of the network in the figure. The examples below use them; the functions must not,
# since they are graded with other parameters and with other numbers of units.

# %%
W_EXAMPLE = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0], [-1.0, 0.0, -1.0], [0.0, -1.0, -1.0]])
V_EXAMPLE = np.array([[1.0, 1.0, 1.0, 1.0, 0.0], [-1.0, -1.0, -1.0, -1.0, 2.0]])

# %% [markdown]
# ## `relu`
#
# A network of nothing but linear layers is one linear layer. What makes depth worth anything is a
# nonlinear function between the layers, and the simplest one in use is the *rectified linear unit*
#
# $$ f(z) = \max(z, 0), $$
#
# applied to each number by itself. It takes any array, of any shape, and also a single number.


# %%
def relu(z):
    """Apply the rectified linear unit to each element.

    Parameters
    ----------
    z : (...) ndarray or number
        Pre-activations, of any shape.

    Returns
    -------
    (...) ndarray or scalar
        `max(z, 0)`, elementwise, of the same shape as `z`. If `z` is an array of floats, the
        result has its dtype: `float32` stays `float32`. For integers, integers and floats are both
        accepted.

    Notes
    -----
    `z` is not changed.

    References
    ----------
    V. Nair and G. E. Hinton, "Rectified linear units improve restricted Boltzmann machines",
    ICML 2010.

    Examples
    --------
    >>> relu(np.array([-3.0, 0.0, 2.0]))
    array([0., 0., 2.])
    >>> int(relu(-3)), int(relu(0)), int(relu(2))
    (0, 0, 2)
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


# %% [markdown]
# ## `softmax`
#
# The softmax turns $K$ arbitrary numbers, called *logits*, into $K$ probabilities:
#
# $$ p_k = \frac{e^{\beta z_k}}{\sum_{l=1}^{K} e^{\beta z_l}}. $$
#
# The factor $\beta \ge 0$ is the *inverse temperature*. The name comes from statistical physics,
# where the same formula gives the probability of a state at temperature $1/\beta$. At $\beta = 0$
# all probabilities are equal; the network of this problem uses $\beta = 1$.
#
# The sum runs over the **last axis**. In a batch each row is an example of its own: its
# probabilities add up to one, and they depend on no other row.
#
# Copied literally, the formula fails in floating point. $e^{710}$ is already larger than the
# largest `float64`, so logits of 1000 give `inf / inf`, which is `nan`; logits that are all near
# $-1000$ give `0 / 0`. The probabilities themselves are harmless: only *differences* of logits
# matter,
#
# $$ \log p_k - \log p_l = \beta\,(z_k - z_l), $$
#
# hence the same number may be subtracted from all logits of an example without changing any
# probability. Choose it such that nothing can overflow, and such that at least one term of the sum
# in each row is not tiny.


# %%
def softmax(z, beta=1.0):
    """Return the softmax over the last axis.

    Parameters
    ----------
    z : (..., K) ndarray
        Logits.
    beta : float
        Inverse temperature, not negative. It multiplies the logits.

    Returns
    -------
    (..., K) ndarray
        Probabilities: each slice along the last axis adds up to one.

    Notes
    -----
    - Stable: right for logits of +-1000, also if the rows of a batch lie on very different scales.
    - With `beta=0` every probability is `1 / K`.
    - A logit of minus infinity beside finite ones has probability 0 (for `beta > 0`).
    - `z` is not changed.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville, "Deep Learning", MIT Press 2016, sections 4.1 and
    6.2.2.3.

    Examples
    --------
    >>> softmax(np.array([-2.0, 0.0, 4.0]))
    array([0.00242826, 0.01794253, 0.97962921])
    >>> softmax(np.array([[0.0, 2.0], [3.0, 0.0]]))
    array([[0.11920292, 0.88079708],
           [0.95257413, 0.04742587]])
    >>> softmax(np.array([-2.0, 0.0, 4.0, 1.0]), beta=0.0)
    array([0.25, 0.25, 0.25, 0.25])
    """
    ### BEGIN SOLUTION
    scaled = beta * np.asarray(z)
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# ## `softmax_property`
#
# How do you know that a softmax is right, without a second softmax to compare it with? You state
# facts that hold for *every* right softmax and try them on inputs of your own choice: this is
# property-based testing, and it is how your homework is tested. Here you write such a test.
#
# `softmax_property(f)` receives a function `f` that is called like `softmax`, as `f(z)` or as
# `f(z, beta=2.0)`, and returns `True` if `f` keeps all the laws that you test and `False` if it
# breaks one. For example:
#
# - one law is that each row adds up to one. Which inputs make it worth trying? A function that
#   confuses rows and columns may look right on a vector, or on a square array of zeros;
# - that law alone is kept by many functions that are not a softmax. Find others above.
#
# **How it is graded.** Your property is run on a right softmax and on six wrong ones, each made
# with one mistake that students really make. You earn points for each wrong one that it rejects,
# **and none for any of them if it rejects the right one**. So compare with a tolerance: in floating
# point, probabilities add up to one only nearly. Use NumPy only, and small arrays; a few dozen
# calls of `f` are plenty. `f` may return `nan`; it never raises an exception for the inputs that
# `softmax` has to accept.


# %%
def softmax_property(f):
    """Tell whether a function behaves like a softmax.

    Parameters
    ----------
    f : callable
        A candidate, called as `f(z)` or `f(z, beta=...)` with an ndarray `z` of shape `(..., K)`.

    Returns
    -------
    bool
        True if `f` keeps every law of the softmax that is tested, False if it breaks one. All that
        the docstring of `softmax` promises about values may be tested.

    References
    ----------
    K. Claessen and J. Hughes, "QuickCheck: a lightweight tool for random testing of Haskell
    programs", ICFP 2000.

    Examples
    --------
    >>> def uniform(z, beta=1.0):
    ...     return np.ones(z.shape) / z.shape[-1]
    >>> softmax_property(uniform)
    False
    """
    ### BEGIN SOLUTION
    batches = [
        np.array([[-2.0, 0.0, 1.5], [0.5, 3.0, -1.0]]),
        np.array([[1000.0, 1001.0, 999.0], [0.0, 1.0, -1.0], [-1000.0, -999.0, -1001.0]]),
    ]
    for z in batches:
        for beta in (0.0, 0.5, 1.0):
            p = np.asarray(f(z, beta=beta))
            if p.shape != z.shape or not np.all(p > 0):  # not > 0 is true of nan as well
                return False
            log_ratios = np.log(p) - np.log(p[:, :1])
            if not np.allclose(log_ratios, beta * (z - z[:, :1]), rtol=1e-6, atol=1e-9):
                return False
            if not np.allclose(p.sum(axis=-1), 1.0):
                return False
    return True
    ### END SOLUTION


# %% [markdown]
# ## `affine`
#
# A layer takes its input to a weighted sum for each of its units. For a unit with weights
# $w \in \mathbb{R}^d$ and offset $b$ (also called *bias*),
#
# $$ z = w_1 x_1 + \dots + w_d x_d + b. $$
#
# With the layout of this problem the $m$ units of a layer are the rows of an array `W` of shape
# `(m, d + 1)`: the first $d$ columns are the weights, the last column holds the offsets.
#
# In a batch of shape `(n, d)` each *row* is an example, so the result has shape `(n, m)`: one row
# for each example, one column for each unit.


# %%
def affine(x, W):
    """Return the pre-activations of a layer.

    Parameters
    ----------
    x : (..., d) ndarray
        One example, or a batch of them along the leading axes.
    W : (m, d + 1) ndarray
        One row for each unit: d weights, then the offset.

    Returns
    -------
    (..., m) ndarray
        The weighted sum of each unit, offset included. If `x` and `W` are both integer arrays,
        integers and floats are both accepted.

    Raises
    ------
    ValueError
        If `x` and `W` do not fit together, that is, unless `W` has one column more than `x` has
        entries on its last axis. The text of the error contains both shapes as Python prints
        them, such as `(5, 2)` and `(4, 2)`.

    Notes
    -----
    `x` and `W` are not changed.

    Examples
    --------
    >>> affine(np.array([3.0, 14.0]), W_EXAMPLE)
    array([  2.,  13.,  -4., -15.])
    """
    ### BEGIN SOLUTION
    if W.shape[1] != x.shape[-1] + 1:
        raise ValueError(
            f"W of shape {W.shape} needs inputs with {W.shape[1] - 1} entries, "
            f"but x has shape {x.shape}"
        )
    return x @ W[:, :-1].T + W[:, -1]
    ### END SOLUTION


# %% [markdown]
# ## `hidden_layer`
#
# The first layer of the network: the activations $f(z_1), \dots, f(z_4)$ of the hidden units, with
# $f$ the ReLU. At $x = (3, 14)$ the pre-activations are $z = (2, 13, -4, -15)$, so two of the
# units are off and send zero to the next layer.


# %%
def hidden_layer(x, W):
    """Return the activations of the hidden units.

    Parameters
    ----------
    x : (..., d) ndarray
        One point, or a batch of points.
    W : (m, d + 1) ndarray
        Parameters of the m hidden units, the offset in the last column.

    Returns
    -------
    (..., m) ndarray
        `f(z)` for the pre-activations z of each point. If `x` and `W` are both integer arrays,
        integers and floats are both accepted.

    Notes
    -----
    `x` and `W` are not changed.

    Examples
    --------
    >>> hidden_layer(np.array([3.0, 14.0]), W_EXAMPLE)
    array([ 2., 13.,  0.,  0.])
    """
    ### BEGIN SOLUTION
    return relu(affine(x, W))
    ### END SOLUTION


# %% [markdown]
# ## `output_from_hidden`
#
# The second half of the network, from the hidden activations $f(z)$ to the outputs $o$. It is a
# layer like the first one, followed by the softmax (with $\beta = 1$).
#
# For the parameters in the figure, $u_1$ is the sum $s$ of the four hidden activations and
# $u_2 = 2 - s$. So $o$ depends on $s$ only:
#
# | $s$ | $f(u)$ | $o$ |
# | --- | --- | --- |
# | 0 | (0, 2) | (0.11920292, 0.88079708) |
# | 1 | (1, 1) | (0.5, 0.5) |
# | 3 | (3, 0) | (0.95257413, 0.04742587) |
#
# The last line shows the ReLU of the output layer at work: $u_2 = -1$, and $f(u_2) = 0$.


# %%
def output_from_hidden(f_z, V):
    """Return the outputs of the network, given the activations of its hidden units.

    Parameters
    ----------
    f_z : (..., m) ndarray
        Activations of the m hidden units, for one point or a batch.
    V : (K, m + 1) ndarray
        Parameters of the K output units, the offset in the last column.

    Returns
    -------
    (..., K) ndarray
        The softmax of the ReLU of the pre-activations u.

    Notes
    -----
    - Stable: right for activations in the thousands.
    - `f_z` and `V` are not changed.

    Examples
    --------
    >>> output_from_hidden(np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 2.0]]), V_EXAMPLE)
    array([[0.11920292, 0.88079708],
           [0.95257413, 0.04742587]])
    """
    ### BEGIN SOLUTION
    return softmax(relu(affine(f_z, V)))
    ### END SOLUTION


# %% [markdown]
# ## `forward`
#
# The whole network, from the input to the probabilities. At $x = (3, 14)$ the values are
# $z = (2, 13, -4, -15)$, $f(z) = (2, 13, 0, 0)$, $u = (15, -13)$, $f(u) = (15, 0)$, and
# $o = (9.99999694 \cdot 10^{-1},\ 3.05902227 \cdot 10^{-7})$.
#
# Look at the second output and not only at the first. A network that forgets the last ReLU gives
# $6.9 \cdot 10^{-13}$ there, less than a millionth part of the right value, and its first output
# still differs only in the seventh decimal. The checks compare small probabilities with a
# *relative* tolerance.


# %%
def forward(x, W, V):
    """Return the outputs of the network.

    Parameters
    ----------
    x : (..., d) ndarray
        One point, or a batch of points.
    W : (m, d + 1) ndarray
        Parameters of the m hidden units, the offset in the last column.
    V : (K, m + 1) ndarray
        Parameters of the K output units, the offset in the last column.

    Returns
    -------
    (..., K) ndarray
        The probability of each class, for each point.

    Notes
    -----
    - Stable: right for pre-activations in the thousands.
    - `x`, `W` and `V` are not changed.

    Examples
    --------
    >>> forward(np.array([3.0, 14.0]), W_EXAMPLE, V_EXAMPLE)
    array([9.99999694e-01, 3.05902227e-07])
    """
    ### BEGIN SOLUTION
    return output_from_hidden(hidden_layer(x, W), V)
    ### END SOLUTION


# %% [markdown]
# ## `activation_pattern`
#
# Each hidden unit cuts the plane in two along its *boundary*, the line $z_i = 0$. On one side the
# unit is on and passes $z_i$ through, on the other side it is off. The *activation pattern* of a
# point tells for every unit on which side the point lies. Among the points of one pattern the
# network computes $u$ by one fixed affine map: a ReLU network is a linear function, cut into
# pieces.
#
# A unit is on if $z_i > 0$. A point that lies exactly on a boundary counts as off: the unit passes
# nothing there.


# %%
def activation_pattern(x, W):
    """Tell which hidden units are on.

    Parameters
    ----------
    x : (..., d) ndarray
        One point, or a batch of points.
    W : (m, d + 1) ndarray
        Parameters of the m hidden units, the offset in the last column.

    Returns
    -------
    (..., m) ndarray of bool
        True where the pre-activation is positive. A point on a boundary is off.

    Notes
    -----
    `x` and `W` are not changed.

    References
    ----------
    G. Montufar, R. Pascanu, K. Cho and Y. Bengio, "On the number of linear regions of deep neural
    networks", NeurIPS 2014.

    Examples
    --------
    >>> activation_pattern(np.array([3.0, 14.0]), W_EXAMPLE)
    array([ True,  True, False, False])
    >>> activation_pattern(np.array([1.0, -1.0]), W_EXAMPLE)
    array([False, False, False, False])
    """
    ### BEGIN SOLUTION
    return affine(x, W) > 0
    ### END SOLUTION


# %% [markdown]
# ## `predict`
#
# A network with two outputs classifies: it names the class of larger probability, 0 or 1. If the
# two probabilities are equal, the answer is class 0.


# %%
def predict(x, W, V):
    """Return the predicted class of each point.

    Parameters
    ----------
    x : (..., d) ndarray
        One point, or a batch of points.
    W : (m, d + 1) ndarray
        Parameters of the m hidden units, the offset in the last column.
    V : (2, m + 1) ndarray
        Parameters of the two output units, the offset in the last column.

    Returns
    -------
    (...) ndarray of int, or a single int for one point
        The class, 0 or 1, as an integer (not as a bool). Ties go to class 0.

    Notes
    -----
    `x`, `W` and `V` are not changed.

    Examples
    --------
    >>> points = np.array([[3.0, 14.0], [0.0, 0.0], [2.0, 0.0]])
    >>> predict(points, W_EXAMPLE, V_EXAMPLE)
    array([0, 1, 0])
    """
    ### BEGIN SOLUTION
    return np.argmax(forward(x, W, V), axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## The map of the network
#
# With these functions you can draw what the network has decided about every point of the plane.
# Each line is a boundary $z_i = 0$, and the short arrow shows the side on which the unit is on.
# Compare the picture with the four numbers of `activation_pattern`, and remember the shape of the
# region of class 1 for the question below.

# %% tags=["plot"]
import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

ticks = np.linspace(-3.5, 3.5, 401)
plane = np.stack(np.meshgrid(ticks, ticks), axis=-1)
classes = predict(plane, W_EXAMPLE, V_EXAMPLE)
z_plane = affine(plane, W_EXAMPLE)

region_colours = ["#fff3d6", "#a6d3ee"]
unit_colours = ["#d55e00", "#0072b2", "#117733", "#882255"]
unit_styles = ["-", "--", "-.", ":"]

fig, ax = plt.subplots(figsize=(7.2, 5.2), layout="constrained")
ax.contourf(ticks, ticks, classes, levels=[-0.5, 0.5, 1.5], colors=region_colours)
handles = [Patch(color=c, label=f"class {k}") for k, c in enumerate(region_colours)]
for i, (colour, style) in enumerate(zip(unit_colours, unit_styles, strict=True)):
    ax.contour(ticks, ticks, z_plane[..., i], levels=[0.0], colors=colour, linestyles=style)
    weights, offset = W_EXAMPLE[i, :-1], W_EXAMPLE[i, -1]
    foot = -offset * weights / (weights @ weights)
    ax.annotate(
        "",
        xy=foot + 0.7 * weights / np.linalg.norm(weights),
        xytext=foot,
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.8},
    )
    handles.append(Line2D([], [], color=colour, linestyle=style, label=f"$z_{i + 1} = 0$"))
ax.set_title("Predicted class, and the boundaries of the hidden units")
ax.set_xlabel("$x_1$")
ax.set_ylabel("$x_2$")
ax.set_aspect("equal")
ax.legend(handles=handles, loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False)
plt.show()

# %% [markdown]
# ### Question: the region of class 1 (graded by hand)
#
# Derive the region of class 1 from the numbers in `W_EXAMPLE` and `V_EXAMPLE`: give the inequality
# that $x_1$ and $x_2$ satisfy there, and say what the region looks like. How does it change when
# the offset 2 in the last column of `V_EXAMPLE` becomes 4?

# %% [markdown] question="region_of_class_1" points=2
# ### BEGIN SOLUTION
# Units 1 and 3 give $\max(x_1 - 1, 0) + \max(-x_1 - 1, 0) = \max(|x_1| - 1, 0)$, and units 2 and 4
# give the same for $x_2$. So $s = \max(|x_1| - 1, 0) + \max(|x_2| - 1, 0)$ is the sum of the
# hidden activations: how far, measured along the axes, the point lies outside the square with
# $|x_1| \le 1$ and $|x_2| \le 1$. Further, $f(u) = (s, \max(2 - s, 0))$, and class 1 wins if and
# only if $2 - s > s$, that is $s < 1$ (on $s = 1$ there is a tie, and class 0 is predicted).
#
# The region is the interior of an octagon about the origin: the square, a strip of width 1 along
# each of its sides, and a triangle at each corner. It reaches out to $|x_1| < 2$, $|x_2| < 2$; the
# corners are cut off by the lines $|x_1| + |x_2| = 3$.
#
# With the offset 4, class 1 wins where $4 - s > s$, that is $s < 2$: the same construction with
# strips of width 2, so the octagon grows to $|x_i| < 3$ and is cut by $|x_1| + |x_2| = 4$. The
# boundaries of the hidden units do not move.
# ### END SOLUTION

# %% [markdown]
# ## `boundary_distance`
#
# How close is a point to being on the other side of a boundary? The set $w \cdot x + b = 0$ is a
# line (a hyperplane, if there are more than two inputs), and the vector $w$ is perpendicular to
# it. The *signed distance* of a point is its ordinary distance to the line, positive on the side
# where the unit is on, negative where it is off, zero on the line.
#
# The pre-activation $z$ is not this distance yet. If $w$ and $b$ are doubled, $z$ doubles, but
# the line stays where it is.
#
# A unit whose weights are all zero has no boundary at all, whatever its offset.


# %%
def boundary_distance(x, W):
    """Return the signed distances of points to the boundaries of the hidden units.

    Parameters
    ----------
    x : (..., d) ndarray
        One point, or a batch of points.
    W : (m, d + 1) ndarray
        Parameters of the m hidden units, the offset in the last column.

    Returns
    -------
    (..., m) ndarray
        Euclidean distance of each point to each boundary: positive where the unit is on, negative
        where it is off.

    Raises
    ------
    ValueError
        If all d weights of any one unit are zero. (Its offset does not matter.)

    Notes
    -----
    `x` and `W` are not changed.

    Examples
    --------
    >>> boundary_distance(np.array([3.0, 14.0]), np.array([[3.0, 4.0, -5.0], [0.0, -2.0, 4.0]]))
    array([ 12., -12.])
    """
    ### BEGIN SOLUTION
    norms = np.linalg.norm(W[:, :-1], axis=1)
    if np.any(norms == 0):
        raise ValueError(f"unit {np.argmin(norms)} has only zero weights, so it has no boundary")
    return affine(x, W) / norms
    ### END SOLUTION


# %% [markdown]
# ## `min_inverse_temperature`
#
# The network gives every point a probability, but a program that acts on it may want a clear
# answer. Take two logits, $u = (u_1, u_2)$ with $u_1 \ne u_2$, and let $\beta$ grow: the larger of
# the two outputs of `softmax(u, beta)` rises from one half towards one. What is the smallest
# $\beta$ for which it is at least $1 - \varepsilon$?
#
# Work it out on paper first. The answer is a short formula and needs no search. For $u = (3, 0)$,
# the last line of the table above, and $\varepsilon = 1/1000$ it is 2.3022515928828513.


# %%
def min_inverse_temperature(u, max_error):
    """Return the smallest inverse temperature that makes the output clear enough.

    Parameters
    ----------
    u : (2,) ndarray
        The two logits that the softmax receives, in any order.
    max_error : float
        How much the larger of the two outputs may fall short of one, strictly between 0 and 0.5.

    Returns
    -------
    float
        The smallest `beta` for which the larger entry of `softmax(u, beta)` is at least
        `1 - max_error`.

    Raises
    ------
    ValueError
        If the two logits are equal (no `beta` is large enough), or if `max_error` is not strictly
        between 0 and 0.5: 0 and 0.5 themselves are errors too.

    Notes
    -----
    `u` is not changed.

    Examples
    --------
    >>> print(f"{min_inverse_temperature(np.array([3.0, 0.0]), 1 / 1000):.10f}")
    2.3022515929
    """
    ### BEGIN SOLUTION
    gap = abs(float(u[0]) - float(u[1]))
    if gap == 0:
        raise ValueError(f"the two logits are equal: {u}")
    if not 0 < max_error < 0.5:
        raise ValueError(f"max_error should be between 0 and 0.5, but is {max_error}")
    return np.log((1 - max_error) / max_error) / gap
    ### END SOLUTION


# %% [markdown]
# ## The outputs against the inverse temperature
#
# For the logits $u = (3, 0)$: both outputs as functions of $\beta$, and your
# `min_inverse_temperature` at two error levels.

# %% tags=["plot"]
import matplotlib.pyplot as plt

logits = np.array([3.0, 0.0])
betas = np.linspace(0.0, 3.0, 301)
outputs = np.array([softmax(logits, beta) for beta in betas])

fig, ax = plt.subplots(figsize=(7.2, 4.2), layout="constrained")
ax.plot(betas, outputs[:, 0], color="#0072b2", linewidth=2, label="$o_1$, the larger logit")
ax.plot(betas, outputs[:, 1], color="#d55e00", linewidth=2, linestyle="--", label="$o_2$")
for error, marker in ((0.1, "o"), (0.001, "s")):
    beta = min_inverse_temperature(logits, error)
    ax.axvline(beta, color="0.75", linewidth=1, zorder=0)
    ax.plot(
        beta,
        1 - error,
        marker=marker,
        color="black",
        linestyle="none",
        label=rf"$o_1 = 1 - {error}$ at $\beta = {beta:.3f}$",
    )
ax.set_title("A larger inverse temperature sharpens the output")
ax.set_xlabel(r"inverse temperature $\beta$")
ax.set_ylabel("output")
ax.set_ylim(-0.03, 1.06)
ax.legend(loc="center right")
plt.show()

# %% [markdown]
# ### Question: why the output sharpens (graded by hand)
#
# Why does a larger $\beta$ push the outputs of the softmax towards 0 and 1, and why does it never
# change which output is the largest? What happens as $\beta \to \infty$ if two logits tie for the
# largest?

# %% [markdown] question="why_beta" points=2
# ### BEGIN SOLUTION
# The ratio of two outputs is $p_k / p_l = e^{\beta (z_k - z_l)}$. If $z_k > z_l$, the exponent is
# positive and grows in proportion to $\beta$, so the odds of the larger logit over the smaller one
# grow exponentially. Multiplying by $\beta$ stretches all the differences between the logits, and
# only these differences matter. Since the outputs add up to one, the largest output goes to 1 and
# all outputs with smaller logits go to 0.
#
# For $\beta > 0$ the sign of $\beta (z_k - z_l)$ is the sign of $z_k - z_l$: the order of the
# outputs is the order of the logits, whatever $\beta$ is, so the largest stays the largest.
#
# If $m$ logits tie for the largest, their ratios are $e^0 = 1$ at every $\beta$: as
# $\beta \to \infty$ each of them goes to $1/m$, and all others to 0. No temperature separates a
# tie, which is why `min_inverse_temperature` rejects equal logits.
# ### END SOLUTION

# %% [markdown]
# ## `cross_entropy`
#
# To train a network one needs a number that says how bad its outputs are. For a point whose true
# class is $y$, the usual choice is the negative logarithm of the probability that the network gave
# to that class, and for a batch of $n$ points the mean of these numbers:
#
# $$ L = -\frac{1}{n} \sum_{r=1}^{n} \log o_{r,\,y_r}. $$
#
# The logarithm is the natural one. The loss is 0 if every true class got probability 1, and
# $\log K$ if all $K$ classes are held to be equally likely.
#
# A probability that is exactly 0 would make the loss infinite, and one such point would hide all
# others. Therefore each probability below the smallest normal `float64`,
# $2.2 \cdot 10^{-308}$, is replaced by that number before the logarithm is taken. Probabilities
# above it are not touched.


# %%
def cross_entropy(o, y):
    """Return the mean negative log probability of the labels.

    Parameters
    ----------
    o : (K,) or (n, K) ndarray
        Probabilities, for one example or for a batch with n >= 1.
    y : int, or (n,) ndarray of int
        The true class of each example, from 0 to K - 1. An int if `o` is one example.

    Returns
    -------
    float
        The loss in nats. Values of `o` below `np.finfo(float).tiny` count as that number.

    Raises
    ------
    ValueError
        If `y` does not have one label for each example; the text of the error then contains the
        shapes of `o` and `y` as Python prints them, such as `(3, 2)` and `(4,)`. Also if a label
        is negative or larger than K - 1.

    Notes
    -----
    `o` and `y` are not changed.

    Examples
    --------
    >>> o = np.array([[0.5, 0.5], [0.25, 0.75]])
    >>> print(f"{cross_entropy(o, np.array([0, 0])):.8f}")
    1.03972077
    >>> print(f"{cross_entropy(np.array([0.25, 0.75]), 1):.8f}")
    0.28768207
    """
    ### BEGIN SOLUTION
    y = np.asarray(y)
    if y.shape != o.shape[:-1]:
        raise ValueError(f"o of shape {o.shape} does not fit labels y of shape {y.shape}")
    if np.any(y < 0) or np.any(y >= o.shape[-1]):
        raise ValueError(f"labels should be between 0 and {o.shape[-1] - 1}, but y is {y}")
    probability = np.take_along_axis(o, y[..., np.newaxis], -1)
    return -np.mean(np.log(np.maximum(probability, np.finfo(float).tiny)))
    ### END SOLUTION
