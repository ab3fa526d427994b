"""Run the commands of a document: its fenced blocks that are marked ``sh run``.

``sh run fails`` marks one whose last command ends with 1, as a check that fails does.
"""

import re
import subprocess
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
_BLOCK = re.compile(r"^```sh run( fails)?\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def blocks(name):
    """Return the blocks of a document, each with the exit code that it should have."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return [(code, 1 if fails else 0) for fails, code in _BLOCK.findall(text)]


def run(name, folder, environment, timeout=600):
    """Run the blocks of a document one after another, in one shell; return what was printed."""
    script = ["set -e"]
    for code, expected in blocks(name):
        checked = ["set +e", code, f"[ $? = {expected} ] || exit 9", "set -e"]
        script += checked if expected else [code]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
