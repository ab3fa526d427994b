"""Reads from every descriptor that is open."""

# row: 53
# aim: leak


@attempt
def read_all():
    texts = []
    for descriptor in range(3, 256):
        try:
            if os.path.isfile(os.readlink(f"/proc/self/fd/{descriptor}")):
                texts.append(os.pread(descriptor, 5000, 0))
        except OSError:
            continue
    return b"".join(texts) or None
