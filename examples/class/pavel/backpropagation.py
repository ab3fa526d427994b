"""Pavel Dvorak, HW 3.3"""
from __future__ import annotations

from typing import Callable, NamedTuple, Sequence

import numpy as np
from numpy import *  # noqa: F403

Arrays = Sequence[np.ndarray]


def _f(a) -> np.ndarray:
    a = np.asarray(a)
    return a if a.dtype.kind == "f" else a * 1.0


class Activation(NamedTuple):
    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


TABLE: dict[str, Activation] = {}


def activation(name: str):
    """Class decorator: puts value and slope into the table."""

    def register(cls):
        TABLE[name] = Activation(cls.value, cls.slope)
        return cls

    return register


@activation("sigmoid")
class _Sigmoid:
    @staticmethod
    def value(z):
        z = _f(z)
        return exp(minimum(z, 0)) / (1 + exp(-abs(z)))

    @staticmethod
    def slope(z):
        z = _f(z)
        return exp(-abs(z)) / square(1 + exp(-abs(z)))


@activation("relu")
class _Relu:
    @staticmethod
    def value(z):
        return _f(z).clip(min=0)

    @staticmethod
    def slope(z):
        return heaviside(_f(z), 0)


@activation("tanh")
class _Tanh:
    @staticmethod
    def value(z):
        return tanh(_f(z))

    @staticmethod
    def slope(z):
        t = tanh(_f(z))
        return (1 - t) * (1 + t)


@activation("identity")
class _Identity:
    @staticmethod
    def value(z):
        return array(z)

    @staticmethod
    def slope(z):
        return ones_like(_f(z))


def lookup(name: str) -> Activation:
    try:
        return TABLE[name]
    except KeyError:
        raise ValueError(f"activation {name!r} not in {sorted(TABLE)}") from None


sigmoid_prime = _Sigmoid.slope
relu_prime = _Relu.slope
squared_error = lambda a, y: float(square(_f(a) - _f(y)).sum()) / 2
squared_error_prime = lambda a, y: _f(a) - _f(y)
output_error = lambda zL, aL, y, activation: (
    squared_error_prime(aL, y) * lookup(activation).slope(zL)
)
layer_error = lambda delta_next, w_next, z, activation: (
    (_f(delta_next) @ _f(w_next)) * lookup(activation).slope(z)
)


def forward_pass(x, weights: Arrays, biases: Arrays, activations: Sequence[str]):
    outputs, zs = [array(_f(x))], []
    for w, b, name in zip(weights, biases, activations):
        a, w, b = outputs[-1], _f(w), _f(b)
        if shape(a)[-1:] != w.shape[1:]:
            raise ValueError(f"{a.shape} @ {w.shape}.T is not possible")
        if b.shape != w.shape[:1]:
            raise ValueError(f"w is {w.shape}, b is {b.shape}")
        zs.append(a @ w.T + b)
        outputs.append(lookup(name).value(zs[-1]))
    return zs, outputs


class Backprop:
    def __init__(self, weights: Arrays, biases: Arrays, activations: Sequence[str]) -> None:
        self.w, self.b = [_f(w) for w in weights], [_f(b) for b in biases]
        self.names = list(activations)

    def loss(self, x, y) -> float:
        return squared_error(forward_pass(x, self.w, self.b, self.names)[1][-1], y) / len(x)

    def deltas(self, zs, outputs, y) -> list[np.ndarray]:
        found = [output_error(zs[-1], outputs[-1], y, self.names[-1])]
        for w, z, name in zip(self.w[:0:-1], zs[-2::-1], self.names[-2::-1]):
            found.append(layer_error(found[-1], w, z, name))
        return found[::-1]

    def gradients(self, x, y):
        x, y = _f(x), _f(y)
        if x.ndim == 1:
            x, y = x[newaxis], y[newaxis]
        zs, outputs = forward_pass(x, self.w, self.b, self.names)
        if outputs[-1].shape != y.shape:
            raise ValueError(f"output {outputs[-1].shape}, target {y.shape}")
        ds = self.deltas(zs, outputs, y)
        dw = [tensordot(d, a, axes=(0, 0)) / len(x) for d, a in zip(ds, outputs)]
        db = [d.mean(axis=0) for d in ds]
        return dw, db

    def stepped(self, dw, db, rate: float) -> Backprop:
        down = lambda old, slope: [p - rate * _f(g) for p, g in zip(old, slope)]
        return Backprop(down(self.w, dw), down(self.b, db), self.names)

    def parameters(self):
        return [array(w) for w in self.w], [array(b) for b in self.b]


gradients = lambda x, y, weights, biases, activations: (
    Backprop(weights, biases, activations).gradients(x, y)
)


def sgd_step(weights, biases, dw, db, learning_rate):
    return Backprop(weights, biases, []).stepped(dw, db, learning_rate).parameters()


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
    x, y, net = _f(x), _f(y), Backprop(weights, biases, activations)
    cuts = range(batch_size, len(x), batch_size)
    for xb, yb in zip(split(x, cuts), split(y, cuts)):
        net = net.stepped(*net.gradients(xb, yb), learning_rate)
    return net.parameters()


def train(x, y, weights, biases, activations, learning_rate, epochs):
    net, losses = Backprop(weights, biases, activations), []
    for _ in range(epochs):
        net = net.stepped(*net.gradients(x, y), learning_rate)
        losses.append(net.loss(x, y))
    return (losses, *net.parameters())


def numerical_gradient(f: Callable[[np.ndarray], float], x, h: float = 1e-5) -> np.ndarray:
    x = array(x, dtype=float64)
    basis = eye(x.size).reshape(x.size, *x.shape)
    return array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in basis]).reshape(x.shape)


def relative_error(a, b) -> float:
    a, b = _f(a), _f(b)
    scale = abs(a) + abs(b)
    ratios = divide(abs(a - b), scale, out=zeros(scale.shape), where=scale != 0)
    return float(ratios.max())


def tiny_network(x, t, w1, w2, b) -> dict[str, float]:
    z1 = float(w1 * x)
    a1 = float(_Relu.value(z1))
    z2 = float(w2 * a1 + b)
    y = float(_Sigmoid.value(z2))
    dC_dz2 = (y - t) * float(_Sigmoid.slope(z2))
    dC_dz1 = dC_dz2 * w2 * float(_Relu.slope(z1))
    return {"z1": z1, "a1": a1, "z2": z2, "y": y, "C": float((y - t) ** 2 / 2),
            "dC_dw1": float(dC_dz1 * x), "dC_dw2": float(dC_dz2 * a1), "dC_db": float(dC_dz2)}
