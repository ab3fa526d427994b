"""Wrong variants of the functions of neural_network, each with its hint."""

import numpy as np

# The right functions, under names that stay theirs while a variant stands in for one of them.
right_softmax = softmax
right_affine = affine
right_boundary_distance = boundary_distance
right_min_inverse_temperature = min_inverse_temperature
right_cross_entropy = cross_entropy
right_forward = forward


# relu


def relu__absolute_value(z):
    """Folding negative numbers up instead of cutting them off.

    Look at a negative input: the unit should pass nothing there, not the size of the number.
    """
    return np.abs(z)


def relu__leaky(z):
    """A leaky ReLU, which lets a small part of a negative input through.

    The ReLU of this problem is exactly zero for every negative input.
    """
    return np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z))


def relu__in_place(z):
    """Setting the negative entries of the argument itself to zero.

    The array belongs to the caller, who still needs the old values. Build a new array.
    """
    z = np.asarray(z)
    z[z < 0] = 0
    return z


def relu__keeps_the_negative_part(z):
    """Keeping the negative numbers and cutting off the positive ones.

    Which of the two numbers z and 0 should win when z is positive?
    """
    return np.minimum(z, 0)


def relu__step(z):
    """A step function: 1 where the unit is on, 0 where it is off.

    A unit that is on passes its input on unchanged. Your function only tells that it is on.
    """
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def relu__single_number_only(z):
    """Python's `max`, which works for one number but not for an array.

    The comparison has to be made for each element by itself.
    """
    return max(0, z)


def relu__reduces_an_axis(z):
    """Taking the maximum along an axis, not between each element and zero.

    NumPy has one function for the largest entry of an array and another for the larger of two
    numbers, element by element. The result should have the shape of z.
    """
    z = np.asarray(z)
    return np.max(z, axis=0) if z.ndim else max(z, 0)


def relu__truncates(z):
    """A loop whose result array holds integers, so that the decimals are cut off.

    If the first element is negative, its answer is the integer 0, and the result array may take
    its dtype from there. Write 0.0, or state the dtype.
    """
    z = np.asarray(z)
    if z.size == 0:
        return z.copy()
    return np.vectorize(lambda value: value if value > 0 else 0)(z)


# softmax


def softmax__global_max(z, beta=1.0):
    """Subtracting the largest logit of the whole batch from every row.

    A row that lies far below the largest one then underflows to 0 / 0. Shift each row by a number
    of its own.
    """
    scaled = beta * np.asarray(z)
    with np.errstate(invalid="ignore"):
        powers = np.exp(scaled - np.max(scaled, initial=-np.inf))
        return powers / powers.sum(axis=-1, keepdims=True)


def softmax__wrong_axis(z, beta=1.0):
    """Normalising over the first axis instead of the last one.

    In a batch, one row is one example: the entries of a row add up to one, not those of a column.
    """
    scaled = beta * np.asarray(z)
    if scaled.size == 0:
        return np.exp(scaled)
    powers = np.exp(scaled - scaled.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)


def softmax__no_shift(z, beta=1.0):
    """The formula without a shift of the logits, which overflows for large ones.

    The exponential of 1000 is inf, and inf / inf is nan. The same number may be subtracted from
    all logits of a row without changing the result.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(beta * np.asarray(z))
        return powers / powers.sum(axis=-1, keepdims=True)


def softmax__sums_over_everything(z, beta=1.0):
    """Normalising over the whole array instead of over the last axis.

    Each row of z is one example: its entries must add up to one by themselves.
    """
    scaled = beta * np.asarray(z)
    if scaled.size == 0:
        return np.exp(scaled)
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return powers / powers.sum()


def softmax__unnormalised(z, beta=1.0):
    """Exponentials that are not divided by their sum.

    The entries are in the right proportion to each other, but they do not add up to one.
    """
    scaled = beta * np.asarray(z)
    return np.exp(scaled - scaled.max(axis=-1, keepdims=True))


def softmax__base_two(z, beta=1.0):
    """Powers of 2 in place of powers of e.

    The outputs add up to one, but they are too close to each other. Check the base of the power.
    """
    scaled = beta * np.asarray(z)
    powers = np.exp2(scaled - scaled.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def softmax__beta_divides(z, beta=1.0):
    """Dividing the logits by beta instead of multiplying them.

    Beta is the inverse of the temperature: a larger beta sharpens the output.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return right_softmax(np.asarray(z) / np.asarray(beta))


