# %% [markdown]
# # 3. Backpropagation
#
# A network learns by gradient descent: change every weight a little, in the direction in which
# the loss falls fastest. That takes the derivative of the loss in *every* weight, and there may
# be millions. Backpropagation computes all of them together, for about three times the price of
# evaluating the network once. In this problem you derive it by hand for a network with three
# parameters, write it for a network with any number of layers, **convince yourself that it is
# right** by comparing it with difference quotients, and use it to train a network on XOR.
#
# Rules that hold for every function below:
#
# - Arrays hold floats. Integers and `float32` are accepted too; integers are treated as floats.
#   For `float64` and integers a result is right to a relative error of $10^{-7}$.
# - One example is a row `(d,)`; a batch of $n$ examples is `(n, d)`, one example in each row.
# - No argument is changed: an array that comes in is the same, bit for bit, when you return. It may
#   be read-only, and it may be a view with unusual strides.
# - Results are finite for pre-activations as large as $\pm 1000$.
# - A function may call any function above it, and the given ones. The order in which you add
#   numbers up, loops or no loops: that is up to you.

# %%
import numpy as np

# %% [markdown]
# ## Derivatives of the activations
#
# The logistic sigmoid $\sigma(z) = 1 / (1 + e^{-z})$ is given. The code uses the identity
# $\sigma(z) = \tfrac12 \bigl(1 + \tanh \tfrac z2\bigr)$, because $e^{-z}$ overflows for large
# negative $z$ and $\tanh$ never does.


# %%
def sigmoid(z):
    """Logistic sigmoid of each element (given).

    Examples
    --------
    >>> float(sigmoid(0))
    0.5
    """
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(z)))


# %% [markdown]
# ## `sigmoid_prime`
#
# The sigmoid has a derivative that can be written with its own value:
#
# $$
# \sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \sigma(z)\,\bigl(1 - \sigma(z)\bigr).
# $$
#
# The argument is the *pre-activation* $z$, what enters the sigmoid, and not $a = \sigma(z)$, what
# leaves it. At $z = -2, 0, 1, 4$ the derivative is
# $0.10499359$, $0.25$, $0.19661193$, $0.01766271$.


# %%
def sigmoid_prime(z):
    r"""Derivative of the logistic sigmoid at each element of ``z``.

    Parameters
    ----------
    z : (...) ndarray
        Pre-activations: an array of any shape, or a NumPy number.

    Returns
    -------
    (...) ndarray of float
        :math:`\sigma'(z)`, in the shape of ``z``.

    Notes
    -----
    Graded: the values; the shape, of numbers and of empty arrays too; finite values at
    ``z = -1000`` and ``z = 1000``; integer and float32 input; ``z`` is not changed.

    References
    ----------
    LeCun, Bottou, Orr and Mueller, "Efficient BackProp", in *Neural Networks: Tricks of the
    Trade*, Springer, 1998.

    Examples
    --------
    >>> sigmoid_prime(np.array([-2, 0, 1, 4])).round(8).tolist()
    [0.10499359, 0.25, 0.19661193, 0.01766271]
    """
    raise NotImplementedError


# %% [markdown]
# ## `relu_prime`
#
# The rectifier $\mathrm{relu}(z) = \max(z, 0)$ has slope 0 to the left of zero and slope 1 to the
# right of it. At $z = 0$ it has a kink and no derivative. Every number from 0 to 1 would do there,
# but a program needs one of them; here it is
#
# $$
# \mathrm{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0. \end{cases}
# $$


# %%
def relu_prime(z):
    """Derivative of the rectifier at each element of ``z``, taken to be 0 at ``z = 0``.

    Parameters
    ----------
    z : (...) ndarray
        Pre-activations: an array of any shape, or a NumPy number.

    Returns
    -------
    (...) ndarray of float
        Zeros and ones in the shape of ``z``: numbers, not booleans.

    Notes
    -----
    Graded: the values, at 0 and at -0.0 too; shape and dtype; integer and float32 input; ``z`` is
    not changed.

    References
    ----------
    Glorot, Bordes and Bengio, "Deep Sparse Rectifier Neural Networks", AISTATS, 2011.

    Examples
    --------
    >>> relu_prime(np.array([-3.0, 0.0, 0.5])).tolist()
    [0.0, 0.0, 1.0]
    """
    raise NotImplementedError


# %% [markdown]
# The picture shows both activations over their derivatives. Keep it in mind for the first question.

# %% tags=["plot"]
import matplotlib.pyplot as plt

