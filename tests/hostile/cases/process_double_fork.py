"""Becomes a daemon by forking twice, away from the group and the session."""

# row: 19
# aim: process


@attempt
def away():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            daemon()
        os._exit(0)
