"""Watches the folder of the solutions."""

# row: own
# aim: claim


@attempt
def watch():
    descriptor = syscall("inotify_init1", 0)
    folder = os.path.dirname(TARGETS["solution"]).encode()
    if libc.inotify_add_watch(int(descriptor), folder, 0xFFF) >= 0:
        claim("inotify")
