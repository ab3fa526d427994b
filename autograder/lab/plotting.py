"""Records what a plot cell asks of matplotlib, which is not in the tab, as data for the page.

Every call on a figure or its axes is kept with its arguments. The page draws those it knows.
"""

from __future__ import annotations

import math
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

__all__ = ["Recorder"]

_MAX_NUMBERS = 3_000_000  # of one figure: 30 MB of JSON


class _Artist:
    """What a call returns: a thing that takes any further call and draws nothing by itself."""

    def __init__(self, kind: str = "", style: dict[str, Any] | None = None) -> None:
        self.kind = kind
        self.style = style or {}

    def __getattr__(self, name: str) -> Callable[..., _Artist]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: _Artist()

    def __iter__(self) -> Iterator[_Artist]:
        return iter([_Artist()])


class _Axes:
    """Axes that note every call."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def noted(*args: Any, **kwargs: Any) -> _Artist:
            call = {"name": name, "args": _data(args), "kwargs": _data(kwargs)}
            self.calls.append(call)
            return _Artist(name)

        return noted


class _Figure(_Artist):
    def __init__(self, rows: int, columns: int, size: Any) -> None:
        super().__init__()
        self.shape = rows, columns
        self.size = size
        self.all = [_Axes() for _ in range(rows * columns)]

    def data(self) -> dict[str, Any]:
        return {
            "rows": self.shape[0],
            "columns": self.shape[1],
            "size": _data(self.size),
            "axes": [axes.calls for axes in self.all],
        }


class Recorder:
    """Stands in for matplotlib while cells run."""

    def __init__(self) -> None:
        self._figures: list[_Figure] = []

    def figures(self) -> list[dict[str, Any]]:
        """Return what was asked of each figure so far, and forget it."""
        found = [figure.data() for figure in self._figures]
        self._figures.clear()
        for figure in found:
            numbers = _count(figure)
            if numbers > _MAX_NUMBERS:
                raise ValueError(f"a figure of {numbers} numbers is too large to be drawn here")
        return found

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Let ``import matplotlib.pyplot`` find this."""
        modules = self._modules()
        sys.modules.update(modules)
        try:
            yield
        finally:
            for name in modules:
                sys.modules.pop(name, None)

    def _subplots(
        self, nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **options: Any
    ) -> tuple[_Figure, Any]:
        figure = _Figure(nrows, ncols, options.get("figsize", (6.4, 4.8)))
        self._figures.append(figure)
        axes = np.empty((nrows, ncols), dtype=object)
        axes.flat[:] = figure.all
        if squeeze and axes.size == 1:
            return figure, axes[0, 0]
        return figure, axes.squeeze() if squeeze else axes

    def _current(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if not self._figures:
            self._subplots()
        setters = {"xlabel", "ylabel", "title", "xlim", "ylim", "xscale", "yscale"}
        return getattr(self._figures[-1].all[-1], f"set_{name}" if name in setters else name)

    def _modules(self) -> dict[str, types.ModuleType]:
        names = ("matplotlib", "matplotlib.pyplot", "matplotlib.lines", "matplotlib.patches")
        package, pyplot, lines, patches = map(types.ModuleType, names)
        package.__path__ = []
        pyplot.__dict__.update(
            subplots=self._subplots,
            figure=lambda *args, **options: self._subplots(**options)[0],
            show=lambda *args, **options: None,
            close=lambda *args: None,
            tight_layout=lambda *args, **options: None,
            __getattr__=self._current,
        )
        lines.__dict__["Line2D"] = lambda *args, **style: _Artist("line", style)
        patches.__dict__["Patch"] = lambda *args, **style: _Artist("patch", style)
        package.__dict__.update(pyplot=pyplot, lines=lines, patches=patches)
        return dict(zip(names, (package, pyplot, lines, patches), strict=True))


def _data(value: Any) -> Any:
    """Return JSON data for an argument; None for what is none."""
    if isinstance(value, (np.ndarray, np.generic)):
        return _data(value.tolist())
    if isinstance(value, (list, tuple, range)):
        return [_data(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _data(item) for key, item in value.items()}
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, _Artist):
        return {"kind": value.kind, "style": _data(value.style)}
    return value if isinstance(value, (bool, int, str)) else None


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    return sum(map(_count, value)) if isinstance(value, list) else 1
