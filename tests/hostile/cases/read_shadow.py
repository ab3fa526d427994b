"""Reads what only root may read."""

# row: 52
# aim: claim


@attempt
def shadow():
    try:
        os.setuid(0)
    except OSError:
        pass
    if open("/etc/shadow").read():
        claim("shadow")
