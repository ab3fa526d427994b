"""Opens a port for others to come in."""

# row: 36
# aim: claim

import socket


@attempt
def listen():
    socket.create_server(("127.0.0.1", 0))
    claim("listening")
