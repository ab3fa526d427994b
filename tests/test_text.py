"""Text of a submission is shown as what it says, and does nothing."""

import re
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.text import plain, plain_line

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=300,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

SNIPPETS = [
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://x\x1b\\",
    "\x9b2J",
    "\x1b",
    "\x9d",
    "\n",
]
SNIPPETS += ["::", ":", " ", "\t", "##[", "##vso[", "\r", "\u2028", "\u202e", "\u200b", "\ud800"]
SNIPPETS += ["\U000e0041", "[red]", "plain words", "é", "\x07", "\x00", "#", "["]
hostile = st.lists(
    st.one_of(st.sampled_from(SNIPPETS), st.text(st.characters(), max_size=4)), max_size=30
).map("".join)
ordinary = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
    | st.sampled_from(["\n", "\t"])
).filter(
    lambda s: "::" not in s and "##" not in s and not re.search("[\u115f\u1160\u3164\uffa0]", s)
)
limits = st.integers(1, 200)


def forbidden(text):
    """Return the characters that nothing shown may hold."""
    return [
        c
        for c in text
        if (c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp"))
        or unicodedata.bidirectional(c) in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI")
        or "\U000e0000" <= c <= "\U000e0fff"
        or c in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
    ]


@EXAMPLES
@given(hostile, limits)
def test_text_is_short_and_holds_nothing_that_acts(text, limit):
    shown = plain(text, limit)
    assert len(shown) <= limit
    assert not forbidden(shown)
    assert not re.search(r"^\s*::|##\[|##vso\[", shown, re.MULTILINE)


@EXAMPLES
@given(hostile, limits)
def test_once_is_enough(text, limit):
    assert plain(plain(text, limit), limit) == plain(text, limit)
    assert plain_line(plain_line(text, limit), limit) == plain_line(text, limit)


@EXAMPLES
@given(ordinary)
def test_ordinary_text_stays(text):
    assert plain(text, len(text) + 1) == text


@EXAMPLES
@given(hostile, limits)
def test_a_line_is_one_line(text, limit):
    assert len(plain_line(text, limit).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[1;31mred\x1b[0m b", "ared b"),
        ("\x1b]0;owned\x07x", "x"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0\x1b\\x", "x"),
        ("\x9b31mred", "red"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("abc\u202edef\u200b\U000e0041", "abcdef"),
        ("a\udcffb", "a\ufffdb"),
        ("::set-output name=x::1", ": :set-output name=x::1"),
        ("x\n \t::error::y", "x\n \t: :error::y"),
        (":\u200b:warning::", ": :warning::"),
        ("a ##[group]b ##VSO[task]", "a ## [group]b ## VSO[task]"),
        ("x[1::2]  # 100 % done", "x[1::2]  # 100 % done"),
        ("naïve [red]Übung[/] 数 λ²", "naïve [red]Übung[/] 数 λ²"),
    ],
)
def test_texts(text, shown):
    assert plain(text) == shown


def test_it_says_how_much_is_left_out():
    assert plain("a" * 1000, 100) == "a" * 60 + "… (940 more characters)"
    assert plain("a" * 10**6, 100) == "a" * 60 + "… (999940 more characters)"
    assert plain("a" * 50, 10) == "a" * 9 + "…"


@pytest.mark.parametrize(
    "unit", ["a", "\n", " ", "\x1b]", "\x1b[", "\x9d", "#", "##[", "\u200b", ":", "\n ", "\x1b[0"]
)
def test_megabytes_take_no_time(unit):
    text = unit * (4 * 2**20 // len(unit))
    begun = time.process_time()
    plain(text)
    plain(text[: 2**20], 2**20)
    assert time.process_time() - begun < 3
