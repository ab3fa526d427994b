"""Runs a submission: loads the cells, answers calls, and knows no answer.

It speaks `wire` frames with the grader. What this module imports is in the reach of a submission:
the wire format, with it NumPy, and the standard library. `autograder.zygote` starts it.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import io
import re
import sys
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from autograder import wire

__all__ = ["Worker", "isolate"]

_MAX_TEXT = 2000  # characters of an exception's or a print's text that cross
_MAX_PRINTED = 4000
_PACKAGE = "submission"
_LOAD = ("problem", "cells", "skip", "announce")  # of a request to load
_AVAILABLE = {"numpy", *sys.stdlib_module_names}
_BLOCK_START = re.compile(r"(?!(?:else|elif|except|finally)\b)[^\s#)\]}\'\"]")


class NotAvailable(Exception):
    """A module other than NumPy and the standard library was used."""


class _Placeholder(types.ModuleType):
    """Stands for a module that is not here, and raises when it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []  # so that submodules can be imported

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Placeholder(f"{self.__name__}.{name}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        root = self.__name__.split(".")[0]
        raise NotAvailable(f"{self.__name__} was used, but {root} is not available when graded")


class _PlaceholderFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Find a placeholder for every module that only a student's own machine has."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname.split(".")[0] in _AVAILABLE or not _imported_by_student():
            return None
        return importlib.machinery.ModuleSpec(fullname, self)

    def create_module(self, spec: Any) -> types.ModuleType:
        return _Placeholder(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """A placeholder has nothing to run."""


def _imported_by_student() -> bool:
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        name = frame.f_globals.get("__name__", "")
        if name.startswith("numpy"):
            return False
        if name.startswith(f"{_PACKAGE}."):
            return True
    return False


def is_stub(node: ast.AST) -> bool:
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


class Worker:
    """Holds the namespace of each problem and serves the grader's requests."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self._reader = reader
        self._writer = writer
        self._modules: dict[str, types.ModuleType] = {}
        self._request: Any = None  # the id of the request under way
        self._generation = 0  # of the functions that this request passes

    def serve(self) -> None:
        """Answer requests until the grader closes the pipe."""
        while True:
            try:
                payload = wire.receive(self._reader)
            except EOFError:
                return
            self._generation += 1
            request = wire.loads(payload, self._bind)
            self._request = request["id"]
            answer: Any = None
            if "bind" in request:  # anew for each request, with which its functions end
                self._modules[request["problem"]].__dict__.update(request["bind"])
            if request["do"] == "load":
                answer = self.load(**{key: request[key] for key in _LOAD})
            elif request["do"] == "call":
                answer = [self.call(request["problem"], *call) for call in request["calls"]]
            elif request["do"] == "batch":
                answer = self.call_many(request["problem"], request["calls"])
            self._send({"answer": answer})
            self._request = None

    def _send(self, message: dict[str, Any]) -> None:
        wire.send(self._writer, wire.dumps({"id": self._request, **message}))

    def _bind(self, number: int) -> Callable[..., Any]:
        generation = self._generation

        def function(*args: Any, **kwargs: Any) -> Any:
            if generation != self._generation or self._request is None:
                raise RuntimeError("this function can be called only while it is being passed")
            self._send({"apply": number, "args": args, "kwargs": kwargs})
            reply = wire.loads(wire.receive(self._reader), self._bind)
            if "error" in reply:
                raise ValueError(reply["error"])
            return reply["value"]

        return function

    # Loading

    def load(
        self, problem: str, cells: list[Any], skip: list[Any], announce: bool
    ) -> dict[str, Any]:
        """Run the cells statement by statement; what fails is noted and left out.

        With ``announce`` the grader is told of each statement before it is run.
        """
        module = types.ModuleType(f"{_PACKAGE}.{problem}")
        sys.modules[module.__name__] = module
        self._modules[problem] = module
        loading = _Loading(module.__dict__)
        left_out = {tuple(pair) for pair in skip}
        for number, (source, first_line) in enumerate(cells):
            filename = f"{_PACKAGE}:{problem}:{number}"
            for index, node in enumerate(
                _statements(source, filename, first_line, loading.failures)
            ):
                if (number, index) not in left_out and loading.counts(node):
                    if announce:
                        self._send({"at": [number, index, node.lineno]})
                    loading.run(node, filename)
        return {"functions": loading.functions(), "failures": loading.failures}

    # Calls

    def call_many(self, problem: str, calls: Any) -> Any:
        """Make encoded calls in order; each answer is encoded before the next call is made."""
        answers = []
        with _Watch() as watch:
            for data in wire.Batch.unpacked(calls):
                frame = wire.Frame(data)
                name, args, kwargs = frame.load()
                answers.append(_dumps(self._call(problem, name, args, kwargs, frame, watch)))
        return wire.Batch.of(answers).packed()

    def call(self, problem: str, name: str, args: Any, kwargs: Any) -> dict[str, Any]:
        """Call a function of the submission and describe what came of it."""
        with _Watch() as watch:
            before = wire.Frame(wire.dumps((name, args, kwargs), id))
            return self._call(problem, name, args, kwargs, before, watch)

    def _call(
        self, problem: str, name: str, args: Any, kwargs: Any, before: wire.Frame, watch: _Watch
    ) -> dict[str, Any]:
        function = self._modules[problem].__dict__.get(name)
        if not callable(function):
            return {"missing": True}
        watch.begin()
        try:
            value = function(*args, **kwargs)
            printed, warned = watch.end()
            answer: dict[str, Any] = {
                "value": value,
                "shares": wire.share_memory(value, [*args, *kwargs.values()]),
            }
            if warned:
                answer["warnings"] = [f"{w.category.__name__}: {w.message}" for w in warned[:3]]
                place = _cell_and_line(warned[0].filename, warned[0].lineno, problem)
                if place is not None:
                    answer["warned_at"] = place
        except BaseException as error:
            printed, _ = watch.end()
            answer = {"error": _failure(error, f"{_PACKAGE}:{problem}:")}
        if not before.holds((name, args, kwargs)):
            changed = _changed(args, kwargs, before)
            if changed:
                answer["changed"] = changed
        if printed:
            answer["printed"] = "".join(printed)[:_MAX_PRINTED]
        return answer


#: What most answers are.
_PLAIN = wire.Template(lambda value: {"value": value, "shares": False})


def _dumps(answer: dict[str, Any]) -> bytes:
    if len(answer) == 2 and answer.get("shares") is False and "value" in answer:
        return _PLAIN.dumps(answer["value"])
    return wire.dumps(answer)


def _cell_and_line(filename: str, line: int, problem: str) -> list[int] | None:
    prefix, _, cell = filename.rpartition(":")
    return [int(cell), line] if prefix == f"{_PACKAGE}:{problem}" else None


def _changed(args: Any, kwargs: Any, before: wire.Frame) -> list[int | str]:
    """Return positions and names of the arguments that are not as they were encoded."""
    _, old_args, old_kwargs = before.load()
    now = {**dict(enumerate(args)), **kwargs}
    old = {**dict(enumerate(old_args)), **old_kwargs}
    return [key for key in now if wire.dumps(now[key], id) != wire.dumps(old[key], id)]


class _Loading:
    """The namespace of a problem while its statements are run."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._stubs: set[str] = set()
        self._flags = 0  # of __future__ imports, which hold for all later cells
        self.failures: list[dict[str, Any]] = []

    def counts(self, node: ast.stmt) -> bool:
        """Tell whether to run a statement: a stub does not replace what is written."""
        name = str(getattr(node, "name", None))
        if is_stub(node):
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
            with _captured([]), _quiet():
                exec(code, self._namespace)
        except BaseException as error:
            self.failures.append(_failure(error, filename))

    def functions(self) -> dict[str, bool]:
        """Return the names of what can be called, and whether each is still the stub."""
        return {
            name: name in self._stubs
            for name, value in self._namespace.items()
            if type(name) is str and callable(value) and not isinstance(value, _Placeholder)
        }


def _statements(
    source: str, filename: str, first_line: int, failures: list[dict[str, Any]]
) -> list[ast.stmt]:
    """Parse a cell; where it is not Python, note that and keep the blocks of it that are."""
    try:
        return _parse(source, filename, first_line)
    except Exception as error:  # not only SyntaxError: the parser may need what is not here
        failures.append(_failure(error, filename))
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


def _parse(source: str, filename: str, first_line: int) -> list[ast.stmt]:
    try:
        tree = ast.parse(source, filename)
    except SyntaxError as error:
        error.lineno = (error.lineno or 1) + first_line - 1
        raise
    ast.increment_lineno(tree, first_line - 1)
    return tree.body


def _assigned(node: ast.AST) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _failure(error: BaseException, filename: str) -> dict[str, Any]:
    """Describe an exception as data: the names of its classes, its text, the student's line."""
    types_ = [base.__name__[:80] for base in type(error).__mro__ if base is not object]
    try:
        text = str(error)[:_MAX_TEXT]
    except BaseException:
        text = "(its text cannot be printed)"
    place: list[Any] | None = None
    if isinstance(error, SyntaxError) and str(error.filename or "").startswith(filename):
        place = [error.filename, error.lineno]
        text = str(error.msg)
    else:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename.startswith(filename):
                place = [frame.f_code.co_filename, line]
    cell = int(str(place[0]).rsplit(":", 1)[1]) if place else None
    return {"types": types_, "text": text, "cell": cell, "line": place[1] if place else None}


class _Printed(io.TextIOBase):
    """Keeps the first characters of what is printed."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._room = _MAX_PRINTED

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        return len(text)


class _Watch:
    """Notes what calls print and warn of, each by itself.

    To catch warnings costs as much as a short call, so that they are caught for many calls at once.
    Only a call that changed the filters of warnings makes the next one begin anew.
    """

    def __enter__(self) -> _Watch:
        self._streams = sys.stdout, sys.stderr
        self._catch()
        return self

    def __exit__(self, *_: object) -> None:
        self._catching.__exit__(None, None, None)
        sys.stdout, sys.stderr = self._streams

    def begin(self) -> None:
        """Watch a call."""
        if (*_handling(), warnings.filters) != self._handling:
            self._catching.__exit__(None, None, None)
            self._catch()
        self._warned.clear()
        self._parts: list[str] = []
        sys.stdout = sys.stderr = _Printed(self._parts)

    def end(self) -> tuple[list[str], list[warnings.WarningMessage]]:
        """Return what the call printed and warned of."""
        sys.stdout, sys.stderr = self._streams
        return self._parts, self._warned

    def _catch(self) -> None:
        self._catching = warnings.catch_warnings(record=True)
        self._warned = self._catching.__enter__()
        warnings.simplefilter("always")
        self._handling = (*_handling(), warnings.filters[:])


def _handling() -> tuple[object, ...]:
    """Return what decides, beside the filters, where a warning goes."""
    return id(warnings.filters), warnings.showwarning, getattr(warnings, "_showwarnmsg_impl", None)


@contextmanager
def _captured(parts: list[str]) -> Iterator[None]:
    previous = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = _Printed(parts)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = previous


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def isolate() -> None:
    """Put placeholders for what is not here, which from now on includes this package."""
    for name in [name for name in sys.modules if name.split(".")[0] == "autograder"]:
        del sys.modules[name]
    sys.meta_path.insert(0, _PlaceholderFinder())
    builtins.input = _no_input


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() cannot be answered when graded; pass values as arguments")
