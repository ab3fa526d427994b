"""The L-layer network: the forward pass, the errors that flow back, and the gradients."""

from itertools import product

from _svg import arrow, box, circle, figure, node, path, text, unit

TITLE = "Forward and backward pass through a network with L layers"
DESCRIPTION = (
    "Forward, from left to right: the input x is a^0. Each layer l turns a^{l-1} into z^l with "
    "its weights w^l and its biases b^l, and z^l into a^l with the activation function. The last "
    "activation a^L and the target y give the loss C. Backward, from right to left: the loss gives "
    "the error delta^L, and each error delta^{l+1} gives delta^l through the transposed weights "
    "w^{l+1}; every delta^l also needs f'(z^l) from the forward pass. Each delta^l, with a^{l-1}, "
    "gives the gradients of C with respect to w^l and b^l of its own layer."
)
INPUT, FIRST, MIDDLE, LAST, LOSS = 75, 245, 465, 685, 840
DOTS = (347, 567)
NEURONS, FORWARD, BACKWARD, GRADIENTS = 115, 255, 385, 500  # heights of the rows
LAYERS = ((FIRST, "1", "hidden"), (MIDDLE, "l", "hidden"), (LAST, "L", "output"))
SHIFT = 30  # from the middle of a unit to its z


def draw() -> str:
    """Return the figure as SVG text."""
    rows = [*_neurons(), *_forward(), *_backward(), *_gradients()]
    return figure("layers", TITLE, DESCRIPTION, (900, 610), [*rows, *_legend(575)])


def _neurons() -> list[str]:
    """Draw the neurons of each layer, with all weights between two neighbouring layers."""
    columns = [
        (INPUT, 3, "input"),
        (FIRST, 4, "hidden"),
        (MIDDLE, 4, "hidden"),
        (LAST, 2, "output"),
    ]
    places = [[(x, _height(k, count)) for k in range(count)] for x, count, _ in columns]
    edges = [_edge(a, b) for a, b in product(places[0], places[1])]
    stubs = [
        path([(x + side * 11, y), (x + side * 50, y + 0.25 * (NEURONS - y))], "plain thin")
        for column, sides in zip(places[1:], ((1,), (-1, 1), (-1,)), strict=True)
        for (x, y), side in product(column, sides)
    ]
    circles = [
        circle(x, y, 11, role)
        for column, (_, _, role) in zip(places, columns, strict=True)
        for x, y in column
    ]
    names = ((INPUT, "input"), (FIRST, "layer 1"), (MIDDLE, "layer $l$"), (LAST, "layer $L$"))
    heads = [text(x, 32, name, cls="strong") for x, name in (*names, (LOSS, "loss"))]
    return edges + stubs + circles + heads + [text(x + 8, NEURONS, "⋯", size=24) for x in DOTS]


def _height(k: int, count: int) -> float:
    """Return the height of neuron k of a column."""
    return NEURONS + 34 * (k - (count - 1) / 2)


def _edge(start: tuple[float, float], goal: tuple[float, float]) -> str:
    """Draw one weight between two neurons."""
    return path([(start[0] + 11, start[1]), (goal[0] - 11, goal[1])], "plain thin")


def _forward() -> list[str]:
    """Draw the forward pass: what each layer computes, up to the loss."""
    starts = (INPUT + 24, DOTS[0] + 16, DOTS[1] + 16)
    into = [
        _step(start, x - 57, f"$w^{name}$", f"$b^{name}$")
        for start, (x, name, _) in zip(starts, LAYERS, strict=True)
    ]
    units = [unit(x, FORWARD, f"$z^{name}$", f"$a^{name}$", role) for x, name, role in LAYERS]
    out = [
        arrow([(x + 56, FORWARD), (dots - 15, FORWARD)])
        for x, dots in zip((FIRST, MIDDLE), DOTS, strict=True)
    ]
    return [
        *into,
        *units,
        *out,
        *(text(x, FORWARD, "⋯", size=24) for x in DOTS),
        node(INPUT, FORWARD, "$a^0$", "input"),
        text(INPUT, FORWARD + 38, "$a^0 = x$", size=15),
        arrow([(LAST + 56, FORWARD), (LOSS - 25, FORWARD)]),
        arrow([(LOSS, NEURONS + 23), (LOSS, FORWARD - 25)]),
        node(LOSS, NEURONS, "$y$", "input"),
        text(LOSS, NEURONS - 38, "target", size=13, cls="soft"),
        node(LOSS, FORWARD, "$C$", "cell"),
    ]


