"""Run benchmarks: ``python -m benchmarks [NAME...]``; without a name, all of them."""

import argparse
import importlib
import os
import time

from rich.console import Console
from rich.table import Table

from benchmarks.timing import Row

NAMES = (
    *("startup", "nbgrader", "otter", "plain_pytest", "bound", "cost", "check"),
    *("choices", "size", "jobs", "failing", "scaling", "lab"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=", ".join(NAMES))
    chosen = parser.parse_args().names or NAMES
    # No grader gets settings for BLAS, and all keep their bytecode, as they do for people.
    for variable in list(os.environ):
        if variable.startswith("OPENBLAS_") or variable == "PYTHONDONTWRITEBYTECODE":
            del os.environ[variable]
    console = Console(highlight=False, width=None if os.isatty(1) else 120)
    begun = time.monotonic()
    for name in chosen:
        module = importlib.import_module(f"benchmarks.{name}")
        table = Table("", "median", "ratio", "target", title=module.__doc__.splitlines()[0])
        row: Row
        for row in module.rows():
            table.add_row(row.what, row.shown(), row.ratio, row.target)
        console.print(table)
    minutes = (time.monotonic() - begun) / 60
    console.print(
        f"{os.cpu_count()} processors, {minutes:.1f} minutes; "
        "medians of one run, so compare only its ratios"
    )


if __name__ == "__main__":
    main()
