"""Run a check over stored examples, with the calls that can be foreseen made in one message."""

from __future__ import annotations

import hashlib
import itertools
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from autograder import answers, compare, profile, recording, shipped, wire
from autograder.answers import Answer
from autograder.checks import check_of
from autograder.corpus import Corpus, Shrinking, key_parts, run_check, run_live, run_once
from autograder.functions import Call, Functions
from autograder.plan import Plan
from autograder.process import WorkerProcess
from autograder.profile import Profile, take
from autograder.recording import SUBMISSION, Entry, Recording, Tape
from autograder.sources import GradingSources
from autograder.store import Store, join, key_of, source_of, split

__all__ = ["Replay"]

_PASSED = "#passed"  # behind the name of a check: digests of answers by which it was passed
_SMALLEST = "#smallest"  # likewise: the smallest example that fails, by digests of answers
_KEPT_SMALLEST = 200  # of one check, of the mistakes that a class has in common
_KEPT_DIGESTS = 64  # of one check: classes differ in how they round, and not in much more
#: What calls and answers are recorded and written by.
_DECIDING = (answers, compare, recording, wire)
#: What decides, beside that, what a check sees of a mistake.
_SEEING = (profile,)
_FORESEEN_BYTES = 2**20  # of calls of several checks that share a message
_BATCH_BYTES = 8 * 2**20  # of calls that share a message; far below what a frame may hold


