"""The process from which workers are forked: it has imported NumPy, and knows nothing else.

Started by `autograder.launch` as a new process, so that it inherits nothing of the grader. With the
number of a socket as its second argument it forks a worker for each request that comes there;
without, it becomes a worker itself, on its standard input and output.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import random
import signal
import socket
import sys
import threading
import time
from typing import IO

import numpy as np
import numpy.linalg
import numpy.random

from autograder import wire, worker
from autograder.sandbox import confine
from autograder.sandbox.layers import Layers

__all__ = ["main"]

_LOOK_FOR_GRADER = 1.0  # seconds between two looks whether the grader still runs
_WARM_CELLS = [
    ("import numpy as np\n\n\ndef f(x, y, axis):\n    return np.exp(x).sum(axis) + y", 1)
]
_WARM_CALLS = 20  # Python settles on how to run a function within so many
_REQUEST = 16  # bytes of a request for a worker: it holds only the descriptor of its socket
#: What students import, for workers that can no longer reach the folder of the standard library.
_OFTEN_IMPORTED = """
    _strptime abc argparse array asyncio base64 binascii bisect bz2 cProfile calendar cmath
    codecs collections concurrent.futures contextlib copy csv ctypes dataclasses datetime
    decimal difflib doctest encodings.idna encodings.latin_1 encodings.utf_16 enum fileinput
    fnmatch fractions functools gettext glob graphlib hashlib heapq hmac html inspect itertools
    json locale logging lzma math numbers numpy.fft numpy.lib.stride_tricks numpy.polynomial
    numpy.testing operator optparse pathlib pdb pickle platform pprint profile pstats pydoc
    queue random reprlib sched secrets selectors shutil signal sqlite3 stat statistics string
    struct symtable tempfile textwrap threading time timeit tokenize traceback tracemalloc types
    typing unicodedata unittest urllib.parse uuid weakref xml.etree.ElementTree zipfile zlib
"""


def main(arguments: list[str]) -> None:
    """Confine what can be confined once, then serve."""
    layers = Layers.from_json(arguments[0])
    if len(arguments) == 1:
        _become_worker(layers)
    else:
        _fork_workers(layers, socket.socket(fileno=int(arguments[1])))


def _fork_workers(layers: Layers, control: socket.socket) -> None:
    prepared = confine.prepare(layers)
    if prepared.loses_library:
        for name in _OFTEN_IMPORTED.split():
            with contextlib.suppress(ImportError):  # some builds of Python leave a part out
                importlib.import_module(name)
    worker.isolate()
    _warm_up()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no dead worker waits to be asked for
    control.send(b"ready")
    while True:
        with contextlib.suppress(InterruptedError):
            data, descriptors, *_ = socket.recv_fds(control, _REQUEST, 1)
            if not data:
                os._exit(0)  # the grader is gone, and the workers with us
            pid = os.fork()
            if pid == 0:
                _run_worker(prepared, descriptors[0])
            # The worker does nothing before it is asked, so that this number is still its own.
            pidfd = os.pidfd_open(pid)
            socket.send_fds(control, [b"forked"], [pidfd])
            for descriptor in (pidfd, *descriptors):
                os.close(descriptor)


def _warm_up() -> None:
    """Do once what all workers do: what that leaves in memory is theirs from the start.

    Python writes into the code that it runs for the first times, and each worker would copy those
    pages of memory.
    """
    call = wire.dumps(("f", (np.ones((2, 3)), 1.0), {"axis": 0}))
    conversation = (
        {"do": "load", "cells": _WARM_CELLS, "skip": [], "announce": False},
        {"do": "batch", "calls": wire.Batch.of([call] * _WARM_CALLS).packed()},
    )
    requests = io.BytesIO()
    for request in conversation:
        wire.send(requests, wire.dumps({"id": "", "problem": "", **request}))
    requests.seek(0)
    worker.Worker(requests, io.BytesIO()).serve()
    del sys.modules["submission."]


def _run_worker(prepared: confine.Prepared, descriptor: int) -> None:
    """Be a worker until the grader hangs up; never return."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        _close_all_but(descriptor, prepared.rules)
        _serve(os.fdopen(descriptor, "rb"), os.fdopen(os.dup(descriptor), "wb"), prepared)
    finally:
        os._exit(0)


def _close_all_but(*descriptors: int | None) -> None:
    lowest = 3
    for descriptor in sorted(filter(None, descriptors)):
        os.closerange(lowest, descriptor)
        lowest = descriptor + 1
    os.closerange(lowest, os.sysconf("SC_OPEN_MAX"))


def _become_worker(layers: Layers) -> None:
    reader = os.fdopen(os.dup(0), "rb")
    writer = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    worker.isolate()
    _serve(reader, writer, confine.Prepared(layers))


def _serve(reader: IO[bytes], writer: IO[bytes], prepared: confine.Prepared) -> None:
    request = wire.loads(wire.receive(reader))
    random.seed(request["chance"])
    np.random.seed(request["chance"])
    confine.confine(prepared, request["seconds"])
    wire.send(writer, wire.dumps({"id": request["id"], "answer": None}))
    worker.Worker(reader, writer).serve()


def _end_with(grader: int) -> None:
    """End this process when the grader is gone, also in the middle of an endless loop."""
    while os.getppid() == grader:
        time.sleep(_LOOK_FOR_GRADER)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
