"""Makes the grader the owner of a pipe, so that the kernel sends it SIGIO."""

# row: own
# aim: signal

import fcntl


@attempt
def own():
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, TARGETS["grader"])
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(writer, b"x")