def _step(start: float, end: float, above: str, below: str) -> str:
    """Draw an arrow of the forward pass with the parameters that it uses."""
    middle = (start + end) / 2 - 4
    labels = text(middle, FORWARD - 15, above, size=16) + text(middle, FORWARD + 17, below, size=16)
    return arrow([(start, FORWARD), (end, FORWARD)]) + labels


def _backward() -> list[str]:
    """Draw the errors, each made from the next one and from the z of its layer."""
    errors = [node(x - SHIFT, BACKWARD, f"$δ^{name}$", "back") for x, name, _ in LAYERS]
    slopes = [
        arrow([(x - SHIFT, FORWARD + 22), (x - SHIFT, BACKWARD - 24)], "plain dotted")
        + text(x - SHIFT + 9, FORWARD + 60, f"$f\u2032(z^{name})$", size=15, anchor="start")
        for x, name, _ in LAYERS
    ]
    start = [(LOSS, FORWARD + 23), (LOSS, BACKWARD), (LAST - SHIFT + 24, BACKWARD)]
    first, second = (x - SHIFT + 4 for x in DOTS)
    return [
        *slopes,
        arrow(start, "back dashed"),
        text(LOSS - 70, BACKWARD - 17, "$∂C/∂a^L$", size=15),
        *_back(LAST - SHIFT - 23, second + 16, "$(w^L)^T$"),
        *_back(second - 16, MIDDLE - SHIFT + 24, "$(w^{l+1})^T$"),
        *_back(MIDDLE - SHIFT - 23, first + 16, "$(w^l)^T$"),
        *_back(first - 16, FIRST - SHIFT + 24, "$(w^2)^T$"),
        *(text(x, BACKWARD, "⋯", size=24) for x in (first, second)),
        *errors,
        text(INPUT, BACKWARD, "errors", cls="strong"),
    ]


def _back(start: float, end: float, label: str) -> list[str]:
    """Draw an arrow of the backward pass with the matrix that it uses."""
    line = arrow([(start, BACKWARD), (end, BACKWARD)], "back dashed")
    return [line, text((start + end) / 2 + 2, BACKWARD - 17, label, size=14)]


def _gradients() -> list[str]:
    """Draw what each error gives: the gradients of its own layer."""
    parts = [text(INPUT, GRADIENTS, "gradients", cls="strong")]
    for (x, name, _), before in zip(LAYERS, ("0", "l-1", "L-1"), strict=True):
        use = f"with $a^{{{before}}}$"
        parts.append(text(x - SHIFT + 10, BACKWARD + 55, use, size=14, anchor="start"))
        parts.append(
            arrow([(x - SHIFT, BACKWARD + 23), (x - SHIFT, GRADIENTS - 24)], "back dashed")
        )
        label = f"$∂C/∂w^{name}$, $∂C/∂b^{name}$"
        parts.append(box(x - SHIFT, GRADIENTS, label, "back", width=150, height=44, size=16))
    return parts


def _legend(y: float) -> list[str]:
    """Explain the three kinds of arrows."""
    return [
        arrow([(80, y), (130, y)]),
        text(142, y, "forward pass", size=14, anchor="start"),
        arrow([(340, y), (290, y)], "back dashed"),
        text(352, y, "backward pass", size=14, anchor="start"),
        arrow([(510, y), (560, y)], "plain dotted"),
        text(572, y, "kept from the forward pass", size=14, anchor="start"),
    ]
