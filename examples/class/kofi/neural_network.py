"""
HOMEWORK 3 - problem 1 - Kofi A.

I wrote this one twice. The first version had loops over the units, this one
only uses matrix products. I kept the names long so that I can still read it
before the exam.
"""
import numpy as np


def to_float(array_like):
    """Lists and whole numbers become float64, real floats are left alone."""
    array = np.asarray(array_like)
    if np.issubdtype(array.dtype, np.floating):
        return array
    return array.astype(float)


def check_layer_shapes(inputs, matrix):
    # the matrix has one column more than the inputs have entries (the offset!)
    if inputs.ndim < 1 or matrix.ndim != 2 or matrix.shape[1] != inputs.shape[-1] + 1:
        message = "Inputs of shape " + str(inputs.shape) + " cannot go through a layer of shape "
        raise ValueError(message + str(matrix.shape) + ", it needs one column more than inputs")


def relu(z):
    z = to_float(z)
    return np.where(z > 0, z, z.dtype.type(0))


def softmax(z, beta=1.0):
    # Take away the biggest entry OF EACH ROW first. exp(1000) is inf, exp(0) is 1,
    # and the result does not change because top and bottom get the same factor.
    z = to_float(z)
    biggest = np.max(z, axis=-1)[..., np.newaxis]
    powers = np.exp(beta * (z - biggest))
    total = np.sum(powers, axis=-1)[..., np.newaxis]
    return powers / total


def affine(x, W):
    x = to_float(x)
    W = to_float(W)
    check_layer_shapes(x, W)
    slopes = W[:, :-1]
    offsets = W[:, -1]
    return np.dot(x, slopes.T) + offsets


def hidden_layer(x, W):
    z = affine(x, W)
    f_of_z = relu(z)
    return f_of_z


def output_from_hidden(f_z, V):
    u = affine(f_z, V)
    f_of_u = relu(u)  # yes, the ReLU is also on the last layer. Lost an hour here.
    return softmax(f_of_u)


def forward(x, W, V):
    f_z = hidden_layer(x, W)
    o = output_from_hidden(f_z, V)
    return o


def activation_pattern(x, W):
    return np.greater(affine(x, W), 0.0)


def predict(x, W, V):
    f_u = relu(affine(hidden_layer(x, W), V))
    # class 1 only when it is really bigger, so a draw goes to class 0
    class_one_wins = f_u[..., 1] > f_u[..., 0]
    return class_one_wins.astype(int)


def boundary_distance(x, W):
    """How far from the line z_i = 0, with the sign of z_i."""
    z = affine(x, W)
    slopes = to_float(W)[:, :-1]
    lengths = np.linalg.norm(slopes, axis=1)
    if np.any(lengths == 0.0):
        raise ValueError("A unit with zero weights has no line, so there is no distance to it.")
    return z / lengths


def min_inverse_temperature(u, max_error):
    """
    With two outputs the softmax is a sigmoid of beta * gap:

        1 / (1 + exp(-beta * gap)) >= 1 - max_error
        exp(-beta * gap) <= max_error / (1 - max_error)
        beta >= log((1 - max_error) / max_error) / gap
    """
    first, second = to_float(u)
    gap = abs(first - second)
    if gap == 0:
        raise ValueError("The two logits are equal, no beta can separate them.")
    if max_error <= 0 or max_error >= 0.5:
        raise ValueError("max_error must be between 0 and 0.5, not " + str(max_error))
    return float((np.log(1 - max_error) - np.log(max_error)) / gap)


def cross_entropy(o, y):
    o = np.asarray(o, dtype=float)
    labels = np.asarray(y)
    if labels.shape != o.shape[:-1]:
        raise ValueError("Probabilities " + str(o.shape) + " and labels " + str(labels.shape)
                         + " do not belong together")
    number_of_classes = o.shape[-1]
    if np.any(labels < 0) or np.any(labels >= number_of_classes):
        raise ValueError("There is a label outside of 0 ... " + str(number_of_classes - 1))
    picked = np.take_along_axis(o, labels[..., np.newaxis], axis=-1)
    # log(0) would be -inf, the exercise says to clip with the smallest normal float
    picked = np.maximum(picked, np.finfo(float).tiny)
    return float(np.mean(-np.log(picked)))


def softmax_property(f):
    """
    Everything that I believe about softmax. If one of the beliefs is wrong the
    answer is False.
    """
    examples = [
        np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 0.5]]),
        np.array([[1000.0, 1001.0], [0.0, 1.0], [-1000.0, -999.0]]),
        np.array([[-2.0, 0.0, 4.0]]),
    ]
    for z in examples:
        answer = np.asarray(f(z))
        if answer.shape != z.shape:
            return False
        if not np.all(np.isfinite(answer)):
            return False
        # belief 1: each row adds up to one
        if not np.allclose(np.sum(answer, axis=-1), 1.0):
            return False
        # belief 2: one row at a time gives the same
        for row in range(len(z)):
            if not np.allclose(f(z[row]), answer[row]):
                return False
        # belief 3: p_i / p_0 = exp(z_i - z_0). This is what makes it base e.
        if not np.allclose(answer, answer[:, :1] * np.exp(z - z[:, :1])):
            return False
        # belief 4: beta is a factor on z
        if not np.allclose(f(z, 0.5), f(0.5 * z)):
            return False
    # belief 5: the number that is printed in the notebook
    return bool(np.allclose(f(np.array([-2.0, 0.0, 4.0])),
                            [0.00242826, 0.01794253, 0.97962921]))
