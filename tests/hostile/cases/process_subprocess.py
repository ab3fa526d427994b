"""Starts a program by subprocess."""

# row: 41
# aim: process

import subprocess


@attempt
def start():
    subprocess.Popen(["sleep", TARGETS["marker"]], start_new_session=True)
