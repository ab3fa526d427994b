"""The course staff's side: reference solutions and their variants, run in the grader's process.

Nothing here may be reached from a worker: the worker's process never imports this module, and no
text of a solution or a mistake is ever sent to it.
"""

from __future__ import annotations

import inspect
import sys
import types
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import wire
from autograder.cells import Cell, script_cells
from autograder.process import Answer, Failure

__all__ = ["Alternative", "InProcess", "Mistake", "Solutions"]

_MARK = "__"  # between the exercise and what is wrong or different, in the name of a variant
_MISTAKES = "mistakes"
_ALTERNATIVES = "alternatives"


@dataclass(frozen=True)
class Mistake:
    """A known wrong variant of an exercise."""

    exercise: str
    name: str
    looks_like: str
    hint: str


@dataclass(frozen=True)
class Alternative:
    """A right variant of an exercise, which must lose no point."""

    exercise: str
    name: str
    differs: str


class Solutions:
    """The files of ``solutions/<homework>/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._code: dict[Path, types.CodeType] = {}

    def source(self, problem: str) -> Path:
        return self.folder / f"{problem}.py"

    def texts(self, problem: str) -> list[bytes]:
        """Return the text of a reference solution and of its mistakes."""
        paths = (self.source(problem), self._variants(_MISTAKES, problem))
        return [path.read_bytes() if path.exists() else b"" for path in paths]

    def alternatives_text(self, problem: str) -> bytes:
        """Return the text of the right variants; no answer of the staff's depends on it."""
        path = self._variants(_ALTERNATIVES, problem)
        return path.read_bytes() if path.exists() else b""

    def reference(self, problem: str) -> InProcess:
        """Return the reference solution of a problem."""
        return InProcess({problem: self._namespace(problem)})

    def references(self, problems: Iterable[str]) -> InProcess:
        """Return the reference solutions of several problems."""
        return InProcess({problem: self._namespace(problem) for problem in problems})

    def mistakes(self, problem: str) -> list[Mistake]:
        """Return the known mistakes of a problem, in the order of the file."""
        found = []
        for exercise, name, text in self._described(_MISTAKES, problem):
            looks_like, _, hint = text.partition("\n\n")
            hint = " ".join(hint.split())
            found.append(Mistake(exercise, name, looks_like.strip().rstrip("."), hint))
        return found

    def alternatives(self, problem: str) -> list[Alternative]:
        """Return the right variants of a problem, in the order of the file."""
        return [
            Alternative(exercise, name, " ".join(text.split()))
            for exercise, name, text in self._described(_ALTERNATIVES, problem)
        ]

    def mistaken(self, problem: str, mistake: str) -> InProcess:
        """Return the reference with one exercise replaced by a known mistake."""
        return self._replaced(_MISTAKES, problem, mistake)

    def alternative(self, problem: str, alternative: str) -> InProcess:
        """Return the reference with one exercise replaced by a right variant."""
        return self._replaced(_ALTERNATIVES, problem, alternative)

    def planted(self, problem: str) -> InProcess:
        """Return the reference with every mistake beside it under its own name."""
        return InProcess({problem: self._with(_MISTAKES, problem)})

    def cells(self, problem: str) -> list[tuple[str, Cell]]:
        """Return the reference and its mistakes as cells, for a worker of the staff's."""
        source = self.source(problem)
        cells = [(source.name, cell) for cell in script_cells(source.read_text(encoding="utf-8"))]
        mistakes = self._variants(_MISTAKES, problem)
        if mistakes.exists():
            cells.append((mistakes.name, Cell(mistakes.read_text(encoding="utf-8"), "line 1")))
        return cells

    def _variants(self, kind: str, problem: str) -> Path:
        return self.folder / kind / f"{problem}.py"

    def _described(self, kind: str, problem: str) -> Iterator[tuple[str, str, str]]:
        """Yield exercise, name and docstring of each variant."""
        for name, function in self._with(kind, problem).items():
            exercise, mark, what = name.partition(_MARK)
            if mark and exercise and what and inspect.isfunction(function):
                yield exercise, name, inspect.getdoc(function) or ""

    def _replaced(self, kind: str, problem: str, variant: str) -> InProcess:
        namespace = self._namespace(problem)
        # The variant's own names stay those of the right solution: it may call what it replaces.
        namespace[variant.partition(_MARK)[0]] = self._with(kind, problem)[variant]
        return InProcess({problem: namespace})

    def _namespace(self, problem: str) -> dict[str, Any]:
        module = types.ModuleType(f"solutions.{problem}")
        sys.modules[module.__name__] = module
        exec(self._compiled(self.source(problem)), module.__dict__)
        return module.__dict__

    def _with(self, kind: str, problem: str) -> dict[str, Any]:
        """Return the reference and, beside it, its variants under their own names."""
        namespace = self._namespace(problem)
        path = self._variants(kind, problem)
        if path.exists():
            exec(self._compiled(path), namespace)
        return namespace

    def _compiled(self, path: Path) -> types.CodeType:
        if path not in self._code:
            source = path.read_text(encoding="utf-8")
            if path.parent == self.folder:
                source = _without_plots(source)
            self._code[path] = compile(source, str(path), "exec", dont_inherit=True)
        return self._code[path]


def _without_plots(source: str) -> str:
    """Keep the cells that the worker would run, at their own lines."""
    kept = [""] * len(source.splitlines())
    for cell in script_cells(source):
        lines = cell.source.splitlines()
        kept[cell.first_line - 1 : cell.first_line - 1 + len(lines)] = lines
    return "\n".join(kept)


class InProcess:
    """Calls functions of the solutions directly, with the copies that a worker would get.

    A call costs some ten microseconds instead of a round trip. Used only for the staff's own code.
    """

    def __init__(self, namespaces: dict[str, dict[str, Any]]) -> None:
        self._namespaces = namespaces

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""

    def alone(self, problem: str, chance: int = 0) -> InProcess:
        return self

    def fresh(self) -> InProcess:
        return self

    def call(self, problem: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Answer:
        function = self._namespaces[problem].get(name)
        if not callable(function):
            return Answer(missing=True)
        functions = wire.Callables()
        args, kwargs = wire.loads(wire.dumps([args, kwargs], functions.add), functions.get)
        given = {**dict(enumerate(args)), **kwargs}
        before = {key: wire.dumps(value, id) for key, value in given.items()}
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                value = function(*args, **kwargs)
        except Exception as error:
            names = tuple(base.__name__ for base in type(error).__mro__ if base is not object)
            return Answer(failure=Failure(names, str(error)))
        changed = tuple(key for key, v in given.items() if wire.dumps(v, id) != before[key])
        return Answer(
            value=wire.loads(wire.dumps(value)),
            changed=changed,
            shares=wire.share_memory(value, list(given.values())),
            warnings=tuple(f"{w.category.__name__}: {w.message}" for w in warned),
        )
