"""One step of an LSTM unit: three gates, a candidate, the line of the cell and the state."""

from _svg import arrow, box, circle, figure, node, operator, path, rect, text

TITLE = "One step of an LSTM unit"
DESCRIPTION = (
    "The old cell c_{t-1} runs along a line from left to right. It is multiplied by the forget "
    "gate f_t; then the product of the input gate i_t and the candidate g_t is added, which gives "
    "the new cell c_t, which leaves the unit on the right. A copy of it goes through tanh and is "
    "multiplied by the output gate o_t, which gives the new state h_t. The input x_t and the old "
    "state h_{t-1} both go to all four boxes f, i, g and o, through the matrices W and U of that "
    "box. The three gates end in a sigmoid, the candidate ends in tanh. All products are taken "
    "element by element."
)
CELL, STATE, X_LINE, H_LINE = 112, 248, 432, 494  # heights of the horizontal lines
TOP, BOTTOM = 316, 386  # of the four boxes
FORGET, INPUT, WRITE, CANDIDATE, OUTPUT = 225, 375, 455, 535, 695


def draw() -> str:
    """Return the figure as SVG text."""
    frame = [
        rect(130, 34, 650, 488, "panel", 18),
        text(150, 58, "step $t$", cls="soft", anchor="start", size=14),
    ]
    parts = [*frame, *_inputs(), *_cell_line(), *_gates(), *_state(), *_ends(), *_notes()]
    return figure("lstm_unit", TITLE, DESCRIPTION, (900, 618), [*parts, *_legend(582)])


def _inputs() -> list[str]:
    """Lead x_t and h_{t-1} to each of the four boxes; a dot marks a junction."""
    columns = {"f": FORGET, "i": INPUT, "c": CANDIDATE, "o": OUTPUT}
    lines = [
        path([(88, X_LINE), (OUTPUT - 30, X_LINE)], "input"),
        path([(88, H_LINE), (OUTPUT + 30, H_LINE)], "output"),
    ]
    taps = [_tap(x - 30, X_LINE, f"$W_{k}$", "input") for k, x in columns.items()]
    for name, x in columns.items():
        if x != OUTPUT:
            lines.append(path([(x + 30, X_LINE - 9), (x + 30, X_LINE + 9)], "halo"))
        taps.append(_tap(x + 30, H_LINE, f"$U_{name}$", "output"))
    return lines + taps


def _tap(x: float, line: float, label: str, role: str) -> str:
    """Lead one input from its line up to a box, through a matrix."""
    way = arrow([(x, line), (x, BOTTOM + 1)], role)
    return way + circle(x, line, 4, f"head {role}") + text(x + 18, 410, label, size=15)


def _cell_line() -> list[str]:
    """Draw the line of the cell with its product and its sum."""
    return [
        arrow([(88, CELL), (FORGET - 15, CELL)], "hidden thick"),
        arrow([(FORGET + 14, CELL), (WRITE - 15, CELL)], "hidden thick"),
        arrow([(WRITE + 14, CELL), (821, CELL)], "hidden thick"),
        operator(FORGET, CELL, "times"),
        operator(WRITE, CELL, "plus"),
    ]


def _gates() -> list[str]:
    """Draw the four boxes and the way of each to its product."""
    return [
        arrow([(FORGET, TOP), (FORGET, CELL + 15)], "gate"),
        arrow([(INPUT, TOP), (INPUT, 200), (WRITE - 15, 200)], "gate"),
        arrow([(CANDIDATE, TOP), (CANDIDATE, 200), (WRITE + 15, 200)], "hidden"),
        arrow([(WRITE, 186), (WRITE, CELL + 15)], "hidden"),
        arrow([(OUTPUT, TOP), (OUTPUT, STATE + 15)], "gate"),
        operator(WRITE, 200, "times"),
        *_gate(FORGET, "forget gate", "$f_t = \u03c3(\u22ef)$", "gate"),
        *_gate(INPUT, "input gate", "$i_t = \u03c3(\u22ef)$", "gate"),
        *_gate(CANDIDATE, "candidate", "$g_t = tanh(\u22ef)$", "hidden"),
        *_gate(OUTPUT, "output gate", "$o_t = \u03c3(\u22ef)$", "gate"),
    ]


def _gate(x: float, name: str, content: str, role: str) -> list[str]:
    """Draw a box with its name and what it returns."""
    return [
        rect(x - 62, TOP, 124, BOTTOM - TOP, role, 10),
        text(x, TOP + 20, name, size=14, cls="strong"),
        text(x, TOP + 48, content, size=17),
    ]


def _state() -> list[str]:
    """Draw the way from the new cell through tanh and the output gate to h_t."""
    return [
        arrow([(OUTPUT, CELL), (OUTPUT, 156)], "hidden"),
        circle(OUTPUT, CELL, 4.5, "head hidden"),
        box(OUTPUT, 174, "$tanh$", "hidden", width=64, height=34),
        arrow([(OUTPUT, 191), (OUTPUT, STATE - 15)], "hidden"),
        arrow([(OUTPUT + 14, STATE), (821, STATE)], "output"),
        operator(OUTPUT, STATE, "times"),
    ]


def _ends() -> list[str]:
    """Draw what enters on the left and what leaves on the right."""
    return [
        node(62, CELL, "$c_{t-1}$", "hidden", radius=26),
        node(848, CELL, "$c_t$", "hidden", radius=26),
        node(62, X_LINE, "$x_t$", "input", radius=26),
        node(62, H_LINE, "$h_{t-1}$", "output", radius=26),
        node(848, STATE, "$h_t$", "output", radius=26),
        text(62, CELL + 42, "old cell", size=13, cls="soft"),
        text(62, X_LINE - 42, "input", size=13, cls="soft"),
        text(62, H_LINE + 42, "old state", size=13, cls="soft"),
        text(848, CELL + 42, "new cell", size=13, cls="soft"),
        text(848, STATE + 42, "new state", size=13, cls="soft"),
    ]


def _notes() -> list[str]:
    """Say what each gate decides and name the terms on the line of the cell."""
    notes = [
        (FORGET + 14, 215, "how much of", "start"),
        (FORGET + 14, 234, "$c_{t-1}$ is kept", "start"),
        (WRITE, 246, "how much of", "middle"),
        (WRITE, 265, "$g_t$ is written", "middle"),
        (OUTPUT - 14, 275, "how much of", "end"),
        (OUTPUT - 14, 294, "the cell is shown", "end"),
    ]
    terms = [
        ((FORGET + WRITE) / 2, CELL - 18, "$f_t \u2299 c_{t-1}$", "middle"),
        (WRITE + 14, 156, "$i_t \u2299 g_t$", "start"),
    ]
    return [
        *(text(x, y, note, size=13, cls="soft", anchor=a) for x, y, note, a in notes),
        *(text(x, y, term, size=16, anchor=a) for x, y, term, a in terms),
    ]


def _legend(y: float) -> list[str]:
    """Say what the dots inside the boxes stand for and what the signs mean."""
    rule = (
        "Each box applies $\u03c3$ or tanh to $W x_t + U h_{t-1} + b$, "
        "with its own $W$, $U$ and $b$."
    )
    return [
        text(138, y - 29, rule, size=14, anchor="start"),
        operator(152, y + 4, "times"),
        text(174, y + 4, "product, element by element", size=14, anchor="start"),
        operator(418, y + 4, "plus"),
        text(440, y + 4, "sum", size=14, anchor="start"),
        rect(510, y - 7, 30, 22, "gate", 6),
        text(550, y + 4, "gate: each value between 0 and 1", size=14, anchor="start"),
    ]
