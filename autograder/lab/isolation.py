"""Let a submission import what it can import where it is graded, and get placeholders else."""

from __future__ import annotations

import builtins
import sys
import types
from typing import Any

from autograder import worker

__all__ = ["isolate"]

_SUBMISSION = "submission."  # begins the names of the modules that a worker makes


def isolate() -> None:
    """Hide from submissions what the grader has imported; once for an interpreter."""
    kept = _modules("autograder")
    worker.isolate()
    sys.modules.update(kept)
    inherited = set(sys.modules)
    ordinary = builtins.__import__

    def by_name(
        name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> types.ModuleType:
        importer = str((globals or {}).get("__name__"))
        root = name.partition(".")[0]
        if level or not importer.startswith(_SUBMISSION) or root not in inherited:
            return ordinary(name, globals, locals, fromlist, level)
        if root in sys.stdlib_module_names or root == "numpy":
            return ordinary(name, globals, locals, fromlist, level)
        hidden = _modules(root)
        for module in hidden:
            del sys.modules[module]
        try:
            return ordinary(name, globals, locals, fromlist, level)
        finally:
            for module in _modules(root):
                del sys.modules[module]
            sys.modules.update(hidden)

    builtins.__import__ = by_name


def _modules(root: str) -> dict[str, types.ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.partition(".")[0] == root}
