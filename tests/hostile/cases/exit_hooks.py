"""Says at the end of the process, and when objects die, what it could not say before."""

# row: 51
# aim: write
# score: any

import atexit
import weakref


class Last:
    def __del__(self):
        open(TARGETS["writable"] + "/deleted", "w")


kept = Last()
keeper = Last()
weakref.finalize(keeper, lambda: open(TARGETS["writable"] + "/finalized", "w"))
atexit.register(lambda: open(TARGETS["writable"] + "/atexit", "w"))
del keeper