def softmax__beta_ignored(z, beta=1.0):
    """A result that does not depend on beta.

    The second argument is never used. It scales the logits before the exponential.
    """
    return right_softmax(z)


def softmax__beta_scales_the_output(z, beta=1.0):
    """Multiplying the probabilities by beta, not the logits.

    The result then adds up to beta. Beta belongs inside the exponential.
    """
    return beta * right_softmax(z)


def softmax__shifts_by_the_mean(z, beta=1.0):
    """Shifting each row by its mean, which does not prevent an overflow.

    If one logit of a row is 2000 above another, the larger one stays far above the mean. Which
    number makes sure that no exponent is positive?
    """
    scaled = beta * np.asarray(z)
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(scaled - scaled.mean(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)


def softmax__in_place(z, beta=1.0):
    """Computing in the memory of the argument.

    An assignment such as `z -= ...` changes the caller's array, and it fails for integers and for
    read-only arrays. Give the shifted logits a name of their own.
    """
    if beta != 1.0:
        z = beta * z
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z


def softmax__logarithms(z, beta=1.0):
    """The logarithms of the probabilities.

    These are log-probabilities: all of them are negative, and their exponentials add up to one.
    """
    with np.errstate(divide="ignore"):
        return np.log(right_softmax(z, beta))


# softmax_property


def softmax_property__always_true(f):
    """A property that every wrong softmax passes.

    Your property returned True for something that is not a softmax. Does it call f at all?
    """
    return True


def softmax_property__always_false(f):
    """A property that a right softmax does not keep.

    Run it on your own `softmax`, and print the values that it compares: probabilities add up
    to one only up to rounding.
    """
    return False


def softmax_property__only_sums_to_one(f):
    """A property that asks for little more than outputs that add up to one.

    Equal probabilities for everything add up to one too. Add a law that ties the outputs to z.
    """
    return bool(np.allclose(f(np.array([[0.5, -1.0, 2.0], [1.0, 0.0, 0.0]])).sum(axis=-1), 1.0))


def softmax_property__exact_comparison(f):
    """Comparing floating-point numbers with ==.

    Probabilities add up to one only up to rounding, so a right softmax may be rejected. Compare
    with a tolerance.
    """
    z = np.array([[0.1 * i * j - 0.3 * i for i in range(5)] for j in range(12)])
    p = f(z)
    right = p == np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    return bool(np.all(right) and np.all(p.sum(axis=-1) == 1.0))


def softmax_property__one_vector_only(f):
    """A property that misses what goes wrong between the rows of a batch.

    A function that confuses rows with columns, or lets one row influence another, is right on a
    single vector. Try batches whose rows differ.
    """
    z = np.array([-2.0, 0.0, 4.0])
    return bool(np.allclose(f(z), [0.00242826, 0.01794253, 0.97962921], atol=1e-6))


def softmax_property__no_large_logits(f):
    """A property that misses what overflows.

    A softmax has to be right for logits of 1000 as well, also next to rows that are small. One
    without a shift returns nan there, and every comparison with nan is false.
    """
    z = np.array([[-2.0, 0.0, 1.5], [0.5, 3.0, -1.0]])
    p = f(z)
    ratios = np.log(p) - np.log(p[:, :1])
    return bool(np.allclose(p.sum(axis=-1), 1.0) and np.allclose(ratios, z - z[:, :1]))


def softmax_property__nan_passes(f):
    """A comparison that nan slips through.

    Every comparison with nan is false, so "none of them is wrong" is true of nan. Ask whether all
    of them are right.
    """
    with np.errstate(all="ignore"):
        for z in ([[-2.0, 0.0, 1.5], [0.5, 3.0, -1.0]], [[1000.0, 1001.0], [0.0, 1.0]]):
            z = np.array(z)
            p = f(z)
            ratios = np.log(p) - np.log(p[:, :1])
            if np.any(np.abs(p.sum(axis=-1) - 1.0) > 1e-9):
                return False
            if np.any(np.abs(ratios - (z - z[:, :1])) > 1e-6):
                return False
    return True


# affine


def affine__offset_forgotten(x, W):
    """A weighted sum without the offset.

    The last column of W is not multiplied by an input; it still has to be added.
    """
    return right_affine(x, W) - W[:, -1]


def affine__offset_in_first_column(x, W):
    """Taking the first column of W for the offsets.

    In this problem the offset stands last in each row.
    """
    return right_affine(x, np.roll(W, -1, axis=1))


def affine__offset_subtracted(x, W):
    """Subtracting the offset.

    The offset is added to the weighted sum.
    """
    return right_affine(x, W) - 2 * W[:, -1]


def affine__offset_along_the_batch(x, W):
    """Adding the offsets along the rows of the batch instead of along the units.

    Each unit, that is each column of the result, has one offset.
    """
    return (right_affine(x, W) - W[:, -1]) + W[:, -1:]


def affine__transposed_weights(x, W):
    """Weights that are used without the transposition, so that the axes do not meet.

    The rows of W are units. Each of them is to be multiplied with each row of x.
    """
    return x @ W[:, :-1] + W[:, -1]


def affine__transposed_result(x, W):
    """A result with one row for each unit.

    The batch is the first axis of the result: one row for each example.
    """
    return right_affine(x, W).T


def affine__one_example_only(x, W):
    """Code that works for one example but not for a batch.

    The one that is appended for the offset has to be appended to each row.
    """
    return W @ np.concatenate([x, [1]])


def affine__column_vector(x, W):
    """A result that keeps an extra axis of length one.

    For one example of shape (d,) the result has shape (m,), not (m, 1) or (1, m).
    """
    result = right_affine(x, W)
    return result[:, np.newaxis] if result.ndim == 1 else result


def affine__no_error(x, W):
    """Leaving the complaint about shapes to NumPy, or not complaining at all.

    The docstring asks for a ValueError with both shapes in its text.
    """
    return x @ W[:, : x.shape[-1]].T + W[:, -1]


def affine__in_place(x, W):
    """Writing into the parameters.

    W is the caller's array and is needed again. Work on new arrays.
    """
    result = right_affine(x, W)
    W[:, -1] += 1
    return result


def affine__keeps_the_dtype_of_x(x, W):
    """A result array that takes its dtype from x, so that integers cut the decimals off.

    An integer x may well have a fractional weighted sum. Choose a float dtype for the result.
    """
    return right_affine(x, W).astype(x.dtype)


# hidden_layer


def hidden_layer__no_relu(x, W):
    """Returning the pre-activations z.

    The activation f still has to be applied: no hidden unit sends a negative number.
    """
    return affine(x, W)


def hidden_layer__offset_forgotten(x, W):
    """Leaving the offset out.

    The boundary of every unit would run through the origin. Use all columns of W.
    """
    return relu(affine(x, W) - W[:, -1])


def hidden_layer__relu_before_offset(x, W):
    """Applying the ReLU before the offset is added.

    The offset belongs to z, and f is applied to all of z.
    """
    return relu(affine(x, W) - W[:, -1]) + W[:, -1]


def hidden_layer__relu_on_the_input(x, W):
    """Applying the ReLU to the input.

    The inputs may be negative and go into the weighted sum as they are; f comes after it.
    """
    return affine(relu(x), W)


def hidden_layer__sigmoid(x, W):
    """A sigmoid in place of the ReLU.

    All activations lie between 0 and 1. In this problem f is the ReLU.
    """
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-affine(x, W)))


