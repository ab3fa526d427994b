"""Known wrong versions of the exercises of backpropagation, each with the hint that it earns."""

import numpy as np

# A variant takes the place of its exercise, so that it calls the right version by another name.
_right_tiny_network = tiny_network
_right_forward_pass = forward_pass
_right_output_error = output_error
_right_layer_error = layer_error
_right_gradients = gradients
_right_numerical_gradient = numerical_gradient
_right_relative_error = relative_error
_right_sgd_step = sgd_step
_right_sgd_epoch = sgd_epoch
_right_train = train

# --- sigmoid_prime ---------------------------------------------------------------------------


def sigmoid_prime__sigmoid_itself(z):
    """Returning the sigmoid and not its derivative.

    The derivative is largest at z = 0 and goes to 0 on both sides; plot what you return.
    """
    return sigmoid(z)


def sigmoid_prime__one_minus_sigmoid(z):
    """One of the two factors only.

    The derivative of the sigmoid is a product of two factors; at z = 0 it is 1/4.
    """
    return 1.0 - sigmoid(z)


def sigmoid_prime__of_the_activation(z):
    """The formula a(1 - a) with z put in for a.

    The short formula is written with the value of the sigmoid, but the argument is what enters
    the sigmoid. Compute that value first.
    """
    z = np.asarray(z, dtype=float)
    return z * (1.0 - z)


def sigmoid_prime__sigmoid_applied_twice(z):
    """The derivative at sigmoid(z) in the place of z.

    The sigmoid is applied once too often: the derivative is wanted at z itself.
    """
    s = sigmoid(sigmoid(z))
    return s * (1.0 - s)


def sigmoid_prime__sign_flipped(z):
    """A derivative with the wrong sign.

    The sigmoid rises everywhere: its derivative is never negative.
    """
    s = sigmoid(z)
    return s * (s - 1.0)


def sigmoid_prime__overflows(z):
    """A quotient of exponentials that overflow.

    For z = -1000 the exponential of -z is infinite, and infinity over infinity is nan. The given
    sigmoid is safe; build the derivative from it.
    """
    with np.errstate(all="ignore"):
        e = np.exp(-np.asarray(z, dtype=float))
        return e / (1.0 + e) ** 2


def sigmoid_prime__square_missing(z):
    """The quotient rule without the square in the denominator.

    Differentiate 1 / (1 + exp(-z)) once more: the derivative of 1/u is not 1/u.
    """
    e = np.exp(-np.clip(np.asarray(z, dtype=float), -700.0, None))
    return e / (1.0 + e)


def sigmoid_prime__rounds_integers(z):
    """A result in the dtype of z.

    For integer z the result has to be floats: 0.25 stored in an integer array becomes 0.
    """
    out = np.zeros_like(z)
    out[...] = sigmoid(z) * (1.0 - sigmoid(z))
    return out


def sigmoid_prime__works_in_place(z):
    """Computing in the array that came in.

    Make a new array for the result: the caller still needs z.
    """
    if isinstance(z, np.ndarray) and z.dtype.kind == "f" and z.ndim:
        z[...] = sigmoid(z)
        z *= 1.0 - z
        return z
    return sigmoid(z) * (1.0 - sigmoid(z))


# --- relu_prime ------------------------------------------------------------------------------


def relu_prime__one_at_zero(z):
    """A slope of 1 at z = 0.

    The statement fixes the value at the kink: a unit with z = 0 is off.
    """
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


def relu_prime__half_at_zero(z):
    """A slope of 1/2 at z = 0.

    Any value from 0 to 1 would do at the kink, but the statement fixes one of the two ends.
    """
    return 0.5 * (1.0 + np.sign(np.asarray(z, dtype=float)))


def relu_prime__sign(z):
    """The sign of z.

    To the left of zero the rectifier is flat: its slope there is 0 and not -1.
    """
    return np.sign(np.asarray(z, dtype=float))


def relu_prime__relu_itself(z):
    """Returning the rectifier and not its derivative.

    The slope of a straight line does not depend on how far to the right you are.
    """
    return np.maximum(np.asarray(z, dtype=float), 0.0)


def relu_prime__leaky(z):
    """A small slope for negative z, as a leaky rectifier has it.

    The plain rectifier is constant for negative z, and the derivative of a constant is 0.
    """
    return np.where(np.asarray(z) > 0, 1.0, 0.01)


def relu_prime__always_one(z):
    """A slope of 1 everywhere.

    Only the right half of the rectifier rises.
    """
    return np.ones_like(z, dtype=float)


def relu_prime__booleans(z):
    """Booleans in the place of numbers.

    A comparison gives True and False; the derivative is a number, 1.0 or 0.0.
    """
    return np.asarray(z) > 0


def relu_prime__overwrites_z(z):
    """Writing the zeros and ones into z.

    Make a new array for the result: the caller still needs z.
    """
    if not isinstance(z, np.ndarray) or z.ndim == 0:
        return np.where(np.asarray(z) > 0, 1.0, 0.0)
    z[z <= 0] = 0
    z[z > 0] = 1
    return z.astype(float)


# --- squared_error ---------------------------------------------------------------------------


def squared_error__without_one_half(a, y):
    """Forgetting the factor 1/2.

    Compare with the formula: there is a factor in front of the sum.
    """
    return np.sum((np.asarray(a) - np.asarray(y)) ** 2)


def squared_error__mean(a, y):
    """The mean of the squares in the place of their sum.

    This loss is a sum: with twice as many outputs of the same error it doubles.
    """
    return 0.5 * np.mean((np.asarray(a, dtype=float) - np.asarray(y)) ** 2)


def squared_error__one_loss_per_row(a, y):
    """One loss for each row of a batch.

    The sum runs over every entry of the array, so that the result is a single number.
    """
    return 0.5 * np.sum((np.asarray(a) - np.asarray(y)) ** 2, axis=-1)


