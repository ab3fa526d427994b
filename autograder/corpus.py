"""Draw the examples of a check once, keep them, and run the check over them.

Drawing an example costs Hypothesis two milliseconds, running the check on it a hundredth of that.
The examples depend only on the check's source, the seed and the versions, so they are drawn once
and stored as data. Only a check that failed on one of them goes through the engine, which shrinks.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
from hypothesis.errors import UnsatisfiedAssumption

from autograder import __version__, strategies, wire
from autograder.seeds import Seed

__all__ = ["SETTINGS", "Corpus", "Unstable", "default_cache", "draw", "run_check", "seeded"]

Test = Callable[..., None]

#: Same submission, same seed, same score: nothing is remembered, timed, or explained.
SETTINGS = hypothesis.settings(
    max_examples=20,
    database=None,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink),
    suppress_health_check=list(hypothesis.HealthCheck),
)


def seeded(test: Any, seed: int) -> Any:
    """Give a check its settings and its seed; settings of its author stay."""
    if not hasattr(test, "_hypothesis_internal_settings_applied"):
        test = SETTINGS(test)
    return hypothesis.seed(seed)(test)


def default_cache() -> Path:
    """Return the folder in which examples are kept, by the platform's custom."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home()))
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "propgrade"


class Corpus:
    """The examples of the checks of one file under one seed.

    Parameters
    ----------
    source : Path
        The file of the checks.
    seed : Seed
    cache : Path or None
        Folder for the stored examples; it is made readable by its owner only.
    """

    def __init__(self, source: Path, seed: Seed, cache: Path | None) -> None:
        self._seed = seed
        self._file = cache / f"{source.stem}-{self._key(source)}" if cache else None
        self._stored: dict[str, bytes] | None = None
        self._grown = False

    def _key(self, source: Path) -> str:
        digest = hashlib.sha256()
        for part in (
            source.read_bytes(),
            inspect.getsource(strategies).encode(),
            repr(SETTINGS).encode(),
            self._seed.id.encode(),
            f"{__version__} {hypothesis.__version__} {np.__version__} {sys.version}".encode(),
        ):
            digest.update(hashlib.sha256(part).digest())
        return digest.hexdigest()[:32]

    def examples(self, name: str, test: Any) -> list[dict[str, Any]]:
        """Return the arguments of each example of a check, drawn now or before; fresh copies."""
        if self._stored is None:
            self._stored = self._read()
        if name not in self._stored:
            self._stored[name] = wire.dumps(draw(test))
            self._grown = True
        return list(wire.loads(self._stored[name]))

    def save(self) -> None:
        """Store what was drawn; a reader sees the old file or the new one, never a part."""
        if self._file is None or not self._grown or self._stored is None:
            return
        with contextlib.suppress(OSError):  # a cache that cannot be written costs only time
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._file.parent)
            with os.fdopen(handle, "wb") as stream:
                packed = {k: np.frombuffer(v, np.uint8) for k, v in self._stored.items()}
                stream.write(wire.dumps(packed))
            os.replace(part, self._file)
            self._grown = False

    def _read(self) -> dict[str, bytes]:
        if self._file is None:
            return {}
        try:
            stored = wire.loads(self._file.read_bytes())
            return {name: packed.tobytes() for name, packed in stored.items()}
        except (OSError, wire.WireError, AttributeError):  # absent or cut off: draw again
            return {}


def draw(test: Any) -> list[dict[str, Any]]:
    """Let the engine draw the examples of a check without running its body."""
    drawn: list[dict[str, Any]] = []
    wanted = set(inspect.signature(test.hypothesis.inner_test).parameters)
    fixtures = set(inspect.signature(test).parameters)

    def record(**arguments: Any) -> None:
        drawn.append({name: arguments[name] for name in wanted - fixtures})

    with _replaced(test, record):
        test(**dict.fromkeys(fixtures))
    return drawn


def run_check(
    test: Any, fixtures: dict[str, Any], examples: list[dict[str, Any]] | None, shrink: float
) -> None:
    """Run a check over its examples; raise what the smallest failing example raises.

    Parameters
    ----------
    test : function
        A pytest test, under ``@given`` or not.
    fixtures : dict
        Values of its fixtures.
    examples : list of dict or None
        Drawn arguments; None for a test without ``@given``.
    shrink : float
        Seconds that looking for a smaller example may take; 0 for none.
    """
    if examples is None:
        test(**fixtures)
        return
    inner = test.hypothesis.inner_test
    for arguments in examples:
        try:
            inner(**fixtures, **arguments)
        except UnsatisfiedAssumption:
            continue
        except Exception:
            if shrink <= 0:
                raise
            break
    else:
        return
    with _replaced(test, _within(shrink, inner)):
        test(**fixtures)
    # The engine drew the same examples and saw none fail.
    raise Unstable("the same calls gave different answers when they were made again")


class Unstable(Exception):
    """A submission that does not give the same answer twice."""


def _within(seconds: float, inner: Test) -> Test:
    """Let no example but the failing ones so far fail after ``seconds``: shrinking then ends."""
    end = time.monotonic() + seconds
    failed: set[bytes] = set()

    def run(**arguments: Any) -> None:
        key = wire.dumps({k: v for k, v in arguments.items() if not hasattr(v, "begin_example")})
        if time.monotonic() > end and key not in failed:
            return
        try:
            inner(**arguments)
        except UnsatisfiedAssumption:
            raise
        except Exception:
            failed.add(key)
            raise

    return run


@contextlib.contextmanager
def _replaced(test: Any, inner: Test) -> Iterator[None]:
    previous = test.hypothesis.inner_test
    test.hypothesis.inner_test = inner
    try:
        yield
    finally:
        test.hypothesis.inner_test = previous
