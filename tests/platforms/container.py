"""A root of its own for a script: the platforms' folders at their places, the machine's programs.

It stands in for the container of a platform. Everything is done in a mount namespace, which ends
with the script, so nothing of it is left on the machine.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
#: What Docker leaves to root by default; not among them is the right to mount or to trace.
DOCKER = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw "
    "sys_chroot mknod audit_write setfcap"
)
#: Folders of the machine that the container has, too.
_SYSTEM = ("bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "sys", "usr")

needed = pytest.mark.skipif(
    os.environ.get("CI") != "true"
    and (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0
    ),
    reason="a root of its own needs root and the right to mount",
)


class Container:
    """A folder that becomes the root of what is run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._binds: list[tuple[Path, str]] = []
        for name in _SYSTEM:
            source = Path("/", name)
            if source.is_symlink():
                (root / name).symlink_to(os.readlink(source))
            elif source.is_dir():
                self._binds.append((source, f"/{name}"))
        for name in ("tmp", "root", "var"):
            (root / name).mkdir()
        (root / "tmp").chmod(0o1777)
        # Python may lie anywhere, and looks for its library where it was built to be.
        if Path(sys.base_prefix).parts[1] not in _SYSTEM:
            self.show(Path(sys.base_prefix), sys.base_prefix)

    def show(self, source: Path, target: str) -> None:
        """Let the container see a folder of the machine."""
        self._binds.append((source, target))

    def use_this_environment(self, target: str) -> None:
        """Put the packages of this environment into one at ``target``, in place of a set-up."""
        home = self.root / target.lstrip("/")
        packages = Path(pytest.__file__).parents[1]
        inside = f"lib/{PYTHON}/site-packages"
        (home / "bin").mkdir(parents=True)
        (home / "bin" / "python").symlink_to(f"{sys.base_prefix}/bin/{PYTHON}")
        (home / "pyvenv.cfg").write_text(f"home = {sys.base_prefix}/bin\n")
        self.show(packages, f"{target}/{inside}")
        self.show(ROOT / "autograder", str(ROOT / "autograder"))

    def run(self, *command: str, timeout: float = 300, shell: str = "", **environment: str):
        """Run a command as root, with the capabilities that Docker leaves."""
        steps = ["set -eu", f"mount --bind {self.root} {self.root}"]
        for source, target in self._binds:
            place = shlex.quote(str(self.root) + target)
            steps += [f"mkdir -p {place}", f"mount --rbind {shlex.quote(str(source))} {place}"]
        kept = ",".join(f"+{name}" for name in DOCKER.split())
        steps += [
            f"cd {self.root}",
            "mkdir -p .old",
            "pivot_root . .old",
            "umount -l .old",
            "rmdir .old",
            "cd /",
            shell or ":",
            f"exec setpriv --bounding-set=-all,{kept} --inh-caps=-all -- {shlex.join(command)}",
        ]
        variables = {"PATH": f"{sys.base_prefix}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
        variables |= {"HOME": "/root", "LC_ALL": "C.UTF-8", **environment}
        return subprocess.run(
            ["unshare", "--mount", "--propagation=private", "sh", "-c", "\n".join(steps)],
            env=variables,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def lay(self, source: Path, target: str) -> Path:
        """Copy a folder to its place and return where it is on the machine."""
        place = self.root / target.lstrip("/")
        shutil.copytree(source, place, dirs_exist_ok=True)
        return place
