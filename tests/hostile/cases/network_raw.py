"""Opens a raw, a packet and a kernel-cryptography socket."""

# row: own
# aim: claim

import socket


@attempt
def raw():
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    claim("raw")


@attempt
def packet():
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    claim("packet")


@attempt
def kernel_crypto():
    socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET, 0)
    claim("alg")
