"""``check`` in a notebook grades the cells that were run."""

import subprocess
import sys
from pathlib import Path

from autograder.render.cell import feedback_bundle
from autograder.report import ExerciseResult

HOMEWORK = Path(__file__).parent.parent / "assignments" / "homework3"

SESSION = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in [
    "import numpy as np",
    "%time 1 + 1",
    "def relu(z):\\n    return np.abs(z)",
    "from autograder.notebook import check",
    "wrong = check('relu')",
    "def relu(z):\\n    return np.maximum(z, np.zeros_like(z))",
    "right = check('relu')",
]:
    shell.run_cell(cell, store_history=True)
print("scores", repr(shell.user_ns["wrong"]), repr(shell.user_ns["right"]))
"""


def test_a_check_cell_judges_the_cells_as_they_are_now():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SESSION],
        cwd=HOMEWORK,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    wrong, right = map(float, done.stdout.rsplit("scores", 1)[1].split())
    assert 0 <= wrong < right == 1.25
    assert "you were asked" in done.stdout


def test_without_jinja_the_feedback_is_text(monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "autograder.render.html", raising=False)
    assert list(feedback_bundle(ExerciseResult("relu"))) == ["text/plain"]
