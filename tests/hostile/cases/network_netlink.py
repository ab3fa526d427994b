"""Asks the kernel about the network and its events."""

# row: own
# aim: claim

import socket


@attempt
def route():
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))
    claim("netlink")
