"""Cuts the victim's file through a descriptor."""

# row: 45
# aim: write


@attempt
def by_descriptor():
    os.ftruncate(os.open(TARGETS["victim"], os.O_RDWR), 3)
