"""Machine-made wrong variants of a function: mutants, of the first order and of higher ones."""

from __future__ import annotations

import ast
import copy
import difflib
import itertools
import random
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from autograder.mutation import Deleted, Scope, replacements

__all__ = ["Mutant", "combined", "mutants", "replaced"]

_PLACE = "place"  # attribute of a node: its number in the function
_ORDERS = (2, 3)
_SIZES = ("shape", "size", "ndim", "len")
#: Texts; and signs, of which the parser makes one object for all places.
_UNTOUCHED = (ast.JoinedStr, ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context)


@dataclass(frozen=True)
class Mutant:
    """A variant of one function that differs from it in one place, or in a few.

    Attributes
    ----------
    operators : tuple of str
        What was done, by the names of `autograder.mutation.OPERATORS`.
    source : str
        The text of the changed function.
    diff : str
        The lines that differ, as a diff without headings and indentation. No other mutant of the
        function has the same one.
    """

    exercise: str
    operators: tuple[str, ...]
    source: str
    diff: str
    changes: tuple[tuple[int, ast.AST], ...] = field(repr=False, compare=False)


def mutants(source: str, exercise: str) -> list[Mutant]:
    """Return the variants of a function of a module that differ in one place.

    A variant whose bytecode is that of the function, or of a variant before it, is left out.
    """
    function = _function(source, exercise)
    scope = _scope(function)
    changes = [
        ((operator,), ((node.__dict__[_PLACE], new),))
        for node in _places(function)
        for operator, new in replacements(node, scope)
    ]
    return _distinct(function, changes, {_fingerprint(ast.unparse(function))})


def combined(
    source: str,
    exercise: str,
    singles: Sequence[Mutant],
    number: int,
    unless: Callable[[Mutant], object] = lambda single: False,
) -> list[Mutant]:
    """Return up to ``number`` variants that differ in two places, or in three if pairs run out.

    They are drawn alike every time, and passed over if ``unless`` holds for one of the changes, so
    that leaving a change out moves no other. None does the same as one of ``singles``.
    """
    function = _function(source, exercise)
    chance = random.Random(exercise)
    seen: set[bytes | None] = {_fingerprint(ast.unparse(function))}
    seen.update(_fingerprint(single.source) for single in singles)
    left_out = {single for single in singles if unless(single)}
    found: list[Mutant] = []
    for order in _ORDERS:
        every = list(itertools.combinations(singles, order)) if len(found) < number else []
        chance.shuffle(every)
        drawn = [
            (sum((one.operators for one in some), ()), sum((one.changes for one in some), ()))
            for some in every
            if len({one.changes[0][0] for one in some}) == order and not left_out & set(some)
        ]
        while drawn and len(found) < number:
            take = number - len(found)
            found += _distinct(function, drawn[:take], seen)
            drawn = drawn[take:]
    return _told_apart(function, found)


def replaced(source: str, mutant: Mutant) -> str:
    """Return the text of the module with a mutant in place of its function."""
    function = _found(source, mutant.exercise)
    lines = source.split("\n")
    lines[function.lineno - 1 : function.end_lineno] = mutant.source.split("\n")
    return "\n".join(lines)


def _found(source: str, name: str) -> ast.FunctionDef:
    (function,) = (
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    return function


def _function(source: str, name: str) -> ast.FunctionDef:
    """Return a function of a module without its docstring, its nodes numbered."""
    function = _found(source, name)
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    for number, node in enumerate(_places(function)):
        setattr(node, _PLACE, number)
    return function


def _places(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that may be changed: not the signature, nor the texts of errors."""
    for name, value in ast.iter_fields(node):
        if name in ("args", "decorator_list", "returns") and isinstance(node, ast.FunctionDef):
            continue
        if name == "exc" or _asks_only_for_size(node):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, _UNTOUCHED):
                yield child
                yield from _places(child)


def _asks_only_for_size(node: ast.AST) -> bool:
    """Tell whether a node is ``x.shape`` or the like, which no change of values changes."""
    if isinstance(node, ast.Attribute):
        return node.attr in _SIZES and isinstance(node.value, ast.Name)
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
        return (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in _SIZES
    return False


def _scope(function: ast.FunctionDef) -> Scope:
    stored = Counter(
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    parameters = [node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)]
    stored.update(parameters)
    texts = dict.fromkeys(
        node.value
        for node in _places(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    bound = frozenset(name for name, times in stored.items() if times > 1)
    return Scope(bound, tuple(texts), tuple(parameters))


def _distinct(
    function: ast.FunctionDef,
    changes: Iterable[tuple[tuple[str, ...], tuple[tuple[int, ast.AST], ...]]],
    seen: set[bytes | None],
) -> list[Mutant]:
    """Return a mutant for each change that gives other bytecode than those before."""
    found = []
    for operators, change in changes:
        text = _text(function, change)
        mark = _fingerprint(text) if text is not None else None
        if text is not None and mark is not None and mark not in seen:
            seen.add(mark)
            found.append(Mutant(function.name, operators, text, "", change))
    return _told_apart(function, found)


def _text(function: ast.FunctionDef, changes: Iterable[tuple[int, ast.AST]]) -> str | None:
    """Return the text of the function with some places replaced, None if one is gone."""
    variant = copy.deepcopy(function)
    for place, new in changes:
        replacing = _Replacing(place, copy.deepcopy(new))
        replacing.visit(variant)
        if not replacing.done:
            return None
    for node in ast.walk(variant):
        for block in (getattr(node, name, None) for name in ("body", "orelse")):
            if isinstance(block, list):
                kept = [statement for statement in block if not isinstance(statement, Deleted)]
                block[:] = kept or [ast.Pass() for _ in block[:1]]
    return ast.unparse(ast.fix_missing_locations(variant))


class _Replacing(ast.NodeTransformer):
    def __init__(self, place: int, new: ast.AST) -> None:
        self._place = place
        self._new = new
        self.done = False

    def visit(self, node: ast.AST) -> ast.AST:
        if not self.done and getattr(node, _PLACE, None) == self._place:
            self.done = True
            return self._new
        return self.generic_visit(node)


def _fingerprint(text: str) -> bytes | None:
    """Return what the function does, without its lines; None for a text that does not compile."""
    try:
        return repr(_bytecode(compile(text, "", "exec", dont_inherit=True))).encode()
    except (SyntaxError, ValueError):
        return None


def _bytecode(code: types.CodeType) -> tuple[object, ...]:
    constants = [
        _bytecode(value) if isinstance(value, types.CodeType) else (type(value), value)
        for value in code.co_consts
    ]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return code.co_code, constants, names, code.co_exceptiontable


def _told_apart(function: ast.FunctionDef, found: list[Mutant]) -> list[Mutant]:
    """Give each mutant the shortest diff that no other one has."""
    before = ast.unparse(function).splitlines()
    diffs = {one.source: _diff(before, one.source, 0) for one in found}
    for context in range(1, len(before)):
        shared = {diff for diff, times in Counter(diffs.values()).items() if times > 1}
        for source, diff in diffs.items():
            if diff in shared:
                diffs[source] = _diff(before, source, context)
    return [replace(one, diff=diffs[one.source]) for one in found]


def _diff(before: list[str], after: str, context: int) -> str:
    lines = difflib.unified_diff(before, after.splitlines(), n=context, lineterm="")
    kept = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return "\n".join(f"{line[0]} {line[1:].strip()}".rstrip() for line in kept)