z_axis = np.linspace(-6, 6, 601)
figure, panels = plt.subplots(1, 2, figsize=(9, 3.2), sharex=True, layout="constrained")
curves = [
    ("sigmoid", sigmoid(z_axis), sigmoid_prime(z_axis)),
    ("ReLU", np.maximum(z_axis, 0.0), relu_prime(z_axis)),
]
for panel, (label, value, slope) in zip(panels, curves, strict=True):
    panel.plot(z_axis, value, color="#0072B2", label=f"{label}: $f(z)$")
    panel.plot(z_axis, slope, color="#D55E00", linestyle="--", label="its derivative: $f'(z)$")
    panel.set_ylim(-0.1, 1.6)
    panel.set_title(label)
    panel.set_xlabel("pre-activation z")
    panel.grid(alpha=0.3)
    panel.legend(loc="upper left")
panels[0].set_ylabel("value")
panels[0].plot([4], sigmoid_prime(np.array([4.0])), "o", color="#D55E00")
panels[0].annotate("0.018 at z = 4", (4, 0.03), (2.6, 0.3), arrowprops={"arrowstyle": "->"})
plt.show()

# %% [markdown]
# ### Question: why the sigmoid is slow at $z = 4$ (graded by hand)
#
# A unit has a sigmoid, its pre-activation is $z = 4$ and its target
# is 0, so that it is wrong by almost as much as it can be. It is trained with the squared error.
# Why does it learn slowly nevertheless? Use the numbers of `sigmoid_prime` above, and say what
# becomes of the effect when several such layers stand behind each other. Three to five sentences.

# %% [markdown]
# *Write your answer here.*

# %% [markdown]
# ## `squared_error`
#
# The loss measures how far the output $a$ of the network is from the target $y$:
#
# $$
# C(a, y) = \frac12 \sum_j (a_j - y_j)^2 .
# $$
#
# It is a plain sum over every entry: nothing is averaged here.


# %%
def squared_error(a, y):
    r"""Half the sum of the squared differences.

    Parameters
    ----------
    a : (...) ndarray
        Outputs: one example ``(d,)``, or a batch ``(n, d)``.
    y : (...) ndarray
        Targets, in the shape of ``a``.

    Returns
    -------
    float
        :math:`\frac12 \sum (a - y)^2` over *all* entries: for a batch, the losses of its rows
        added up.

    Notes
    -----
    Graded: the values; that the result is one number; integer and float32 input; 0 for empty
    arrays; the arguments are not changed.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
    *Nature* 323, 1986.

    Examples
    --------
    >>> float(squared_error(np.array([3.0, 1.0]), np.array([1.0, 2.0])))
    2.5
    """
    raise NotImplementedError


# %% [markdown]
# ## `squared_error_prime`
#
# Now the derivative of $C$ in each output $a_j$. Differentiate the formula above, and you see what
# the factor $\tfrac12$ is there for. The sign matters: a positive derivative means that the
# output is too large.


# %%
def squared_error_prime(a, y):
    r"""Derivative of `squared_error` in each entry of ``a``.

    Parameters
    ----------
    a : (...) ndarray
        Outputs.
    y : (...) ndarray
        Targets, in the shape of ``a``.

    Returns
    -------
    (...) ndarray
        :math:`\partial C / \partial a`, in the shape of ``a``.

    Notes
    -----
    Graded: the values; the shape, of empty arrays too; integer and float32 input; the arguments
    are not changed.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
    *Nature* 323, 1986.

    Examples
    --------
    >>> squared_error_prime(np.array([3.0, 1.0]), np.array([1.0, 2.0])).tolist()
    [2.0, -1.0]
    """
    raise NotImplementedError


# %% [markdown]
# ## `tiny_network`
#
# Before the general case, one that fits on a sheet of paper: one input, one hidden unit, one
# output, and three parameters.
#
# $$
# z_1 = w_1 x, \qquad a_1 = \mathrm{relu}(z_1), \qquad z_2 = w_2 a_1 + b, \qquad y = \sigma(z_2),
# \qquad C = \tfrac12 (y - t)^2 ,
# $$
#
# where $x$ is the input and $t$ the target. The loss depends on each parameter through a chain of
# intermediate results, and the derivative is the product of the derivatives along the chain, for
# example
#
# $$
# \frac{\partial C}{\partial w_1} =
# \frac{\partial C}{\partial y}\,
# \frac{\partial y}{\partial z_2}\,
# \frac{\partial z_2}{\partial a_1}\,
# \frac{\partial a_1}{\partial z_1}\,
# \frac{\partial z_1}{\partial w_1}.
# $$
#
# Write down all three products on paper. They begin with the same two factors, which you therefore
# compute once. That is the whole idea of backpropagation.
#
# For $x = 3$, $t = 1$, $w_1 = 0.01$, $w_2 = -5$, $b = -1$ the forward pass gives $a_1 = 0.03$,
# $z_2 = -1.15$, $y \approx 0.240489$ and $C \approx 0.288428$, and the derivatives are
# $\partial C / \partial b \approx -0.138728$, $\partial C / \partial w_2 \approx -0.00416183$ and
# $\partial C / \partial w_1 \approx 2.080917$. One warning: these numbers do not show every
# mistake. Try a negative $w_1$ as well.


