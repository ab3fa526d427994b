"""Find text of solutions and mistakes where students can read it."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["Fragment", "fragments", "kit_texts", "leaks", "public_texts"]

_REGION = re.compile(r"^ *### BEGIN SOLUTION$(.*?)^ *### END SOLUTION$", re.M | re.S)
_TEXT_SUFFIXES = {".py", ".ipynb", ".md", ".txt", ".svg", ".json", ".toml", ".ini", ".cfg", ".html"}
_MIN_CHARACTERS = 24  # shorter bodies, such as `return x`, stand in any code

Fragment = tuple[str, str]  # (where it is from, its lines without indentation)


def fragments(solutions: Path) -> Iterator[Fragment]:
    """Yield every solution region, the body and hint of every mistake, and every alternative."""
    for path in sorted(solutions.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for number, match in enumerate(_REGION.finditer(text), start=1):
            where = f"solution region {number} of {path}"
            yield where, _normal(match[1].replace("\n# ", "\n"))
    for path in sorted((solutions / "mistakes").glob("*.py")):
        yield from _functions(path, "mistake", hints=True)
    for path in sorted((solutions / "alternatives").glob("*.py")):
        yield from _functions(path, "alternative", hints=False)


def _functions(path: Path, kind: str, *, hints: bool) -> Iterator[Fragment]:
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        hint = ast.get_docstring(node)
        body = node.body[1:] if hint else node.body
        if hint and hints:
            yield f"the hint of {node.name} in {path}", _normal(hint)
        if len(body) > 1:  # one statement may well stand in the given code, by chance
            lines = text.splitlines()[body[0].lineno - 1 : node.end_lineno]
            yield f"the {kind} {node.name} in {path}", _normal("\n".join(lines))


def public_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file in ``folder``; of a notebook, the text of its cells."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TEXT_SUFFIXES and "__pycache__" not in path.parts and path.is_file():
            yield str(path), _text(path.name, path.read_bytes())


def kit_texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield name and text of every file, those in a wheel among them."""
    for name, data in files.items():
        if name.endswith(".whl"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside = {f"{name}:{entry}": archive.read(entry) for entry in archive.namelist()}
            yield from kit_texts(inside)
        elif Path(name).suffix in _TEXT_SUFFIXES:
            yield name, _text(name, data)


def leaks(secret: list[Fragment], texts: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each fragment that stands in one of the texts."""
    for name, text in texts:
        lines = f"\n{_normal(text)}\n"
        for where, fragment in secret:
            if len(fragment) >= _MIN_CHARACTERS and f"\n{fragment}\n" in lines:
                yield f"{name} holds {where}. Take it out, then run `autograder release`."


def _text(name: str, data: bytes) -> str:
    text = data.decode("utf-8", errors="replace")
    if name.endswith(".ipynb"):
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text


def _normal(text: str) -> str:
    """Return the lines without indentation and without empty ones."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
