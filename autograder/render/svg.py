"""Drawings as inline SVG: heat maps, curves and bars. Colours come from the page's style."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

__all__ = ["bars", "drawing"]

Number = float | None  # None is a nan or an infinity: nothing to place on a scale
Rows = Sequence[Sequence[float | str]]

_FEWEST = 4  # numbers, or three steps; fewer are read faster than a picture
_CELL = 46, 26
_OPAQUE = 0.6  # of the strongest colour, on which numbers can still be read
_PANEL = 168, 96  # of a curve
_ROOM = 48, 18  # beside a curve for the scale, and below it for the steps


def drawing(picture: dict[str, Any]) -> Markup | None:
    """Return the panels of a comparison, or None where a drawing would not help."""
    actual, desired = picture["actual"], picture["desired"]
    if picture["kind"] == "trajectory" and len(actual) >= _FEWEST - 1:
        return Markup("").join(_curves(actual, desired))
    if sum(map(len, actual)) < _FEWEST:
        return None
    return Markup("").join(_maps(actual, desired))


def bars(counts: Sequence[int], labels: Sequence[str], title: str) -> Markup:
    """Return a bar for each count."""
    width, height = 640, 150
    step = width / max(1, len(counts))
    highest = max([1, *counts])
    parts = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        tall = height * count / highest
        left = place * step
        parts.append(
            Markup(
                '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2"/>'
                '<text class="mid" x="{:.1f}" y="{}">{}</text>'
            ).format(left + 3, 20 + height - tall, step - 6, tall, left + step / 2, 190, label)
        )
        if count:
            parts.append(
                Markup('<text class="mid strong" x="{:.1f}" y="{:.1f}">{}</text>').format(
                    left + step / 2, 14 + height - tall, count
                )
            )
    line = Markup('<line class="axis" x1="0" x2="{0}" y1="{1}" y2="{1}"/>').format(
        width, 20 + height
    )
    return _svg(width, 50 + height, title, Markup("").join([*parts, line]))


def _svg(width: float, height: float, title: str, inside: Markup) -> Markup:
    return Markup(
        '<svg role="img" aria-label="{2}" viewBox="0 0 {0:g} {1:g}" width="{0:g}" height="{1:g}">'
        "{3}</svg>"
    ).format(width, height, title, inside)


def _figure(caption: str, drawn: Markup) -> Markup:
    return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(drawn, caption)


def _number(value: float | str) -> Number:
    return None if isinstance(value, str) else float(value)


def _text(value: float | str) -> str:
    if isinstance(value, str):
        return value
    short = f"{value:.3g}"
    return short if len(short) <= 6 else f"{value:.0e}"


# Heat maps


def _maps(actual: Rows, desired: Rows) -> Iterator[Markup]:
    difference = [list(map(_minus, *rows)) for rows in zip(actual, desired, strict=True)]
    both = _largest([*actual, *desired])
    yield _figure("You returned", _map(actual, both, "You returned"))
    yield _figure("It should be", _map(desired, both, "It should be"))
    yield _figure("Difference", _map(difference, _largest(difference), "The difference is"))


def _minus(actual: float | str, desired: float | str) -> float | str:
    if isinstance(actual, str) or isinstance(desired, str):
        return 0.0 if actual == desired else "≠"
    difference = actual - desired
    return difference if math.isfinite(difference) else str(difference)


def _largest(rows: Rows) -> float:
    known = [abs(value) for row in rows for value in map(_number, row) if value is not None]
    return max(known, default=0.0)


def _map(rows: Rows, largest: float, title: str) -> Markup:
    width, height = _CELL
    columns = max(map(len, rows))
    cells = []
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            cells.append(
                Markup(
                    '<rect class="cell" x="{0}" y="{1}" width="{2}" height="{3}"/>'
                    '<rect class="{4}" fill-opacity="{5:.2f}" x="{0}" y="{1}" width="{2}" '
                    'height="{3}"/><text class="mid" x="{6}" y="{7}">{8}</text>'
                ).format(
                    *(x * width + 1, y * height + 1, width - 2, height - 2),
                    *_colour(value, largest),
                    *(x * width + width / 2, y * height + height / 2 + 4),
                    _text(value),
                )
            )
    spoken = "; ".join(", ".join(map(_text, row)) for row in rows)
    return _svg(
        columns * width,
        len(rows) * height,
        f"{title}, by rows: {spoken}",
        Markup("").join(cells),
    )


def _colour(value: float | str, largest: float) -> tuple[str, float]:
    """Return the class of a colour and how strong it is."""
    if isinstance(value, str):
        return "odd", _OPAQUE
    strength = abs(value) / largest if largest else 0.0
    return ("above" if value >= 0 else "below"), _OPAQUE * strength


# Curves: a panel for each component


def _curves(actual: Rows, desired: Rows) -> Iterator[Markup]:
    for component in range(max(map(len, actual))):
        mine = [row[component] for row in actual]
        right = [row[component] for row in desired]
        title = (
            f"Component {component} over {len(mine)} steps. You returned "
            f"{', '.join(map(_text, mine))}. It should be {', '.join(map(_text, right))}."
        )
        yield _figure(f"component {component}", _panel(mine, right, title))
    yield Markup(
        '<p class="legend"><span class="mine">You returned</span> '
        '<span class="right">It should be</span></p>'
    )


def _panel(mine: Sequence[float | str], right: Sequence[float | str], title: str) -> Markup:
    width, height = _PANEL
    left, below = _ROOM
    known = [value for value in map(_number, [*mine, *right]) if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    span = high / 2 - low / 2  # halves, as the whole may overflow
    flat = span < 1e-12 * max(1.0, abs(high), abs(low))
    step = width / (len(mine) - 1)

    def place(index: int, value: float) -> tuple[float, float]:
        share = 0.5 if flat else (value / 2 - low / 2) / span
        return left + index * step, 8 + height * (1 - share)

    parts = [
        Markup('<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(
            left, left + width, 8 + height
        ),
        Markup('<text class="end" x="{}" y="14">{}</text>').format(left - 6, _text(high)),
        Markup('<text class="end" x="{}" y="{}">{}</text>').format(
            left - 6, 8 + height, _text(low)
        ),
        Markup('<text class="mid" x="{}" y="{}">step 0</text>').format(left + 14, 24 + height),
        Markup('<text class="end" x="{}" y="{}">{}</text>').format(
            left + width, 24 + height, len(mine) - 1
        ),
    ]
    for name, values in (("right", right), ("mine", mine)):
        for piece in _pieces(values):
            dots = [place(index, value) for index, value in piece]
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
            parts.append(Markup('<polyline class="{}" points="{}"/>').format(name, line))
            parts += [
                Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="2.6"/>').format(name, x, y)
                for x, y in dots
            ]
    return _svg(left + width + 6, height + below + 14, title, Markup("").join(parts))


def _pieces(values: Sequence[float | str]) -> Iterator[list[tuple[int, float]]]:
    """Yield the stretches of a curve without nan and infinities."""
    piece: list[tuple[int, float]] = []
    for index, value in enumerate(map(_number, values)):
        if value is not None and math.isfinite(value):
            piece.append((index, value))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece
