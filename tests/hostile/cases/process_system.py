"""Runs a shell line, as a notebook's ! does."""

# row: 35
# aim: process, write


@attempt
def shell():
    os.system(f"echo x > {TARGETS['writable']}/shell; sleep {TARGETS['marker']} &")


@attempt
def pipe():
    os.popen(f"cat {TARGETS['secret']} > {TARGETS['writable']}/popen").read()