# %%
def tiny_network(x, t, w1, w2, b):
    r"""Evaluate the 1-1-1 network and the derivatives of its loss.

    Parameters
    ----------
    x, t : float
        Input and target.
    w1, w2, b : float
        Weight of the hidden unit (ReLU, no offset), weight and offset of the output (sigmoid).

    Returns
    -------
    dict of float
        With the keys ``"z1"``, ``"a1"``, ``"z2"``, ``"y"``, ``"C"`` of the forward pass and
        ``"dC_dw1"``, ``"dC_dw2"``, ``"dC_db"`` of the backward pass.

    Notes
    -----
    Graded: exactly these keys, each with a number; the values, for a hidden unit that is off and
    for one with ``z1 = 0`` too; finite values at :math:`z_2 = \pm 1000`; integer arguments.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
    *Nature* 323, 1986.

    Examples
    --------
    >>> result = tiny_network(x=3, t=1, w1=0.01, w2=-5, b=-1)
    >>> round(float(result["C"]), 6), round(float(result["dC_dw1"]), 6)
    (0.288428, 2.080917)
    """
    raise NotImplementedError


# %% [markdown]
# ## A network with $L$ layers
#
# ![A network with L layers: the forward pass from the input through z and a of each layer to the
# loss C, the errors delta that flow back from layer L to layer 1, and the gradients that each of
# them gives.](figures/layers.svg)
#
# Layer $l = 1, \dots, L$ has $n_l$ units; layer 0 is the input. The symbols are:
#
# | symbol | shape | meaning |
# | --- | --- | --- |
# | $w^l$ | $(n_l, n_{l-1})$ | $w^l_{jk}$: from unit $k$ of layer $l-1$ to unit $j$ of layer $l$ |
# | $b^l$ | $(n_l,)$ | $b^l_j$: the bias of unit $j$ of layer $l$ |
# | $z^l$ | $(n_l,)$ | pre-activations: $z^l_j = \sum_k w^l_{jk}\, a^{l-1}_k + b^l_j$ |
# | $a^l$ | $(n_l,)$ | outputs: $a^l_j = f_l(z^l_j)$, and $a^0 = x$ |
# | $\delta^l$ | $(n_l,)$ | errors: $\delta^l_j = \partial C / \partial z^l_j$ |
#
# In code the layers are lists, and lists count from 0: `weights[0]` is $w^1$, `weights[-1]` is
# $w^L$, and so it is with `biases`, `activations` and `zs`. Only `outputs` has an entry more:
# `outputs[0]` is $a^0 = x$.
#
# In a batch each *row* is an example, so that $z^l = a^{l-1} (w^l)^{\mathsf T} + b^l$ has shape
# `(n, n_l)`. Two helpers are given. They look up an activation by its name, and the second one uses
# your `sigmoid_prime` and `relu_prime`.


# %%
def activate(z, name):
    """Apply the activation called ``name`` to each element of ``z`` (given).

    Examples
    --------
    >>> activate(np.array([-1.0, 2.0]), "relu").tolist()
    [0.0, 2.0]
    """
    if name == "sigmoid":
        return sigmoid(z)
    if name == "relu":
        return np.maximum(z, 0.0)
    if name == "tanh":
        return np.tanh(z)
    if name == "identity":
        return np.array(z, dtype=float)
    raise ValueError(f"unknown activation {name!r}: use sigmoid, relu, tanh or identity")


def activation_prime(z, name):
    """Derivative of the activation called ``name`` at each element of ``z`` (given).

    Examples
    --------
    >>> activation_prime(np.array([-1.0, 2.0]), "identity").tolist()
    [1.0, 1.0]
    """
    if name == "sigmoid":
        return sigmoid_prime(z)
    if name == "relu":
        return relu_prime(z)
    if name == "tanh":
        return 1.0 - np.tanh(z) ** 2
    if name == "identity":
        return np.ones_like(z, dtype=float)
    raise ValueError(f"unknown activation {name!r}: use sigmoid, relu, tanh or identity")


