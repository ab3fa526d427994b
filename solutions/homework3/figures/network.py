"""The 2-4-2 network: two inputs, four hidden units, two outputs, softmax."""

from itertools import product

from _svg import arrow, box, figure, matrix, node, path, rect, text, unit

TITLE = "A network with two inputs, four hidden units and two outputs"
DESCRIPTION = (
    "From left to right: the inputs x1 and x2 and an offset unit that is always 1; four hidden "
    "units, each of which turns z_i into f(z_i), and a second offset unit; two output units, each "
    "of which turns u_j into f(u_j); a softmax that gives o_1 and o_2. Every unit of a column is "
    "joined to every unit of the next one. The weights of the first set of edges are the matrix W "
    "with one row for each hidden unit and the columns x1, x2 and 1; those of the second set are "
    "V with one row for each output and the columns f(z_1) to f(z_4) and 1. The last column of "
    "each matrix holds the offsets. The edges into z_1 are emphasised and are the first row of W."
)
INPUTS = ((80, 120), (80, 200))
OFFSETS = ((80, 330), (350, 390))
HIDDEN = tuple((350, 90 + 70 * k) for k in range(4))
OUTPUTS = ((610, 145), (610, 255))
W = (("1", "0", "-1"), ("0", "1", "-1"), ("-1", "0", "-1"), ("0", "-1", "-1"))
V = (("1", "1", "1", "1", "0"), ("-1", "-1", "-1", "-1", "2"))


def draw() -> str:
    """Return the figure as SVG text."""
    parts = [*_edges(), *_units(), *_softmax(), *_headings(), *_parameters()]
    return figure("network", TITLE, DESCRIPTION, (880, 672), parts)


def _edges() -> list[str]:
    """Draw all weights as lines; those into z_1 stand out, those of an offset are dashed."""
    into_hidden = product((*INPUTS, OFFSETS[0]), HIDDEN[1:])
    into_output = product((*HIDDEN, OFFSETS[1]), OUTPUTS)
    into_first = product((*INPUTS, OFFSETS[0]), HIDDEN[:1])
    return [
        *(_edge(start, goal, "plain thin") for start, goal in (*into_hidden, *into_output)),
        *(_edge(start, goal, "hidden thick") for start, goal in into_first),
    ]


def _edge(start: tuple[int, int], goal: tuple[int, int], look: str) -> str:
    """Draw one weight, from the right side of a unit to the left side of the next."""
    dashes = " dashed" if start in OFFSETS else ""
    reach = 56 if start in HIDDEN else 23
    return path([(start[0] + reach, start[1]), (goal[0] - 56, goal[1])], look + dashes)


def _units() -> list[str]:
    """Draw the inputs, the offset units, the hidden units and the outputs."""
    inputs = [node(x, y, f"$x_{k}$", "input") for k, (x, y) in enumerate(INPUTS, 1)]
    offsets = [node(x, y, "$1$", "offset") for x, y in OFFSETS]
    hidden = [unit(x, y, f"$z_{k}$", f"$f(z_{k})$", "hidden") for k, (x, y) in enumerate(HIDDEN, 1)]
    outputs = [
        unit(x, y, f"$u_{k}$", f"$f(u_{k})$", "output") for k, (x, y) in enumerate(OUTPUTS, 1)
    ]
    return inputs + offsets + hidden + outputs


def _softmax() -> list[str]:
    """Draw the softmax, which takes both outputs, and what it returns."""
    bar = [rect(712, 110, 40, 180, "output", 10), _sideways(732, 200, "softmax")]
    steps = []
    for k, (x, y) in enumerate(OUTPUTS, 1):
        steps.append(arrow([(x + 56, y), (711, y)], "output"))
        steps.append(arrow([(753, y), (791, y)], "output"))
        steps.append(node(815, y, f"$o_{k}$", "output"))
    return bar + steps


def _sideways(x: float, y: float, label: str) -> str:
    """Write a label from bottom to top."""
    return f'<g transform="rotate(-90 {x} {y})">{text(x, y, label, size=16)}</g>'


def _headings() -> list[str]:
    """Name the columns and the two sets of weights."""
    return [
        text(80, 32, "inputs", cls="strong"),
        text(350, 32, "hidden units", cls="strong"),
        text(610, 32, "output units", cls="strong"),
        text(800, 32, "probabilities", cls="strong"),
        text(80, 370, "offset unit", size=13, cls="soft"),
        text(350, 430, "offset unit", size=13, cls="soft"),
        box(190, 60, "$W$", "panel", width=40, height=34, size=19),
        box(490, 60, "$V$", "panel", width=40, height=34, size=19),
    ]


def _parameters() -> list[str]:
    """Show both matrices with the names of their rows and columns."""
    ruler = path([(30, 460), (850, 460)], "faint")
    first = _matrix(130, 525, "$W$", W, ("$x_1$", "$x_2$", "$1$"), "z", "(4, 3)")
    columns = (*(f"$f(z_{k})$" for k in range(1, 5)), "$1$")
    second = _matrix(520, 525, "$V$", V, columns, "u", "(2, 5)")
    mark = rect(127, 522, 3 * 46 + 6, 34, "hidden hollow", 6)
    return [ruler, *first, *second, mark, *_legend(450, 615)]


def _legend(x: int, y: int) -> list[str]:
    """Explain the two looks of an edge that are out of the ordinary."""
    return [
        path([(x, y), (x + 44, y)], "thick hidden"),
        text(x + 58, y, "weights into $z_1$: the first row of $W$", size=14, anchor="start"),
        path([(x, y + 28), (x + 44, y + 28)], "plain dashed"),
        text(x + 58, y + 28, "offsets: the last column of $W$ and of $V$", size=14, anchor="start"),
    ]


def _matrix(
    x: int,
    y: int,
    name: str,
    values: tuple[tuple[str, ...], ...],
    columns: tuple[str, ...],
    row: str,
    shape: str,
) -> list[str]:
    """Draw a matrix of weights with its last column set apart as the offsets."""
    looks = [["cell"] * (len(line) - 1) + ["offset"] for line in values]
    cells = [[f"${value}$" for value in line] for line in values]
    last = x + 46 * (len(columns) - 0.5)
    return [
        text(x - 70, y + 14 * len(values) - 8, name, size=22),
        text(x - 70, y + 14 * len(values) + 16, shape, size=13, cls="soft"),
        *(text(x + 46 * (k + 0.5), y - 14, c, size=14) for k, c in enumerate(columns)),
        *(text(x - 22, y + 28 * (k + 0.5), f"${row}_{k + 1}$") for k in range(len(values))),
        matrix(x, y, cells, looks, (46, 28)),
        text(last, y - 36, "offset", size=13, cls="soft"),
    ]
