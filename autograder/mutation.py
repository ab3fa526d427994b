"""Operators that change one place of a function's syntax tree, in the ways people get it wrong.

Mutation libraries (mutmut, cosmic-ray, poodle) know operators, constants and comparisons, and run a
test command over a changed copy of a package for every mutant. What goes wrong in NumPy code is an
axis, a transpose, a call, the order of two arguments, and here a mutant is a submission like any
other. Hence operators of our own.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeGuard, TypeVar

__all__ = ["OPERATORS", "Deleted", "Scope", "replacements"]


@dataclass(frozen=True)
class Scope:
    """What an operator knows of the function around a node."""

    bound: frozenset[str] = frozenset()  # names that are bound in more than one place
    texts: tuple[str, ...] = ()  # its string constants, each once
    parameters: tuple[str, ...] = ()


class Deleted(ast.Pass):
    """A statement that is gone."""


Node = TypeVar("Node", bound=ast.AST)
Operator = Callable[[ast.AST, Scope], Iterator[ast.AST]]

_ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
_COMMUTATIVE = (ast.Add, ast.Mult)
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
#: Functions that are taken for each other.
_CONFUSED = (
    ("sum", "mean", "max", "prod"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("exp", "exp2"),
    ("exp", "expm1"),
    ("log", "log2"),
    ("log", "log1p"),
    ("tanh", "sin"),
    ("sin", "cos"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("argmax", "argmin"),
    ("any", "all"),
    ("sqrt", "square"),
    ("floor", "ceil"),
    ("cumsum", "cumprod"),
    ("vstack", "hstack"),
    ("logaddexp", "logaddexp2"),
    ("outer", "dot"),
)
_CALLS: dict[str, list[str]] = {}
for _names in _CONFUSED:
    for _name in _names:
        _CALLS.setdefault(_name, []).extend(other for other in _names if other != _name)
_SYMMETRIC = ("maximum", "minimum", "logaddexp", "allclose", "isclose")
_AXES = (0, 1, -1, -2)
_MODULES = ("np", "numpy", "math")


def replacements(node: ast.AST, scope: Scope) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may stand in place of a node, each with the name of the operator."""
    for name, operator in OPERATORS.items():
        for new in operator(node, scope):
            yield name, new


def _operator(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in _ARITHMETIC.get(type(node.op), ()):
            yield _changed(node, op=other())
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)