# %% [markdown]
# ## `forward_pass`
#
# The forward pass evaluates the network layer by layer. It keeps every $z^l$ and every $a^l$,
# because the backward pass needs them: the slopes $f_l'(z^l)$ and the inputs $a^{l-1}$ of each
# layer.


# %%
def forward_pass(x, weights, biases, activations):
    """Evaluate an L-layer network and keep what each layer computes.

    Parameters
    ----------
    x : (d,) or (n, d) ndarray
        One example, or a batch with an example in each row; ``d`` is ``n_0``.
    weights : list of L (n_l, n_{l-1}) ndarray
        Row j holds the weights into unit j.
    biases : list of L (n_l,) ndarray
        One bias for each unit.
    activations : list of L str
        ``"sigmoid"``, ``"relu"``, ``"tanh"`` or ``"identity"`` for each layer, the last included.

    Returns
    -------
    zs : list of L (n_l,) or (n, n_l) ndarray
        Pre-activations of the layers 1 to L.
    outputs : list of L + 1 (n_l,) or (n, n_l) ndarray
        Outputs of the layers 0 to L; the first is ``x``.

    Notes
    -----
    Graded: the values; the lengths of both lists; shapes, for one example, a batch, a batch of one
    and an empty batch ``(0, d)``; a network of one layer; integer and float32 input; no argument
    is changed.

    References
    ----------
    Goodfellow, Bengio and Courville, *Deep Learning*, MIT Press, 2016, section 6.5.

    Examples
    --------
    >>> weights = [np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, 1.0]]), np.array([[1.0, -1.0, 2.0]])]
    >>> biases = [np.array([0.5, 0.0, -4.0]), np.array([1.0])]
    >>> zs, outputs = forward_pass(np.array([2.0, 1.0]), weights, biases, ["relu", "identity"])
    >>> [z.tolist() for z in zs]
    [[4.5, -1.5, -3.0], [5.5]]
    >>> [a.tolist() for a in outputs]
    [[2.0, 1.0], [4.5, 0.0, 0.0], [5.5]]
    """
    raise NotImplementedError


# %% [markdown]
# ## `output_error`
#
# The error of a unit is the derivative of the loss in its pre-activation,
# $\delta^l_j = \partial C / \partial z^l_j$. In the last layer $C$ depends on $z^L_j$ through
# $a^L_j = f(z^L_j)$ only, so that the chain rule gives
#
# $$
# \delta^L = \frac{\partial C}{\partial a^L} \odot f'(z^L) ,
# $$
#
# where $C$ is the squared error and $\odot$ multiplies element by element. With a batch, row $i$ is
# the error of example $i$; nothing is averaged yet.


# %%
def output_error(zL, aL, y, activation):
    r"""Error of the last layer for the squared error loss.

    Parameters
    ----------
    zL : (m,) or (n, m) ndarray
        Pre-activations of the last layer.
    aL : (m,) or (n, m) ndarray
        Its outputs, ``activate(zL, activation)``.
    y : (m,) or (n, m) ndarray
        Targets.
    activation : str
        Name of the activation of the last layer.

    Returns
    -------
    (m,) or (n, m) ndarray
        :math:`\delta^L`, one row for each example.

    Notes
    -----
    Graded: the values for each of the four activations; the shape; finite values at
    :math:`z^L = \pm 1000`; integer and float32 input; no argument is changed.

    References
    ----------
    Nielsen, *Neural Networks and Deep Learning*, Determination Press, 2015, chapter 2, equation
    BP1.

    Examples
    --------
    >>> z = np.array([0.0, 3.0])
    >>> output_error(z, activate(z, "relu"), np.array([1.0, 1.0]), "relu").tolist()
    [-0.0, 2.0]
    """
    raise NotImplementedError


# %% [markdown]
# ## `layer_error`
#
# A unit $k$ of layer $l$ acts on the loss through *every* unit $j$ of the next layer: moving
# $z^l_k$ moves $a^l_k$ with slope $f'(z^l_k)$, and $a^l_k$ moves $z^{l+1}_j$ with slope
# $w^{l+1}_{jk}$. Add up over the paths:
#
# $$
# \delta^l_k = \Bigl(\sum_j w^{l+1}_{jk}\, \delta^{l+1}_j\Bigr)\, f'(z^l_k) .
# $$
#
# The weights that carried the outputs forward carry the errors back. Look at the index that is
# summed over: forward it is the second of $w_{jk}$, backward the first.