def squared_error__mean_over_rows(a, y):
    """Averaging over the rows of a batch.

    Nothing is averaged here; the mean over the rows comes in only with `gradients`.
    """
    total = 0.5 * np.sum((np.asarray(a) - np.asarray(y)) ** 2)
    return total / max(len(a), 1) if np.ndim(a) > 1 else total


def squared_error__absolute_values(a, y):
    """Absolute differences in the place of squares.

    Each difference is squared before it is added.
    """
    return 0.5 * np.sum(np.abs(np.asarray(a) - np.asarray(y)))


def squared_error__square_of_the_sum(a, y):
    """Squaring the sum of the differences.

    Square first and add afterwards: errors of opposite sign must not cancel.
    """
    return 0.5 * np.sum(np.asarray(a) - np.asarray(y)) ** 2


def squared_error__norm(a, y):
    """The length of the difference, with a square root.

    There is no square root in this loss.
    """
    return 0.5 * np.sqrt(np.sum((np.asarray(a) - np.asarray(y)) ** 2))


def squared_error__overwrites_a(a, y):
    """Subtracting in the array that came in.

    `a -= y` changes the caller's outputs; the subtraction should make a new array.
    """
    if isinstance(a, np.ndarray) and a.dtype.kind == "f":
        a -= y
        return 0.5 * np.sum(a**2)
    return 0.5 * np.sum((np.asarray(a) - np.asarray(y)) ** 2)


# --- squared_error_prime ---------------------------------------------------------------------


def squared_error_prime__sign_flipped(a, y):
    """Target minus output.

    When the output is too large, the loss grows with it: its derivative is positive there.
    """
    return np.asarray(y) - np.asarray(a)


def squared_error_prime__factor_two(a, y):
    """A factor 2 that the 1/2 of the loss cancels.

    Differentiate the loss with its factor 1/2.
    """
    return 2.0 * (np.asarray(a) - np.asarray(y))


def squared_error_prime__factor_one_half(a, y):
    """Keeping the factor 1/2 and losing the exponent.

    The derivative of a square brings down a factor, which meets the 1/2.
    """
    return 0.5 * (np.asarray(a) - np.asarray(y))


def squared_error_prime__averaged(a, y):
    """Dividing by the number of entries.

    The loss is a sum, so that each entry has its own derivative, whatever the number of the others.
    """
    return (np.asarray(a) - np.asarray(y)) / max(np.size(a), 1)


def squared_error_prime__divided_by_rows(a, y):
    """Dividing by the number of rows of a batch.

    Nothing is averaged here; the mean over the rows comes in only with `gradients`.
    """
    difference = np.asarray(a) - np.asarray(y)
    return difference / max(len(difference), 1) if difference.ndim > 1 else difference


def squared_error_prime__summed(a, y):
    """One number in the place of one derivative for each output.

    The loss has a derivative in each entry of a: the result has the shape of a.
    """
    return np.sum(np.asarray(a) - np.asarray(y))


def squared_error_prime__only_the_sign(a, y):
    """The derivative of the absolute difference.

    The derivative of a square grows with the distance from the minimum.
    """
    return np.sign(np.asarray(a) - np.asarray(y))


def squared_error_prime__overwrites_a(a, y):
    """Subtracting in the array that came in.

    `a -= y` changes the caller's outputs; the subtraction should make a new array.
    """
    if isinstance(a, np.ndarray) and a.dtype.kind == "f":
        a -= y
        return a
    return np.asarray(a) - np.asarray(y)


# --- tiny_network ----------------------------------------------------------------------------


def _tiny(x, t, w1, w2, b, **changed):
    """Return the right dict, with some entries replaced."""
    result = dict(_right_tiny_network(x, t, w1, w2, b))
    result.update(changed)
    return result


def tiny_network__relu_slope_missing(x, t, w1, w2, b):
    """Leaving out the slope of the ReLU.

    Between z1 and a1 stands a ReLU, and its slope is one of the factors of dC_dw1. With a negative
    w1 it matters.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    return _tiny(x, t, w1, w2, b, dC_dw1=right["dC_db"] * w2 * x)


def tiny_network__z_in_the_place_of_a(x, t, w1, w2, b):
    """Using z1 where a1 belongs in dC_dw2.

    The weight w2 multiplies the output of the hidden unit, which is what its ReLU lets through.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    return _tiny(x, t, w1, w2, b, dC_dw2=right["dC_db"] * right["z1"])


def tiny_network__relu_missing(x, t, w1, w2, b):
    """A forward pass without the ReLU.

    a1 is never negative. The published numbers do not show this; try a negative w1.
    """
    z1 = w1 * x
    z2 = w2 * z1 + b
    y = sigmoid(z2)
    delta = (y - t) * sigmoid_prime(z2)
    return {
        "z1": z1,
        "a1": z1,
        "z2": z2,
        "y": y,
        "C": 0.5 * (y - t) ** 2,
        "dC_dw1": delta * w2 * x,
        "dC_dw2": delta * z1,
        "dC_db": delta,
    }


def tiny_network__without_one_half(x, t, w1, w2, b):
    """Gradients of the loss without its factor 1/2.

    The factor 1/2 cancels the 2 of the square: no factor 2 is left.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    return _tiny(x, t, w1, w2, b, **{k: 2.0 * right[k] for k in ("dC_dw1", "dC_dw2", "dC_db")})


def tiny_network__loss_without_one_half(x, t, w1, w2, b):
    """A loss without its factor 1/2.

    Compare C with its formula.
    """
    return _tiny(x, t, w1, w2, b, C=2.0 * _right_tiny_network(x, t, w1, w2, b)["C"])


def tiny_network__sign_flipped(x, t, w1, w2, b):
    """Gradients that begin with t - y.

    When the output is above the target, a larger b makes the loss larger: dC_db is positive.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    return _tiny(x, t, w1, w2, b, **{k: -right[k] for k in ("dC_dw1", "dC_dw2", "dC_db")})