def hidden_layer__with_a_one_appended(x, W):
    """A result with an extra entry 1 for the offset of the next layer.

    The function returns one number for each hidden unit. What the next layer needs is its own
    affair.
    """
    activations = relu(affine(x, W))
    return np.concatenate([activations, np.ones((*activations.shape[:-1], 1))], axis=-1)


def hidden_layer__one_point_only(x, W):
    """Code that works for one point but not for a batch.

    A batch of shape (n, d) gives (n, m).
    """
    return relu(W @ np.concatenate([x, [1]]))


# output_from_hidden


def output_from_hidden__no_relu(f_z, V):
    """No ReLU between the output layer and the softmax.

    In this network f is applied to u as well, before the softmax: look at a negative u.
    """
    return softmax(affine(f_z, V))


def output_from_hidden__offset_forgotten(f_z, V):
    """Leaving out the offset of the output layer.

    The last column of V counts even if all hidden units are off.
    """
    return softmax(relu(affine(f_z, V) - V[:, -1]))


def output_from_hidden__no_softmax(f_z, V):
    """Returning f(u) instead of o.

    The outputs are probabilities: the softmax is the last step.
    """
    return relu(affine(f_z, V))


def output_from_hidden__softmax_over_the_batch(f_z, V):
    """Normalising over the batch instead of over the classes.

    The probabilities of one point add up to one: one row at a time.
    """
    return softmax__wrong_axis(relu(affine(f_z, V)))


