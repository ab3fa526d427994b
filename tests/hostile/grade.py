"""Grade every hostile submission beside an honest one and print the evidence as one JSON document.

It needs only the standard library and autograder, and runs as whoever starts it. A case is a file
in ``cases/`` or a builder in ``archives.py``; each says in comments what score it may get and by
which kind of evidence its aim would show:

    # row: 13          the row of the list of attacks, or "own"
    # score: any       full, none, at most N, or any
    # aim: leak        leak, network, write, signal, process, grader, claim, score, harm
    # status: any      graded (the default), unreadable, or any

``claim`` is a leak of a token by which a case says that a forbidden call worked.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import dataclasses
import hashlib
import json
import math
import os
import re
import resource
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VARIABLE = "HOSTILE_ENVIRONMENT_SECRET"  # must be in the environment from the start of the process
MARKER = "31337.5"  # of the sleeps that cases leave behind
KEY = 0x31000000 + secrets.randbelow(2**24)  # of SysV objects
GUARD_SECONDS = 9.0  # after this a case has hung the grader and is broken off
COUNTED = ("SIGUSR1", "SIGUSR2", "SIGIO", "SIGHUP", "SIGTERM", "SIGURG", "SIGWINCH", "SIGCONT")
SEED_TOKEN = "tk" + hashlib.sha256(os.urandom(16)).hexdigest()[:24]
_HEADER = re.compile(r"^# (row|score|aim|status|control): *(.+)$", re.M)
_TOKEN = re.compile(rb"tk[0-9a-f]{24}")
_NOTE = re.compile(rb"note: [^\\\"\n]{0,150}")


@dataclasses.dataclass
class Case:
    """A hostile submission. ``build`` writes it into a folder and returns what to grade."""

    name: str
    what: str
    build: Callable[[Path, Callable[[str], str]], Path]
    row: str = "own"
    score: str = "any"
    aim: str = "score"
    status: str = "graded"
    control: str = "run"


@dataclasses.dataclass
class Evidence:
    """What was seen of one case."""

    tokens: list[str] = dataclasses.field(default_factory=list)
    packets: int = 0
    files: list[str] = dataclasses.field(default_factory=list)
    signals: dict[str, int] = dataclasses.field(default_factory=dict)
    processes: list[str] = dataclasses.field(default_factory=list)
    grader: list[str] = dataclasses.field(default_factory=list)
    hung: bool = False


def cases(only: str = "") -> list[Case]:
    """Return the cases, in the order of their names."""
    found = []
    for path in sorted((HERE / "cases").glob("*.py")):
        if path.name == "archives.py":
            continue
        text = path.read_text(encoding="utf-8")
        fields = dict(_HEADER.findall(text))
        found.append(Case(path.stem, _title(text), _module(text), **fields))
    names: dict[str, Any] = {"__name__": "archives"}
    exec(compile((HERE / "cases" / "archives.py").read_text("utf-8"), "archives.py", "exec"), names)
    for name, function in names["CASES"].items():
        doc = function.__doc__ or ""
        fields = {
            k: v for k, v in re.findall(r"^ *(row|score|aim|status|control): *(.+)$", doc, re.M)
        }
        found.append(Case(name, doc.strip().splitlines()[0], function, **fields))
    found.sort(key=lambda case: case.name)
    return [case for case in found if re.match(only, case.name)]


def _title(text: str) -> str:
    match = re.search(r'"""(.*)', text)
    return match[1].strip().rstrip('"') if match else ""


def _module(text: str) -> Callable[[Path, Callable[[str], str]], Path]:
    def build(folder: Path, complete: Callable[[str], str]) -> Path:
        (folder / "tiny.py").write_text(complete(text), encoding="utf-8")
        return folder

    return build


# --- What attacks aim at ------------------------------------------------------------------------


