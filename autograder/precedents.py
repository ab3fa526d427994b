"""What came of a check by the same answers before.

A check has one outcome for one set of answers: what passed once passes again, and submissions of a
class, and the versions of one student, fail by the same answers. A digest stands for all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from autograder.profile import Profile, names_lines
from autograder.store import Store, join, split

__all__ = ["Precedents"]

_DIGEST = hashlib.sha256().digest_size
_PASSED = "#passed"  # behind the name of a check: digests of answers by which it was passed
_SMALLEST = "#smallest"  # likewise: the smallest example that fails, by digests of answers
_KEPT_PASSED = 64  # of one check: classes differ in how they round, and not in much more
_KEPT_SMALLEST = 200  # of one check, of the mistakes that a class has in common
_KEPT_SEEN = 256  # of all checks, likewise
_MAX_SEEN = 2**18  # bytes of answers of which it is worth keeping what a check sees


class Precedents:
    """Knows by which answers checks were passed, and what they saw where they were not.

    Parameters
    ----------
    store : function
        Returns where it is kept what came of the checks of a file.
    """

    def __init__(self, store: Callable[[Path], Store]) -> None:
        self._store = store
        self._passed: dict[str, set[bytes]] = {}
        self._smallest: dict[str, dict[str, bytes]] = {}
        self._seen: dict[tuple[str, bytes], Profile] = {}

    def passed(self, path: Path, name: str, digest: bytes) -> bool:
        """Tell whether a check was passed by these answers."""
        return digest in self._passed_by(path, name)

    def keep_passed(self, path: Path, name: str, digest: bytes) -> None:
        digests = self._passed_by(path, name)
        if len(digests) < _KEPT_PASSED:
            digests.add(digest)
            self._store(path).put(name + _PASSED, b"".join(sorted(digests)))

    def _passed_by(self, path: Path, name: str) -> set[bytes]:
        if name not in self._passed:
            stored = self._store(path).get(name + _PASSED) or b""
            parts = (stored[i : i + _DIGEST] for i in range(0, len(stored), _DIGEST))
            self._passed[name] = set(parts)
        return self._passed[name]

    def smallest(self, path: Path, name: str, digest: str) -> bytes | None:
        """Return the smallest example that was found where these answers fail, encoded."""
        return self._smallest_by(path, name).get(digest)

    def keep_smallest(self, path: Path, name: str, digest: str, example: bytes) -> None:
        known = self._smallest_by(path, name)
        if len(known) < _KEPT_SMALLEST:
            known[digest] = example
            self._store(path).put(name + _SMALLEST, join(known))

    def _smallest_by(self, path: Path, name: str) -> dict[str, bytes]:
        if name not in self._smallest:
            self._smallest[name] = split(self._store(path).get(name + _SMALLEST) or b"")
        return self._smallest[name]

    def seen(self, name: str, digest: bytes) -> Profile | None:
        """Return what a check saw of these answers."""
        return self._seen.get((name, digest))

    def keep_seen(self, name: str, digest: bytes, profile: Profile, size: int) -> None:
        """Keep what a check saw of answers of a size in bytes, if it is of nobody alone."""
        if size > _MAX_SEEN or names_lines(profile):
            return
        if len(self._seen) == _KEPT_SEEN:
            del self._seen[next(iter(self._seen))]
        self._seen[name, digest] = profile
