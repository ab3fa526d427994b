"""Find submissions that are written alike, and show where: a reason to look, never a verdict.

Code is compared as its tokens, with every name replaced by one sign, and without comments, layout
and docstrings, so that renaming hides nothing. What the stub holds and what many of the class write
alike is left out. The rest is compared by RapidFuzz. This module imports nothing of the project.
"""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

__all__ = ["LEAST", "Code", "Comparison", "Line", "Pair", "Shared", "definitions"]

#: Problem, exercise, and the source of its definition.
Code = Mapping[str, Mapping[str, str]]
#: A line of source, and whether the other submission has it too.
Line = tuple[str, bool]

#: Share of alike code from which a pair is shown. Of 15 submissions that were written apart from
#: each other the most alike pair has 0.64; copies with other names, order and comments have 1.
LEAST = 0.75
_WINDOW = 10  # tokens of a passage
_COMMON = 0.1  # share of the class from which a passage is what anyone would write
_FEWEST = 3  # submissions that may share a passage, however small the class is
_SHORTEST = 60  # tokens that must be left of both
_BLOCK = 64  # submissions that are compared with all others at a time
_MOST = 50  # pairs that are shown
_LINES = 80  # of a definition that are shown
_FIRST, _LAST = 0x100, 0xD7FF  # characters that stand for tokens: behind ASCII, before surrogates

_DEFINITION = re.compile(r"^(?:async +)?(?:def|class) +(\w+)")
_GOES_ON = re.compile(r"^(?:\s|#|[)\]}]|$)")
_SKIPPED = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True)
class Shared:
    """An exercise that two submissions answer alike, side by side."""

    exercise: str
    first: tuple[Line, ...]
    second: tuple[Line, ...]


@dataclass(frozen=True)
class Pair:
    """Two submissions whose code for a problem is alike; ``share`` is from 0 to 1."""

    problem: str
    first: str
    second: str
    share: float
    passages: tuple[Shared, ...]


def definitions(cells: Iterable[str], wanted: Iterable[str]) -> dict[str, str]:
    """Return the sources of the functions in ``wanted``, found without parsing; the last counts."""
    names = set(wanted)
    found: dict[str, str] = {}
    for cell in cells:
        lines = cell.split("\n")
        for start, line in enumerate(lines):
            match = _DEFINITION.match(line)
            if match is None or match[1] not in names:
                continue
            end = start + 1
            while end < len(lines) and _GOES_ON.match(lines[end]):
                end += 1
            found[match[1]] = "\n".join(lines[start:end]).rstrip()
    return found


class Comparison:
    """Takes in the code of submissions, of which it keeps two bytes for each token.

    Parameters
    ----------
    stubs : mapping
        What was handed out, by problem and exercise.
    """

    def __init__(self, stubs: Code) -> None:
        self._stubs = stubs
        self._alphabet = _Alphabet()
        self._tokens: dict[str, dict[str, array[int]]] = {problem: {} for problem in stubs}

    def add(self, name: str, code: Code) -> None:
        """Take in the code of a submission."""
        for problem, of_problem in code.items():
            if problem in self._stubs:
                self._tokens[problem][name] = self._encoded(problem, of_problem)

    def pairs(self, read: Callable[[str], Code], *, least: float = LEAST) -> list[Pair]:
        """Return the pairs of submissions that are alike, the most alike first.

        Parameters
        ----------
        read : callable
            Returns the code of a submission once more, of which something is shown.
        least : float
            The share from which a pair is alike.
        """
        found: list[tuple[float, str, str, str]] = []
        for problem, of_all in self._tokens.items():
            stub = self._encoded(problem, self._stubs[problem])
            found += ((share, problem, *pair) for share, pair in _alike(of_all, stub, least))
        found.sort(key=lambda item: (-item[0], item[1:]))
        shown = []
        for share, problem, first, second in found[:_MOST]:
            one, other = (read(name).get(problem, {}) for name in (first, second))
            passages = _passages(one, other, self._stubs[problem])
            shown.append(Pair(problem, first, second, share, passages))
        return shown

    def _encoded(self, problem: str, code: Mapping[str, str]) -> array[int]:
        return self._alphabet.encode(_tokens(code, self._stubs[problem]))


