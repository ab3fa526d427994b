"""Establish how well workers are confined: a canary is started as one and tries to break out.

What set-up calls returned does not count. A thing holds if the canary failed to do it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.launch import Launcher
from autograder.loading import Cell
from autograder.process import Limits, Stopped, WorkerProcess
from autograder.report import Sandbox
from autograder.sandbox.layers import Layers

__all__ = ["ENOUGH", "PROBES", "Probe", "WeakSandbox", "could", "establish", "judge"]
__all__ += ["require", "tries"]

#: Levels at which the code of others may be graded.
ENOUGH = ("strong", "good")
_CANARY = Path(__file__).with_name("canary.py")
_LIMITS = Limits(call=3.0, statement=3.0, total=60.0)
_HANG_SECONDS = 0.05
#: The bait is out of reach for another reason where the folder of temporary files is private.
_FILE_OPEN_TO_ALL, _FOLDER_OPEN_TO_ALL = "/etc/passwd", "/home"


@dataclass(frozen=True)
class Probe:
    """A thing that a submission must not be able to do."""

    name: str
    could: str  # completes: a submission could ...
    stopped_by: str
    wanted_by: str = "good"  # the lowest level that needs it


PROBES = (
    Probe("reads", "read files", "Landlock or namespaces"),
    Probe("lists", "list folders", "Landlock or namespaces"),
    Probe("looks_at_process", "read about other processes", "Landlock or namespaces"),
    Probe("creates", "write files", "seccomp or Landlock"),
    Probe("truncates", "destroy files", "seccomp or Landlock 3"),
    Probe("connects", "connect to servers", "seccomp, namespaces or Landlock 4"),
    Probe("sends", "send packets", "seccomp or namespaces"),
    Probe("forks", "start processes", "seccomp"),
    Probe("executes", "run programs", "seccomp or Landlock"),
    Probe("signals", "signal the grader", "seccomp, namespaces or Landlock 6"),
    Probe("allocates", "take all memory", "resource limits", "weak"),
    Probe("ignores_signals", "run without an end", "the grader's clock", "none"),
    Probe("stays", "learn which files exist", "namespaces or another user", "strong"),
)


class WeakSandbox(Exception):
    """Submissions cannot be confined well enough here for grading the code of others."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(
            f"The sandbox here is {sandbox.level}: {could(sandbox)}. "
            "`autograder doctor` says what to do. "
            "To grade nevertheless, in a machine that holds nothing to lose: --allow-weak-sandbox."
        )
        self.sandbox = sandbox

    def __reduce__(self) -> tuple[type[WeakSandbox], tuple[Sandbox]]:
        return type(self), (self.sandbox,)  # as it crosses from the processes of a pool


def could(sandbox: Sandbox) -> str:
    """Return what a submission could do, as a sentence without its full stop."""
    *most, last = sandbox.missing or ("do nothing that it should not",)
    return "a submission could " + (", ".join(most) + " and " if most else "") + last


def establish(launcher: Launcher, layers: Layers | None = None) -> Sandbox:
    """Return the level at which workers of ``launcher`` are confined."""
    return judge(tries(launcher, layers or Layers()))


def require(sandbox: Sandbox, *, allow_weak: bool) -> Sandbox:
    """Return ``sandbox``; raise `WeakSandbox` if it is not enough, unless that is allowed."""
    if sandbox.level not in ENOUGH and not allow_weak:
        raise WeakSandbox(sandbox)
    return sandbox


def judge(succeeded: dict[str, bool]) -> Sandbox:
    """Return the level that follows from what the canary succeeded in."""
    missing = tuple(p.could for p in PROBES if succeeded[p.name] and p.wanted_by != "strong")
    wanted = {probe.wanted_by for probe in PROBES if succeeded[probe.name]}
    if "none" in wanted or "weak" in wanted:
        level = "none"
    elif "good" in wanted:
        level = "weak"
    else:
        level = "good" if "strong" in wanted else "strong"
    return Sandbox(level, missing)


def tries(launcher: Launcher, layers: Layers) -> dict[str, bool]:
    """Return for each probe whether the canary succeeded in it."""
    cells = {"canary": [("canary.py", Cell(_CANARY.read_text(encoding="utf-8"), "line 1"))]}
    with _bait() as bait, WorkerProcess(cells, _LIMITS, launcher) as worker:

        def ask(name: str, *arguments: Any) -> Any:
            try:
                return worker.call("canary", name, arguments, {}).value
            except Stopped:
                return None

        arguments: dict[str, tuple[Any, ...]] = {
            "reads": (bait.file, _FILE_OPEN_TO_ALL),
            "lists": (bait.folder, _FOLDER_OPEN_TO_ALL),
            "looks_at_process": (os.getpid(),),
            "creates": (bait.folder,),
            "truncates": (bait.file,),
            "connects": (bait.tcp,),
            "sends": (bait.udp,),
            "forks": (),
            "signals": (os.getpid(),),
            "allocates": (2 * layers.memory,),
        }
        # No answer is as bad as a success.
        done = {name: ask(name, *given) is not False for name, given in arguments.items()}
        own_user = hasattr(os, "getuid") and ask("user") not in (os.getuid(), 0)
        done["stays"] = not own_user and ask("sees", bait.file) is not False
        done["executes"] = _ends(lambda: worker.call("canary", "executes", (sys.executable,), {}))
        worker.limits = replace(_LIMITS, call=_HANG_SECONDS)
        done["ignores_signals"] = not _ends(
            lambda: worker.call("canary", "ignores_signals", (), {})
        )
    return done


def _ends(question: Callable[[], Any]) -> bool:
    """Tell whether the worker was gone before it gave an answer."""
    try:
        question()
    except Stopped:
        return True
    return False


@dataclass(frozen=True)
class _Bait:
    folder: str
    file: str
    tcp: int
    udp: int


@contextlib.contextmanager
def _bait() -> Iterator[_Bait]:
    """Offer what every process of this machine could take."""
    with (
        tempfile.TemporaryDirectory(prefix="propgrade-canary-") as folder,
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(type=socket.SOCK_DGRAM) as udp,
    ):
        os.chmod(folder, 0o777)
        file = os.path.join(folder, "file")
        with open(file, "w", encoding="utf-8") as stream:
            stream.write("canary")
        os.chmod(file, 0o666)
        udp.bind(("127.0.0.1", 0))
        yield _Bait(folder, file, tcp.getsockname()[1], udp.getsockname()[1])
