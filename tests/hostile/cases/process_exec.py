"""Becomes another program, which reads the secret and writes it down."""

# row: 41
# aim: write

line = f"cat {TARGETS['secret']} > {TARGETS['writable']}/stolen"
os.execv("/bin/sh", ["sh", "-c", line])
