"""The sandbox: what its parts are made of, and what a canary finds that they hold."""

import errno
import os
import pickle
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import cli
from autograder.launch import _Spawner, open_launcher
from autograder.loading import Cell
from autograder.process import Limits, Stopped, WorkerProcess
from autograder.report import Report, Sandbox
from autograder.sandbox import landlock, level, seccomp
from autograder.sandbox.layers import Layers
from autograder.sandbox.level import PROBES, judge, tries

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are confined on Linux")
HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
ALLOW, KILL = 0x7FFF0000, 0x80000000
PID = 4321


def denied(number):
    return 0x00050000 | number


def decide(machine, number, arguments=(), architecture=None):
    """Run the filter as the kernel would: classic BPF over struct seccomp_data."""
    program = list(struct.iter_unpack("<HBBI", seccomp.filter_program(machine, PID)))
    architecture = architecture or seccomp._ARCHITECTURES[machine]
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
    accumulator = at = 0
    while True:
        code, if_true, if_false, k = program[at]
        at += 1
        if code == 0x06:
            return k
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, k)
        else:
            holds = {
                0x15: accumulator == k,
                0x35: accumulator >= k,
                0x45: bool(accumulator & k),
            }[code]
            at += if_true if holds else if_false


@pytest.mark.parametrize("machine", list(HEADERS))
def test_the_numbers_of_system_calls_are_those_of_the_kernels_headers(machine):
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip(f"{header} is missing: install the kernel's headers for the C library")
    text = header.read_text()
    known = {name: int(n) for name, n in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    known.setdefault("newfstatat", known.get("fstatat", -1))  # where there is no older one
    assert {n: known.get(n) for n in seccomp.NUMBERS[machine]} == seccomp.NUMBERS[machine]


@pytest.mark.parametrize("machine", list(HEADERS))
class TestFilter:
    def test_what_a_computation_needs_is_allowed(self, machine):
        for name in ("read", "write", "mmap", "munmap", "brk", "futex", "getrandom", "exit_group"):
            assert decide(machine, seccomp.NUMBERS[machine][name]) == ALLOW

    @given(number=st.integers(0, 2**32 - 1))
    def test_every_call_that_is_not_named_is_refused(self, machine, number):
        if number not in seccomp.NUMBERS[machine].values():
            assert decide(machine, number) == denied(errno.EPERM)

    def test_another_architecture_is_killed(self, machine):
        assert decide(machine, 1, architecture=0x40000003) == KILL

    @given(flags=st.integers(0, 2**32 - 1))
    def test_files_open_for_reading_only(self, machine, flags):
        writing = flags & (os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | 0o20000000)
        wanted = denied(errno.EPERM) if writing else ALLOW
        assert decide(machine, seccomp.NUMBERS[machine]["openat"], (0, 0, flags)) == wanted

    @given(pid=st.integers(0, 2**31))
    def test_a_signal_goes_to_oneself_only(self, machine, pid):
        wanted = ALLOW if pid == PID else denied(errno.EPERM)
        assert decide(machine, seccomp.NUMBERS[machine]["tgkill"], (pid, pid, 9)) == wanted

    @given(pointer=st.integers(0, 2**64 - 1), pid=st.integers(0, 3))
    def test_limits_can_be_read_but_not_set(self, machine, pointer, pid):
        wanted = ALLOW if pointer == 0 and pid == 0 else denied(errno.EPERM)
        number = seccomp.NUMBERS[machine]["prlimit64"]
        assert decide(machine, number, (pid, 7, pointer, 0)) == wanted

    def test_fcntl_does_not_set_who_gets_signals(self, machine):
        for command in (4, 8, 10, 15, 1024, 1033):  # SETFL, SETOWN, SETSIG, SETOWN_EX, ...
            number = seccomp.NUMBERS[machine]["fcntl"]
            assert decide(machine, number, (0, command)) == denied(errno.EPERM)

    def test_the_c_library_takes_the_older_way_to_make_a_thread(self, machine):
        assert decide(machine, 435) == denied(errno.ENOSYS)


def canary(**layers):
    chosen = Layers(**layers)
    with open_launcher(chosen) as launcher:
        return judge(tries(launcher, chosen)), tries(launcher, chosen)


def test_all_layers_shut_everything():
    sandbox, succeeded = canary()
    assert {name for name, success in succeeded.items() if success} <= {"stays"}
    assert sandbox.level in level.ENOUGH
    assert sandbox.missing == ()


@pytest.mark.parametrize("version", [99, 4, 1])
def test_without_namespaces_the_level_is_good_or_another_user_makes_it_strong(version):
    sandbox, _ = canary(namespaces=False, landlock=version)
    if not landlock.abi():
        pytest.skip("this kernel has no Landlock")
    assert sandbox.level == ("strong" if os.geteuid() == 0 else "good")
    sandbox, _ = canary(namespaces=False, landlock=version, drop_uid=False)
    assert sandbox.level == "good"


def test_the_canary_succeeds_where_nothing_stops_it():
    """A probe that fails for want of a thing to take would make every machine look safe."""
    sandbox, succeeded = canary(
        namespaces=False, landlock=0, seccomp=False, resources=False, drop_uid=False
    )
    assert [name for name, success in succeeded.items() if not success] == ["ignores_signals"]
    assert sandbox.level == "none"
    assert len(sandbox.missing) == len(PROBES) - 2


def test_where_memory_runs_out_workers_end_first():
    with open_launcher() as launcher:
        connection = launcher.start()
        facts = Path(f"/proc/self/fdinfo/{connection._pidfd}").read_text()
        (pid,) = re.findall(r"^Pid:\s*(\d+)$", facts, re.MULTILINE)
        assert Path(f"/proc/{pid}/oom_score_adj").read_text() == "1000\n"
        connection.close()


def test_a_layer_alone_is_weak():
    for alone in ({"seccomp": True}, {"resources": True}):
        others = dict.fromkeys(("namespaces", "seccomp", "drop_uid"), False)
        sandbox, _ = canary(**{**others, "landlock": 0, **alone})
        assert sandbox.level == "weak"


@pytest.mark.parametrize(
    ("open_", "expected"),
    [
        ((), "strong"),
        (("stays",), "good"),
        (("stays", "reads"), "weak"),
        (("forks",), "weak"),
        (("allocates",), "none"),
        (("ignores_signals", "stays"), "none"),
    ],
)
def test_the_level_follows_from_what_is_open(open_, expected):
    assert judge({probe.name: probe.name in open_ for probe in PROBES}).level == expected


def test_a_plain_user_is_confined_too(tmp_path):
    """With an interpreter outside of a private home: Debian's."""
    if os.geteuid() != 0:
        pytest.skip("this is run as a plain user anyway")
    python = shutil.which("python3", path="/usr/bin")
    if python is None:
        pytest.skip("there is no /usr/bin/python3")
    if not landlock.abi():
        pytest.skip("this kernel has no Landlock")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
        (packages,) = Path(folder).glob("lib/python3*/site-packages")
        numpy = Path(np.__file__).parent
        if packages.parent.name != f"python{sys.version_info[0]}.{sys.version_info[1]}":
            pytest.skip(f"NumPy of this Python does not fit to that of {python}")
        for part in (numpy, numpy.with_name("numpy.libs"), ROOT / "autograder"):
            shutil.copytree(part, packages / part.name)
        code = (
            "from autograder.launch import open_launcher\n"
            "from autograder.sandbox.level import establish\n"
            "with open_launcher() as launcher:\n"
            "    print(establish(launcher).level)\n"
        )
        command = [f"{folder}/bin/python", "-c", code]
        done = subprocess.run(
            command, user=65533, group=65533, extra_groups=[], capture_output=True, text=True
        )
    assert done.stdout.strip() in level.ENOUGH, done.stderr


def test_what_students_import_still_works():
    modules = "math random collections json re decimal dataclasses statistics sqlite3 unittest"
    names = ", ".join(modules.split())
    source = f"def load():\n    import {names}\n    return decimal.Decimal(1) / 3 > 0"
    for layers in (Layers(), Layers(namespaces=False)):
        with (
            open_launcher(layers) as launcher,
            WorkerProcess({"p": [("p.py", Cell(source, "line 1"))]}, None, launcher) as worker,
        ):
            answer = worker.call("p", "load", (), {})
            if layers.namespaces or os.geteuid() != 0:
                assert answer.value is True, answer.failure
            else:  # sqlite3 is not imported beforehand, and a private home cannot be reached
                assert answer.value is True or answer.failure.type in (
                    "ModuleNotFoundError",
                    "PermissionError",
                )


class TestSpawned:
    """Where there is no zygote, each worker is a new process."""

    def test_it_answers_and_is_bounded(self):
        cells = {"p": [("p.py", Cell("def f(n): return len(bytearray(n))", "line 1"))]}
        with WorkerProcess(cells, None, _Spawner(Layers(memory=2**29))) as worker:
            assert worker.call("p", "f", (3,), {}).value == 3
            assert worker.call("p", "f", (2**30,), {}).failure.type == "MemoryError"

    def test_it_is_killed_when_it_is_late(self):
        cells = {"p": [("p.py", Cell("def f():\n while True: pass", "line 1"))]}
        with WorkerProcess(cells, Limits(call=0.2), _Spawner(Layers())) as worker:
            with pytest.raises(Stopped, match="did not finish"):
                worker.call("p", "f", (), {})
            assert worker._connection is None


def test_global_generators_start_alike_in_every_worker():
    source = (
        "import random\nimport numpy as np\n"
        "def f(): return random.random(), np.random.rand(), list({'a', 'b', 'c', 'd'})"
    )
    cells = {"p": [("p.py", Cell(source, "line 1"))]}
    answers = []
    for chance in (0, 0, 1):
        with WorkerProcess(cells, chance=chance) as worker:
            answers.append(worker.call("p", "f", (), {}).value)
    assert answers[0] == answers[1]
    assert answers[0][0] != answers[2][0]
    assert answers[0][1] != answers[2][1]


@pytest.fixture
def weak(monkeypatch):
    found = Sandbox("weak", ("read files", "send packets"))
    monkeypatch.setattr("autograder.commands.grade.establish", lambda launcher: found)


def test_that_a_sandbox_is_weak_crosses_from_another_process():
    error = level.WeakSandbox(Sandbox("weak", ("read files",)))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_weak_sandbox_is_refused(weak, tmp_path, capsys):
    submission = ROOT / "examples" / "class" / "farid"
    assert cli.main(["grade", str(submission), "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "a submission could read files and send packets" in told
    assert "autograder doctor" in told
    assert list(tmp_path.iterdir()) == []


def test_a_weak_sandbox_that_is_allowed_is_told_everywhere(weak, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("autograder.commands.grade.run", one_empty_report)
    submission = ROOT / "examples" / "class" / "farid"
    arguments = ["grade", str(submission), "--out", str(tmp_path), "--allow-weak-sandbox"]
    assert cli.main(arguments) == 3
    assert "Sandbox level weak" in capsys.readouterr().err
    report = Report.from_json((tmp_path / "reports" / "farid.json").read_text())
    assert report.sandbox == Sandbox("weak", ("read files", "send packets"))
    assert cli.main(["show", str(tmp_path / "reports" / "farid.json")]) == 0
    assert "could read files" in " ".join(capsys.readouterr().out.split())


def one_empty_report(plan, targets, on_report):
    (target,) = targets
    on_report(Report("tiny", target.name, "graded", plan.seed.id, True, {}, sandbox=plan.sandbox))


def test_doctor_tells_what_is_open_and_what_would_help(monkeypatch, capsys):
    everything = {probe.name: True for probe in PROBES} | {"ignores_signals": False}
    monkeypatch.setattr("autograder.commands.doctor.tries", lambda *_: everything)
    monkeypatch.setattr("autograder.commands.doctor.landlock.abi", lambda: 0)
    assert cli.main(["doctor"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "level none" in told
    assert "open read files shut by Landlock or namespaces" in told
    assert "Landlock is missing" in told
    assert "shut run without an end" in told


def test_doctor_on_this_machine(capsys):
    sandbox, _ = canary()
    assert cli.main(["doctor"]) == (0 if sandbox.level in level.ENOUGH else 1)
    assert f"level {sandbox.level}" in " ".join(capsys.readouterr().out.split())
