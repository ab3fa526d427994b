"""Sends a datagram to the mapped address of version 6."""

# row: 37
# aim: network

import socket


@attempt
def send():
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"hello", ("::ffff:127.0.0.1", TARGETS["udp"]))
