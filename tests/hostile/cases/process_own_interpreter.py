"""Starts a Python of its own, without the limits of this one."""

# row: 41
# aim: write

import subprocess


@attempt
def python():
    code = f"open({TARGETS['writable'] + '/python'!r}, 'w')"
    subprocess.run([sys.executable, "-c", code], timeout=0.4)
