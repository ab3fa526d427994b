"""Draw the examples of a check once, keep them, and run the check over them.

Drawing an example costs Hypothesis two milliseconds, running the check on it a hundredth of that.
The examples depend only on the check's source, the seed and the versions, so they are drawn once
and stored as data. Only a check that failed on one of them goes through the engine, which shrinks.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
from hypothesis.errors import UnsatisfiedAssumption

from autograder import __version__, strategies, wire
from autograder.seeds import Seed
from autograder.store import Store, key_of, source_of

__all__ = ["SETTINGS", "Corpus", "Shrinking", "Unstable", "draw", "key_parts", "run_check"]
__all__ += ["run_live", "run_once", "seeded"]

Test = Callable[..., None]

_SHRINK_CALLS = 1000  # to find a smaller example; few find one after that
_KEPT_READ = 128  # checks: those that a class fails, of which the examples are read again and again

#: Same submission, same seed, same score: nothing is remembered, timed, or explained.
SETTINGS = hypothesis.settings(
    max_examples=20,
    database=None,
    deadline=None,
    derandomize=False,  # which CI=true would set
    print_blob=False,
    report_multiple_bugs=False,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink),
    suppress_health_check=list(hypothesis.HealthCheck),
)


def seeded(test: Any, seed: int) -> Any:
    """Give a check its settings and its seed; of its author's settings the examples' number stays.

    ``@settings`` replaces all settings, so that those that it does not name would be Hypothesis's
    own: with a phase that explains, and takes half of the time.
    """
    settings = SETTINGS
    if hasattr(test, "_hypothesis_internal_settings_applied"):
        number = test._hypothesis_internal_use_settings.max_examples
        settings = hypothesis.settings(SETTINGS, max_examples=number)
    test._hypothesis_internal_use_settings = settings
    return hypothesis.seed(seed)(test)


def key_parts(source: Path, seed: Seed) -> list[bytes]:
    """Return all that the examples of the checks of one file depend on."""
    return [
        source.read_bytes(),
        source_of(strategies),
        repr(SETTINGS).encode(),
        seed.id.encode(),
        f"{__version__} {hypothesis.__version__} {np.__version__} {sys.version}".encode(),
    ]


class Corpus:
    """The examples of the checks of one file under one seed.

    Parameters
    ----------
    source : Path
        The file of the checks.
    seed : Seed
    cache : Path or None
        Folder for the stored examples; it is made readable by its owner only.
    handed_out : mapping of str to bytes
        Examples of some checks, which are then not drawn.
    """

    def __init__(
        self, source: Path, seed: Seed, cache: Path | None, handed_out: Mapping[str, bytes]
    ) -> None:
        self._store = Store(cache, source.stem, key_of(key_parts(source, seed)))
        self._handed_out = handed_out

    def examples(self, name: str, test: Any) -> list[dict[str, Any]]:
        """Return the arguments of each example of a check, drawn now or before; fresh copies."""
        stored = self._handed_out.get(name) or self._store.get(name)
        if stored is None:
            stored = wire.dumps(draw(test))
            self._store.put(name, stored)
        return list(_read(stored).load())

    def drawn(self) -> dict[str, bytes]:
        """Return what was drawn, encoded, by check."""
        return self._store.all()

    def save(self) -> None:
        """Store what was drawn."""
        self._store.save()


@functools.lru_cache(_KEPT_READ)
def _read(stored: bytes) -> wire.Frame:
    """Return drawn examples, whose header is then read once for many submissions."""
    return wire.Frame(stored)


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


@dataclass
class Shrinking:
    """How to look for a smaller example than one that fails, and what was found."""

    seconds: float  # that it may take; 0 for none
    #: Called before; returns encoded arguments that are likely to be the smallest, if any are.
    begin: Callable[[], bytes | None] = lambda: None
    found: bytes | None = None  # the arguments that the engine ended with, encoded


def run_check(
    test: Any,
    fixtures: dict[str, Any],
    examples: Callable[[], list[dict[str, Any]] | None],
    shrinking: Shrinking,
) -> None:
    """Run a check over its examples; raise what the smallest failing example raises.

    Parameters
    ----------
    test : function
        A pytest test, under ``@given`` or not.
    fixtures : dict
        Values of its fixtures.
    examples : function
        Returns drawn arguments as fresh copies; None for a test without ``@given``.
    shrinking : Shrinking
        How to go on from one that fails.
    """
    drawn = examples()
    if drawn is None:
        test(**fixtures)
        return
    for number, arguments in enumerate(drawn):
        try:
            run_once(test, fixtures, arguments)
        except UnsatisfiedAssumption:
            continue
        except Exception:
            if shrinking.seconds <= 0:
                raise
            failing = number
            break
    else:
        return
    likely = shrinking.begin()
    if likely is not None:
        with contextlib.suppress(UnsatisfiedAssumption):
            run_once(test, fixtures, wire.loads(likely))
    _search(test, fixtures, shrinking)
    # The engine saw nothing fail: it drew others, if these are of other versions than its own.
    run_once(test, fixtures, (examples() or [])[failing])
    raise Unstable


def run_once(test: Any, fixtures: dict[str, Any], arguments: dict[str, Any]) -> None:
    """Run a check on one example; ``arguments`` are empty for a test without ``@given``."""
    inner = test.hypothesis.inner_test if hasattr(test, "hypothesis") else test
    inner(**fixtures, **arguments)


def run_live(test: Any, fixtures: dict[str, Any], shrink: float) -> None:
    """Run a check by the engine alone: what replaying stored examples must agree with."""
    if hasattr(test, "hypothesis"):
        _search(test, fixtures, Shrinking(shrink))
    else:
        test(**fixtures)


class Unstable(Exception):
    """A submission that does not give the same answer twice."""

    def __init__(self) -> None:
        super().__init__("the same calls gave different answers when they were made again")


class _Enough(BaseException):
    """The engine has looked long enough: it would take an `Exception` for one more failure."""


def _search(test: Any, fixtures: dict[str, Any], shrinking: Shrinking) -> None:
    """Let the engine look for an example that fails, and for a small one; raise what it raises."""
    try:
        with _replaced(test, _within(shrinking, test.hypothesis.inner_test)):
            test(**fixtures)
        return
    except _Enough:
        pass
    assert shrinking.found is not None
    run_once(test, fixtures, wire.loads(shrinking.found))
    raise Unstable


def _within(shrinking: Shrinking, inner: Test) -> Test:
    """End the engine's search for a smaller example after a while.

    It ends after a number of calls, which is the same on a busy machine, and should they be slow
    ones, after some seconds. The time begins with the first example that fails: it would else be
    over before the engine came to the one that is known to fail. What failed before may be tried
    again, by which the engine sees whether a failure is stable.
    """
    begun: float | None = None
    calls = 0
    failed: set[bytes] = set()

    def run(**arguments: Any) -> None:
        nonlocal begun, calls
        key = wire.dumps({k: v for k, v in arguments.items() if not hasattr(v, "begin_example")})
        late = begun is not None and time.monotonic() > begun + shrinking.seconds
        over = late or (begun is not None and calls > _SHRINK_CALLS)
        if over and key not in failed:
            raise _Enough
        try:
            inner(**arguments)
        except UnsatisfiedAssumption:
            raise
        except Exception:
            begun = time.monotonic() if begun is None else begun
            failed.add(key)
            shrinking.found = key
            raise
        finally:
            if begun is not None:
                made = [len(v.calls) for v in arguments.values() if hasattr(v, "begin_example")]
                calls += max(1, sum(made))

    return run


@contextlib.contextmanager
def _replaced(test: Any, inner: Test) -> Iterator[None]:
    previous = test.hypothesis.inner_test
    test.hypothesis.inner_test = inner
    try:
        yield
    finally:
        test.hypothesis.inner_test = previous
