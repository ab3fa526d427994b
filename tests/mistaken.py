"""Submissions in which one exercise is answered by a variant: a known mistake, or a right one."""

import io
import tokenize

from autograder.solutions import Alternative, Mistake, Solutions


def submission_text(solutions: Solutions, problem: str, variant: Alternative | Mistake) -> str:
    """Return a file for a problem in which one exercise is answered by a variant.

    A variant may call the reference of what it stands in for, under its name: that name is
    changed, as in a file of its own the variant would call itself.
    """
    reference, variants = (text.decode() for text in solutions.texts(problem))
    if isinstance(variant, Alternative):
        variants = solutions.alternatives_text(problem).decode()
    right = f"right_{variant.exercise}_"
    cell = "\n\n# %%\n"
    return cell.join(
        [
            reference,
            f"{right} = {variant.exercise}",
            renamed(variants, variant.exercise, right),
            f"{variant.exercise} = {variant.name}",
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
