# homework 3, problem 1
# Bo Lindqvist
#
# I write the loops out, because then I can see which index is which.
import math

import numpy as np


def to_array(x):
    """list / ints / floats -> float array (float32 stays float32)"""
    a = np.array(x)
    if a.dtype != np.float32:
        a = a.astype(np.float64)
    return a


def all_rows(x):
    """all index tuples of the leading axes, () for one single example"""
    return list(np.ndindex(x.shape[:-1]))


def relu(z):
    z = to_array(z)
    out = np.zeros(z.shape, dtype=z.dtype)
    for index in np.ndindex(z.shape):
        if z[index] > 0:
            out[index] = z[index]
    return out


def softmax(z, beta=1.0):
    if beta < 0:
        raise ValueError("beta is an inverse temperature, it cannot be negative: " + str(beta))
    z = to_array(z)
    out = np.zeros(z.shape)
    K = z.shape[-1]
    for row in all_rows(z):
        # the biggest one first, so that exp never sees something > 0
        biggest = z[row + (0,)]
        for k in range(1, K):
            if z[row + (k,)] > biggest:
                biggest = z[row + (k,)]
        total = 0.0
        for k in range(K):
            e = math.exp(beta * (float(z[row + (k,)]) - float(biggest)))
            out[row + (k,)] = e
            total = total + e
        for k in range(K):
            out[row + (k,)] = out[row + (k,)] / total
    return out


def affine(x, W):
    x = to_array(x)
    W = to_array(W)
    if x.ndim < 1 or W.ndim != 2 or x.shape[-1] != W.shape[1] - 1:
        raise ValueError(
            "shapes do not fit: x is " + str(x.shape) + " and W is " + str(W.shape)
            + ", W must have one column more than x has entries"
        )
    m = W.shape[0]
    d = W.shape[1] - 1
    out = np.zeros(x.shape[:-1] + (m,))
    for row in all_rows(x):
        for i in range(m):
            s = W[i, d]        # offset
            for j in range(d):
                s = s + W[i, j] * x[row + (j,)]
            out[row + (i,)] = s
    return out


def hidden_layer(x, W):
    z = affine(x, W)
    return relu(z)


def output_from_hidden(f_z, V):
    u = affine(f_z, V)
    f_u = relu(u)
    return softmax(f_u)


def forward(x, W, V):
    f_z = hidden_layer(x, W)
    o = output_from_hidden(f_z, V)
    return o


def activation_pattern(x, W):
    z = affine(x, W)
    on = np.zeros(z.shape, dtype=bool)
    for index in np.ndindex(z.shape):
        if z[index] > 0:
            on[index] = True
        else:
            on[index] = False
    return on


def predict(x, W, V):
    o = forward(x, W, V)
    classes = np.zeros(o.shape[:-1], dtype=int)
    for row in all_rows(o):
        if o[row + (1,)] > o[row + (0,)]:
            classes[row] = 1
    if classes.ndim == 0:
        return int(classes)
    return classes


def boundary_distance(x, W):
    W = to_array(W)
    z = affine(x, W)
    out = np.zeros(z.shape)
    for i in range(W.shape[0]):
        squares = 0.0
        for j in range(W.shape[1] - 1):      # NOT the offset
            squares = squares + float(W[i, j]) ** 2
        if squares == 0.0:
            raise ValueError("unit %d has only zero weights, z_%d = 0 is not a line" % (i, i))
        length = math.sqrt(squares)
        for row in all_rows(z):
            out[row + (i,)] = z[row + (i,)] / length
    return out


def min_inverse_temperature(u, max_error):
    # bigger output = 1 / (1 + exp(-beta * gap)) >= 1 - e
    #   <=>  exp(-beta * gap) <= e / (1 - e)
    #   <=>  beta >= log((1 - e) / e) / gap
    if not (max_error > 0 and max_error < 0.5):
        raise ValueError("max_error has to be inside (0, 0.5): " + str(max_error))
    first = float(u[0])
    second = float(u[1])
    if first == second:
        raise ValueError("the logits are equal: " + str(first))
    if first > second:
        gap = first - second
    else:
        gap = second - first
    return math.log((1 - max_error) / max_error) / gap


def cross_entropy(o, y):
    o = to_array(o)
    y = np.array(y)
    if y.shape != o.shape[:-1]:
        raise ValueError("o has shape " + str(o.shape) + " but y has shape " + str(y.shape))
    smallest = np.finfo(float).tiny
    total = 0.0
    count = 0
    for row in all_rows(o):
        label = int(y[row])
        if label < 0 or label >= o.shape[-1]:
            raise ValueError("label " + str(label) + " is not one of the classes")
        p = float(o[row + (label,)])
        if p < smallest:
            p = smallest
        total = total - math.log(p)
        count = count + 1
    return total / count


def softmax_property(f):
    # compare with a softmax that I calculate with plain python on the spot
    tests = [
        [[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]],
        [[1000.0, 999.0, 1001.0], [0.0, 1.0, 2.0]],
        [[-1000.0, -1000.5, -1002.0], [1000.0, 1000.0, 1000.0]],
        [[0.0, 0.0], [3.0, 0.0], [0.0, 2.0]],
    ]
    for z in tests:
        answer = f(np.array(z))
        if np.shape(answer) != np.shape(z):
            return False
        for r in range(len(z)):
            top = max(z[r])
            total = 0.0
            for value in z[r]:
                total += math.exp(value - top)
            for k in range(len(z[r])):
                want = math.exp(z[r][k] - top) / total
                got = float(answer[r][k])
                if math.isnan(got) or abs(got - want) > 1e-9:
                    return False
    return True