# %%
def layer_error(delta_next, w_next, z, activation):
    r"""Error of a layer, given the error of the next one.

    Parameters
    ----------
    delta_next : (m,) or (n, m) ndarray
        :math:`\delta^{l+1}`, one row for each example.
    w_next : (m, k) ndarray
        :math:`w^{l+1}`: the weights from this layer, with k units, into the next, with m.
    z : (k,) or (n, k) ndarray
        :math:`z^l`: pre-activations of this layer.
    activation : str
        Name of the activation of this layer.

    Returns
    -------
    (k,) or (n, k) ndarray
        :math:`\delta^l`, one row for each example.

    Notes
    -----
    Graded: the values for each of the four activations, where m and k differ and where they are
    equal; the shape; layers of one unit; finite values at :math:`z = \pm 1000`; integer and
    float32 input; no argument is changed.

    References
    ----------
    Nielsen, *Neural Networks and Deep Learning*, Determination Press, 2015, chapter 2, equation
    BP2.

    Examples
    --------
    >>> w_next = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> z = np.array([0.5, -0.5, 1.0])
    >>> layer_error(np.array([1.0, -1.0]), w_next, z, "relu").tolist()
    [-3.0, -0.0, -3.0]
    """
    raise NotImplementedError


# %% [markdown]
# ## `gradients`
#
# Once the errors are known, the gradients are one step away. As
# $z^l_j = \sum_k w^l_{jk} a^{l-1}_k + b^l_j$, one example contributes
#
# $$
# \frac{\partial C}{\partial w^l_{jk}} = \delta^l_j\, a^{l-1}_k ,
# \qquad
# \frac{\partial C}{\partial b^l_j} = \delta^l_j .
# $$
#
# The loss of a batch is the **mean over its rows**,
#
# $$
# C = \frac1n \sum_{i=1}^n \frac12 \sum_j \bigl(a^L_{ij} - y_{ij}\bigr)^2 ,
# $$
#
# and its gradient is the mean of the gradients of the rows. The mean is over the $n$ examples only,
# not over the outputs $j$.
#
# The algorithm: one forward pass, the error of the last layer, then from $l = L$ down to $l = 1$
# the gradients of layer $l$ and the error of layer $l - 1$. The lists that you return run
# from $l = 1$ to $L$, like `weights` and `biases`.


# %%
def gradients(x, y, weights, biases, activations):
    """Gradients of the mean squared error loss in all weights and biases.

    Parameters
    ----------
    x : (d,) or (n, d) ndarray
        One example, or a batch of ``n >= 1`` rows. One example is a batch of one.
    y : (m,) or (n, m) ndarray
        Targets; ``m`` is the width of the last layer.
    weights : list of L (n_l, n_{l-1}) ndarray
        Row j holds the weights into unit j.
    biases : list of L (n_l,) ndarray
        One bias for each unit.
    activations : list of L str
        Name of the activation of each layer.

    Returns
    -------
    dw : list of L (n_l, n_{l-1}) ndarray
        Derivatives in the weights, each in the shape of its ``weights[l]``.
    db : list of L (n_l,) ndarray
        Derivatives in the biases, each in the shape of its ``biases[l]``.

    Notes
    -----
    Graded: the values, for networks of one, two and three layers with any mixture of the
    activations; shapes, of one example too; finite values at pre-activations of 1000 and -1000;
    integer and float32 input; no argument is changed.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
    *Nature* 323, 1986; Nielsen, *Neural Networks and Deep Learning*, Determination Press, 2015,
    chapter 2.

    Examples
    --------
    >>> weights, biases = [np.array([[0.01]]), np.array([[-5.0]])], [np.zeros(1), np.array([-1.0])]
    >>> names = ["relu", "sigmoid"]
    >>> dw, db = gradients(np.array([3.0]), np.array([1.0]), weights, biases, names)
    >>> [round(float(g[0, 0]), 6) for g in dw]
    [2.080917, -0.004162]
    """
    raise NotImplementedError


# %% [markdown]
# ### Question: why backwards (graded by hand)
#
# A network has a million weights. Compare the work for all
# derivatives by backpropagation with the work by difference quotients (the next exercise), in units
# of one forward pass. What does backpropagation pay for its speed, and why does anybody still
# compute difference quotients? Three to five sentences.

# %% [markdown]
# *Write your answer here.*

