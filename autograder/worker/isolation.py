"""What a submission can import: NumPy, the standard library, and placeholders for all else."""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import sys
import types
from typing import Any

from autograder.worker.places import PACKAGE

__all__ = ["Placeholder", "isolate"]

_AVAILABLE = {"numpy", *sys.stdlib_module_names}


def isolate() -> None:
    """Put placeholders for what is not here, which from now on includes this package."""
    for name in [name for name in sys.modules if name.split(".")[0] == "autograder"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _PlaceholderFinder())
    builtins.input = _no_input


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() cannot be answered when graded; pass values as arguments")


class NotAvailable(Exception):
    """A module other than NumPy and the standard library was used."""


class Placeholder(types.ModuleType):
    """Stands for a module that is not here, and raises when it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []  # so that submodules can be imported

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self.__name__}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        root = self.__name__.split(".")[0]
        raise NotAvailable(f"{self.__name__} was used, but {root} is not available when graded")


class _PlaceholderFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Find a placeholder for every module that only a student's own machine has."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname.split(".")[0] in _AVAILABLE or not _imported_by_student():
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def create_module(self, spec: Any) -> types.ModuleType:
        return Placeholder(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """A placeholder has nothing to run."""


def _imported_by_student() -> bool:
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        name = frame.f_globals.get("__name__", "")
        if name.startswith("numpy"):
            return False
        if name.startswith(f"{PACKAGE}."):
            return True
    return False