class Targets:
    """The things outside of the worker that a submission may try to reach."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hostile-"))
        self.folder.chmod(0o755)
        self.tokens = {name: _token() for name in ("secret", "memory", "claim")}
        self.tokens["environment"] = os.environ[VARIABLE]
        self.tokens["seed"] = SEED_TOKEN
        self.course = self.folder / "course"
        shutil.copytree(HERE / "course", self.course, ignore=shutil.ignore_patterns("__pycache__"))
        for path in [self.course, *self.course.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        solutions = self.course / "solutions/tiny"
        for name, path in (("solution", "tiny.py"), ("mistakes", "mistakes/tiny.py")):
            found = _TOKEN.search((solutions / path).read_bytes())
            assert found, path
            self.tokens[name] = found[0].decode()
        self.secret = self._file("secret.txt", self.tokens["secret"] + "\n", 0o644)
        self.victim = self._file("victim.txt", "untouched\n", 0o666)
        self.writable = self.folder / "writable"
        self.writable.mkdir()
        self.writable.chmod(0o777)
        self.run = secrets.token_hex(6)
        self.fd = os.open(self.secret, os.O_RDONLY)
        self.memory = ctypes.create_string_buffer(self.tokens["memory"].encode())
        self.listeners = Listeners(self.run)
        self.lock = self._file("lock", "", 0o666)
        self._victim = self._state()
        self._course = self._texts()

    def _file(self, name: str, text: str, mode: int) -> Path:
        path = self.folder / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def as_text(self, case: str) -> str:
        """Return the line of Python that tells a submission where everything is."""
        numbers = {
            "case": case,
            "secret": str(self.secret),
            "solution": str(self.course / "solutions/tiny/tiny.py"),
            "mistakes": str(self.course / "solutions/tiny/mistakes/tiny.py"),
            "checks": str(self.course / "assignments/tiny/checks/test_tiny.py"),
            "grader": os.getpid(),
            "tcp": self.listeners.tcp,
            "udp": self.listeners.udp,
            "abstract": self.listeners.abstract,
            "writable": str(self.writable),
            "victim": str(self.victim),
            "environment_secret": VARIABLE,
            "grader_fd": self.fd,
            "address": ctypes.addressof(self.memory),
            "marker": MARKER,
            "key": KEY,
            "run": self.run,
            "mialc": self.tokens["claim"][::-1],
        }
        return f"TARGETS = {numbers!r}"

    def changes(self) -> list[str]:
        """Return what was written since the last look, and undo it."""
        found = [f"writable/{path.name}" for path in self.writable.iterdir()]
        for path in list(self.writable.iterdir()):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        if (state := self._state()) != self._victim:
            found.append(f"victim: {self._victim} is now {state}")
            self.victim.unlink(missing_ok=True)
            self._file("victim.txt", "untouched\n", 0o666)
            self._victim = self._state()
        if (texts := self._texts()) != self._course:
            changed = {
                p for p in texts.keys() | self._course if texts.get(p) != self._course.get(p)
            }
            found += [f"course: {path}" for path in sorted(map(str, changed))]
            for path in changed:
                path.unlink(missing_ok=True)
                if path in self._course:
                    path.write_bytes(self._course[path])
        for folder in ("/dev/shm", "/tmp", "/var/tmp", "/dev/mqueue", "/run/lock", "/"):
            for path in Path(folder).glob(f"*{self.run}*"):
                found.append(str(path))
                with contextlib.suppress(OSError):
                    path.unlink()
        return found

    def _state(self) -> tuple[Any, ...]:
        try:
            info = self.victim.stat()
            names = sorted(os.listxattr(self.victim))
        except OSError as error:
            return (error.errno,)
        digest = hashlib.sha256(self.victim.read_bytes()).hexdigest()[:8]
        return digest, oct(info.st_mode), info.st_mtime_ns, info.st_nlink, info.st_uid, *names

    def _texts(self) -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in self.course.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    def close(self) -> None:
        self.listeners.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Listeners:
    """Sockets on the loopback that note what arrives."""

    def __init__(self, run: str) -> None:
        self.received: list[bytes] = []
        self.abstract = f"hostile-{run}"
        tcp = socket.create_server(("127.0.0.1", 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        unix.bind("\0" + self.abstract)
        self.tcp, self.udp = tcp.getsockname()[1], udp.getsockname()[1]
        self._sockets = [tcp, udp, unix]
        for server in self._sockets:
            target = self._accept if server is tcp else self._datagrams
            threading.Thread(target=target, args=(server,), daemon=True).start()

    def _accept(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                self.received.append(b"connected")
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(0.2)
                    self.received.append(connection.recv(10_000))

    def _datagrams(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.received.append(server.recv(10_000))

    def take(self) -> list[bytes]:
        taken, self.received[:] = list(self.received), []
        return taken

    def close(self) -> None:
        for server in self._sockets:
            server.close()


def _token() -> str:
    return "tk" + secrets.token_hex(12)


# --- The grader's own state, and its descendants ------------------------------------------------


class Self:
    """What attacks may change in the grader's process: limits, priority, processors, signals."""

    def __init__(self) -> None:
        self.signals: dict[str, int] = {}
        for name in COUNTED:
            signal.signal(getattr(signal, name), self._count)
        signal.signal(signal.SIGRTMIN + 3, self._count)
        self._before = self._state()
        self._sysv = _sysv()

    def _count(self, number: int, frame: object) -> None:
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"SIGRTMIN+{number - signal.SIGRTMIN}"
        self.signals[name] = self.signals.get(name, 0) + 1

    def _state(self) -> dict[str, Any]:
        return {
            "limits": [resource.getrlimit(n) for n in range(16)],
            "priority": os.getpriority(os.PRIO_PROCESS, 0),
            "processors": sorted(os.sched_getaffinity(0)),
            "scheduler": os.sched_getscheduler(0),
            "group": os.getpgid(0),
            "oom": Path("/proc/self/oom_score_adj").read_text(),
            "coredump": Path("/proc/self/coredump_filter").read_text(),
        }

    def changes(self) -> list[str]:
        """Return what was changed since the last look, and undo it where that is possible."""
        now, found = self._state(), []
        for name, value in now.items():
            if value != self._before[name]:
                found.append(name)
        if "limits" in found:
            for number, limits in enumerate(self._before["limits"]):
                with contextlib.suppress(OSError, ValueError):
                    resource.setrlimit(number, limits)
        if "processors" in found:
            os.sched_setaffinity(0, self._before["processors"])
        if "priority" in found:
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, 0, self._before["priority"])
        if "oom" in found:
            with contextlib.suppress(OSError):
                Path("/proc/self/oom_score_adj").write_text(self._before["oom"])
        self._before = self._state()
        for kind, number in sorted(_sysv() - self._sysv):
            found.append(f"SysV {kind}")
            libc = ctypes.CDLL(None)
            {"shm": libc.shmctl, "msg": libc.msgctl}.get(
                kind, lambda i, c, z: libc.semctl(i, 0, c)
            )(number, 0, None)
        return found

    def take_signals(self) -> dict[str, int]:
        taken, self.signals = self.signals, {}
        return taken


