"""Writes files where it can: its folder, /tmp, /dev/shm, the file of another."""

# row: 45
# aim: write


@attempt
def new():
    open(TARGETS["writable"] + "/new", "w").write("x")


@attempt
def victim():
    open(TARGETS["victim"], "w").write("overwritten")


@attempt
def temporary():
    open(f"/tmp/hostile-{TARGETS['run']}", "w").write("x")


@attempt
def shared_memory():
    open(f"/dev/shm/hostile-{TARGETS['run']}", "w").write("x")


@attempt
def here():
    open(f"here-{TARGETS['run']}", "w").write("x")
