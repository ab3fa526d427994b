"""Becomes another program by its descriptor."""

# row: 41
# aim: write

line = f"cat {TARGETS['secret']} > {TARGETS['writable']}/stolen"
arguments = (ctypes.c_char_p * 4)(b"sh", b"-c", line.encode(), None)
nothing = (ctypes.c_char_p * 1)(None)
shell = os.open("/bin/sh", os.O_RDONLY)
syscall("execveat", shell, b"", arguments, nothing, 0x1000)
