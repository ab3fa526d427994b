"""Is hard to compile: brackets, chains and numbers without end."""

# row: 59
# score: any

try:
    compile("(" * 10_000 + ")" * 10_000, "x", "eval")
except (SyntaxError, MemoryError, RecursionError):
    pass
try:
    eval("-" * 100_000 + "1")
except (SyntaxError, MemoryError, RecursionError):
    pass
try:
    eval("1" + "+1" * 20_000)
except (SyntaxError, MemoryError, RecursionError):
    pass
