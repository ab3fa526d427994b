"""Other graders, each in an environment of its own, made on first use and kept for the next."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

__all__ = ["KEPT", "activated"]

KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "propgrade-benchmarks"
#: What the checks need, in the versions that our grader has, so that all run the same code.
_SHARED = tuple(f"{name}=={version(name)}" for name in ("numpy", "hypothesis"))


def activated(*requirements: str) -> dict[str, str]:
    """Return the variables that choose an environment which has these packages."""
    wanted = "\n".join([sys.version, *requirements, *_SHARED])
    folder = KEPT / requirements[0]
    made = folder / "requirements"
    if not made.exists() or made.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, *requirements, *_SHARED], check=True)
        made.write_text(wanted, encoding="utf-8")
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(folder)}