def tiny_network__sigmoid_slope_at_y(x, t, w1, w2, b):
    """The slope of the sigmoid at its output.

    The slope is wanted at what enters the sigmoid, which is z2.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    delta = (right["y"] - t) * sigmoid_prime(right["y"])
    dw1 = delta * w2 * float(relu_prime(right["z1"])) * x
    return _tiny(x, t, w1, w2, b, dC_dw1=dw1, dC_dw2=delta * right["a1"], dC_db=delta)


def tiny_network__sigmoid_slope_missing(x, t, w1, w2, b):
    """Leaving out the slope of the sigmoid.

    Between z2 and y stands a sigmoid, and its slope is a factor of all three derivatives.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    delta = right["y"] - t
    dw1 = delta * w2 * float(relu_prime(right["z1"])) * x
    return _tiny(x, t, w1, w2, b, dC_dw1=dw1, dC_dw2=delta * right["a1"], dC_db=delta)


def tiny_network__w2_missing(x, t, w1, w2, b):
    """A chain to w1 that skips w2.

    The path from the output back to w1 leads through w2.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    return _tiny(x, t, w1, w2, b, dC_dw1=right["dC_db"] * float(relu_prime(right["z1"])) * x)


def tiny_network__offset_also_in_the_hidden_unit(x, t, w1, w2, b):
    """The offset b in the hidden unit too.

    The hidden unit has no offset: z1 is the product of w1 and x alone.
    """
    result = _right_tiny_network(x, t, 1.0, w2, b)
    z1 = float(w1 * x + b)
    inner = _right_tiny_network(1.0, t, z1, w2, b)
    result.update(inner, dC_dw1=inner["dC_dw1"] * x)
    return result


def tiny_network__slope_one_at_the_kink(x, t, w1, w2, b):
    """A unit with z1 = 0 that counts as on.

    At the kink the slope of the ReLU is taken to be 0.
    """
    right = _right_tiny_network(x, t, w1, w2, b)
    slope = 1.0 if right["z1"] >= 0 else 0.0
    return _tiny(x, t, w1, w2, b, dC_dw1=right["dC_db"] * w2 * slope * x)


# --- forward_pass ----------------------------------------------------------------------------


def forward_pass__bias_missing(x, weights, biases, activations):
    """Forgetting the biases.

    Each pre-activation has the bias of its unit added to it.
    """
    return _right_forward_pass(x, weights, [np.zeros_like(b) for b in biases], activations)


def forward_pass__passes_z_on(x, weights, biases, activations):
    """Feeding the next layer with z and not with a.

    What enters layer l is the output of layer l - 1, after its activation.
    """
    zs, outputs = [], [np.array(x, dtype=float)]
    a = outputs[0]
    for w, b, name in zip(weights, biases, activations, strict=True):
        a = a @ np.transpose(w) + b
        zs.append(a)
        outputs.append(activate(a, name))
    return zs, outputs


def forward_pass__last_layer_linear(x, weights, biases, activations):
    """No activation in the last layer.

    Every layer has an entry in `activations`, the last one included.
    """
    return _right_forward_pass(x, weights, biases, [*activations[:-1], "identity"])


def forward_pass__one_activation_for_all(x, weights, biases, activations):
    """The first activation in every layer.

    Layer l has its own entry in `activations`.
    """
    return _right_forward_pass(x, weights, biases, [activations[0]] * len(weights))


def forward_pass__activations_shifted(x, weights, biases, activations):
    """Activations that are off by one layer.

    Lists count from 0: the first entry of `activations` belongs to the first layer of weights.
    """
    return _right_forward_pass(x, weights, biases, [activations[-1], *activations[:-1]])


def forward_pass__input_left_out(x, weights, biases, activations):
    """Outputs without the input.

    The list of outputs begins with a^0 = x and has one entry more than the list of the zs.
    """
    zs, outputs = _right_forward_pass(x, weights, biases, activations)
    return zs, outputs[1:]


def forward_pass__outputs_as_zs(x, weights, biases, activations):
    """Storing the outputs in the place of the pre-activations.

    z^l is taken before the activation is applied, a^l after it.
    """
    _, outputs = _right_forward_pass(x, weights, biases, activations)
    return outputs[1:], outputs


def forward_pass__last_layer_only(x, weights, biases, activations):
    """Keeping the last layer only.

    The backward pass needs the pre-activations and outputs of every layer.
    """
    zs, outputs = _right_forward_pass(x, weights, biases, activations)
    return zs[-1], outputs[-1]


def forward_pass__always_a_batch(x, weights, biases, activations):
    """A row axis that one example does not have.

    An example of shape (d,) gives outputs of shape (n_l,), without a row axis.
    """
    return _right_forward_pass(np.atleast_2d(x), weights, biases, activations)


def forward_pass__square_weights_not_transposed(x, weights, biases, activations):
    """Square weight matrices used the wrong way round.

    Row j of the weights leads into unit j, also when the matrix is square and both ways fit.
    """
    turned = [np.transpose(w) if w.shape[0] == w.shape[1] else w for w in weights]
    return _right_forward_pass(x, turned, biases, activations)


def forward_pass__activates_in_place(x, weights, biases, activations):
    """An activation that overwrites its own input.

    The list of the zs ends up holding what the ReLU left of them; apply it to a copy.
    """
    zs, outputs = _right_forward_pass(x, weights, biases, activations)
    zs = [
        a if name == "relu" else z for z, a, name in zip(zs, outputs[1:], activations, strict=True)
    ]
    return zs, outputs


# --- output_error ----------------------------------------------------------------------------


def output_error__sign_flipped(zL, aL, y, activation):
    """Target minus output.

    Where the output is too large the error is positive.
    """
    return (np.asarray(y) - aL) * activation_prime(zL, activation)


def output_error__slope_missing(zL, aL, y, activation):
    """The derivative in the output and not in the pre-activation.

    Between the pre-activation and the output stands the activation; its slope is a factor.
    """
    return np.asarray(aL, dtype=float) - y


def output_error__slope_at_the_output(zL, aL, y, activation):
    """The slope of the activation at its output.

    f' is taken at the pre-activation, what enters the activation.
    """
    return squared_error_prime(aL, y) * activation_prime(aL, activation)


def output_error__sigmoid_for_all(zL, aL, y, activation):
    """The slope of the sigmoid whatever the activation is.

    The name of the activation is an argument; look its slope up.
    """
    return squared_error_prime(aL, y) * sigmoid_prime(zL)


def output_error__factor_two(zL, aL, y, activation):
    """A factor 2 that the 1/2 of the loss cancels.

    Use the derivative of the loss with its factor 1/2.
    """
    return 2.0 * _right_output_error(zL, aL, y, activation)


def output_error__averaged_over_rows(zL, aL, y, activation):
    """Dividing by the number of rows.

    Each row is the error of one example by itself; the mean is taken later.
    """
    delta = _right_output_error(zL, aL, y, activation)
    return delta / len(delta) if delta.ndim > 1 else delta


def output_error__rows_added_up(zL, aL, y, activation):
    """Adding the errors of all examples.

    A batch has one row of errors for each example.
    """
    delta = _right_output_error(zL, aL, y, activation)
    return delta.sum(axis=0) if delta.ndim > 1 else delta


def output_error__overwrites_outputs(zL, aL, y, activation):
    """Subtracting the targets in the array that came in.

    The outputs of the network are still needed; make a new array.
    """
    if isinstance(aL, np.ndarray) and aL.dtype.kind == "f":
        aL -= y
        return aL * activation_prime(zL, activation)
    return _right_output_error(zL, aL, y, activation)


# --- layer_error -----------------------------------------------------------------------------


def layer_error__slope_missing(delta_next, w_next, z, activation):
    """Leaving out the slope of the activation.

    What comes back through the weights is the derivative in the output of this layer; one factor
    leads from there to its pre-activation.
    """
    return np.asarray(delta_next, dtype=float) @ w_next


def layer_error__square_weights_transposed(delta_next, w_next, z, activation):
    """Square weight matrices used the wrong way round.

    The sum runs over the units of the next layer, the first index of w_next, also when the matrix
    is square and both ways fit.
    """
    w = np.asarray(w_next)
    w = w.T if w.shape[0] == w.shape[1] else w
    return (np.asarray(delta_next) @ w) * activation_prime(z, activation)


def layer_error__weights_transposed(delta_next, w_next, z, activation):
    """Multiplying with the weights as the forward pass does.

    The sum runs over the units of the next layer, which are the first index of w_next.
    """
    return (np.asarray(delta_next) @ np.transpose(w_next)) * activation_prime(z, activation)


def layer_error__slope_at_the_output(delta_next, w_next, z, activation):
    """The slope of the activation at its output.

    f' is taken at the pre-activation z, which is what you were given.
    """
    slope = activation_prime(activate(z, activation), activation)
    return (np.asarray(delta_next) @ w_next) * slope


def layer_error__activation_for_its_slope(delta_next, w_next, z, activation):
    """The activation in the place of its derivative.

    Backwards, each unit multiplies by the slope of its activation.
    """
    return (np.asarray(delta_next) @ w_next) * activate(z, activation)


def layer_error__slope_added(delta_next, w_next, z, activation):
    """Adding the slope.

    The chain rule multiplies the derivatives along a path.
    """
    return np.asarray(delta_next) @ w_next + activation_prime(z, activation)


def layer_error__sigmoid_for_all(delta_next, w_next, z, activation):
    """The slope of the sigmoid whatever the activation is.

    The name of the activation is an argument; look its slope up.
    """
    return (np.asarray(delta_next) @ w_next) * sigmoid_prime(z)


def layer_error__sum_of_errors(delta_next, w_next, z, activation):
    """Errors that are not weighted.

    Each error of the next layer comes back through the weight of its own connection.
    """
    total = np.sum(delta_next, axis=-1, keepdims=True)
    return total * activation_prime(z, activation)


def layer_error__absolute_weights(delta_next, w_next, z, activation):
    """Weights without their sign.

    A negative weight turns the sign of the error that comes back through it.
    """
    return (np.asarray(delta_next) @ np.abs(w_next)) * activation_prime(z, activation)


def layer_error__overwrites_delta(delta_next, w_next, z, activation):
    """Computing in the array that came in.

    delta_next is still needed for the gradient of the next layer; make a new array.
    """
    result = _right_layer_error(delta_next, w_next, z, activation)
    if isinstance(delta_next, np.ndarray):
        delta_next *= 0
    return result


# --- gradients -------------------------------------------------------------------------------


def _backward(x, y, weights, biases, activations):
    """Return the errors and the inputs of each layer, for a batch."""
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    zs, outputs = forward_pass(x, weights, biases, activations)
    deltas = [output_error(zs[-1], outputs[-1], y, activations[-1])]
    for layer in reversed(range(1, len(weights))):
        deltas.insert(
            0, layer_error(deltas[0], weights[layer], zs[layer - 1], activations[layer - 1])
        )
    return zs, outputs, deltas


def gradients__summed_over_rows(x, y, weights, biases, activations):
    """The sum over the rows in the place of their mean.

    The loss of a batch is a mean: a batch that is repeated has the same gradients.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    n = len(np.atleast_2d(x))
    return [g * n for g in dw], [g * n for g in db]


