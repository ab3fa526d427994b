"""Start workers: on Linux by forks of one zygote, elsewhere as a process each."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from typing import IO, Any, Protocol

from autograder.sandbox.layers import Layers

__all__ = ["Connection", "Launcher", "WorkerUnavailable", "open_launcher"]

_START_SECONDS = 60.0  # a cold disk can take long to read NumPy
_END_SECONDS = 5.0  # that the kernel may take to end a killed process
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "PATH", "TEMP", "TMP", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
#: -I without its part that ignores PYTHONHASHSEED; no other variable for Python is passed on.
_PYTHON = ("-P", "-s", "-B", "-X", "utf8", "-m", "autograder.zygote")


class WorkerUnavailable(Exception):
    """No worker can be started here: the machine's fault, never the submission's."""


class Connection(Protocol):
    """A worker that was started: streams to and from it, and the means to kill it."""

    reader: IO[bytes]
    writer: IO[bytes]

    def kill(self) -> None:
        """Kill the worker, from any thread."""

    def close(self) -> None:
        """Kill the worker and wait for its end."""


class Launcher(Protocol):
    """Starts workers."""

    def prepare(self) -> None:
        """Begin what the first worker will need, without waiting for it."""

    def start(self) -> Connection: ...

    def close(self) -> None: ...

    def __enter__(self) -> Launcher: ...

    def __exit__(self, *_: object) -> None: ...


def open_launcher(layers: Layers | None = None) -> Launcher:
    """Return what starts workers on this platform, confined by ``layers`` as far as it can."""
    layers = layers or Layers()
    return _Zygote(layers) if sys.platform == "linux" else _Spawner(layers)


class _Closing:
    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up what is held."""


class _Zygote(_Closing):
    """Asks a process that has imported NumPy for a fork of it, which takes milliseconds.

    The process is started by the first request, and again if it is gone.
    """

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready = False  # whether the process has said that it can fork

    def prepare(self) -> None:
        with self._lock:
            if self._control is None:
                self._begin()

    def start(self) -> Connection:
        with self._lock:
            try:
                return self._fork()
            except (OSError, EOFError):
                self._end()
            try:
                return self._fork()
            except (OSError, EOFError) as error:
                self._end()
                raise _unavailable() from error

    def close(self) -> None:
        with self._lock:
            self._end()

    def _fork(self) -> Connection:
        control = self._control or self._begin()
        self._wait(control)
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(control, [b"fork"], [theirs.fileno()])
        reply, descriptors, *_ = socket.recv_fds(control, 16, 1)
        if reply != b"forked" or len(descriptors) != 1:
            ours.close()
            raise EOFError
        return _Forked(ours, descriptors[0])

    def _wait(self, control: socket.socket) -> None:
        if not self._ready:
            if control.recv(16) != b"ready":
                raise EOFError
            self._ready = True

    def _begin(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, *_PYTHON, self._layers.to_json(), str(number)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd="/",
                pass_fds=[number],
                start_new_session=True,
            )
        self._control, self._ready = ours, False
        ours.settimeout(_START_SECONDS)
        return ours

    def _end(self) -> None:
        control, self._control = self._control, None
        process, self._process = self._process, None
        if control is not None:
            control.close()
        if process is not None:
            process.kill()
            process.wait()


class _Forked:
    def __init__(self, ours: socket.socket, pidfd: int) -> None:
        self._socket = ours
        self._pidfd = pidfd
        self._lock = threading.Lock()
        self.reader: IO[bytes] = ours.makefile("rb")
        self.writer: IO[bytes] = ours.makefile("wb")

    def kill(self) -> None:
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        with self._lock:
            if self._pidfd < 0:
                return
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)
            poll.poll(_END_SECONDS * 1000)
            os.close(self._pidfd)
            self._pidfd = -1
        _close_all(self.reader, self.writer, self._socket)


class _Spawner(_Closing):
    """Starts a new process for each worker."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers

    def prepare(self) -> None:
        """Each worker is made when it is needed."""

    def start(self) -> Connection:
        process = subprocess.Popen(
            [sys.executable, *_PYTHON, self._layers.to_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=os.path.abspath(os.sep),
        )
        return _Spawned(process)


class _Spawned:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self.reader: IO[bytes] = process.stdout
        self.writer: IO[bytes] = process.stdin

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        _close_all(self.reader, self.writer)


def _close_all(*streams: Any) -> None:
    for stream in streams:
        with contextlib.suppress(OSError):
            stream.close()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    # The order of a set is the same in every grading.
    return {**kept, **dict.fromkeys(threads, "1"), "PYTHONHASHSEED": "0"}


def _unavailable() -> WorkerUnavailable:
    return WorkerUnavailable(
        f"{sys.executable} could not start a worker. Check that NumPy imports there: "
        f"{sys.executable} -c 'import numpy, autograder'"
    )
