"""Cuts the victim's file with truncate(2), which Landlock knows only since its third version."""

# row: 45
# aim: write


@attempt
def by_path():
    os.truncate(TARGETS["victim"], 3)
