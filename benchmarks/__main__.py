"""Run benchmarks: ``python -m benchmarks [NAME...]``; without a name, all of them."""

import argparse
import importlib
import os
import pkgutil

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.timing import Row


def main() -> None:
    names = [m.name for m in pkgutil.iter_modules(benchmarks.__path__)]
    names = [name for name in names if name not in ("__main__", "timing")]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*names, []], help=", ".join(names))
    console = Console(highlight=False)
    for name in parser.parse_args().names or names:
        module = importlib.import_module(f"benchmarks.{name}")
        table = Table("", "median", "ratio", title=module.__doc__.splitlines()[0], min_width=60)
        row: Row
        for row in module.rows():
            table.add_row(row.what, row.shown(), row.ratio)
        console.print(table)
    console.print(f"{os.cpu_count()} processors; medians of one run, so compare only its ratios")


if __name__ == "__main__":
    main()