def _sysv() -> set[tuple[str, int]]:
    found = set()
    for kind in ("shm", "sem", "msg"):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]:
                key, number = line.split()[:2]
                if int(key) == KEY:
                    found.add((kind, int(number)))
    return found


class Processes:
    """The descendants of the grader. Orphans among them become its children."""

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
        self.own: set[int] = set()  # what the grader started itself
        self._known: set[int] = set()
        start = subprocess.Popen.__init__

        def started(popen: Any, *args: Any, **kwargs: Any) -> None:
            start(popen, *args, **kwargs)
            self.own.add(popen.pid)

        subprocess.Popen.__init__ = started  # type: ignore[method-assign]
        self.settle()

    def noting(self, start: Callable[[], Any]) -> Callable[[], Any]:
        """Return ``start``, with what it starts noted as the grader's own."""

        def noted() -> Any:
            before = set(self._all())
            try:
                return start()
            finally:
                self.own |= set(self._all()) - before

        return noted

    def settle(self) -> None:
        self._known = set(self._all())

    def _all(self) -> dict[int, str]:
        parents: dict[int, tuple[int, str]] = {}
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            with contextlib.suppress(OSError, ValueError, IndexError):
                state, parent = (
                    Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[:2]
                )
                parents[int(entry)] = int(parent), state
        found: dict[int, str] = {}
        for pid, (parent, state) in parents.items():
            while parent in parents and parent != os.getpid():
                parent = parents[parent][0]
            if parent == os.getpid():
                found[pid] = state
        return found

    def new(self) -> dict[int, str]:
        """Return the command lines of the descendants that no one of the grader's started."""
        found = {}
        for pid, state in self._all().items():
            if pid in self._known or pid in self.own:
                continue
            if state == "Z":
                with contextlib.suppress(OSError):
                    os.waitpid(pid, os.WNOHANG)
                continue
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
                found[pid] = line.decode("utf-8", "replace").strip()[:80]
        return found

    def kill(self, *, own: bool) -> None:
        """Kill the descendants that are new, and if ``own`` those that the grader started."""
        for pid in set(self.new()) | ((self.own & set(self._all())) if own else set()):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def end(self) -> list[str]:
        """Return the command lines of what is left behind, and kill it."""
        found = self.new()
        end = time.monotonic() + 0.5
        while found and time.monotonic() < end:  # what is being killed may take a moment
            time.sleep(0.02)
            found = self.new()
        lines = []
        while left := self.new():
            for pid, line in left.items():
                lines.append(line)
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)
            if len(lines) > 500:
                break
        return lines


