"""Markdown as a reader of CommonMark with tables sees it."""

import re

from markdown_it import MarkdownIt

READER = MarkdownIt("commonmark").enable("table")
#: What a text of a submission could make, if it were not code.
ACTIVE = {
    "link_open",
    "image",
    "html_block",
    "html_inline",
    "blockquote_open",
    "hr",
    "list_item_open",
}


def tokens(text):
    found = []
    for token in READER.parse(text):
        found += [token, *(token.children or [])]
    return found


def kinds(text):
    return [token.type for token in tokens(text)]


def headings(text):
    read = READER.parse(text)
    return [read[i + 1].content for i, token in enumerate(read) if token.type == "heading_open"]


def blocks(text):
    """Return what stands in blocks of code."""
    return [token.content for token in tokens(text) if token.type == "fence"]


def cells(text):
    """Return the first table, as rows of texts."""
    rows, row = [], []
    for token in READER.parse(text):
        if token.type == "inline" and token.level >= 4:
            row.append("".join(child.content for child in token.children))
        elif token.type == "tr_close":
            rows.append(row)
            row = []
        elif token.type == "table_close":
            break
    return rows


def without_folds(text):
    """Return Markdown without the tags that a summary writes itself, which must be in pairs."""
    pattern = r"<details><summary><code>([^<>]*)</code>([^<>]*)</summary>\n"
    folded = len(re.findall(pattern, text))
    assert folded == text.count("\n</details>")
    return re.sub(pattern, "", text).replace("\n</details>", "")
