"""Hangs an attribute on the victim's file."""

# row: own
# aim: write


@attempt
def attribute():
    os.setxattr(TARGETS["victim"], "user.hostile", b"1")
