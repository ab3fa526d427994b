"""Read whatever was handed in as a notebook, so that one bad file costs nobody else anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.intake import MAX_FILE_BYTES, UnreadableSubmission, read_bytes
from autograder.text import plain_line

__all__ = ["TolerantExporter"]


class TolerantExporter(NotebookExporter):
    """Puts an empty notebook, which says why, in the place of one that cannot be shown.

    What of the file can be graded is found by the engine, which reads the file that was handed in.
    """

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[Any, Any]:
        """Convert the notebook at a path."""
        path = Path(filename)
        try:
            notebook = _read(path)
        except Exception as error:  # nbformat's upgrades fail in any way on what is no notebook
            reason = plain_line(str(error) if str(error) else type(error).__name__)
            self.log.warning("%s cannot be shown as a notebook: %s", filename, reason)
            notebook = _in_its_place(path.name, reason)
        resources = {} if resources is None else resources
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        return super().from_notebook_node(notebook, resources)  # type: ignore[no-any-return]


def _read(path: Path) -> Any:
    data = read_bytes(path, MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableSubmission(f"it has more than {MAX_FILE_BYTES} bytes")
    notebook = nbformat.reads(data.decode("utf-8-sig"), as_version=4)
    # Ids came with format 4.5, and copies of a cell have the same one.
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def _in_its_place(name: str, reason: str) -> Any:
    text = f"`{plain_line(name)}` was handed in, but cannot be shown as a notebook:"
    return new_notebook(cells=[new_markdown_cell(f"{text}\n\n    {reason}")])