def gradients__averaged_twice(x, y, weights, biases, activations):
    """Dividing by the number of rows twice.

    Either the errors or the gradients are averaged, not both.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    n = len(np.atleast_2d(x))
    return [g / n for g in dw], [g / n for g in db]


def gradients__averaged_over_outputs(x, y, weights, biases, activations):
    """Averaging over the outputs as well.

    The mean is over the examples only: over the outputs of one example the loss is a sum.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    m = len(biases[-1])
    return [g / m for g in dw], [g / m for g in db]


def gradients__biases_summed(x, y, weights, biases, activations):
    """Bias gradients that are summed over the rows, not averaged.

    Weights and biases belong to the same loss, a mean over the rows.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    n = len(np.atleast_2d(x))
    return dw, [g * n for g in db]


def gradients__transposed(x, y, weights, biases, activations):
    """Weight gradients that are transposed.

    Each gradient has the shape of its weights: rows belong to the units of layer l.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    return [g.T for g in dw], db


def gradients__square_ones_transposed(x, y, weights, biases, activations):
    """Weight gradients that are transposed where both sides are equal.

    In a square matrix the shape cannot tell: row j belongs to unit j of layer l, column k to unit k
    of layer l - 1.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    return [g.T if g.shape[0] == g.shape[1] else g for g in dw], db


def gradients__from_last_to_first(x, y, weights, biases, activations):
    """Lists that run from the last layer to the first.

    The backward pass meets the last layer first; the lists are wanted in the order of `weights`.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    return dw[::-1], db[::-1]


