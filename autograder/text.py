"""Make text of a submission safe to show in a terminal, a log, a spreadsheet or a page.

This module imports nothing of the project.
"""

from __future__ import annotations

import re

__all__ = ["plain", "plain_line"]

_LIMIT = 4000
_REMARK = 40  # characters that a remark on what is left out may need
_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    # OSC, DCS, SOS, PM and APC: titles, links, the clipboard
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x9c|\x1b\\)?"
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, and Unicode's Default_Ignorable_Code_Point: bidi, zero width, fillers, variation
# selectors, tags. None of them is seen, and each changes what the rest looks like or means.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# GitHub reads "::" at the start of a line as a command, Azure "##vso[" and both "##[" anywhere.
# A space breaks them: it is seen, it is ASCII, and it changes the meaning of nearly no Python.
_COMMAND = re.compile(r"^[^\S\n]*:(?=:)|##(?=\[|vso\[)", re.MULTILINE | re.IGNORECASE)


def plain(text: str, limit: int = _LIMIT) -> str:
    """Return at most ``limit`` characters of ``text``, without what is unseen or acts.

    Escape sequences, controls other than newline and tab, and invisible characters are left out,
    lone surrogates become U+FFFD, and workflow commands get a space. Applying it again changes
    nothing.
    """
    head = text[: 4 * limit + 1000]  # the rest is cut in any case, however much is left out of it
    head = _LINE_END.sub("\n", _ESCAPE_SEQUENCE.sub("", head))
    head = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", head))
    head = _COMMAND.sub(r"\g<0> ", head)
    return _cut(head, limit, max(0, len(text) - 4 * limit - 1000))


def plain_line(text: str, limit: int = 200) -> str:
    """Return `plain` text in one line."""
    return plain(text, limit).replace("\n", " ").replace("\t", " ")


def _cut(text: str, limit: int, more: int) -> str:
    if len(text) <= limit and not more:
        return text
    if limit < 2 * _REMARK:
        return text[: limit - 1] + "…"
    kept = text[: limit - _REMARK]
    return f"{kept}… ({len(text) + more - len(kept)} more characters)"
