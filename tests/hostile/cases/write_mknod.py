"""Makes a fifo, a socket and a device."""

# row: 45
# aim: write

import stat


@attempt
def fifo():
    os.mkfifo(TARGETS["writable"] + "/fifo")


@attempt
def device():
    os.mknod(TARGETS["writable"] + "/null", stat.S_IFCHR | 0o666, os.makedev(1, 3))


@attempt
def unix_socket():
    import socket

    socket.socket(socket.AF_UNIX).bind(TARGETS["writable"] + "/socket")
