"""Drawing primitives shared by the figures of this homework.

Every function returns a piece of SVG text. Colours are given as roles (`input`, `hidden`,
`output`, `gate`, `back`, `offset`), which mean the same in all figures. The colours are written
out for the light and for the dark scheme instead of as CSS variables, because converters that
make a PDF of a notebook know classes but not variables.
"""

import math
import re
from collections.abc import Iterable, Sequence
from html import escape

Point = tuple[float, float]

# Role -> (fill, stroke). The hues follow Okabe and Ito, whose palette stays distinct for
# colour-blind readers.
LIGHT = {
    "input": ("#d6e9f8", "#0069a6"),
    "hidden": ("#d2f0e5", "#00795a"),
    "output": ("#fde0cf", "#b94a00"),
    "gate": ("#fcecc2", "#8a6000"),
    "back": ("#f5e0ee", "#9c3572"),
    "offset": ("#e8ebee", "#626b76"),
}
DARK = {
    "input": ("#123a56", "#6cbcf0"),
    "hidden": ("#0d4032", "#3ecfa0"),
    "output": ("#55270c", "#ff9a5c"),
    "gate": ("#463608", "#f0c04a"),
    "back": ("#47203a", "#f0a3cf"),
    "offset": ("#2d333b", "#a3adb8"),
}
# Card, its border, text, secondary text, and a panel that lies on the card.
LIGHT_PAGE = ("#ffffff", "#d0d7de", "#1f2328", "#57606a", "#f6f8fa")
DARK_PAGE = ("#161b22", "#3d444d", "#e6edf3", "#a3adb8", "#1f252d")

SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
SERIF = '"STIX Two Text","Cambria","Times New Roman",Times,serif'

TOKEN = re.compile(r"([_^])(?:\{([^}]*)\}|(\S))|([^_^]+)")


def num(value: float) -> str:
    """Return a number with at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def attributes(**values: float | str) -> str:
    """Return XML attributes; empty ones are left out, and `_` in a name becomes `-`."""
    pairs = ((key.rstrip("_").replace("_", "-"), value) for key, value in values.items())
    shown = ((key, num(v) if isinstance(v, int | float) else v) for key, v in pairs if v != "")
    return "".join(f' {key}="{escape(value)}"' for key, value in shown)


# Text


def _glyphs(content: str) -> str:
    """Set single letters in italics, words such as tanh and all digits upright."""
    pieces = re.findall(r"[^\W\d_]+|[\W\d_]+", content.replace("-", "\u2212"))
    return "".join(
        f'<tspan class="v">{p}</tspan>' if len(p) == 1 and p.isalpha() else escape(p)
        for p in pieces
    )


def _run(body: str, cls: str, size: float | str, shift: float) -> str:
    """Return a stretch of text that starts `shift` below the one before it."""
    move = shift if shift else ""
    return f"<tspan{attributes(class_=cls, dy=move, font_size=size)}>{body}</tspan>"


def runs(content: str, size: float) -> str:
    """Return the content as tspans; the parts between `$` are formulas such as `h_{t-1}`."""
    parts, offset = [], 0.0
    for k, piece in enumerate(content.split("$")):
        tokens = TOKEN.findall(piece) if k % 2 else [("", "", "", piece)] if piece else []
        for mark, group, single, rest in tokens:
            level = {"_": 0.26, "^": -0.38}.get(mark, 0.0) * size
            body = _glyphs(group or single or rest) if k % 2 else escape(rest)
            smaller = size * 0.72 if mark else ""
            parts.append(_run(body, "m" if k % 2 else "", smaller, level - offset))
            offset = level
    return "".join(parts) if "$" in content else escape(content)


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: float = 15,
    cls: str = "",
    anchor: str = "middle",
) -> str:
    """Return a line of text centred on the height y; parts between `$` are formulas."""
    place = "" if anchor == "start" else anchor
    head = attributes(x=x, y=y + 0.34 * size, class_=cls, text_anchor=place, font_size=num(size))
    return f"<text{head}>{runs(content, size)}</text>"


# Shapes


def rect(x: float, y: float, width: float, height: float, cls: str, radius: float = 0) -> str:
    """Return a rectangle given by its upper left corner."""
    rounding = radius if radius else ""
    return f"<rect{attributes(x=x, y=y, width=width, height=height, rx=rounding, class_=cls)}/>"


def circle(x: float, y: float, radius: float, cls: str) -> str:
    """Return a circle."""
    return f"<circle{attributes(cx=x, cy=y, r=radius, class_=cls)}/>"


def node(x: float, y: float, label: str, role: str, *, radius: float = 23, size: float = 17) -> str:
    """Return a circle with a label."""
    return circle(x, y, radius, role) + text(x, y, label, size=size)


def box(
    x: float,
    y: float,
    label: str,
    role: str,
    *,
    width: float = 60,
    height: float = 40,
    size: float = 17,
    radius: float = 10,
) -> str:
    """Return a rounded box, centred on (x, y), with a label."""
    frame = rect(x - width / 2, y - height / 2, width, height, role, radius)
    return frame + text(x, y, label, size=size)


def unit(
    x: float,
    y: float,
    before: str,
    after: str,
    role: str,
    *,
    width: float = 112,
    height: float = 44,
) -> str:
    """Return a unit in two halves: what it is before and after its activation function."""
    half = width / 2
    frame = rect(x - half, y - height / 2, width, height, role, height / 2)
    divider = path([(x - 0.08 * width, y - height / 2), (x - 0.08 * width, y + height / 2)], role)
    left = text(x - 0.27 * width, y, before, size=17)
    right = text(x + 0.2 * width, y, after, size=17)
    return frame + divider + left + right


def operator(x: float, y: float, sign: str) -> str:
    """Return a small circle that holds the sign `times` or `plus`."""
    r = 5.5 if sign == "plus" else 4.5
    plus = ((x - r, y, x + r, y), (x, y - r, x, y + r))
    times = ((x - r, y - r, x + r, y + r), (x - r, y + r, x + r, y - r))
    strokes = "".join(
        f"M{num(x0)} {num(y0)}L{num(x1)} {num(y1)}"
        for x0, y0, x1, y1 in (plus if sign == "plus" else times)
    )
    return circle(x, y, 14, "operator") + f'<path class="sign" d="{strokes}"/>'


def matrix(
    x: float, y: float, cells: Sequence[Sequence[str]], cls: Sequence[Sequence[str]], side: Point
) -> str:
    """Return a grid of cells, each with its text and its class; (x, y) is the upper left."""
    width, height = side
    parts = []
    for i, row in enumerate(cells):
        for j, label in enumerate(row):
            left, top = x + j * width, y + i * height
            parts.append(rect(left, top, width, height, cls[i][j]))
            if label:
                parts.append(text(left + width / 2, top + height / 2, label, size=14))
    return "".join(parts)


# Lines


def path(points: Sequence[Point], cls: str, radius: float = 0) -> str:
    """Return a line through the points, with its corners rounded."""
    steps = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        x0, y0 = _towards(corner, before, radius)
        x1, y1 = _towards(corner, after, radius)
        bend = f"Q{num(corner[0])} {num(corner[1])} {num(x1)} {num(y1)}"
        steps.append(f"L{num(x0)} {num(y0)}{bend}")
    steps.append(f"L{num(points[-1][0])} {num(points[-1][1])}")
    return f'<path class="line {cls}" d="{"".join(steps)}"/>'


def arrow(points: Sequence[Point], cls: str = "plain", radius: float = 10) -> str:
    """Return a line through the points that ends in an arrowhead."""
    tip, base = points[-1], _towards(points[-1], points[-2], 9)
    dx, dy = (tip[0] - base[0]) / 9 * 4.5, (tip[1] - base[1]) / 9 * 4.5
    corners = (tip, (base[0] - dy, base[1] + dx), (base[0] + dy, base[1] - dx))
    outline = "L".join(f"{num(x)} {num(y)}" for x, y in corners)
    line = path([*points[:-1], _towards(tip, points[-2], 6)], cls, radius)
    return line + f'<path class="head {cls.split()[0]}" d="M{outline}Z"/>'


def _towards(start: Point, goal: Point, distance: float) -> Point:
    """Return the point that lies `distance` from start on the way to goal."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    share = distance / (math.hypot(dx, dy) or 1)
    return start[0] + share * dx, start[1] + share * dy


