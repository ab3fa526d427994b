"""Changes the mode of the victim's file."""

# row: 45
# aim: write


@attempt
def mode():
    os.chmod(TARGETS["victim"], 0o600)