class Overdue(Exception):
    """A case kept the grader busy for too long."""


class Guard:
    """A thread that ends what hangs the grader: what was left behind, then the wait itself."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._end: float | None = None
        self._case = self._late = 0
        self.hung = False
        signal.signal(signal.SIGALRM, self._raise)
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self) -> None:
        self._case += 1
        self.hung, self._end = False, time.monotonic() + GUARD_SECONDS

    def end(self) -> None:
        self._end = None

    def _raise(self, number: int, frame: object) -> None:
        if self._end is not None and self._late == self._case:
            raise Overdue("the grader was kept busy for too long")

    def _watch(self) -> None:
        while True:
            time.sleep(0.25)
            end, case = self._end, self._case
            if end is None or time.monotonic() < end:
                continue
            again, self.hung, self._late = self.hung, True, case
            self._processes.kill(own=again)
            time.sleep(0.5)
            if self._end is not None and case == self._case:
                self._end = time.monotonic() + 3
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)


# --- What crosses -------------------------------------------------------------------------------


class Recorder:
    """Keeps every byte that workers sent and were sent, and what the references answered."""

    def __init__(self) -> None:
        from autograder import process, solutions, sources, wire

        self.from_worker = bytearray()
        self.to_worker: list[bytes] = []
        self.answers: set[float] = set()
        self.inputs: set[float] = set()
        self._of_staff = 0
        send, receive = wire.send, wire.receive
        answered = solutions.InProcess.call
        staged = sources.GradingSources.stage
        stand_ins: list[Any] = []  # references that are asked in the place of a submission

        def recording_send(stream: Any, payload: bytes) -> None:
            # Neither the reply to the call of a handle, nor what computes it: the staff's worker.
            # What a worker that carries an error forward is asked may be made of right answers to
            # earlier exercises; all that it tells is whether a check passes.
            carries = b'"bind"' in payload
            if not self._of_staff and not carries and b'"id"' in payload[:40]:
                self.to_worker.append(payload)
            send(stream, payload)

        def recording_receive(stream: Any) -> bytes:
            return receive(stream if self._of_staff else _Copied(stream, self.from_worker))

        def recording_call(backend: Any, problem: str, name: str, args: Any, kwargs: Any) -> Any:
            answer = answered(backend, problem, name, args, kwargs)
            if not self._of_staff and backend not in stand_ins:
                given = set(_floats((args, kwargs), wire))
                self.inputs |= given
                self.answers |= set(_floats(answer.value, wire)) - given
            return answer

        def of_staff(function: Any) -> Any:
            """Mark a function during which only the staff's own worker is asked."""

            def marked(*args: Any) -> Any:
                self._of_staff += 1
                try:
                    return function(*args)
                finally:
                    self._of_staff -= 1

            return marked

        def recording_stage(known: Any, problem: str, roles: Any) -> Any:
            fixtures = staged(known, problem, roles)
            stand_ins.append(fixtures["submission"]._backend)
            return fixtures

        sources.GradingSources.stage = recording_stage  # type: ignore[method-assign]
        wire.send, wire.receive = recording_send, recording_receive
        solutions.InProcess.call = recording_call  # type: ignore[method-assign]
        process.answer_call = of_staff(process.answer_call)
        for name in ("call", "call_many"):
            setattr(sources.Mistaken, name, of_staff(getattr(sources.Mistaken, name)))

    def take(self) -> tuple[bytes, list[bytes]]:
        taken = bytes(self.from_worker), self.to_worker
        self.from_worker.clear()
        self.to_worker = []
        return taken


