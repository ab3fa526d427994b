"""Pavel Dvorak, HW 3.1"""
from __future__ import annotations

import functools
from typing import Any, Callable

import numpy as np
from numpy import *  # noqa: F403


Array = np.ndarray


def on_floats(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: lists, tuples and integer arrays become float arrays before the call."""

    def convert(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            value = np.array(value)
        if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
            value = value.astype(np.float64)
        return value

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*map(convert, args), **{k: convert(v) for k, v in kwargs.items()})

    return wrapper


# ---------- one-liners ----------

relu: Callable[[Any], Array] = on_floats(lambda z: maximum(z, zeros_like(z)) * 1.0)

_weights = lambda M: M[:, :-1]
_offsets = lambda M: M[:, -1]
_rowmax = lambda z: z.max(axis=-1, keepdims=True)


@on_floats
def softmax(z: Array, beta: float = 1.0) -> Array:
    p = exp(beta * (z - _rowmax(z)))
    p /= p.sum(-1, keepdims=True)
    return p


# ---------- the network ----------

class Layer:
    """ReLU(M[:, :-1] x + M[:, -1])"""

    def __init__(self, M: Any, name: str = "W") -> None:
        self.M = asarray(M)
        self.name = name

    @property
    def n_in(self) -> int:
        return self.M.shape[1] - 1

    def linear(self, x: Any) -> Array:
        x = asarray(x)
        if x.ndim < 1 or x.shape[-1] != self.n_in:
            raise ValueError(f"{x.shape} inputs vs. {self.name} = {self.M.shape}")
        return dot(x, 1.0 * _weights(self.M).T) + _offsets(self.M)

    def __call__(self, x: Any) -> Array:
        return relu(self.linear(x))


class Network:
    def __init__(self, W: Any, V: Any) -> None:
        self.hidden = Layer(W, "W")
        self.output = Layer(V, "V")

    def __call__(self, x: Any) -> Array:
        return softmax(self.output(self.hidden(x)))

    def classify(self, x: Any) -> Array:
        return self(x).argmax(axis=-1)


affine = lambda x, W: Layer(W).linear(x)
hidden_layer = lambda x, W: Layer(W)(x)
output_from_hidden = lambda f_z, V: softmax(Layer(V, "V")(f_z))
forward = lambda x, W, V: Network(W, V)(x)
predict = lambda x, W, V: Network(W, V).classify(x)
activation_pattern = lambda x, W: affine(x, W) >= 0


@on_floats
def boundary_distance(x: Array, W: Array) -> Array:
    n = hypot.reduce(abs(_weights(W)), axis=1)  # abs: with a single input nothing is reduced
    if not n.all():
        raise ValueError(f"boundary_distance: zero weights in unit(s) {where(n == 0)[0].tolist()}")
    return affine(x, W) / n


@on_floats
def min_inverse_temperature(u: Array, max_error: float) -> float:
    if not (0 < max_error < 1 / 2):
        raise ValueError(f"{max_error = } is not in (0, 1/2)")
    (first, second) = u
    if first == second:
        raise ValueError(f"no gap between {first} and {second}")
    return float(log(1 / max_error) / abs(first - second))


@on_floats
def cross_entropy(o: Array, y: Any) -> float:
    labels = asarray(y).astype(int64)
    if o.shape[:-1] != labels.shape:
        raise ValueError(f"o {o.shape} and y {labels.shape}")
    if any(labels < 0) or any(labels >= o.shape[-1]):
        raise ValueError(f"y {labels.shape} has labels that o {o.shape} has no column for")
    # select the label's entry with a mask rather than by index
    mask = labels[..., newaxis] == arange(o.shape[-1])
    p = (o.astype(float64) * mask).sum(axis=-1)
    return float(-log(p.clip(min=finfo(float).tiny)).mean())


# ---------- property ----------

def softmax_property(f: Callable[..., Array]) -> bool:
    z = array([[-1.0, 0.5, 2.0], [0.0, 0.25, -3.0]])
    close = functools.partial(np.allclose, rtol=1e-9, atol=1e-12)

    def laws():
        p = f(z, 1.0)
        yield shape(p) == z.shape
        yield close(sum(p, axis=-1), 1)
        yield close(log(p[:, 1:] / p[:, :-1]), diff(z))  # odds
        yield close(f(z + 1000, 1.0), p)
        yield close(f(z - 1000, 1.0), p)
        mixed = stack([z[0] + 900, full(3, -900.0)])  # rows on two scales
        yield close(f(mixed, 1.0), stack([p[0], full(3, 1 / 3)]))
        yield close(f(z, 0.0), 1 / 3)
        yield close(f(z, 4.0), f(4 * z, 1.0))

    with errstate(all="ignore"):
        return bool(min([bool(law) for law in laws()]))
