"""Draw docs/feedback.svg: what a student sees of two mistakes."""

import tempfile
from pathlib import Path

from rich.console import Console

from autograder.course import find_assignment
from autograder.engine import run
from autograder.plan import Plan
from autograder.render.terminal import feedback
from autograder.targets import FromPath

ROOT = Path(__file__).parent.parent
ANSWER = """
import numpy as np


def softmax(z, beta=1.0):
    shifted = np.exp(beta * (z - np.max(z)))
    return shifted / shifted.sum()


def relu(z):
    return np.maximum(z, 0)
"""


def main() -> None:
    """Check a small wrong answer and record the terminal."""
    console = Console(record=True, width=100, highlight=False, force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "neural_network.py"
        path.write_text(ANSWER)
        keyword = (
            "softmax and (sums or one) and not property and not forward or relu and not hidden"
        )
        plan = Plan(find_assignment(ROOT), problems=["neural_network"], keyword=keyword)
        run(plan, [FromPath("neural_network", path)], lambda r: console.print(feedback(r)))
    console.save_svg(str(ROOT / "docs" / "feedback.svg"), title="autograder check")


if __name__ == "__main__":
    main()