class _Alphabet:
    """Gives each kind of token a number that is a character."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def encode(self, tokens: Iterable[tuple[str, int]]) -> array[int]:
        codes = self._codes
        return array(
            "H", (codes.setdefault(sign, min(_FIRST + len(codes), _LAST)) for sign, _ in tokens)
        )


def _tokens(code: Mapping[str, str], order: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the tokens of the definitions in the order of the stub, with their lines from 0."""
    for exercise in order:
        if exercise in code:
            yield from _of_definition(code[exercise])


def _of_definition(source: str) -> Iterator[tuple[str, int]]:
    """Yield the tokens of one definition, as far as it is Python."""
    before, begins = "", True
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in _SKIPPED:
                begins = begins or token.type in (tokenize.NEWLINE, tokenize.INDENT)
                continue
            text = token.string
            if token.type == tokenize.STRING:
                sign = "" if begins else "'"  # a docstring, or a string
            elif token.type == tokenize.NAME and before != "." and not keyword.iskeyword(text):
                sign = "name"
            else:
                sign = text
            if sign:
                yield sign, token.start[0] - 1
            before, begins = text, False
    except (tokenize.TokenError, SyntaxError):
        return


def _alike(
    tokens: Mapping[str, array[int]], stub: array[int], least: float
) -> Iterator[tuple[float, tuple[str, str]]]:
    """Yield the pairs that are alike in what is left of them."""
    hashes = {name: _hashes(codes) for name, codes in tokens.items()}
    common = _common(list(hashes.values()), len(tokens), _hashes(stub))
    names, texts = [], []
    for name, codes in tokens.items():
        rare = np.frombuffer(codes, np.uint16)[_rare(hashes[name], common, len(codes))]
        if len(rare) >= _SHORTEST:
            names.append(name)
            texts.append("".join(map(chr, rare)))
    for start in range(0, len(texts), _BLOCK):
        shares = process.cdist(
            texts[start : start + _BLOCK],
            texts[start:],
            scorer=Indel.normalized_similarity,
            score_cutoff=least,
            dtype=np.float32,
            workers=-1,
        )
        for row, column in np.argwhere(shares >= least):
            if row < column:
                pair = names[start + row], names[start + column]
                yield round(float(shares[row, column]), 4), (min(pair), max(pair))


def _hashes(codes: array[int]) -> npt.NDArray[np.uint64]:
    """Return a number for the passage that begins at each token."""
    if len(codes) < _WINDOW:
        return np.zeros(0, np.uint64)
    powers = np.array([31**k for k in range(_WINDOW)], np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(np.frombuffer(codes, np.uint16), _WINDOW)
    return np.asarray(windows.astype(np.uint64) @ powers)


def _common(
    hashes: list[npt.NDArray[np.uint64]], count: int, stub: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Return the passages of the stub, and those that many have."""
    if not hashes:
        return stub
    found, counts = np.unique(np.concatenate(list(map(np.unique, hashes))), return_counts=True)
    return np.union1d(found[counts > max(_FEWEST, _COMMON * count)], stub)


def _rare(
    hashes: npt.NDArray[np.uint64], common: npt.NDArray[np.uint64], length: int
) -> npt.NDArray[np.bool_]:
    """Tell which tokens are in no common passage."""
    keep = np.ones(length, dtype=bool)
    for start in np.flatnonzero(np.isin(hashes, common)):
        keep[start : start + _WINDOW] = False
    return keep


def _passages(
    first: Mapping[str, str], second: Mapping[str, str], order: Iterable[str]
) -> tuple[Shared, ...]:
    """Return the exercises of which half or more is the same in both, with the lines that are."""
    shown = []
    for exercise in order:
        sources = [code.get(exercise, "") for code in (first, second)]
        tokens = [list(_of_definition(source)) for source in sources]
        if min(map(len, tokens)) < _WINDOW:
            continue
        same: tuple[set[int], set[int]] = (set(), set())
        shared = 0
        signs = [[sign for sign, _ in part] for part in tokens]
        for step in Indel.opcodes(*signs):
            if step.tag == "equal" and step.src_end - step.src_start >= _WINDOW:
                shared += step.src_end - step.src_start
                same[0].update(line for _, line in tokens[0][step.src_start : step.src_end])
                same[1].update(line for _, line in tokens[1][step.dest_start : step.dest_end])
        if 2 * shared >= min(map(len, tokens)):
            shown.append(
                Shared(exercise, _marked(sources[0], same[0]), _marked(sources[1], same[1]))
            )
    return tuple(shown)


def _marked(source: str, same: set[int]) -> tuple[Line, ...]:
    lines = source.split("\n")[:_LINES]
    return tuple((line, number in same) for number, line in enumerate(lines))
