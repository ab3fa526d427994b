"""``autograder lab build``: write the homework as a page that runs in a browser."""

from __future__ import annotations

from pathlib import Path

from autograder.course import find_assignment
from autograder.exit_codes import ExitCode
from autograder.lab.build import build
from autograder.store import default_cache

__all__ = ["build_lab"]


def build_lab(
    out: Path, *, course: Path, assignment: str | None, single_file: bool, numpy: str | None
) -> ExitCode:
    """Build the page and say what was written."""
    cache = default_cache() / "lab"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = find_assignment(course, assignment)
    for path in build(found, out, cache, single_file=single_file, numpy=numpy):
        print(f"wrote {path}, {path.stat().st_size / 1e6:.1f} MB")
    return ExitCode.OK
