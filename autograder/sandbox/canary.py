"""What a hostile submission would try, run in a worker as a submission is.

Each function does one thing and returns whether it succeeded. Nothing here is imported by the
grader: `autograder.sandbox.level` sends the text to a worker.
"""

import contextlib
import os
import signal
import socket
from collections.abc import Callable


def succeeds(action: Callable[..., object], *arguments: object) -> bool:
    """Tell whether ``action`` returns instead of raising."""
    try:
        action(*arguments)
    except BaseException:
        return False
    return True


def reads(*paths: str) -> bool:
    """Read a file that anybody may read."""
    return True in [succeeds(lambda p: open(p).read(), path) for path in paths]


def lists(*folders: str) -> bool:
    """List a folder that anybody may list."""
    return True in [succeeds(os.listdir, folder) for folder in folders]


def looks_at_process(pid: int) -> bool:
    """Read what the system tells about a process."""
    return succeeds(lambda: open(f"/proc/{pid}/cmdline").read())


def creates(folder: str) -> bool:
    """Make a file in a folder that anybody may write to."""
    return succeeds(lambda: os.close(os.open(f"{folder}/made", os.O_CREAT | os.O_WRONLY)))


def truncates(path: str) -> bool:
    """Empty a file that anybody may write."""
    return succeeds(lambda: os.truncate(path, 0))


def connects(port: int) -> bool:
    """Connect to a server on this machine."""
    return succeeds(lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close())


def sends(port: int) -> bool:
    """Send a packet without a connection."""
    return succeeds(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)))


def forks() -> bool:
    """Start a process."""
    pid = -1
    with contextlib.suppress(OSError):
        pid = os.fork()
    if pid == 0:
        os._exit(0)
    if pid > 0:
        os.waitpid(pid, 0)
    return pid > 0


def signals(pid: int) -> bool:
    """Send a signal which changes nothing to the grader."""
    return succeeds(lambda: os.kill(pid, 0))


def allocates(size: int) -> bool:
    """Take memory."""
    return succeeds(lambda: bytearray(size))


def sees(path: str) -> bool:
    """Learn that a file exists."""
    return os.path.exists(path)


def user() -> int:
    """Return who this process runs as."""
    return os.getuid() if hasattr(os, "getuid") else -1


def executes(program: str) -> bool:
    """Become another program; return only if that fails."""
    with contextlib.suppress(OSError):
        os.execv(program, [program])
    return False


def ignores_signals() -> None:
    """Run on, whatever asks for an end."""
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        pass
