"""Uses a pair of sockets to send to the abstract address."""

# row: 37
# aim: network

import socket


@attempt
def send():
    left, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    left.sendto(b"hello", "\0" + TARGETS["abstract"])
