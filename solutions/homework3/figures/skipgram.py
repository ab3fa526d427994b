"""The skip-gram model: a row of E, a score for each row of U, a softmax over the vocabulary."""

import math

from _svg import arrow, box, figure, matrix, path, rect, text

TITLE = "The skip-gram model on one pair of words"
DESCRIPTION = (
    "Above, the sentence 'the old king rules the land' with a window of two words to either side "
    "of the centre word 'king'; of the four words in the window, 'rules' is the context word of "
    "this pair. Below, from left to right: the one-hot vector of 'king' over the vocabulary of "
    "five words picks one row of the matrix E, of shape (V, D). The dot product of that row with "
    "each row of the matrix U, also of shape (V, D), is a score; the softmax of the five scores "
    "gives a probability for each word of the vocabulary. The loss is minus the logarithm of the "
    "probability of 'rules'."
)
SENTENCE = ("the", "old", "king", "rules", "the", "land")
VOCABULARY = ("the", "king", "land", "old", "rules")
CENTRE, CONTEXT, WINDOW = 2, 3, 2  # positions in the sentence
SCORES = (1.0, -0.8, 0.2, 0.5, 1.6)
WIDTH, HEIGHT, TOP, D = 28, 34, 240, 3  # of a cell; top of all matrices; length of a vector
ROWS = tuple(TOP + HEIGHT * (k + 0.5) for k in range(len(VOCABULARY)))
ONE_HOT, E, PICKED, U, SCORE, BARS = 88, 164, 300, 438, 568, 756  # left ends


def draw() -> str:
    """Return the figure as SVG text."""
    parts = [*_sentence(), *_lookup(), *_scores(), *_probabilities(), *_captions()]
    return figure("skipgram", TITLE, DESCRIPTION, (900, 500), parts)


def _sentence() -> list[str]:
    """Draw the sentence, its window, and the two words of the pair."""
    roles = {CENTRE: "input", CONTEXT: "output"}
    places = [160 + 116 * k for k in range(len(SENTENCE))]
    left, right = places[CENTRE - WINDOW] - 48, places[CENTRE + WINDOW] + 48
    return [
        rect(left - 8, 46, right - left + 16, 56, "panel", 14),
        *(
            box(x, 74, word, roles.get(k, "cell"), width=96, height=38, size=16)
            for k, (x, word) in enumerate(zip(places, SENTENCE, strict=True))
        ),
        text((left + right) / 2, 30, "window of 2 to either side", size=13, cls="soft"),
        text(places[CENTRE], 120, "centre word", size=14, cls="strong input"),
        text(places[CONTEXT], 120, "context word", size=14, cls="strong output"),
    ]


def _lookup() -> list[str]:
    """Draw the one-hot vector and the row of E that it picks."""
    row = VOCABULARY.index(SENTENCE[CENTRE])
    hot = [["1" if k == row else "0"] for k in range(len(VOCABULARY))]
    looks = [["input" if k == row else "cell"] for k in range(len(VOCABULARY))]
    return [
        *_words(ONE_HOT - 9),
        matrix(ONE_HOT, TOP, hot, looks, (WIDTH, HEIGHT)),
        _head(ONE_HOT + WIDTH / 2, "one-hot", "$(V,)$"),
        arrow([(ONE_HOT + WIDTH, ROWS[row]), (E - 2, ROWS[row])], "input"),
        _table(E, row, "input"),
        _head(E + WIDTH * D / 2, "$E$", "$(V, D)$"),
        arrow([(E + WIDTH * D, ROWS[row]), (PICKED - 2, ROWS[row])], "input"),
        matrix(PICKED, TOP + HEIGHT * row, [[""] * D], [["input"] * D], (WIDTH, HEIGHT)),
        text(PICKED + WIDTH * D / 2, ROWS[row] + 36, "vector $v$ of", size=13, cls="soft"),
        text(PICKED + WIDTH * D / 2, ROWS[row] + 54, f"“{SENTENCE[CENTRE]}”", size=13, cls="soft"),
        text(PICKED + WIDTH * D / 2, ROWS[row] - 33, "$(D,)$", size=14, cls="soft"),
    ]


def _scores() -> list[str]:
    """Draw the matrix U and the product of each of its rows with the picked vector."""
    target = VOCABULARY.index(SENTENCE[CONTEXT])
    start = (PICKED + WIDTH * D, ROWS[VOCABULARY.index(SENTENCE[CENTRE])])
    cells = [[f"${score:.1f}$"] for score in SCORES]
    looks = [["output" if k == target else "cell"] for k in range(len(SCORES))]
    return [
        *(path([start, (U, y)], "input thin") for y in ROWS),
        _table(U, target, "output"),
        _head(U + WIDTH * D / 2, "$U$", "$(V, D)$"),
        *(arrow([(U + WIDTH * D, y), (SCORE - 2, y)]) for y in ROWS),
        matrix(SCORE, TOP, cells, looks, (46, HEIGHT)),
        _head(SCORE + 23, "scores", "$(V,)$"),
    ]


def _probabilities() -> list[str]:
    """Draw the softmax of the scores as bars, with the context word marked."""
    total = sum(math.exp(score) for score in SCORES)
    shares = [math.exp(score) / total for score in SCORES]
    target = VOCABULARY.index(SENTENCE[CONTEXT])
    loss = -math.log(shares[target])
    parts = [
        *_words(BARS - 8),
        arrow([(SCORE + 54, ROWS[2]), (BARS - 62, ROWS[2])]),
        text((SCORE + BARS) / 2 - 4, ROWS[2] - 17, "softmax", size=14),
        _head(BARS + 40, "probabilities", "$(V,)$"),
    ]
    for k, (y, share) in enumerate(zip(ROWS, shares, strict=True)):
        parts.append(rect(BARS, y - 11, 170 * share, 22, "output" if k == target else "offset", 3))
        parts.append(text(BARS + 170 * share + 7, y, f"${share:.2f}$", size=14, anchor="start"))
    return [*parts, text(775, 460, f"loss $= -log {shares[target]:.2f} = {loss:.2f}$", size=16)]


def _words(x: float) -> list[str]:
    """Write the vocabulary to the left of x, a word for each row."""
    looks = {SENTENCE[CENTRE]: "strong input", SENTENCE[CONTEXT]: "strong output"}
    return [
        text(x, y, word, size=14, anchor="end", cls=looks.get(word, ""))
        for y, word in zip(ROWS, VOCABULARY, strict=True)
    ]


def _table(x: float, row: int, role: str) -> str:
    """Draw a matrix with one row for each word, one of them emphasised."""
    looks = [[role if k == row else "cell"] * D for k in range(len(VOCABULARY))]
    return matrix(x, TOP, [[""] * D] * len(VOCABULARY), looks, (WIDTH, HEIGHT))


def _head(x: float, name: str, shape: str) -> str:
    """Write the name and the shape of an array above it."""
    size = 20 if "$" in name else 15
    return text(x, TOP - 40, name, size=size) + text(x, TOP - 16, shape, size=14, cls="soft")


def _captions() -> list[str]:
    """Say in words what the steps are."""
    return [
        path([(30, 160), (870, 160)], "faint"),
        text(175, 460, "the centre word picks a row of $E$", size=14, cls="soft"),
        text(500, 460, "one dot product for each row of $U$", size=14, cls="soft"),
    ]
