"""Leaves a POSIX message queue behind."""

# row: 52
# aim: claim


@attempt
def queue():
    name = b"hostile-" + TARGETS["run"].encode()
    syscall("mq_open", name, os.O_CREAT | os.O_RDWR, 0o666, None)
    claim("mq_open")
    libc.mq_unlink(b"/" + name)
