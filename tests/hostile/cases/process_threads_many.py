"""Starts threads until no more can be started."""

# row: 42
# score: any

import threading
import time


@attempt
def threads():
    for _ in range(2000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