def gradients__z_in_the_place_of_a(x, y, weights, biases, activations):
    """Pre-activations where the outputs of the layer below belong.

    What a weight multiplies in the forward pass is a^(l-1), after the activation.
    """
    zs, outputs, deltas = _backward(x, y, weights, biases, activations)
    inputs = [outputs[0], *zs[:-1]]
    n = len(outputs[0])
    return [d.T @ a / n for d, a in zip(deltas, inputs, strict=True)], [d.mean(0) for d in deltas]


def gradients__hidden_slopes_missing(x, y, weights, biases, activations):
    """Errors of hidden layers without the slope of their activation.

    On its way back an error passes the activation of each hidden layer.
    """
    zs, outputs = forward_pass(np.atleast_2d(x), weights, biases, activations)
    delta = output_error(zs[-1], outputs[-1], np.atleast_2d(y), activations[-1])
    dw, db = [], []
    for layer in reversed(range(len(weights))):
        dw.insert(0, delta.T @ outputs[layer] / len(delta))
        db.insert(0, delta.mean(axis=0))
        delta = delta @ weights[layer]
    return dw, db


def gradients__activations_shifted(x, y, weights, biases, activations):
    """Hidden slopes with the name of the layer above.

    Lists count from 0; check which entry of `activations` belongs to the zs that you use.
    """
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    zs, outputs = forward_pass(x, weights, biases, activations)
    delta = output_error(zs[-1], outputs[-1], y, activations[-1])
    dw, db = [], []
    for layer in reversed(range(len(weights))):
        dw.insert(0, delta.T @ outputs[layer] / len(x))
        db.insert(0, delta.mean(axis=0))
        if layer > 0:
            delta = layer_error(delta, weights[layer], zs[layer - 1], activations[layer])
    return dw, db


def gradients__output_error_thrown_away(x, y, weights, biases, activations):
    """A hidden layer that forgets what comes from above.

    The error of a hidden layer is made of the errors of the next one; it is not the slope alone.
    """
    zs, outputs, deltas = _backward(x, y, weights, biases, activations)
    n = len(outputs[0])
    for layer in range(len(deltas) - 1):
        deltas[layer] = activation_prime(zs[layer], activations[layer])
    dw = [d.T @ a / n for d, a in zip(deltas, outputs[:-1], strict=True)]
    return dw, [d.mean(axis=0) for d in deltas]


def gradients__sign_flipped(x, y, weights, biases, activations):
    """Gradients that point downhill.

    A gradient points to where the loss grows; the minus sign belongs to the step.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    return [-g for g in dw], [-g for g in db]


def gradients__first_row_only(x, y, weights, biases, activations):
    """The gradient of the first example only.

    Every row of the batch counts.
    """
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    return _right_gradients(x[0], y[0], weights, biases, activations)


def gradients__bias_gradient_keeps_a_row_axis(x, y, weights, biases, activations):
    """Bias gradients of shape (1, n_l).

    Each gradient has the shape of its parameter, and a bias has one axis.
    """
    dw, db = _right_gradients(x, y, weights, biases, activations)
    return dw, [g[np.newaxis] for g in db]


# --- numerical_gradient ----------------------------------------------------------------------


def numerical_gradient__one_sided(f, x, h=1e-5):
    """A one-sided difference quotient.

    The central difference looks at both sides of x; on a quadratic function it is exact.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        gradient[index] = (f(x + step) - f(x)) / h
    return gradient


def numerical_gradient__divided_by_h(f, x, h=1e-5):
    """Dividing by h in the place of the distance of the two points.

    The two points lie h to the left and h to the right: how far apart is that?
    """
    return 2.0 * _right_numerical_gradient(f, x, h)


