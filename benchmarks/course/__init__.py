"""The course of the benchmarks: one problem of eight exercises, each checked on 100 examples.

Its check file is also what the other graders run: the same text, with the functions of the notebook
for ``submission`` and those of the solution, copied beside the test, for ``reference``.
"""

import ast
from functools import cache
from pathlib import Path

__all__ = ["ASSIGNMENT", "COURSE", "PROBLEM", "checks", "preparation", "solutions", "variants"]

COURSE = Path(__file__).parent
ASSIGNMENT = "homework"
PROBLEM = "basics"

_CHECKS = COURSE / "assignments" / ASSIGNMENT / "checks" / f"test_{PROBLEM}.py"
_SOLUTION = COURSE / "solutions" / ASSIGNMENT / f"{PROBLEM}.py"
_MISTAKES = COURSE / "solutions" / ASSIGNMENT / "mistakes" / f"{PROBLEM}.py"
_ALTERNATIVES = COURSE / "alternatives.py"
_ASSERT_CLOSE = """
def assert_close(actual, desired):
    np.testing.assert_allclose(actual, desired, rtol=1e-7, atol=1e-9)
"""


def solutions() -> dict[str, str]:
    """Return the solution of each exercise."""
    return {name: ast.unparse(function) for name, function in _functions(_SOLUTION).items()}


@cache
def variants(exercise: str, *, right: bool) -> list[ast.FunctionDef]:
    """Return the right ways to write an exercise, or the mistakes, with its own docstring."""
    solution = _functions(_SOLUTION)[exercise]
    docstring = solution.body[0]
    found = [solution] if right else []
    for name, function in _functions(_ALTERNATIVES if right else _MISTAKES).items():
        if name.partition("__")[0] == exercise:
            own = function.body[1:] if ast.get_docstring(function) else function.body
            function.name, function.body = exercise, [docstring, *own]
            found.append(function)
    return found


def preparation() -> str:
    """Return what stands above the checks, for a grader that brings no assertions of its own."""
    tree = ast.parse(_CHECKS.read_text(encoding="utf-8"))
    kept = [node for node in tree.body if not _is_ours(node)]
    return ast.unparse(ast.Module(kept, [])) + _ASSERT_CLOSE


def checks() -> dict[str, str]:
    """Return, for each exercise, its reference and its check, which takes no fixtures."""
    tests = _functions(_CHECKS)
    found = {}
    for exercise, reference in _functions(_SOLUTION).items():
        reference.name = f"reference_{exercise}"
        test = _Plain().visit(tests[f"test_{exercise}"])
        found[exercise] = f"{ast.unparse(reference)}\n\n\n{ast.unparse(test)}\n"
    return found


class _Plain(ast.NodeTransformer):
    """Makes a check an ordinary Hypothesis test of functions that lie beside it."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.decorator_list = [d for d in node.decorator_list if not _calls_check(d)]
        fixtures = ("submission", "reference")
        node.args.args = [a for a in node.args.args if a.arg not in fixtures]
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        match node.value:
            case ast.Name("submission"):
                return ast.Name(node.attr, node.ctx)
            case ast.Name("reference"):
                return ast.Name(f"reference_{node.attr}", node.ctx)
        return node


def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _is_ours(node: ast.stmt) -> bool:
    """Tell the checks, the package's imports and the docstring from the strategies."""
    match node:
        case ast.FunctionDef():
            return any(map(_calls_check, node.decorator_list))
        case ast.ImportFrom():
            return (node.module or "").startswith("autograder")
    return isinstance(node, ast.Expr)


def _calls_check(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"
    )