# %% [markdown]
# ## `numerical_gradient`
#
# How do you know that your gradients are right? Compare them with the definition of a derivative.
# For a function $f$ of an array $x$ the *central difference* in the entry $i$ is
#
# $$
# \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2 h} ,
# $$
#
# where $e_i$ is 1 in the entry $i$ and 0 elsewhere. Its error is proportional to $h^2$, that of the
# one-sided quotient $(f(x + h e_i) - f(x)) / h$ to $h$. On a quadratic function the central
# difference is exact, whatever $h$. But $h$ must not be too small either: the difference of two
# almost equal numbers keeps few correct digits, and in `float32`, with its seven digits, a step of
# $10^{-5}$ drowns. So compute in `float64`, whatever comes in.


# %%
def numerical_gradient(f, x, h=1e-5):
    """Gradient of a scalar function by central differences.

    Parameters
    ----------
    f : callable
        ``f(p)`` takes a float64 array ``p`` in the shape of ``x`` and returns a float.
    x : (...) ndarray
        Where to differentiate; an array of any shape.
    h : float
        Step, in each entry by itself.

    Returns
    -------
    (...) ndarray of float
        The central difference in each entry, in the shape of ``x``.

    Notes
    -----
    Graded: the values; the shape; ``f`` is called exactly twice for each entry of ``x``, always
    with an array in the shape of ``x`` in which one entry is moved; ``x`` is the same afterwards,
    bit for bit; the step is ``h``; integer and float32 ``x`` are converted to float64 first.

    References
    ----------
    Press, Teukolsky, Vetterling and Flannery, *Numerical Recipes*, 3rd edition, Cambridge
    University Press, 2007, section 5.7.

    Examples
    --------
    >>> numerical_gradient(lambda p: p[0] ** 2 + 3 * p[1], np.array([2.0, 1.0])).round(6).tolist()
    [4.0, 3.0]
    """
    raise NotImplementedError


# %% [markdown]
# ## `relative_error`
#
# Is a difference of $10^{-6}$ between two gradients large? That depends on the gradients. Divide it
# by their size, entry by entry, and take the worst entry:
#
# $$
# r(a, b) = \max_i \frac{|a_i - b_i|}{|a_i| + |b_i|} ,
# \qquad \text{where } \tfrac00 \text{ counts as } 0 .
# $$
#
# It is symmetric, it lies in $[0, 1]$, it is 0 when $a = b$ and 1 when $a = -b$. For a right
# gradient in `float64` and $h = 10^{-5}$ expect $10^{-6}$ or less, on entries that are not tiny
# themselves. A forgotten factor 2 gives $1/3$.


# %%
def relative_error(a, b):
    r"""Largest relative difference between two arrays, from 0 to 1.

    Parameters
    ----------
    a, b : (...) ndarray
        Two arrays of the same shape, with at least one entry.

    Returns
    -------
    float
        :math:`\max_i |a_i - b_i| / (|a_i| + |b_i|)`; an entry where both are 0 counts as 0.

    Notes
    -----
    Graded: the values; one number for arrays of any shape; 0 where both are 0, no nan;
    the same result after exchanging ``a`` and ``b`` and after scaling both; integer and float32
    input; the arguments are not changed.

    References
    ----------
    Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, SIAM, 2002, section 1.2
    (componentwise relative error; here in a symmetric form).

    Examples
    --------
    >>> float(relative_error(np.array([1.0, 2.0, 0.0]), np.array([1.0, 3.0, 0.0])))
    0.2
    """
    raise NotImplementedError


# %% [markdown]
# Now check your gradients. On the left, each derivative by backpropagation against its central
# difference: the points should lie on the diagonal. On the right, the relative error for steps $h$
# from $10^{-1}$ to $10^{-12}$: first the error of the difference quotient falls like $h^2$, then
# rounding takes over. Where would a wrong gradient lie in each of the two pictures?

# %% tags=["plot"]
import matplotlib.pyplot as plt

generator = np.random.default_rng(3)
layer_sizes, layer_names = [3, 5, 4, 2], ["tanh", "sigmoid", "identity"]
weights = [generator.normal(size=(layer_sizes[k + 1], layer_sizes[k])) for k in range(3)]
biases = [generator.normal(size=layer_sizes[k + 1]) for k in range(3)]
x, y = generator.normal(size=(6, 3)), generator.normal(size=(6, 2))


def loss_with(layer, w):
    """Mean loss of the network with the weights of one layer replaced by ``w``."""
    replaced = [*weights[:layer], w, *weights[layer + 1 :]]
    _, outputs = forward_pass(x, replaced, biases, layer_names)
    return squared_error(outputs[-1], y) / len(x)


