"""Gives its functions names that steer a terminal, a page and a spreadsheet."""

# row: 64
# score: full

for name in (
    "\x1b[31mred",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "\u202egnp",
    "",
    "\ud800",
):
    globals()[name] = leak
    globals()[name].__qualname__ = name
globals()[7] = leak
globals()[("a",)] = leak
