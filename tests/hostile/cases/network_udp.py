"""Sends a datagram."""

# row: 37
# aim: network

import socket


@attempt
def send():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"hello", ("127.0.0.1", TARGETS["udp"]))
