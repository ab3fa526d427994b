"""Becomes root in a user namespace of its own."""

# row: 52
# aim: claim


@attempt
def user():
    pid = os.fork()
    if pid == 0:
        os._exit(libc.unshare(0x10000000) & 1)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0:
        claim("user namespace")