class Replay:
    """Runs the checks of a session.

    Where there are solutions, the reference stands in for a submission when a check is recorded.
    Elsewhere a check is recorded when the student's own submission passes it.
    """

    def __init__(self, plan: Plan, sources: GradingSources) -> None:
        self._plan = plan
        self._sources = sources
        self._corpora: dict[Path, Corpus] = {}
        self._stores: dict[tuple[Path, str], Store] = {}
        self._received: dict[Path, dict[str, bytes]] = {}
        self._recordings: dict[str, Recording | None] = {}
        self._digests: dict[str, set[bytes]] = {}
        self._smallest: dict[str, dict[str, bytes]] = {}  # of each check, by its answers
        self._asked: tuple[str, _Ahead] | None = None  # by `passed`, for `run`
        self._foreseen: dict[str, tuple[Any, wire.Batch]] = {}  # answers of a backend, by check
        self._joined: dict[tuple[str, ...], wire.Batch] = {}  # the calls of several checks

    def begin(self) -> None:
        """Forget what workers of another submission said."""
        self._foreseen.clear()

    def foresee(self, problem: str, checks: Iterable[tuple[Path, str]]) -> None:
        """Make the recorded calls of several checks in few messages, for `passed` and `run`.

        What is not answered in time is left to each check by itself.
        """
        backend = self._sources.backend
        if self._plan.live or not self._plan.record or not isinstance(backend, WorkerProcess):
            return
        known = {name: self._known(path, name) for path, name in checks}
        calls = {name: _batches_of(each) for name, each in known.items() if each is not None}
        for names in _together({n: parts[0] for n, parts in calls.items() if len(parts) == 1}):
            parts = [calls[name][0] for name in names]
            if names not in self._joined:
                self._joined[names] = wire.Batch.join(parts)
            said = backend.call_many(problem, self._joined[names])
            if said is None:
                return
            split = said.split([len(part) for part in parts])
            self._foreseen |= {n: (backend, part) for n, part in zip(names, split, strict=True)}

    def passed(self, path: Path, name: str, test: Any) -> Functions | None:
        """Make the recorded calls of a check; return their log if such answers pass it.

        None leaves it to `run` to tell, which has the answers then. Only for a check whose fixtures
        are those of `recording.ROLES`, as none is set up.
        """
        self._asked = None
        replayed = self._plan.record and not self._plan.live
        known = self._known(path, name) if replayed else None
        problem = name.partition("::")[0]
        ahead = self._ahead(known, name, test) if known is not None else None
        if ahead is None:
            return None
        if ahead.digest not in self._passed(path, name):
            self._asked = name, ahead
            return None
        submission = self._sources.submission(problem)
        ahead.log_last(submission)
        return submission

    def run(
        self, path: Path, name: str, test: Any, fixtures: dict[str, Any], seconds: float
    ) -> None:
        """Run a check; raise what it raises on the smallest failing example.

        ``seconds`` is the time that looking for a smaller example may take.
        """
        if self._plan.live:
            run_live(test, fixtures, seconds)
            return
        asked, self._asked = self._asked, None
        submission = fixtures.get(SUBMISSION)
        tape = ahead = None
        if isinstance(submission, Functions) and self._plan.record:
            known = self._recording(path, name, test, fixtures)
            if known is not None:
                if asked is not None and asked[0] == name:
                    ahead = asked[1]
                else:
                    ahead = self._ahead(known, name, test)
                submission.memory = ahead
                for role, said in known.answers.items():
                    fixtures[role].memory = _Memo(said)
            elif not self._plan.reference:
                tape = Tape()
                submission.memory = tape.track(SUBMISSION)

        failed_by = ""

        def begin() -> bytes | None:
            nonlocal failed_by
            _forget(fixtures)
            failed_by = ahead.said() if ahead is not None else ""
            return self._smallest_of(path, name).get(failed_by)

        shrinking = Shrinking(seconds, begin)
        try:
            run_check(test, fixtures, lambda: self._examples(path, name, test), shrinking)
        finally:
            _forget(fixtures)
            if failed_by:
                self._keep_smallest(path, name, failed_by, shrinking)
        if tape is not None:
            self._keep(path, name, test, fixtures, tape)
        if ahead is not None and ahead.is_all:
            self._keep_passed(path, name, ahead.digest)

    def _ahead(self, known: Recording, name: str, test: Any) -> _Ahead | None:
        """Make the calls that are known beforehand, unless they were made."""
        backend = self._sources.backend
        problem = name.partition("::")[0]
        check = check_of(test)
        assert check is not None
        foreseen, said = self._foreseen.pop(name, (None, None))
        if said is not None and foreseen is backend:
            return _Ahead(known, backend, problem, check.exercise, [said])
        # An exercise that hung once is asked call by call: a batch would hang too.
        if isinstance(backend, WorkerProcess) and not self._sources.stops.get(
            (problem, check.exercise)
        ):
            return _Ahead(known, backend, problem, check.exercise)
        return None

    # A check has one outcome for one set of answers. What passed once passes again.

    def _passed(self, path: Path, name: str) -> set[bytes]:
        if name not in self._digests:
            stored = self._store(path).get(name + _PASSED) or b""
            size = hashlib.sha256().digest_size
            self._digests[name] = {stored[i : i + size] for i in range(0, len(stored), size)}
        return self._digests[name]

    def _keep_passed(self, path: Path, name: str, digest: bytes) -> None:
        digests = self._passed(path, name)
        if len(digests) < _KEPT_DIGESTS:
            digests.add(digest)
            self._store(path).put(name + _PASSED, b"".join(sorted(digests)))

    # Submissions of a class, and the versions of one student, fail by the same answers.

    def _smallest_of(self, path: Path, name: str) -> dict[str, bytes]:
        if name not in self._smallest:
            self._smallest[name] = split(self._store(path).get(name + _SMALLEST) or b"")
        return self._smallest[name]

    def _keep_smallest(self, path: Path, name: str, said: str, found: Shrinking) -> None:
        known = self._smallest_of(path, name)
        if found.found is None or len(known) >= _KEPT_SMALLEST:
            return
        known[said] = found.found
        self._store(path).put(name + _SMALLEST, join(known))

    def look(
        self,
        path: Path,
        name: str,
        test: Any,
        fixtures: dict[str, Any],
        backend: Any,
        numbers: Sequence[int] | None,
    ) -> Profile:
        """Return what a check sees of a backend on the examples of these numbers, or on all."""
        check = check_of(test)
        assert check is not None
        known = None if self._plan.live else self._recording(path, name, test, fixtures)
        ahead = None
        if known is not None:
            if numbers is not None:
                known = Recording([known.calls[n] for n in numbers], known.answers)
            ahead = _Ahead(known, backend, name.partition("::")[0], check.exercise)
            for role, said in known.answers.items():
                fixtures[role].memory = _Memo(said)
        examples = self._examples(path, name, test)
        if examples is not None and numbers is not None:
            examples = [examples[n] for n in numbers]
        try:
            return take(test, fixtures, examples, check.exercise, ahead)
        finally:
            _forget(fixtures)

    def save(self) -> None:
        """Store what was drawn and recorded."""
        for corpus in self._corpora.values():
            corpus.save()
        for store in self._stores.values():
            store.save()

    def _examples(self, path: Path, name: str, test: Any) -> list[dict[str, Any]] | None:
        if not hasattr(test, "hypothesis"):
            return None
        if path not in self._corpora:
            handed_out = self._handed_out(path)
            self._corpora[path] = Corpus(path, self._plan.seed, self._plan.cache, handed_out)
        return self._corpora[path].examples(name, test)

    def _handed_out(self, path: Path) -> dict[str, bytes]:
        """Return the examples that a student got with the checks."""
        if self._plan.reference or not self._plan.seed.public:
            return {}
        if path not in self._received:
            self._received[path] = shipped.read(path)
        return self._received[path]

    # Recordings

    def _recording(
        self, path: Path, name: str, test: Any, fixtures: dict[str, Any]
    ) -> Recording | None:
        known = self._known(path, name)
        if known is None and self._plan.reference and name not in self._recordings:
            self._recordings[name] = None
            self._record(path, name, test, fixtures)
            known = self._recordings[name]
        return known

    def _known(self, path: Path, name: str) -> Recording | None:
        """Return the recording of a check, if there is one already."""
        if name not in self._recordings:
            stored = self._store(path).get(name)
            if stored is None:
                return None
            self._recordings[name] = Recording.loads(stored)
        return self._recordings[name]

    def _record(self, path: Path, name: str, test: Any, fixtures: dict[str, Any]) -> None:
        """Record a check with the reference in place of the submission."""
        tape = Tape()
        staged = {**fixtures, **self._sources.stage(name.partition("::")[0], fixtures.keys())}
        for role in set(recording.ROLES) & staged.keys():
            staged[role].memory = tape.track(role)
        try:
            run_check(test, staged, lambda: self._examples(path, name, test), Shrinking(0.0))
        except Exception:  # a check that its reference fails has nothing to be recorded
            return
        self._keep(path, name, test, staged, tape)

    def _keep(self, path: Path, name: str, test: Any, fixtures: dict[str, Any], tape: Tape) -> None:
        examples = self._examples(path, name, test) or [{}]
        calls = recording.distil(
            lambda staged, arguments: run_once(test, staged, arguments),
            fixtures,
            examples,
            tape,
            name.partition("::")[0],
        )
        recorded = Recording(calls, _answers(tape))
        data = recorded.dumps()
        try:
            self._recordings[name] = Recording.loads(data)
        except (wire.WireError, TypeError):  # larger than a frame may be
            return
        self._store(path).put(name, data)

    def mistakes(self, path: Path) -> Store:
        """Return where it is kept what the checks of a file see of known mistakes."""
        return self._store(path, "mistakes", _SEEING)

    def _store(self, path: Path, kind: str = "", more: Iterable[ModuleType] = ()) -> Store:
        kind = kind or ("answers" if self._plan.reference else "calls")
        if (path, kind) not in self._stores:
            parts = [*key_parts(path, self._plan.seed)]
            parts += map(source_of, (*_DECIDING, *more))
            parts += self._handed_out(path).values()
            if self._plan.reference:
                parts += self._sources.texts(path.stem.removeprefix("test_"))
            cache = None if self._plan.live else self._plan.cache
            self._stores[path, kind] = Store(cache, f"{path.stem}-{kind}", key_of(parts))
        return self._stores[path, kind]


