"""Mounts a file system over a folder, by the old interface and by the new one."""

# row: 52
# aim: claim


@attempt
def old():
    folder = (TARGETS["writable"] + "/mounted").encode()
    os.mkdir(folder)
    syscall("mount", b"none", folder, b"tmpfs", 0, None)
    libc.umount2(folder, 2)
    claim("mount")


@attempt
def new():
    syscall("fsopen", b"tmpfs", 0)
    claim("fsopen")


@attempt
def tree():
    syscall("open_tree", -100, b"/", 1)
    claim("open_tree")
