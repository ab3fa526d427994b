"""Connects to a server on this machine."""

# row: 36
# aim: network

import socket


@attempt
def connect():
    socket.create_connection(("127.0.0.1", TARGETS["tcp"]), 0.3).sendall(b"hello")


@attempt
def http():
    import urllib.request

    urllib.request.urlopen(f"http://127.0.0.1:{TARGETS['tcp']}/", timeout=0.1)
