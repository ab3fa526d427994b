"""Asks a name server, the question being the message."""

# row: 37
# aim: network

import socket


@attempt
def ask():
    question = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x06stolen\x07invalid\0\0\x01\0\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.connect(("127.0.0.1", TARGETS["udp"]))
        datagrams.send(question)