def output_from_hidden__relu_after_softmax(f_z, V):
    """Applying the ReLU after the softmax, where it changes nothing.

    The order is: weighted sum, f, softmax.
    """
    return relu(softmax(affine(f_z, V)))


def output_from_hidden__sigmoids(f_z, V):
    """A sigmoid for each output in place of the softmax.

    The outputs compete with each other: their sum is one.
    """
    return 1.0 / (1.0 + np.exp(-relu(affine(f_z, V))))


def output_from_hidden__unstable(f_z, V):
    """A softmax that overflows for large activations.

    Use a softmax that is right for logits of 1000.
    """
    return softmax__no_shift(relu(affine(f_z, V)))


# forward


def forward__no_relu_on_the_output_layer(x, W, V):
    """Leaving out the ReLU of the output layer.

    In this network f is applied to u as well. At (3, 14) this shows in the small output only.
    """
    return softmax(affine(hidden_layer(x, W), V))


def forward__no_relu_on_the_hidden_layer(x, W, V):
    """Leaving out the ReLU of the hidden layer.

    The output layer receives f(z), not z: a unit that is off sends zero.
    """
    return output_from_hidden(affine(x, W), V)


def forward__output_offset_forgotten(x, W, V):
    """Leaving out the offset of the output layer.

    At (3, 14) it makes no difference to the result; at a point where all hidden units are off
    it is all that counts.
    """
    return softmax(relu(affine(hidden_layer(x, W), V) - V[:, -1]))


def forward__hidden_offset_forgotten(x, W, V):
    """Leaving out the offset of the hidden layer.

    The boundaries of the hidden units would all run through the origin.
    """
    return output_from_hidden(relu(affine(x, W) - W[:, -1]), V)


def forward__softmax_over_the_batch(x, W, V):
    """Normalising over the batch instead of over the classes.

    The output of one point must not depend on the other points of its batch.
    """
    return softmax__wrong_axis(relu(affine(hidden_layer(x, W), V)))


def forward__classes_swapped(x, W, V):
    """Returning the outputs in the reverse order.

    The first row of V belongs to the first output.
    """
    return right_forward(x, W, V)[..., ::-1]


def forward__unstable(x, W, V):
    """A softmax that overflows for large pre-activations.

    Use a softmax that is right for logits of 1000.
    """
    return softmax__no_shift(relu(affine(hidden_layer(x, W), V)))


