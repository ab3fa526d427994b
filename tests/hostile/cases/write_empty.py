"""Creates an empty file and empties one: no byte is written, so a limit on size does not help."""

# row: 45
# aim: write


@attempt
def create():
    os.close(os.open(TARGETS["writable"] + "/empty", os.O_CREAT | os.O_WRONLY))


@attempt
def empty():
    os.close(os.open(TARGETS["victim"], os.O_TRUNC | os.O_WRONLY))
