"""Stands in for a module of the standard library that Pyodide leaves out and the engine imports.

Only archives of the kind xz need it, and the page opens no archive in Python.
"""

from __future__ import annotations

import importlib.util
import sys
import types

__all__: list[str] = []

if importlib.util.find_spec("lzma") is None:
    stand_in = types.ModuleType("lzma", "Raises ImportError when it is used.")
    stand_in.__dict__.update(LZMAError=OSError, FORMAT_XZ=1)
    sys.modules["lzma"] = stand_in