def _operand(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Leave an operand out, or swap the two."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right
        if not isinstance(node.op, _COMMUTATIVE):
            yield _changed(node, left=node.right, right=node.left)
    elif isinstance(node, ast.BoolOp):
        yield from node.values


def _sign(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    elif _is_parameter(node, scope):
        yield ast.UnaryOp(ast.USub(), node)


def _parameter(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Take the next parameter instead, or the transpose."""
    if _is_parameter(node, scope):
        if len(scope.parameters) > 1:
            after = scope.parameters.index(node.id) + 1
            yield _changed(node, id=scope.parameters[after % len(scope.parameters)])
        yield ast.Attribute(node, "T", ast.Load())


def _is_parameter(node: ast.AST, scope: Scope) -> TypeGuard[ast.Name]:
    return (
        isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Load)
        and node.id in scope.parameters
    )


def _comparison(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for other in _COMPARISONS.get(type(op), ()):
                yield _changed(node, ops=[*node.ops[:index], other(), *node.ops[index + 1 :]])


def _condition(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.IfExp):
        yield _changed(node, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.If):
        yield _changed(node, test=ast.UnaryOp(ast.Not(), node.test))
        yield _changed(node, test=ast.Constant(False))
        yield _changed(node, test=ast.Constant(True))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield _changed(node, ifs=[])


def _constant(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    others: list[object] = []
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        others = [value + 1, value - 1]
    elif isinstance(value, float):
        others = [value * 2, value / 2, -value] if value else [1.0]
    elif isinstance(value, str) and len(scope.texts) > 1:
        after = scope.texts.index(value) + 1
        others = [scope.texts[after % len(scope.texts)]]
    yield from (ast.Constant(other) for other in others)  # type: ignore[arg-type]


def _call(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        for other in _CALLS.get(node.func.attr, ()):
            yield _changed(node, func=_changed(node.func, attr=other))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for other in _CALLS.get(node.func.id, ()):
            yield _changed(node, func=ast.Name(other, ast.Load()))


def _unwrap(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Leave out a call, and keep what it was called on."""
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and _root(function) not in _MODULES:
            yield function.value
        elif node.args and not isinstance(node.args[0], (ast.Starred, ast.GeneratorExp)):
            yield node.args[0]
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


def _argument(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Swap neighbouring arguments."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") not in _SYMMETRIC:
        for index in range(len(node.args) - 1):
            yield _changed(node, args=_swapped(node.args, index))


def _keyword(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        for index in range(len(node.keywords)):
            yield _changed(node, keywords=node.keywords[:index] + node.keywords[index + 1 :])


def _axis(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.keyword) and node.arg == "axis":
        for axis in _AXES:
            yield _changed(node, value=ast.Constant(axis))


def _slice(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Slice):
        for field in ("lower", "upper", "step"):
            bound = getattr(node, field)
            if bound is not None:
                yield _changed(node, **{field: None})
                if not isinstance(bound, ast.Constant):  # constants have an operator of their own
                    yield _changed(node, **{field: ast.BinOp(bound, ast.Add(), ast.Constant(1))})


def _loop(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Leave out the first, the last, or all but the first of what is looped over."""
    if isinstance(node, (ast.For, ast.comprehension)):
        all_of = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
        first, last = ast.Slice(ast.Constant(1)), ast.Slice(None, ast.Constant(-1))
        for part in (first, last, ast.Slice(None, ast.Constant(1))):
            yield _changed(node, iter=ast.Subscript(all_of, part, ast.Load()))


def _statement(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Delete a statement, unless a name would then have no value at all."""
    if isinstance(node, (ast.AugAssign, ast.Expr, ast.Raise)):
        yield Deleted()
    elif isinstance(node, ast.Assign):
        stored = {
            name.id
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
        }
        if stored <= scope.bound:
            yield Deleted()


def _error(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Raise another error, or one without a text."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield _changed(node, exc=_changed(node.exc, func=ast.Name("RuntimeError", ast.Load())))
        yield _changed(node, exc=_changed(node.exc, args=[]))


def _result(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Return the negative, the double, the transpose; of several results, swap neighbours."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    if isinstance(node.value, ast.Tuple):
        parts = node.value.elts
        for index, part in enumerate(parts):
            for other in _other_values(part):
                elements = [*parts[:index], other, *parts[index + 1 :]]
                yield ast.Return(ast.Tuple(elements, ast.Load()))
        for index in range(len(parts) - 1):
            yield ast.Return(ast.Tuple(_swapped(parts, index), ast.Load()))
    elif not isinstance(node.value, ast.Constant):
        yield from (ast.Return(other) for other in _other_values(node.value))


def _other_values(value: ast.expr) -> Iterator[ast.expr]:
    yield ast.UnaryOp(ast.USub(), value)
    yield ast.BinOp(value, ast.Mult(), ast.Constant(2))
    yield ast.Attribute(value, "T", ast.Load())


OPERATORS: dict[str, Operator] = {
    "operator": _operator,
    "operand": _operand,
    "sign": _sign,
    "parameter": _parameter,
    "comparison": _comparison,
    "condition": _condition,
    "constant": _constant,
    "call": _call,
    "unwrap": _unwrap,
    "argument": _argument,
    "keyword": _keyword,
    "axis": _axis,
    "slice": _slice,
    "loop": _loop,
    "statement": _statement,
    "error": _error,
    "result": _result,
}


def _changed(node: Node, **fields: object) -> Node:
    """Return a shallow copy of a node with other fields."""
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def _swapped(items: list[ast.expr], index: int) -> list[ast.expr]:
    return [*items[:index], items[index + 1], items[index], *items[index + 2 :]]


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
