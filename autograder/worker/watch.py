"""What the submission prints and warns of."""

from __future__ import annotations

import io
import sys
import warnings

__all__ = ["MAX_PRINTED", "Printed", "Watch"]

MAX_PRINTED = 4000  # characters that cross


class Printed(io.TextIOBase):
    """Keeps the first characters of what is printed."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self._room = MAX_PRINTED

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)
        return len(text)


class Watch:
    """Notes what calls print and warn of, each by itself.

    To catch warnings costs as much as a short call, so that they are caught for many calls at once.
    Only a call that changed the filters of warnings makes the next one begin anew.
    """

    def __enter__(self) -> Watch:
        self._streams = sys.stdout, sys.stderr
        self._catch()
        return self

    def __exit__(self, *_: object) -> None:
        self._catching.__exit__(None, None, None)
        sys.stdout, sys.stderr = self._streams

    def begin(self) -> None:
        """Watch a call."""
        if (*_handling(), warnings.filters) != self._handling:
            self._catching.__exit__(None, None, None)
            self._catch()
        self._warned.clear()
        self._parts: list[str] = []
        sys.stdout = sys.stderr = Printed(self._parts)

    def end(self) -> tuple[list[str], list[warnings.WarningMessage]]:
        """Return what the call printed and warned of."""
        sys.stdout, sys.stderr = self._streams
        return self._parts, self._warned

    def _catch(self) -> None:
        self._catching = warnings.catch_warnings(record=True)
        self._warned = self._catching.__enter__()
        warnings.simplefilter("always")
        self._handling = (*_handling(), warnings.filters[:])


def _handling() -> tuple[object, ...]:
    """Return what decides, beside the filters, where a warning goes."""
    return id(warnings.filters), warnings.showwarning, getattr(warnings, "_showwarnmsg_impl", None)