def numerical_gradient__steps_pile_up(f, x, h=1e-5):
    """Steps that are not taken back.

    Each entry is moved by itself: put it back before you move the next one.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        up = f(x)
        x[index] -= 2 * h
        gradient[index] = (up - f(x)) / (2 * h)
    return gradient


def numerical_gradient__leaves_the_step_in_x(f, x, h=1e-5):
    """A step that stays in the caller's array.

    After the call x must be what it was before, bit for bit.
    """
    gradient = _right_numerical_gradient(f, x, h)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f" and x.size:
        x[(0,) * x.ndim] -= h
    return gradient


def numerical_gradient__adds_the_step_back(f, x, h=1e-5):
    """Adding and subtracting the step in the caller's array.

    (x + h) - h is not always x in floating point: save the value, or work on a copy.
    """
    gradient = _right_numerical_gradient(f, x, h)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        for index in np.ndindex(x.shape):
            x[index] += h
            x[index] -= 2 * h
            x[index] += h
    return gradient


def numerical_gradient__all_entries_at_once(f, x, h=1e-5):
    """Moving all entries together.

    A partial derivative moves one entry and keeps the others.
    """
    x = np.array(x, dtype=float)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope)


def numerical_gradient__last_entry_only(f, x, h=1e-5):
    """Keeping the last derivative only.

    The result has one derivative for each entry of x.
    """
    gradient = _right_numerical_gradient(f, x, h)
    last = np.zeros(gradient.shape)
    last.flat[-1:] = gradient.flat[-1:]
    return last


def numerical_gradient__step_fixed(f, x, h=1e-5):
    """A step that ignores h.

    The step is an argument; 1e-5 is only its default.
    """
    return _right_numerical_gradient(f, x, 1e-5)


def numerical_gradient__stays_in_float32(f, x, h=1e-5):
    """Computing in the precision of x.

    With seven digits a step of 1e-5 is mostly rounding: convert x to float64 first.
    """
    x = np.asarray(x)
    if x.dtype != np.float32:
        return _right_numerical_gradient(f, x, h)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape, dtype=np.float32)
        step[index] = h
        gradient[index] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def numerical_gradient__truncates_integers(f, x, h=1e-5):
    """Writing the step into an integer array.

    An integer array cannot hold x + h: convert to floats first.
    """
    moved = np.array(x)
    gradient = np.zeros(moved.shape)
    for index in np.ndindex(moved.shape):
        value = moved[index]
        moved[index] = value + h
        up = f(np.asarray(moved, dtype=float))
        moved[index] = value - h
        down = f(np.asarray(moved, dtype=float))
        moved[index] = value
        gradient[index] = (up - down) / (2 * h)
    return gradient


def numerical_gradient__flattened(f, x, h=1e-5):
    """A flat list of derivatives.

    The gradient has the shape of x.
    """
    return _right_numerical_gradient(f, x, h).ravel()


def numerical_gradient__extra_calls(f, x, h=1e-5):
    """Evaluating f more often than needed.

    Two calls for each entry are enough; f(x) itself does not occur in the central difference.
    """
    f(np.array(x, dtype=float))
    return _right_numerical_gradient(f, x, h)


# --- relative_error --------------------------------------------------------------------------


def relative_error__absolute(a, b):
    """An absolute difference.

    Divide by the size of the numbers: scaling both arrays should change nothing.
    """
    return np.max(np.abs(np.asarray(a, dtype=float) - b), initial=0.0)


def relative_error__divided_by_a_only(a, b):
    """Dividing by the size of one of the two.

    Exchanging a and b should change nothing.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.where(a == 0, np.where(b == 0, 1.0, np.abs(b)), np.abs(a))
    return np.max(np.abs(a - b) / size, initial=0.0)


def relative_error__nan_for_zeros(a, b):
    """Dividing zero by zero.

    Where both entries are 0 there is no difference: that entry counts as 0.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    with np.errstate(all="ignore"):
        return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


def relative_error__mean(a, b):
    """The mean over the entries.

    A single wrong entry must not hide among many right ones: the worst entry counts.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.abs(a) + np.abs(b)
    return np.mean(np.abs(a - b) / np.where(size == 0, 1.0, size))


def relative_error__one_for_each_entry(a, b):
    """One ratio for each entry.

    The result is a single number, that of the worst entry.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.abs(a) + np.abs(b)
    return np.abs(a - b) / np.where(size == 0, 1.0, size)


def relative_error__sizes_of_the_signed_sum(a, b):
    """The size of the sum in the place of the sum of the sizes.

    Where a and b have opposite signs their sum is small; take the absolute values before you add.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.abs(a + b)
    return np.max(np.abs(a - b) / np.where(size == 0, 1.0, size), initial=0.0)


def relative_error__signed(a, b):
    """A difference with its sign.

    The difference is taken without its sign, or exchanging a and b changes the result.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.abs(a) + np.abs(b)
    return np.max((a - b) / np.where(size == 0, 1.0, size), initial=0.0)


def relative_error__half_the_size(a, b):
    """Dividing by the mean size.

    Opposite arrays should give 1, not 2: the two sizes are added, not averaged.
    """
    return 2.0 * _right_relative_error(a, b)


def relative_error__one_added_below(a, b):
    """A denominator with 1 added to it.

    That keeps zero from being divided by zero, but small gradients then always seem to agree.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.max(np.abs(a - b) / (1.0 + np.abs(a) + np.abs(b)), initial=0.0)


