"""Sends to a Unix socket that has a name but no file."""

# row: 37
# aim: network

import socket


@attempt
def send():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"hello", "\0" + TARGETS["abstract"])
