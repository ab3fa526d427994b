"""Answer the grader: load cells, make calls, and say what came of each."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import IO, Any

from autograder import wire
from autograder.worker.loading import Loading
from autograder.worker.places import PACKAGE, cell_and_line, failure
from autograder.worker.watch import MAX_PRINTED, Watch

__all__ = ["Worker"]

_LOAD = ("problem", "cells", "skip", "announce")  # of a request to load


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
        module = types.ModuleType(f"{PACKAGE}.{problem}")
        sys.modules[module.__name__] = module
        self._modules[problem] = module
        loading = Loading(module.__dict__)
        left_out = {tuple(pair) for pair in skip}
        for number, (source, first_line) in enumerate(cells):
            filename = f"{PACKAGE}:{problem}:{number}"
            for index, node in enumerate(loading.statements(source, filename, first_line)):
                if (number, index) not in left_out and loading.counts(node):
                    if announce:
                        self._send({"at": [number, index, node.lineno]})
                    loading.run(node, filename)
        return {"functions": loading.functions(), "failures": loading.failures}

    # Calls

    def call_many(self, problem: str, calls: Any) -> Any:
        """Make encoded calls in order; each answer is encoded before the next call is made."""
        answers = []
        with Watch() as watch:
            for data in wire.Batch.unpacked(calls):
                frame = wire.Frame(data)
                name, args, kwargs = frame.load()
                answers.append(_dumps(self._call(problem, name, args, kwargs, frame, watch)))
        return wire.Batch.of(answers).packed()

    def call(self, problem: str, name: str, args: Any, kwargs: Any) -> dict[str, Any]:
        """Call a function of the submission and describe what came of it."""
        with Watch() as watch:
            before = wire.Frame(wire.dumps((name, args, kwargs), id))
            return self._call(problem, name, args, kwargs, before, watch)

    def _call(
        self, problem: str, name: str, args: Any, kwargs: Any, before: wire.Frame, watch: Watch
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
                place = cell_and_line(warned[0].filename, warned[0].lineno, problem)
                if place is not None:
                    answer["warned_at"] = place
        except BaseException as error:
            printed, _ = watch.end()
            answer = {"error": failure(error, f"{PACKAGE}:{problem}:")}
        if not before.holds((name, args, kwargs)):
            changed = _changed(args, kwargs, before)
            if changed:
                answer["changed"] = changed
        if printed:
            answer["printed"] = "".join(printed)[:MAX_PRINTED]
        return answer


#: What most answers are.
_PLAIN = wire.Template(lambda value: {"value": value, "shares": False})


def _dumps(answer: dict[str, Any]) -> bytes:
    if len(answer) == 2 and answer.get("shares") is False and "value" in answer:
        return _PLAIN.dumps(answer["value"])
    return wire.dumps(answer)


def _changed(args: Any, kwargs: Any, before: wire.Frame) -> list[int | str]:
    """Return positions and names of the arguments that are not as they were encoded."""
    _, old_args, old_kwargs = before.load()
    now = {**dict(enumerate(args)), **kwargs}
    old = {**dict(enumerate(old_args)), **old_kwargs}
    return [key for key in now if wire.dumps(now[key], id) != wire.dumps(old[key], id)]