class _Copied:
    def __init__(self, stream: Any, copy: bytearray) -> None:
        self._stream, self._copy = stream, copy

    def read(self, size: int) -> Any:
        data = self._stream.read(size)
        if data and len(self._copy) < 200 * 2**20:
            self._copy += data
        return data


def _floats(value: Any, wire: Any) -> Iterator[float]:
    """Yield the numbers in a value that no one writes by chance."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _floats(item, wire)
    elif isinstance(value, dict):
        yield from _floats(list(value.values()), wire)
    elif hasattr(value, "ravel"):
        yield from _floats(value.ravel().tolist(), wire)
    elif isinstance(value, float) and len(repr(value)) > 12 and 1e-3 < abs(value) < 1e6:
        # Hypothesis likes to draw neighbours of integers, and a third.
        if abs(value - round(value)) > 1e-6 and abs(value) != 1 / 3:
            yield value


def spellings(number: float) -> list[bytes]:
    return [struct.pack("<d", number), repr(number).encode()]


# --- One run ------------------------------------------------------------------------------------


class Harness:
    """Grades cases one after another in one session, and collects the evidence of each."""

    def __init__(self, chosen: list[Case], layers: Any, *, control: bool) -> None:
        self.processes = Processes()
        self.recorder = Recorder()
        self.targets = Targets()
        self.own = Self()
        self.guard = Guard(self.processes)
        self.chosen = [case for case in chosen if not (control and case.control.startswith("skip"))]
        self.layers = layers
        self.begun = 0.0
        self.verbose = False
        self.results: dict[str, dict[str, Any]] = {}
        self.honest: list[dict[str, Any]] = []

    def run(self) -> dict[str, Any]:
        from autograder import engine, sources
        from autograder.course import find_assignment
        from autograder.launch import open_launcher
        from autograder.plan import Plan
        from autograder.process import Limits
        from autograder.seeds import Seed
        from autograder.targets import FromPath

        harness = self

        class Watched(FromPath):
            def open(self, *args: Any, **kwargs: Any) -> Any:
                harness.begin(self.name)
                return super().open(*args, **kwargs)

        honest = self._written("honest", _module(""))

        def targets() -> Iterator[Any]:
            """Yield an honest neighbour first, last, and after each case that made trouble."""
            yield Watched("honest", honest)
            for case in self.chosen:
                yield Watched(case.name, self._written(case.name, case.build))
                result = self.results.get(case.name)
                if result is None or result["status"] == "error" or result["evidence"]["hung"]:
                    yield Watched(f"honest after {case.name}", honest)
            yield Watched("honest at the end", honest)

        self.by_name = {case.name: case for case in self.chosen}
        launcher: Any = open_launcher(self.layers)
        begin = launcher._begin

        def begin_to_fork() -> Any:
            control = begin()
            launcher._wait(control)
            return control

        launcher._begin = self.processes.noting(begin_to_fork)  # what workers are forked from

        def open_staff_launcher() -> Any:
            staff: Any = open_launcher()
            staff.start = self.processes.noting(staff.start)
            return staff

        sources.open_launcher = open_staff_launcher
        plan = Plan(
            assignment=find_assignment(self.targets.course, "tiny"),
            seed=Seed(SEED_TOKEN),
            reference=True,
            shrink=False,
            limits=Limits(call=0.5, statement=1.0, total=6.0, handle_calls=2000),
            launcher=launcher,
        )
        self.broken = ""
        begun = time.monotonic()
        try:
            engine.run(plan, targets(), self.note)  # type: ignore[arg-type]
        except BaseException as error:
            self.guard.end()
            self.broken = f"{type(error).__name__}: {error}"
        launcher.close()
        left = self.processes.end()
        return {
            "seconds": round(time.monotonic() - begun, 2),
            "python": sys.version.split()[0],
            "uid": os.getuid(),
            "broken": self.broken,
            "honest": self.honest,
            "left": left,
            "answers_known": len(self.recorder.answers),
            "answers_sent": self._answers_sent(),
            "cases": self.results,
        }

    def _written(self, name: str, build: Any) -> Path:
        folder = self.targets.folder / "submissions" / name
        folder.mkdir(parents=True)
        begin = self.targets.as_text(name) + "\n" + (HERE / "preamble.py").read_text("utf-8")
        end = (HERE / "postamble.py").read_text("utf-8")
        return Path(build(folder, lambda text: f"{begin}\n{text}\n{end}"))

    def begin(self, name: str) -> None:
        self.processes.settle()
        self.recorder.take()
        self.begun = time.monotonic()
        if self.verbose:
            print(f"{self.begun:.1f} {name}", file=sys.stderr, flush=True)
        self.guard.begin()

    def note(self, report: Any) -> None:
        """Collect what there is to see after a submission was graded."""
        from autograder.feedback import student_view

        self.guard.end()
        seconds = time.monotonic() - self.begun
        time.sleep(0.02)
        received, sent = self.recorder.take()
        arrived = self.targets.listeners.take()
        evidence = Evidence(packets=len(arrived), hung=self.guard.hung)
        evidence.processes = self.processes.end()
        evidence.files = self.targets.changes()
        evidence.signals = self.own.take_signals()
        evidence.grader = self.own.changes()
        everything = b"\n".join([received, received.replace(b"\0", b""), *arrived])
        known = {token.encode(): name for name, token in self.targets.tokens.items()}
        evidence.tokens = sorted({known[t] for t in _TOKEN.findall(everything) if t in known})
        text = report.to_json()
        shown = student_view(report).to_json()
        inputs = {number for number in self.recorder.inputs if repr(number) in shown}
        result = {
            "score": report.score,
            "max": report.max_score,
            "status": report.status,
            "messages": sorted({c.message for c in report.checks() if c.message})[:20],
            "evidence": dataclasses.asdict(evidence),
            "seconds": round(seconds, 2),
            "submission": report.submission,
            "report_bytes": len(text),
            "control_characters": sorted(_controls(json.loads(text))),
            "seed_shown": SEED_TOKEN in text,
            "hidden_inputs_shown": sorted(inputs),
            "bytes_from_worker": len(received),
            "notes": sorted({note.decode("latin-1") for note in _NOTE.findall(received)})[:10],
        }
        result["messages"] = [message[:300] for message in result["messages"]]
        if report.message:
            result["messages"].insert(0, report.message[:300])
        if report.submission not in self.by_name:
            self.honest.append(result)
            return
        case = self.by_name[report.submission]
        result.update({k: getattr(case, k) for k in ("what", "row", "aim", "status", "control")})
        result["status"], result["expected_status"] = report.status, case.status
        result["expected"] = case.score
        result["reached"] = reached(result)
        result["_sent"] = sent if report.score == 0 and report.status == "graded" else sent[:0]
        self.results[case.name] = result

    def _answers_sent(self) -> list[str]:
        """Return what no worker may be sent but was: references' answers, solutions, the seed.

        Whoever computes rightly gets his own right answers back in a check that passes them on, so
        answers are looked for only in what went to submissions that got no point.
        """
        found = []
        spelled = [s for number in self.recorder.answers for s in spellings(number)]
        lines = [
            line.strip().encode()
            for path in (self.targets.course / "solutions").rglob("*.py")
            for line in path.read_text("utf-8").splitlines()
            if "secret" in line or "tk" in line or "counted" in line
        ]
        for name, result in self.results.items():
            data = b"\n".join(result.pop("_sent"))
            if any(s in data for s in [*spelled, *lines, SEED_TOKEN.encode()]):
                found.append(name)
        return found

    def close(self) -> None:
        self.targets.close()


def reached(result: dict[str, Any]) -> list[str]:
    """Return the kinds of aims for which there is evidence of success."""
    evidence = result["evidence"]
    kinds = []
    if set(evidence["tokens"]) - {"claim"} or result["hidden_inputs_shown"] or result["seed_shown"]:
        kinds.append("leak")
    if "claim" in evidence["tokens"]:
        kinds.append("claim")
    for kind, key in (
        ("network", "packets"),
        ("write", "files"),
        ("signal", "signals"),
        ("process", "processes"),
        ("grader", "grader"),
    ):
        if evidence[key]:
            kinds.append(kind)
    if result["score"] > most(result["expected"], result["max"]):
        kinds.append("score")
    if evidence["hung"] or result["status"] == "error" or result["seconds"] > 8.5:
        kinds.append("harm")
    if result["report_bytes"] > 500_000 or result["control_characters"]:
        kinds.append("harm")
    return sorted(set(kinds))


def most(expected: str, highest: float) -> float:
    """Return the score that a case may get at most."""
    if expected.startswith("at most"):
        return float(expected.split()[-1])
    return 0.0 if expected == "none" else highest


def _controls(value: Any) -> set[str]:
    """Return the characters of all texts in a report that steer a terminal or a browser."""
    if isinstance(value, str):
        return {
            f"U+{ord(c):04X}"
            for c in value
            if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\n\t"
        }
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return set().union(*map(_controls, value)) if isinstance(value, list) else set()


def layers_of(text: str) -> tuple[Any, bool]:
    """Return the layers that a JSON text names, and whether submissions will run unconfined."""
    from autograder.sandbox.layers import Layers

    if text == "none":
        off = {"namespaces": False, "seccomp": False, "resources": False, "drop_uid": False}
        return Layers(landlock=0, **off), True
    return Layers(**json.loads(text)), False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", default="{}", help='JSON of Layers\' arguments, or "none"')
    parser.add_argument(
        "--only", default="", metavar="NAME", help="cases whose name begins so (a pattern)"
    )
    parser.add_argument("--verbose", action="store_true", help="tell on stderr which case runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write there, not to stdout")
    options = parser.parse_args()
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = _token()
        os.execv(sys.executable, [sys.executable, *sys.argv])
    with contextlib.suppress(OSError):
        os.setsid()  # so that a signal to the group reaches no one else
    layers, unconfined = layers_of(options.layers)
    harness = Harness(cases(options.only), layers, control=unconfined)
    harness.verbose = options.verbose
    try:
        document = {"layers": options.layers, "unconfined": unconfined, **harness.run()}
    finally:
        harness.close()
    text = json.dumps(document, indent=1)
    if options.json:
        options.json.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
