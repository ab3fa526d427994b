"""Looks for the checks and for the reports of others beside them."""

# row: 14
# aim: leak, claim


@attempt
def checks():
    if "def test_" in open(TARGETS["checks"]).read():
        claim("checks")


@attempt
def neighbours():
    root = TARGETS["solution"].split("/course/")[0]
    texts = []
    for folder, _, files in os.walk(root):
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                texts.append(file.read(100_000))
    if texts:
        claim(len(texts))
    return b"".join(texts)
