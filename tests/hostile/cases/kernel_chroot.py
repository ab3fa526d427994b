"""Changes its root, which a set-user-id program would believe."""

# row: 52
# aim: claim


@attempt
def root():
    syscall("chroot", b"/")
    claim("chroot")
