"""Becomes another program, which reads the secret and writes it down."""

# row: 41
# aim: write

for descriptor in range(3, 64):  # so that the pipe stays open, and the grader waits
    try:
        os.set_inheritable(descriptor, True)
    except OSError:
        continue
line = f"cat {TARGETS['secret']} > {TARGETS['writable']}/stolen"
os.execv("/bin/sh", ["sh", "-c", line])
