"""Answers the loading with a thousand failures of megabytes, full of steering characters."""

# row: own
# score: any
# aim: harm

failure = {"types": ["\x1b[31m" * 100] * 100, "text": "\x1b[2J" * 10_000, "cell": 0, "line": 1}
functions = dict.fromkeys(["double", "total", "numerical_slope", "doubles"], False)
forge({"answer": {"functions": functions, "failures": [failure] * 100}})
while True:
    pass