def forward__uses_the_example_parameters(x, W, V):
    """A result that does not depend on the parameters that were given.

    The function must use its arguments, not the arrays that were defined above it.
    """
    return output_from_hidden(hidden_layer(x, W_EXAMPLE), V_EXAMPLE)


# activation_pattern


def activation_pattern__boundary_is_on(x, W):
    """Counting a point on a boundary as on.

    A unit whose pre-activation is exactly zero passes nothing, so it is off.
    """
    return affine(x, W) >= 0


def activation_pattern__offset_forgotten(x, W):
    """Leaving the offset out.

    The boundary of every unit would run through the origin.
    """
    return affine(x, W) - W[:, -1] > 0


def activation_pattern__off_for_on(x, W):
    """Marking the units that are off.

    True stands for a unit that is on.
    """
    return affine(x, W) <= 0


def activation_pattern__numbers(x, W):
    """Zeros and ones in place of booleans.

    The pattern is asked for as an array of bool.
    """
    return (affine(x, W) > 0).astype(float)


def activation_pattern__activations(x, W):
    """The activations themselves.

    The question is only whether a unit is on, not how much it sends.
    """
    return hidden_layer(x, W)


def activation_pattern__any_unit(x, W):
    """One answer for a point, not one for each of its units.

    The result keeps the axis of the hidden units.
    """
    return np.any(affine(x, W) > 0, axis=-1)


# predict


def predict__ties_to_class_1(x, W, V):
    """Answering class 1 for equal probabilities.

    A tie goes to class 0. Note that two negative u are a tie after the ReLU.
    """
    o = forward(x, W, V)
    return (o[..., 1] >= o[..., 0]).astype(int)


def predict__smaller_probability(x, W, V):
    """Choosing the class of the smaller probability.

    Compare with the outputs at (3, 14): nearly all of the probability is on class 0.
    """
    o = forward(x, W, V)
    return (o[..., 1] < o[..., 0]).astype(int)


def predict__over_the_batch(x, W, V):
    """Looking for the largest entry along the batch.

    The classes are the last axis of the output; the result has one entry for each point.
    """
    return np.argmax(forward(x, W, V), axis=0)


def predict__boolean(x, W, V):
    """A truth value in place of the class.

    The class is asked for as an integer, 0 or 1.
    """
    o = forward(x, W, V)
    return o[..., 1] > o[..., 0]


def predict__no_relu_on_the_output_layer(x, W, V):
    """Comparing u without the ReLU of the output layer.

    If both u are negative, both f(u) are zero, and the two outputs are equal.
    """
    return np.argmax(affine(hidden_layer(x, W), V), axis=-1)


def predict__output_offset_forgotten(x, W, V):
    """Leaving out the offset of the output layer.

    Where all hidden units are off, the offsets in V decide the class.
    """
    return np.argmax(relu(affine(hidden_layer(x, W), V) - V[:, -1]), axis=-1)


def predict__probability(x, W, V):
    """Returning the probability of class 1, not the class.

    The result is one of the integers 0 and 1.
    """
    return forward(x, W, V)[..., 1]


# boundary_distance


def boundary_distance__not_divided(x, W):
    """Returning z itself.

    Double the weights and the offset of a unit: the line does not move, but z doubles.
    """
    right_boundary_distance(x, W)
    return affine(x, W)


def boundary_distance__unsigned(x, W):
    """Dropping the sign.

    The distance is negative on the side where the unit is off.
    """
    return np.abs(right_boundary_distance(x, W))


def boundary_distance__offset_in_the_norm(x, W):
    """Taking the offset for a part of the vector that is perpendicular to the line.

    The offset moves the line, but it does not change its direction. Leave it out of the norm.
    """
    right_boundary_distance(x, W)
    return affine(x, W) / np.linalg.norm(W, axis=1)