# The whole figure


def _rules(scope: str, page: Sequence[str], roles: dict[str, tuple[str, str]]) -> str:
    """Return the CSS rules that differ between the light and the dark scheme."""
    card, border, ink, soft, panel = page
    rules = {
        ".card": f"fill:{card};stroke:{border}",
        ".panel": f"fill:{panel};stroke:{border}",
        ".cell": f"fill:{panel};stroke:{soft}",
        ".operator": f"fill:{card};stroke:{ink}",
        ".sign": f"stroke:{ink}",
        "text": f"fill:{ink}",
        ".soft": f"fill:{soft}",
        ".plain": f"stroke:{soft}",
        ".head.plain": f"fill:{soft}",
        ".faint": f"stroke:{border}",
        ".halo": f"stroke:{panel}",
    }
    for role, (fill, stroke) in roles.items():
        rules[f".{role}"] = f"fill:{fill};stroke:{stroke}"
        rules[f".head.{role}"] = f"fill:{stroke}"
        rules[f"text.{role}"] = f"fill:{stroke};stroke:none"
    return "".join(f"{scope} {selector}{{{rule}}}" for selector, rule in rules.items())


def _style(scope: str) -> str:
    """Return the style sheet; its rules reach this figure only, even when it is inlined."""
    shared = {
        "text": f"font-family:{SANS}",
        ".m": f"font-family:{SERIF}",
        ".v": "font-style:italic",
        ".strong": "font-weight:600",
        "rect,{0} circle": "stroke-width:1.5",
        "path.line": "fill:none;stroke-width:1.75",
        "path.sign": "fill:none;stroke-width:2;stroke-linecap:round",
        "path.thin": "stroke-width:1.2",
        "path.thick": "stroke-width:2.75",
        "path.halo": "stroke-width:8",
        "path.dashed": "stroke-dasharray:6 4",
        "path.dotted": "stroke-dasharray:2 4",
        "path.head": "stroke:none",
        "rect.hollow": "fill:none;stroke-width:2.5",
    }
    rules = "".join(f"{scope} {key.format(scope)}{{{rule}}}" for key, rule in shared.items())
    light = _rules(scope, LIGHT_PAGE, LIGHT)
    dark = _rules(scope, DARK_PAGE, DARK)
    return f"<style>\n{rules}\n{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n</style>"


def figure(
    name: str, title: str, description: str, size: tuple[int, int], parts: Iterable[str]
) -> str:
    """Return the SVG file: a card of the given size with the parts on it."""
    width, height = size
    label, details = f"{name}-title", f"{name}-desc"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" style="max-width:100%;height:auto"'
            f' class="figure-{name}" xml:space="preserve"'
            f' role="img" aria-labelledby="{label} {details}">',
            f'<title id="{label}">{escape(title)}</title>',
            f'<desc id="{details}">{escape(description)}</desc>',
            _style(f".figure-{name}"),
            rect(1, 1, width - 2, height - 2, "card", 14),
            *parts,
            "</svg>\n",
        ]
    )
