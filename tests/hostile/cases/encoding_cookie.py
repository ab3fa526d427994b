# -*- coding: raw_unicode_escape -*-
"""Hides code from whoever reads the text in another encoding than Python."""

# row: 60
# score: at most 7

pass  # \u000aopen("/nowhere")


def double(x):
    return None  # \u000a    return 2 * x