def _forget(fixtures: dict[str, Any]) -> None:
    for role in set(recording.ROLES) & fixtures.keys():
        if isinstance(fixtures[role], Functions):
            fixtures[role].memory = None


class _Batching(Protocol):
    """Something that makes many calls at once, as a worker does."""

    def call_many(self, problem: str, batch: wire.Batch) -> wire.Batch | None: ...

    def decoded(self, problem: str, frame: bytes) -> Answer | None: ...


class _Ahead:
    """The answers of a worker to recorded calls, each for one call of the check.

    The calls of the first example are made alone, where not all of them were made before: most
    checks that fail do so on it.
    """

    def __init__(
        self,
        known: Recording,
        backend: Any,
        problem: str,
        exercise: str,
        said: list[wire.Batch] | None = None,
    ) -> None:
        self._known = known
        self._decoded = backend.decoded
        self._problem = problem
        self._exercise = exercise
        self._batches = said or []
        self._asking = iter(()) if said else _ask(backend, problem, known)
        self._frames = itertools.chain.from_iterable(self._heard())
        self._answers: list[list[bytes | None]] = []  # of the examples up to the present one
        self._more: list[tuple[bytes | None, Answer]] = []  # calls that could not be foreseen
        self._example = -1
        self._at = 0

    def _heard(self) -> Iterator[wire.Batch]:
        for number in itertools.count():
            if number == len(self._batches) and not self._ask_more():
                return
            yield self._batches[number]

    def _ask_more(self) -> bool:
        said = next(self._asking, None)
        if said is not None:
            self._batches.append(said)
        return said is not None

    @cached_property
    def digest(self) -> bytes:
        """A hash of the answers to all calls; nothing if some were not in time."""
        while self._ask_more():
            pass
        whole = sum(map(len, self._batches)) == self._known.count
        return _digest(self._batches) if whole else b""

    @property
    def is_all(self) -> bool:
        """Whether the check has made no call but these, all of which were answered."""
        return bool(self.digest) and not self._more

    def said(self) -> str:
        """Return a hash of all answers that there were; an empty text if some were not in time."""
        digest = hashlib.sha256(self.digest)
        for frame, answer in self._more:
            digest.update(frame or b"")
            digest.update(wire.dumps(answers.as_data(answer)))
        return digest.hexdigest() if self.digest else ""

    def log_last(self, submission: Functions) -> None:
        """Log what the check would have left: the first call of the last example."""
        submission.examples = len(self._known.calls)
        calls = self._known.calls[-1]
        answers = self._batches[-1].last(len(calls)) if calls else []
        for frame, answer in zip(calls, answers, strict=True):
            name = wire.loads(frame)[0]
            decoded = self._decoded(self._problem, answer)
            if name == self._exercise and decoded is not None:
                submission.log(Call(name, frame, decoded))
                return

    def begin_example(self) -> None:
        self._example += 1
        self._at = 0

    def recall(self, name: str, frame: bytes | None) -> Answer | None:
        calls = self._known.calls
        if frame is None or self._example >= len(calls):
            return None
        try:
            index = calls[self._example].index(frame, self._at)
        except ValueError:
            return None
        self._at = index + 1
        while len(self._answers) <= self._example:
            self._answers.append([next(self._frames, None) for _ in calls[len(self._answers)]])
        answer = self._answers[self._example][index]
        return None if answer is None else self._decoded(self._problem, answer)

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None:
        self._more.append((frame, answer))


