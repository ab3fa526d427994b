"""Run the cells of a problem statement by statement: one that fails costs only itself."""

from __future__ import annotations
import __future__

import ast
import re
import warnings
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from autograder.worker.isolation import Placeholder
from autograder.worker.places import failure
from autograder.worker.watch import Printed

__all__ = ["Loading"]

_BLOCK_START = re.compile(r"(?!(?:else|elif|except|finally)\b)[^\s#)\]}\'\"]")


class Loading:
    """The namespace of a problem while its statements are run."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._stubs: set[str] = set()
        self._flags = 0  # of __future__ imports, which hold for all later cells
        self.failures: list[dict[str, Any]] = []

    def statements(self, source: str, filename: str, first_line: int) -> list[ast.stmt]:
        """Parse a cell; where it is not Python, note that and keep the blocks of it that are."""
        try:
            return _parse(source, filename, first_line)
        except Exception as error:  # not only SyntaxError: the parser may need what is not here
            self.failures.append(failure(error, filename))
        lines = source.split("\n")
        starts = [
            i
            for i, line in enumerate(lines)
            if _BLOCK_START.match(line) and not (i and lines[i - 1].startswith("@"))
        ]
        kept: list[ast.stmt] = []
        for begin, end in zip([0, *starts], [*starts, len(lines)], strict=True):
            try:
                kept += _parse("\n".join(lines[begin:end]), filename, first_line + begin)
            except Exception:
                continue
        return kept

    def counts(self, node: ast.stmt) -> bool:
        """Tell whether to run a statement: a stub does not replace what is written."""
        name = str(getattr(node, "name", None))
        if _is_stub(node):
            if name in self._namespace and name not in self._stubs:
                return False
            self._stubs.add(name)
        else:
            self._stubs.discard(name)
            self._stubs.difference_update(_assigned(node))
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            features = [getattr(__future__, alias.name, None) for alias in node.names]
            for feature in filter(None, features):
                self._flags |= feature.compiler_flag
        return True

    def run(self, node: ast.stmt, filename: str) -> None:
        try:
            code = compile(ast.Module([node], []), filename, "exec", self._flags, True)
            unread = Printed([])
            quiet = warnings.catch_warnings(action="ignore")
            with redirect_stdout(unread), redirect_stderr(unread), quiet:
                exec(code, self._namespace)
        except BaseException as error:
            self.failures.append(failure(error, filename))

    def functions(self) -> dict[str, bool]:
        """Return the names of what can be called, and whether each is still the stub."""
        return {
            name: name in self._stubs
            for name, value in self._namespace.items()
            if type(name) is str and callable(value) and not isinstance(value, Placeholder)
        }


def _parse(source: str, filename: str, first_line: int) -> list[ast.stmt]:
    """Parse a cell so that all lines, those in messages too, are those of the whole file."""
    return ast.parse("\n" * (first_line - 1) + source, filename).body


def _assigned(node: ast.AST) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _is_stub(node: ast.AST) -> bool:
    """Tell whether a function is as it was handed out: it raises NotImplementedError at once."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    if len(body) != 1:
        return not body
    statement = body[0]
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        exc = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(exc, ast.Name) and exc.id == "NotImplementedError"
    return isinstance(statement, ast.Pass)
