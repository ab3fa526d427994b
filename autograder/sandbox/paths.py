"""Which files a worker may read: the standard library, NumPy, and the libraries these load."""

from __future__ import annotations

import os
import sys
import sysconfig

import numpy

__all__ = ["readable"]

_PACKAGES = {"site-packages", "dist-packages"}  # may lie in the standard library's folder
_SYSTEM = ("/etc/ld.so.cache",)


def readable() -> list[str]:
    """Return the paths, each a file or a folder with all below it."""
    paths: dict[str, None] = {}
    for key in ("stdlib", "platstdlib"):
        folder = sysconfig.get_path(key)
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        paths.update((os.path.join(folder, name), None) for name in names if name not in _PACKAGES)
    packages = os.path.dirname(os.path.dirname(numpy.__file__))
    for name in ("numpy", "numpy.libs"):
        paths[os.path.join(packages, name)] = None
    paths.update(dict.fromkeys([*_shared_libraries(), *_SYSTEM]))
    return [path for path in paths if os.path.exists(path)]


def _shared_libraries() -> list[str]:
    """Return where the dynamic loader looks for what extension modules need."""
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    found = [f"{root}/{multiarch}" for root in ("/lib", "/usr/lib") if multiarch]
    found += ["/lib64", "/usr/lib64"]
    library = sysconfig.get_config_var("LDLIBRARY") or ""
    folder = sysconfig.get_config_var("LIBDIR") or os.path.join(sys.base_prefix, "lib")
    if library.endswith(".so"):
        names = os.listdir(folder) if os.path.isdir(folder) else []
        found += [os.path.join(folder, name) for name in names if name.startswith(library)]
    return found
