"""``autograder doctor``: how well submissions would be confined here, and what would help."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.launch import open_launcher
from autograder.sandbox import landlock
from autograder.sandbox.layers import Layers
from autograder.sandbox.level import ENOUGH, PROBES, judge, tries

__all__ = ["doctor"]

_MEANING = {
    "strong": "Submissions of others can be graded.",
    "good": "Submissions of others can be graded.",
    "weak": "`autograder grade` refuses, unless --allow-weak-sandbox is given.",
    "none": "`autograder grade` refuses, unless --allow-weak-sandbox is given.",
}


def doctor() -> int:
    """Print what a canary could do in a worker; return 0 if the code of others can be graded."""
    layers = Layers()
    with open_launcher(layers) as launcher:
        succeeded = tries(launcher, layers)
    sandbox = judge(succeeded)
    table = Table.grid(padding=(0, 2))
    for probe in PROBES:
        open_ = succeeded[probe.name]
        table.add_row(
            Text("  open", "bold red") if open_ else Text("  shut", "green"),
            Text(probe.could),
            Text(f"shut by {probe.stopped_by}" if open_ else "", "dim"),
        )
    console = Console(highlight=False)
    console.print(Text.assemble("Sandbox level ", (sandbox.level, "bold")), _MEANING[sandbox.level])
    console.print("What a submission can do here:")
    console.print(table)
    for remedy in _remedies(sandbox.level):
        console.print(Text(f"- {remedy}"))
    return 0 if sandbox.level in ENOUGH else 1


def _remedies(level: str) -> list[str]:
    if sys.platform != "linux":
        return ["Confinement needs Linux: grade in a Linux virtual machine, container or CI job."]
    remedies = []
    if level not in ENOUGH and not landlock.abi():
        remedies.append(
            "Landlock is missing. It needs Linux 5.13 or later, with landlock among the lsm= of "
            "the kernel's command line (cat /sys/kernel/security/lsm)."
        )
    if level != "strong" and os.geteuid() != 0:
        remedies.append(
            "For level strong allow user namespaces (on Ubuntu: sudo sysctl -w "
            "kernel.apparmor_restrict_unprivileged_userns=0), or run as root, "
            "whose workers become another user."
        )
    return remedies