def _digest(batches: Sequence[wire.Batch]) -> bytes:
    """Return a hash of answers, however they are joined."""
    sizes = [size for batch in batches for size in batch.sizes]
    digest = hashlib.sha256(array("Q", [len(sizes), *sizes]))
    for batch in batches:
        digest.update(batch.joined)
    return digest.digest()


def _ask(backend: _Batching, problem: str, known: Recording) -> Iterator[wire.Batch]:
    """Yield the answers to the recorded calls, as far as they come."""
    first, *rest = _batches_of(known) or [wire.Batch.of([])]
    alone = len(known.calls[0]) if known.calls else 0
    for batch in (*first.split([alone, len(first) - alone]), *rest):
        if len(batch):
            said = backend.call_many(problem, batch)
            if said is None:
                return
            yield said


def _batches_of(known: Recording) -> list[wire.Batch]:
    """Return the calls of a check as they are sent."""
    if known.batches is None:
        known.batches = list(_batches(known.calls))
    return known.batches


def _together(batches: Mapping[str, wire.Batch]) -> Iterator[tuple[str, ...]]:
    """Yield names of checks whose calls share a message."""
    names: list[str] = []
    size = 0
    for name, batch in batches.items():
        if names and size + len(batch.joined) > _FORESEEN_BYTES:
            yield tuple(names)
            names, size = [], 0
        names.append(name)
        size += len(batch.joined)
    if names:
        yield tuple(names)


def _batches(examples: Iterable[list[bytes]]) -> Iterator[wire.Batch]:
    """Join the calls of a check; those of one example share a message."""
    together: list[bytes] = []
    size = 0
    for calls in examples:
        more = sum(map(len, calls))
        if together and size + more > _BATCH_BYTES:
            yield wire.Batch.of(together)
            together, size = [], 0
        together += calls
        size += more
    if together:
        yield wire.Batch.of(together)


class _Memo:
    """The answers that the staff's code gave when the check was recorded, as fresh copies."""

    def __init__(self, known: dict[bytes, bytes]) -> None:
        self._answers = known

    def begin_example(self) -> None:
        """An answer is the same in every example."""

    def recall(self, name: str, frame: bytes | None) -> Answer | None:
        known = self._answers.get(frame) if frame is not None else None
        return None if known is None else answers.from_data(wire.loads(known))

    def note(self, name: str, frame: bytes | None, answer: Answer) -> None:
        """Only a recording adds answers: what a submission makes a check ask would have no end."""


def _answers(tape: Tape) -> dict[str, dict[bytes, bytes]]:
    found: dict[str, dict[bytes, bytes]] = {}
    entries: list[Entry] = [entry for example in tape.examples for entry in example]
    for entry in entries:
        if entry.role != SUBMISSION and entry.frame is not None:
            data = answers.as_data(entry.answer)
            found.setdefault(entry.role, {})[entry.frame] = wire.dumps(data)
    return found