analytic, _ = gradients(x, y, weights, biases, layer_names)
numeric = [numerical_gradient(lambda w, k=k: loss_with(k, w), weights[k]) for k in range(3)]
steps = 10.0 ** -np.arange(1, 13)
errors = [
    relative_error(analytic[1], numerical_gradient(lambda w: loss_with(1, w), weights[1], h))
    for h in steps
]

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
for k, (colour, marker) in enumerate([("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^")]):
    left.plot(
        numeric[k].ravel(),
        analytic[k].ravel(),
        marker,
        color=colour,
        markerfacecolor="none",
        label=f"layer {k + 1}",
    )
left.axline((0, 0), slope=1, color="0.6", linewidth=1, zorder=0)
left.set_title("Derivatives in the weights")
left.set_xlabel("central difference, $h = 10^{-5}$")
left.set_ylabel("backpropagation")
left.legend()
left.grid(alpha=0.3)
right.loglog(steps, errors, "o-", color="#0072B2")
right.invert_xaxis()
right.set_title("Relative error in layer 2")
right.set_xlabel("step h")
right.set_ylabel("relative error")
right.grid(alpha=0.3)
plt.show()

# %% [markdown]
# ## `sgd_step`
#
# Gradient descent moves every parameter against its derivative,
#
# $$
# w^l \leftarrow w^l - \eta\, \frac{\partial C}{\partial w^l} ,
# \qquad
# b^l \leftarrow b^l - \eta\, \frac{\partial C}{\partial b^l} ,
# $$
#
# with the learning rate $\eta$. The function returns new lists of new arrays; the old ones are
# needed once more, for example to try another $\eta$.


# %%
def sgd_step(weights, biases, dw, db, learning_rate):
    """Take one step of gradient descent.

    Parameters
    ----------
    weights, biases : list of L ndarray
        Parameters, ``(n_l, n_{l-1})`` and ``(n_l,)``.
    dw, db : list of L ndarray
        Their gradients, in the same shapes.
    learning_rate : float
        The factor of the gradient.

    Returns
    -------
    weights, biases : list of L ndarray
        The parameters after the step, in new arrays.

    Notes
    -----
    Graded: the values; lengths and shapes; a learning rate of 0; integer and float32 parameters;
    neither the lists nor the arrays that come in are changed.

    References
    ----------
    Robbins and Monro, "A Stochastic Approximation Method", *Annals of Mathematical Statistics* 22,
    1951.

    Examples
    --------
    >>> dw, db = [np.array([[2.0, -4.0]])], [np.array([1.0])]
    >>> new_weights, new_biases = sgd_step(
    ...     [np.array([[1.0, 2.0]])], [np.array([0.5])], dw, db, learning_rate=0.25
    ... )
    >>> new_weights[0].tolist(), new_biases[0].tolist()
    ([[0.5, 3.0]], [0.25])
    """
    raise NotImplementedError


# %% [markdown]
# ## `sgd_epoch`
#
# *Stochastic* gradient descent does not wait for the gradient of the whole training set: it takes a
# step after each small batch. One pass over the data is an epoch. Cut the rows into
# consecutive batches of `batch_size`, in the order in which they stand (a caller who wants them
# shuffled shuffles them before), and take a step for each batch with the gradient of its mean loss
# **at the parameters that the previous step has reached**.
#
# When `batch_size` does not divide the number of rows, the last batch is shorter. It is used too,
# and its mean is over the rows that it has: 5 rows in batches of 2 are three steps, on the rows 0
# and 1, then 2 and 3, then 4 alone.


# %%
def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    """Take one pass of stochastic gradient descent over the rows, in order.

    Parameters
    ----------
    x : (n, d) ndarray
        Inputs, an example in each row.
    y : (n, m) ndarray
        Targets.
    weights, biases : list of L ndarray
        Parameters at the start, ``(n_l, n_{l-1})`` and ``(n_l,)``.
    activations : list of L str
        Name of the activation of each layer.
    learning_rate : float
        The factor of the gradient in each step.
    batch_size : int
        Rows in each batch, at least 1; the last batch may be shorter. It may be larger than n.

    Returns
    -------
    weights, biases : list of L ndarray
        The parameters after the pass.

    Notes
    -----
    Graded: the values; each row is used once and in order; the last, shorter batch; a batch
    larger than the data; integer and float32 input; no argument is changed.

    References
    ----------
    Bottou, Curtis and Nocedal, "Optimization Methods for Large-Scale Machine Learning", *SIAM
    Review* 60, 2018.

    Examples
    --------
    >>> x, y = np.array([[1.0], [2.0], [1.0]]), np.array([[2.0], [2.0], [0.0]])
    >>> weights, biases = sgd_epoch(
    ...     x, y, [np.zeros((1, 1))], [np.zeros(1)], ["identity"], 0.5, batch_size=2
    ... )
    >>> weights[0].tolist(), biases[0].tolist()
    ([[0.25]], [-0.25])
    """
    raise NotImplementedError


