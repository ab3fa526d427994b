"""Opens again what the grader has open."""

# row: 38
# aim: leak


@attempt
def through_proc():
    return open(f"/proc/{TARGETS['grader']}/fd/{TARGETS['grader_fd']}").read()


@attempt
def every_one():
    folder = f"/proc/{TARGETS['grader']}/fd"
    texts = []
    for name in os.listdir(folder):
        path = os.readlink(f"{folder}/{name}")
        if path.startswith("/") and os.path.isfile(path):
            texts.append(open(path, "rb").read(1000))
    return b" ".join(texts)