def boundary_distance__divided_by_the_square(x, W):
    """Dividing by the square of the norm.

    Multiply the weights and the offset by two: the distance must stay the same.
    """
    return right_boundary_distance(x, W) / np.linalg.norm(W[:, :-1], axis=1)


def boundary_distance__sum_of_absolute_values(x, W):
    """Dividing by the sum of the absolute weights.

    The Euclidean length of a vector is the root of the sum of the squares.
    """
    right_boundary_distance(x, W)
    return affine(x, W) / np.abs(W[:, :-1]).sum(axis=1)


def boundary_distance__norm_of_all_units(x, W):
    """Dividing all units by one common norm.

    Each unit has a line of its own, hence a norm of its own.
    """
    right_boundary_distance(x, W)
    return affine(x, W) / np.linalg.norm(W[:, :-1])


def boundary_distance__offset_subtracted(x, W):
    """Subtracting the offset.

    The distance is zero where z, with the offset added, is zero.
    """
    return right_boundary_distance(x, np.concatenate([W[:, :-1], -W[:, -1:]], axis=1))


def boundary_distance__no_error(x, W):
    """No error for a unit without weights.

    One such unit is enough: it has no boundary, whatever its offset is, and the docstring asks
    for a ValueError.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return affine(x, W) / np.linalg.norm(W[:, :-1], axis=1)


def boundary_distance__error_only_without_offset(x, W):
    """Rejecting a unit only if its offset is zero too.

    The weights alone decide whether there is a line.
    """
    if np.any(np.linalg.norm(W, axis=1) == 0):
        raise ValueError("a unit with zero weights")
    return boundary_distance__no_error(x, W)


def boundary_distance__error_only_if_all_vanish(x, W):
    """Rejecting the parameters only if every unit is without weights.

    One unit without weights is enough for a ValueError.
    """
    if not np.any(W[:, :-1]):
        raise ValueError("units with zero weights")
    return boundary_distance__no_error(x, W)


# min_inverse_temperature


def min_inverse_temperature__log_of_the_error(u, max_error):
    """Setting the ratio of the outputs to 1 / max_error.

    If the smaller output is max_error, the larger one is not 1 but 1 - max_error.
    """
    return right_min_inverse_temperature(u, max_error) * (
        np.log(1 / max_error) / np.log((1 - max_error) / max_error)
    )


def min_inverse_temperature__base_ten(u, max_error):
    """A logarithm to the base 10.

    The softmax uses powers of e, so the logarithm that undoes it is the natural one.
    """
    return right_min_inverse_temperature(u, max_error) / np.log(10)


def min_inverse_temperature__multiplied_by_the_gap(u, max_error):
    """Multiplying by the difference of the logits instead of dividing.

    The further apart the logits are, the less has beta to do.
    """
    return right_min_inverse_temperature(u, max_error) * (u[0] - u[1]) ** 2


def min_inverse_temperature__signed_gap(u, max_error):
    """A negative result if the second logit is the larger one.

    The question is about the larger output, whichever of the two it is.
    """
    return right_min_inverse_temperature(u, max_error) * np.sign(u[0] - u[1])


def min_inverse_temperature__gap_ignored(u, max_error):
    """A result that does not depend on how far apart the logits are.

    Solve for beta: it is multiplied by the difference of the two logits.
    """
    return right_min_inverse_temperature(u, max_error) * abs(u[0] - u[1])


def min_inverse_temperature__larger_logit_only(u, max_error):
    """Using the larger logit in place of the difference.

    Adding the same number to both logits changes no output, so it cannot change beta.
    """
    beta = right_min_inverse_temperature(u, max_error) * abs(u[0] - u[1])
    return beta / max(abs(u[0]), abs(u[1]))


def min_inverse_temperature__no_error(u, max_error):
    """Returning a number where there is no answer.

    The docstring names the arguments for which a ValueError is asked.
    """
    with np.errstate(all="ignore"):
        return float(np.log((1 - max_error) / max_error) / abs(np.float64(u[0]) - u[1]))


def min_inverse_temperature__bounds_accepted(u, max_error):
    """Accepting the bounds 0 and 0.5 themselves.

    Strictly between means that both of them are errors too.
    """
    if max_error in (0, 0.5):
        return 0.0
    return right_min_inverse_temperature(u, max_error)


# cross_entropy


def cross_entropy__sum(o, y):
    """Adding the losses of the batch up.

    The loss of a batch is the mean: it must not grow because a batch is longer.
    """
    return right_cross_entropy(o, y) * np.size(y)


def cross_entropy__sign(o, y):
    """The mean logarithm without the minus sign.

    A logarithm of a probability is never positive, a loss is never negative.
    """
    return -right_cross_entropy(o, y)


def cross_entropy__base_two(o, y):
    """A logarithm to the base 2.

    The loss is asked for in nats, that is, with the natural logarithm.
    """
    return right_cross_entropy(o, y) / np.log(2)


def cross_entropy__mean_over_all_entries(o, y):
    """Dividing by the number of entries, not by the number of examples.

    Only one entry of each row counts, so the mean is over the rows.
    """
    return right_cross_entropy(o, y) / o.shape[-1]


def cross_entropy__all_classes(o, y):
    """Adding a term for the classes that are not the true one.

    In this loss only the probability of the true class counts.
    """
    tiny = np.finfo(float).tiny
    others = np.sum(np.log(np.maximum(1.0 - o, tiny)), axis=-1)
    mine = np.log(
        np.maximum(1.0 - np.take_along_axis(o, np.asarray(y)[..., None], -1)[..., 0], tiny)
    )
    return right_cross_entropy(o, y) - np.mean(others - mine)


def cross_entropy__log_of_the_mean(o, y):
    """Taking the logarithm of the mean probability.

    First the logarithm of each example, then the mean: the two steps cannot be exchanged.
    """
    right_cross_entropy(o, y)
    probability = np.take_along_axis(o, np.asarray(y)[..., np.newaxis], axis=-1)
    return -np.log(np.maximum(np.mean(probability), np.finfo(float).tiny))


def cross_entropy__not_clipped(o, y):
    """A logarithm of zero.

    A probability of exactly 0 makes the loss infinite. The docstring says what to put in its place.
    """
    right_cross_entropy(o, y)
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(np.take_along_axis(o, np.asarray(y)[..., np.newaxis], axis=-1)))


def cross_entropy__clipped_too_early(o, y):
    """Clipping small probabilities at 1e-12.

    Probabilities far below that are still meaningful. The docstring names the bound.
    """
    return right_cross_entropy(np.maximum(o, 1e-12), y)


def cross_entropy__labels_from_one(o, y):
    """Counting the classes from one.

    Label 0 is the first column of o.
    """
    right_cross_entropy(o, y)
    return right_cross_entropy(np.roll(o, 1, axis=-1), y)


def cross_entropy__every_label_for_every_row(o, y):
    """Picking the columns of all labels out of every row.

    Row r goes with label r: one entry of each row, not a block of columns.
    """
    right_cross_entropy(o, y)
    return -np.mean(np.log(np.maximum(o[..., y], np.finfo(float).tiny)))


def cross_entropy__no_error(o, y):
    """Labels that do not fit, but are not noticed.

    NumPy counts a negative index from the end and repeats a single label for all rows. The
    docstring names the cases for which a ValueError is asked.
    """
    y = np.asarray(y)
    if o.ndim == 1:
        return -float(np.log(np.maximum(o[y], np.finfo(float).tiny)))
    picked = o[np.arange(o.shape[0]), y % o.shape[1]]
    return -float(np.mean(np.log(np.maximum(picked, np.finfo(float).tiny))))


def cross_entropy__in_place(o, y):
    """Clipping the caller's array.

    Make the clipped probabilities a new array: o itself must stay as it is.
    """
    np.maximum(o, np.finfo(float).tiny, out=o)
    return right_cross_entropy(o, y)
