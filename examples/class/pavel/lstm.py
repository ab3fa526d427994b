"""Pavel Dvorak, HW 3.2"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy import *  # noqa: F403

f64 = lambda a: np.asarray(a, dtype=np.float64)

# exp only ever sees what is <= 0
sigmoid = lambda x: exp(minimum(f64(x), 0)) / (1 + exp(-abs(f64(x))))


class Gates(NamedTuple):
    f: np.ndarray
    i: np.ndarray
    o: np.ndarray
    g: np.ndarray


@dataclass
class Cell:
    """The LSTM cell. Knows how to step forward and how to step back."""

    params: dict[str, Any]

    @cached_property
    def size(self) -> int:
        return f64(self.params["bf"]).shape[0]

    def __getitem__(self, key: str) -> np.ndarray:
        return f64(self.params[key])

    def pre(self, q: str, x: np.ndarray, h: np.ndarray) -> np.ndarray:
        for label, a, M in (("x", x, self["W" + q]), ("h", h, self["U" + q])):
            if shape(a)[-1:] != M.shape[1:]:
                raise ValueError(f"{label} {shape(a)} cannot be multiplied by {M.shape}")
        return inner(x, self["W" + q]) + inner(h, self["U" + q]) + self["b" + q]

    def gates(self, x, h) -> Gates:
        x, h = f64(x), f64(h)
        return Gates(*(sigmoid(self.pre(q, x, h)) for q in "fio"), tanh(self.pre("c", x, h)))

    def step(self, x, h, c):
        q = self.gates(x, h)
        if shape(c)[-1:] != (self.size,):
            raise ValueError(f"c {shape(c)} does not belong to units {(self.size,)}")
        c = q.f * f64(c) + q.i * q.g
        return q.o * tanh(c), c

    def run(self, xs, h, c):
        xs, h, c = f64(xs), f64(h), f64(c)
        states = empty((2, len(xs), *h.shape))
        for t in range(len(xs)):
            h, c = states[:, t] = self.step(xs[t], h, c)
        return states[0], states[1]

    def step_back(self, dh, dc, x, h, c):
        dh, dc, x, h, c = map(f64, (dh, dc, x, h, c))
        q = self.gates(x, h)
        th = tanh(q.f * c + q.i * q.g)
        d = dc + dh * q.o * (1 - th) * (1 + th)
        slopes = dict(
            f=d * c * q.f * (1 - q.f),
            i=d * q.g * q.i * (1 - q.i),
            o=dh * th * q.o * (1 - q.o),
            c=d * q.i * (1 - q.g) * (1 + q.g),
        )
        rows = lambda a: a.reshape(-1, a.shape[-1])
        grads = {}
        for k, s in slopes.items():
            grads["W" + k] = einsum("ni,nj->ij", rows(s), rows(x))
            grads["U" + k] = einsum("ni,nj->ij", rows(s), rows(h))
            grads["b" + k] = einsum("ni->i", rows(s))
        dx = add.reduce([s @ self["W" + k] for k, s in slopes.items()])
        dh_prev = add.reduce([s @ self["U" + k] for k, s in slopes.items()])
        return dx, dh_prev, d * q.f, grads


gates = lambda x, h, params: tuple(Cell(params).gates(x, h))
lstm_step = lambda x, h, c, params: Cell(params).step(x, h, c)
lstm_sequence = lambda xs, h0, c0, params: Cell(params).run(xs, h0, c0)
lstm_step_backward = lambda dh, dc, x, h, c, params: Cell(params).step_back(dh, dc, x, h, c)


def parameter_count(input_size: int, hidden_size: int) -> int:
    d, n = int(input_size), int(hidden_size)
    if d <= 0 or n <= 0:
        raise ValueError(f"{input_size} inputs and {hidden_size} units make no cell")
    return 4 * n * (d + n + 1)


def scalar_params() -> dict[str, np.ndarray]:
    table = """
        f    0     0  -100
        i  100     0   100
        o  100     0     0
        c   50  -100     0
    """  # gate, W, U, b
    params = {}
    for line in table.split("\n"):
        if line.strip():
            k, W, U, b = line.split()
            params["W" + k], params["U" + k] = array([[float(W)]]), array([[float(U)]])
            params["b" + k] = array([float(b)])
    return params


def rounded_states(xs, params) -> np.ndarray:
    cell, h, c = Cell(params), zeros(1), zeros(1)

    def states():
        nonlocal h, c
        for x in xs:
            h, c = cell.step([x], h, c)
            h = sign(h) * (abs(h) > 0.5)
            yield float(h[0])

    return fromiter(states(), dtype=float64)


def lstm_backward(dhs, xs, h0, c0, params):
    cell = Cell(params)
    hs, cs = cell.run(xs, h0, c0)
    # from here on hs[t], cs[t] are the states *before* step t
    hs, cs = concatenate([f64(h0)[None], hs]), concatenate([f64(c0)[None], cs])
    grads = {k: zeros(shape(v)) for k, v in params.items()}
    dh, dc, dxs = zeros(shape(h0)), zeros(shape(c0)), []
    for t in range(len(xs) - 1, -1, -1):
        dx, dh, dc, more = cell.step_back(dh + dhs[t], dc, xs[t], hs[t], cs[t])
        dxs.append(dx)
        grads = {k: grads[k] + more[k] for k in grads}
    return (stack(dxs[::-1]) if dxs else zeros(shape(xs))), dh, dc, grads