# %% [markdown]
# ## `train`
#
# With the gradient of *all* rows in each step, gradient descent is deterministic: the same start
# gives the same result. An epoch is then one step. Record the loss, the mean over the rows, after
# each epoch: at the parameters that the epoch has *reached*.
#
# The example is XOR, the function on which Minsky and Papert showed in 1969 what a network without
# a hidden layer cannot do. Four hidden units are enough. From the start given below,
# with learning rate 4 and 300 epochs, the mean loss has to fall from 0.13 to below **0.005**.


# %%
def xor_problem():
    """Return the XOR data and the start of a 2-4-1 network (given)."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    weights = [
        np.array([[0.5, -0.4], [-0.6, 0.3], [0.8, 0.7], [-0.2, -0.9]]),
        np.array([[0.6, -0.5, 0.4, -0.3]]),
    ]
    biases = [np.zeros(4), np.zeros(1)]
    return x, y, weights, biases, ["tanh", "sigmoid"]


# %%
def train(x, y, weights, biases, activations, learning_rate, epochs):
    """Train by gradient descent on the whole batch.

    Parameters
    ----------
    x : (n, d) ndarray
        Inputs, an example in each row.
    y : (n, m) ndarray
        Targets.
    weights, biases : list of L ndarray
        Parameters at the start, ``(n_l, n_{l-1})`` and ``(n_l,)``.
    activations : list of L str
        Name of the activation of each layer.
    learning_rate : float
        The factor of the gradient in each step.
    epochs : int
        Number of steps, 0 or more.

    Returns
    -------
    losses : (epochs,) ndarray or list of float
        The mean loss over the rows after each epoch.
    weights, biases : list of L ndarray
        The parameters after the last epoch.

    Notes
    -----
    Graded: the values; one loss for each epoch, none for 0 epochs; XOR below 0.005 from
    `xor_problem` with learning rate 4 in 300 epochs; the same call gives the same result; integer
    and float32 input; no argument is changed.

    References
    ----------
    Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
    *Nature* 323, 1986; Minsky and Papert, *Perceptrons*, MIT Press, 1969.

    Examples
    --------
    >>> losses, weights, biases = train(*xor_problem(), learning_rate=4.0, epochs=300)
    >>> len(losses), bool(losses[-1] < 0.005)
    (300, True)
    """
    raise NotImplementedError


# %% [markdown]
# On the left the loss falls, stays on a plateau, and falls again. On the right you see
# what the network has learned, over the whole plane and not only at the four points.

# %% tags=["plot"]
import matplotlib.pyplot as plt

x, y, weights, biases, names = xor_problem()
losses, weights, biases = train(x, y, weights, biases, names, learning_rate=4.0, epochs=300)

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
left.semilogy(np.arange(1, len(losses) + 1), losses, color="#0072B2", label="mean loss")
left.axhline(0.005, color="#D55E00", linestyle="--", label="to be reached: 0.005")
left.set_title("XOR: the loss over training")
left.set_xlabel("epoch")
left.set_ylabel("mean loss")
left.grid(alpha=0.3)
left.legend()

side = np.linspace(-0.5, 1.5, 121)
plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
_, outputs = forward_pass(plane, weights, biases, names)
surface = right.contourf(
    side, side, outputs[-1].reshape(121, 121), levels=np.linspace(0, 1, 11), cmap="cividis"
)
for label, marker in [(0, "o"), (1, "s")]:
    points = x[y[:, 0] == label]
    right.plot(
        points[:, 0],
        points[:, 1],
        marker,
        color="white",
        markeredgecolor="black",
        markersize=9,
        linestyle="none",
        label=f"target {label}",
    )
right.set_title("Output of the trained network")
right.set_xlabel("$x_1$")
right.set_ylabel("$x_2$")
right.set_aspect("equal")
right.legend(loc="upper center", ncols=2)
figure.colorbar(surface, ax=right, label="output")
plt.show()