def relative_error__of_the_norms(a, b):
    """Norms of whole arrays in the place of entries.

    The ratio is formed for each entry; then the largest is taken.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    size = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return np.sqrt(np.sum((a - b) ** 2)) / (size if size > 0 else 1.0)


# --- sgd_step --------------------------------------------------------------------------------


def sgd_step__uphill(weights, biases, dw, db, learning_rate):
    """Adding the gradient.

    The gradient points to where the loss grows; the step goes the other way.
    """
    return _right_sgd_step(weights, biases, dw, db, -learning_rate)


def sgd_step__in_place(weights, biases, dw, db, learning_rate):
    """Changing the parameters that came in.

    `w -= ...` changes the caller's array, and an assignment to an entry of `weights` the
    caller's list. Build new arrays and new lists.
    """
    for parameter, gradient in zip([*weights, *biases], [*dw, *db], strict=True):
        parameter[...] = parameter - learning_rate * gradient
    return weights, biases


def sgd_step__replaces_in_the_lists(weights, biases, dw, db, learning_rate):
    """Putting new arrays into the lists that came in.

    The lists belong to the caller too; build new ones.
    """
    for layer in range(len(weights)):
        weights[layer] = weights[layer] - learning_rate * dw[layer]
        biases[layer] = biases[layer] - learning_rate * db[layer]
    return weights, biases


def sgd_step__learning_rate_missing(weights, biases, dw, db, learning_rate):
    """Forgetting the learning rate.

    The step is the gradient times the learning rate.
    """
    return _right_sgd_step(weights, biases, dw, db, 1.0)


def sgd_step__biases_left(weights, biases, dw, db, learning_rate):
    """Biases that are not moved.

    The biases are parameters too.
    """
    new_weights, _ = _right_sgd_step(weights, biases, dw, db, learning_rate)
    return new_weights, [np.array(b) for b in biases]


def sgd_step__divided_by_layers(weights, biases, dw, db, learning_rate):
    """A step that is divided by the number of layers.

    The gradients are used as they are: any averaging was done before.
    """
    return _right_sgd_step(weights, biases, dw, db, learning_rate / len(weights))


def sgd_step__first_layer_only(weights, biases, dw, db, learning_rate):
    """Moving the first layer only.

    Every layer takes its step.
    """
    new_weights, new_biases = _right_sgd_step(weights, biases, dw, db, learning_rate)
    return [*new_weights[:1], *weights[1:]], [*new_biases[:1], *biases[1:]]


def sgd_step__stays_in_integers(weights, biases, dw, db, learning_rate):
    """Results in the dtype of the parameters.

    Integer parameters become floats: a small step must not be rounded away.
    """
    new_weights, new_biases = _right_sgd_step(weights, biases, dw, db, learning_rate)
    new_weights = [n.astype(w.dtype) for n, w in zip(new_weights, weights, strict=True)]
    return new_weights, [n.astype(b.dtype) for n, b in zip(new_biases, biases, strict=True)]


# --- sgd_epoch -------------------------------------------------------------------------------


def _epoch(batches, x, y, weights, biases, activations, learning_rate):
    """Take a step for each (rows, factor)."""
    for rows, factor in batches:
        dw, db = gradients(x[rows], y[rows], weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate * factor)
    return weights, biases


def sgd_epoch__drops_the_last_batch(x, y, weights, biases, activations, learning_rate, batch_size):
    """Dropping the shorter last batch.

    Every row is used once, also when batch_size does not divide their number.
    """
    batches = [
        (slice(k * batch_size, (k + 1) * batch_size), 1.0) for k in range(len(x) // batch_size)
    ]
    return _epoch(batches, x, y, weights, biases, activations, learning_rate)


def sgd_epoch__divides_by_the_full_size(
    x, y, weights, biases, activations, learning_rate, batch_size
):
    """Dividing the shorter last batch by the full batch size.

    The mean of a batch is over the rows that it has.
    """
    batches = [
        (slice(k, k + batch_size), len(x[k : k + batch_size]) / batch_size)
        for k in range(0, len(x), batch_size)
    ]
    return _epoch(batches, x, y, weights, biases, activations, learning_rate)


def sgd_epoch__gradients_at_the_start(
    x, y, weights, biases, activations, learning_rate, batch_size
):
    """Gradients that are all taken at the first parameters.

    Each batch starts from the parameters that the batch before it has reached.
    """
    new_weights, new_biases = weights, biases
    for k in range(0, len(x), batch_size):
        rows = slice(k, k + batch_size)
        dw, db = gradients(x[rows], y[rows], weights, biases, activations)
        new_weights, new_biases = sgd_step(new_weights, new_biases, dw, db, learning_rate)
    return new_weights, new_biases


def sgd_epoch__only_the_last_batch_counts(
    x, y, weights, biases, activations, learning_rate, batch_size
):
    """Steps that all begin at the first parameters.

    The result of a step is the start of the next one.
    """
    new_weights, new_biases = weights, biases
    for k in range(0, len(x), batch_size):
        rows = slice(k, k + batch_size)
        dw, db = gradients(x[rows], y[rows], weights, biases, activations)
        new_weights, new_biases = sgd_step(weights, biases, dw, db, learning_rate)
    return new_weights, new_biases


def sgd_epoch__whole_data_in_one_step(
    x, y, weights, biases, activations, learning_rate, batch_size
):
    """One step on all rows.

    There is a step for each batch, and batch_size says how many rows a batch has.
    """
    return _epoch([(slice(None), 1.0)], x, y, weights, biases, activations, learning_rate)


def sgd_epoch__row_by_row(x, y, weights, biases, activations, learning_rate, batch_size):
    """A step for each row.

    The rows of a batch share one step, with the mean of their gradients.
    """
    batches = [(slice(k, k + 1), 1.0) for k in range(len(x))]
    return _epoch(batches, x, y, weights, biases, activations, learning_rate)


def sgd_epoch__batch_size_as_number_of_batches(
    x, y, weights, biases, activations, learning_rate, batch_size
):
    """Taking batch_size for the number of batches.

    batch_size is the number of rows in a batch.
    """
    parts = [rows for rows in np.array_split(np.arange(len(x)), batch_size) if len(rows)]
    batches = [(rows, 1.0) for rows in parts]
    return _epoch(batches, x, y, weights, biases, activations, learning_rate)


def sgd_epoch__even_batches(x, y, weights, biases, activations, learning_rate, batch_size):
    """Spreading the rows evenly over the batches.

    All batches but the last have exactly batch_size rows; the last takes what is left.
    """
    parts = np.array_split(np.arange(len(x)), max(-(-len(x) // batch_size), 1))
    batches = [(rows, 1.0) for rows in parts]
    return _epoch(batches, x, y, weights, biases, activations, learning_rate)


def sgd_epoch__shuffles(x, y, weights, biases, activations, learning_rate, batch_size):
    """Shuffling the rows.

    The rows are used in the order in which they stand; the caller shuffles them, if anybody.
    """
    order = np.random.default_rng(0).permutation(len(x))
    return _right_sgd_epoch(
        x[order], y[order], weights, biases, activations, learning_rate, batch_size
    )


def sgd_epoch__backwards(x, y, weights, biases, activations, learning_rate, batch_size):
    """Batches from the last row to the first.

    The pass begins with the first rows.
    """
    return _right_sgd_epoch(
        x[::-1], y[::-1], weights, biases, activations, learning_rate, batch_size
    )


def sgd_epoch__windows_overlap(x, y, weights, biases, activations, learning_rate, batch_size):
    """Batches that overlap.

    The next batch begins where the last one ended, so that each row is used once.
    """
    batches = [(slice(k, k + batch_size), 1.0) for k in range(max(len(x) - batch_size + 1, 1))]
    return _epoch(batches, x, y, weights, biases, activations, learning_rate)


def sgd_epoch__in_place(x, y, weights, biases, activations, learning_rate, batch_size):
    """Updating the arrays that came in.

    The caller's parameters stay what they are; the result is made of new arrays.
    """
    new_weights, new_biases = _right_sgd_epoch(
        x, y, weights, biases, activations, learning_rate, batch_size
    )
    for old, new in zip([*weights, *biases], [*new_weights, *new_biases], strict=True):
        old[...] = new
    return new_weights, new_biases


# --- train -----------------------------------------------------------------------------------


def train__loss_before_the_step(x, y, weights, biases, activations, learning_rate, epochs):
    """Losses that are one epoch late.

    The loss of an epoch is that of the parameters which the epoch has reached.
    """
    losses = []
    for _ in range(epochs):
        _, outputs = forward_pass(x, weights, biases, activations)
        losses.append(squared_error(outputs[-1], y) / len(x))
        dw, db = gradients(x, y, weights, biases, activations)
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    return np.array(losses), weights, biases


def train__start_included(x, y, weights, biases, activations, learning_rate, epochs):
    """A loss for the start as well.

    There is one loss for each epoch, the first one after the first step.
    """
    losses, new_weights, new_biases = _right_train(
        x, y, weights, biases, activations, learning_rate, epochs
    )
    _, outputs = forward_pass(x, weights, biases, activations)
    start = squared_error(outputs[-1], y) / len(x)
    return np.concatenate([[start], losses]), new_weights, new_biases


def train__loss_summed(x, y, weights, biases, activations, learning_rate, epochs):
    """The sum of the losses in the place of their mean.

    The loss of a batch is the mean over its rows.
    """
    losses, weights, biases = _right_train(
        x, y, weights, biases, activations, learning_rate, epochs
    )
    return losses * len(x), weights, biases


def train__loss_averaged_over_outputs(x, y, weights, biases, activations, learning_rate, epochs):
    """A mean over the outputs too.

    The mean is over the rows only: over the outputs of one example the loss is a sum.
    """
    losses, weights, biases = _right_train(
        x, y, weights, biases, activations, learning_rate, epochs
    )
    return losses / len(biases[-1]), weights, biases


def train__returns_the_start(x, y, weights, biases, activations, learning_rate, epochs):
    """Returning the parameters of the start.

    The result of the last step is what the caller wants.
    """
    losses, _, _ = _right_train(x, y, weights, biases, activations, learning_rate, epochs)
    return losses, [np.array(w) for w in weights], [np.array(b) for b in biases]


def train__row_by_row(x, y, weights, biases, activations, learning_rate, epochs):
    """A step for each row.

    Here the whole batch makes one step in each epoch.
    """
    losses = []
    for _ in range(epochs):
        weights, biases = sgd_epoch(x, y, weights, biases, activations, learning_rate, 1)
        _, outputs = forward_pass(x, weights, biases, activations)
        losses.append(squared_error(outputs[-1], y) / len(x))
    return np.array(losses), weights, biases


def train__final_loss_only(x, y, weights, biases, activations, learning_rate, epochs):
    """The last loss only.

    Record a loss after each epoch.
    """
    losses, weights, biases = _right_train(
        x, y, weights, biases, activations, learning_rate, epochs
    )
    return losses[-1:], weights, biases


def train__gradient_not_renewed(x, y, weights, biases, activations, learning_rate, epochs):
    """Using the first gradient in every epoch.

    The gradient belongs to the parameters of the moment: compute it anew in each epoch.
    """
    losses = []
    dw, db = gradients(x, y, weights, biases, activations)
    for _ in range(epochs):
        weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
        _, outputs = forward_pass(x, weights, biases, activations)
        losses.append(squared_error(outputs[-1], y) / len(x))
    return np.array(losses), weights, biases


def train__one_step_short(x, y, weights, biases, activations, learning_rate, epochs):
    """One step too few.

    Ten epochs are ten steps.
    """
    losses, _, _ = _right_train(x, y, weights, biases, activations, learning_rate, epochs)
    _, weights, biases = _right_train(
        x, y, weights, biases, activations, learning_rate, max(epochs - 1, 0)
    )
    return losses, weights, biases


def train__in_place(x, y, weights, biases, activations, learning_rate, epochs):
    """Training the caller's arrays.

    A second call from the same start has to give the same result: leave the start as it is.
    """
    losses, new_weights, new_biases = _right_train(
        x, y, weights, biases, activations, learning_rate, epochs
    )
    for old, new in zip([*weights, *biases], [*new_weights, *new_biases], strict=True):
        old[...] = new
    return losses, new_weights, new_biases
