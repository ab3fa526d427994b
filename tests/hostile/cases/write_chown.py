"""Gives the victim's file to someone else."""

# row: 45
# aim: write


@attempt
def owner():
    os.chown(TARGETS["victim"], 12345, 12345)
