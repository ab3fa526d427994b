"""Submissions that are right but for one known mistake."""

import io
import tokenize

from autograder.solutions import Solutions


def submission_text(solutions: Solutions, problem: str, mistake) -> str:
    """Return a file for a problem in which one exercise is answered by a mistake.

    A mistake may call the right version of what it stands in for, under its name: that name is
    changed, as in a file of its own the mistake would call itself.
    """
    reference, mistakes = (text.decode() for text in solutions.texts(problem))
    right = f"right_{mistake.exercise}_"
    cell = "\n\n# %%\n"
    return cell.join(
        [
            reference,
            f"{right} = {mistake.exercise}",
            renamed(mistakes, mistake.exercise, right),
            f"{mistake.exercise} = {mistake.name}",
        ]
    )


def renamed(source: str, old: str, new: str) -> str:
    """Return Python source with a name changed wherever it is code."""
    lines = source.splitlines(keepends=True)
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    for token in reversed([t for t in tokens if t.type == tokenize.NAME and t.string == old]):
        row, begin = token.start
        line = lines[row - 1]
        lines[row - 1] = line[:begin] + new + line[token.end[1] :]
    return "".join(lines)
