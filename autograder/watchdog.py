"""A thread that kills a worker whose deadline has passed."""

from __future__ import annotations

import threading
import time
from typing import Protocol

__all__ = ["Watchdog"]

_TICK = 0.05  # seconds between two looks at the clock


class _Killable(Protocol):
    def kill(self) -> None: ...


class Watchdog:
    """Watches one request at a time.

    One thread for all requests: a timer for each would cost as much as the request.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._deadline: float | None = None
        self._victim: _Killable | None = None
        self._thread: threading.Thread | None = None
        self.expired = False

    def arm(self, victim: _Killable, deadline: float) -> None:
        """Kill ``victim`` when the monotonic clock shows ``deadline``, unless disarmed before."""
        with self._changed:
            self._deadline, self._victim = deadline, victim
            self.expired = False
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()

    def disarm(self) -> None:
        """Stop the clock; ``expired`` tells from now on whether it had run out."""
        with self._changed:
            self._deadline = self._victim = None

    def stop(self) -> None:
        """End the thread, until `arm` needs it again."""
        with self._changed:
            self._deadline = self._victim = None
            thread, self._thread = self._thread, None
            self._changed.notify()
        if thread is not None:
            thread.join()

    def _watch(self) -> None:
        me = threading.current_thread()
        with self._changed:
            while self._thread is me:
                if self._deadline is not None and time.monotonic() > self._deadline:
                    assert self._victim is not None
                    self._victim.kill()
                    self.expired, self._deadline = True, None
                self._changed.wait(_TICK)
