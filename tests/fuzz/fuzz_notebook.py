"""Fuzz the reading of notebooks and scripts: text gives cells, or a `ValueError`.

Install atheris in an environment that has the package, then run

    python tests/fuzz/fuzz_notebook.py -max_total_time=600
"""

import json
import sys

import atheris

with atheris.instrument_imports(include=["autograder"]):
    from autograder import cells, loading, text

KEYS = ["cells", "worksheets", "cell_type", "metadata", "source", "input", "tags", "nbgrader"]
KEYS += ["grade", "solution"]
VALUES = [None, True, 0, 1.5, "code", "markdown", "plot", "x = 1\n%magic\n", "%%bash\nrm", "a?"]
VALUES += ["def f(:\n", "check('x')", "\ud800", "\0", "x = [1,\n% 2]", "# %% tags=[plot]\n", ""]


def tree(data, depth):
    """Return JSON with the keys of a notebook where they belong, and elsewhere."""
    choice = data.ConsumeIntInRange(0, 5)
    if depth == 0 or choice == 0:
        return data.PickValueInList(VALUES)
    if choice == 1:
        return data.ConsumeUnicode(data.ConsumeIntInRange(0, 40))
    count = data.ConsumeIntInRange(0, 4)
    if choice == 2:
        return [tree(data, depth - 1) for _ in range(count)]
    if choice == 3:
        return {data.PickValueInList(KEYS): tree(data, depth - 1) for _ in range(count)}
    cell = {"cell_type": "code", "metadata": tree(data, depth - 1), "source": tree(data, 1)}
    return cell if choice == 4 else {"cells": [cell, *[tree(data, depth - 1)] * count]}


def test_one(raw):
    data = atheris.FuzzedDataProvider(raw)
    source = json.dumps(tree(data, 5)) if data.ConsumeBool() else data.ConsumeUnicode(len(raw))
    for read in (cells.notebook_cells, cells.script_cells):
        try:
            found = read(source)
        except ValueError:
            continue
        assert all(isinstance(cell.source, str) for cell in found)
        loading.SourceFile("x.py", b"", tuple(found)).defines()
    cells.without_magics(source)
    shown = text.plain(source, 100)
    assert len(shown) <= 100
    assert text.plain(shown, 100) == shown


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one)
    atheris.Fuzz()
