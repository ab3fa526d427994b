"""Run a check over stored examples, with the calls that can be foreseen made in one message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from autograder import answers, recording, wire
from autograder.ahead import Ahead, batches_of, together
from autograder.answers import Answer
from autograder.checks import check_of
from autograder.corpus import Shrinking, run_check, run_live, run_once
from autograder.functions import Functions
from autograder.kept import Kept
from autograder.plan import Plan
from autograder.precedents import Precedents
from autograder.process import WorkerProcess
from autograder.profile import Profile, take
from autograder.recording import SUBMISSION, Entry, Recording, Tape
from autograder.sources import GradingSources

__all__ = ["Replay"]


class Replay:
    """Runs the checks of a session.

    Where there are solutions, the reference stands in for a submission when a check is recorded.
    Elsewhere a check is recorded when the student's own submission passes it.
    """

    def __init__(self, plan: Plan, sources: GradingSources) -> None:
        self._plan = plan
        self._sources = sources
        self.kept = Kept(plan, sources)
        self._recorded: set[str] = set()  # checks that were run with the reference, or tried to
        self._precedents = Precedents(self.kept.store)
        self._asked: tuple[str, Ahead] | None = None  # by `passed`, for `run`
        self._foreseen: dict[str, tuple[WorkerProcess, wire.Batch]] = {}  # answers, by check
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
        known = {name: self.kept.recording(path, name) for path, name in checks}
        calls = {name: batches_of(each) for name, each in known.items() if each is not None}
        for names in together({n: parts[0] for n, parts in calls.items() if len(parts) == 1}):
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
        known = self.kept.recording(path, name) if replayed else None
        problem = name.partition("::")[0]
        ahead = self._ahead(known, name, test) if known is not None else None
        if ahead is None:
            return None
        if not self._precedents.passed(path, name, ahead.digest):
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
            return self._precedents.smallest(path, name, failed_by)

        shrinking = Shrinking(seconds, begin)
        try:
            run_check(test, fixtures, lambda: self.kept.examples(path, name, test), shrinking)
        finally:
            _forget(fixtures)
            if failed_by and shrinking.found is not None:
                self._precedents.keep_smallest(path, name, failed_by, shrinking.found)
        if tape is not None:
            self._keep(path, name, test, fixtures, tape)
        if ahead is not None and ahead.is_all:
            self._precedents.keep_passed(path, name, ahead.digest)

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
            said = None
            if numbers is None:
                said = self._graded_by(name, backend)
            else:
                known = Recording([known.calls[n] for n in numbers], known.answers)
            ahead = Ahead(known, backend, name.partition("::")[0], check.exercise, said)
        digest = ahead.digest if ahead is not None and numbers is None else b""
        before = self._precedents.seen(name, digest)
        if before is not None:
            return before
        if known is not None:
            for role, answered in known.answers.items():
                fixtures[role].memory = _Memo(answered)
        examples = self.kept.examples(path, name, test)
        if examples is not None and numbers is not None:
            examples = [examples[n] for n in numbers]
        try:
            found = take(test, fixtures, examples, check.exercise, ahead)
        finally:
            _forget(fixtures)
        if numbers is None and ahead is not None and ahead.is_all:
            self._precedents.keep_seen(name, digest, found, ahead.size)
        return found

    def _ahead(self, known: Recording, name: str, test: Any) -> Ahead | None:
        """Make the calls that are known beforehand, unless they were made."""
        backend = self._sources.backend
        problem = name.partition("::")[0]
        check = check_of(test)
        assert check is not None
        said = self._graded_by(name, backend)
        if said is not None:
            return Ahead(known, backend, problem, check.exercise, said)
        # An exercise that hung once is asked call by call: a batch would hang too.
        if isinstance(backend, WorkerProcess) and not self._sources.stops.get(
            (problem, check.exercise)
        ):
            return Ahead(known, backend, problem, check.exercise)
        return None

    def _graded_by(self, name: str, backend: Any) -> list[wire.Batch] | None:
        """Return the answers by which a check was graded, if this backend would say the same."""
        known = self._foreseen.get(name)
        return [known[1]] if known is not None and known[0].is_like(backend) else None

    # Recordings

    def _recording(
        self, path: Path, name: str, test: Any, fixtures: dict[str, Any]
    ) -> Recording | None:
        known = self.kept.recording(path, name)
        if known is None and self._plan.reference and name not in self._recorded:
            self._recorded.add(name)
            self._record(path, name, test, fixtures)
            known = self.kept.recording(path, name)
        return known

    def _record(self, path: Path, name: str, test: Any, fixtures: dict[str, Any]) -> None:
        """Record a check with the reference in place of the submission."""
        tape = Tape()
        staged = {**fixtures, **self._sources.stage(name.partition("::")[0], fixtures.keys())}
        for role in set(recording.ROLES) & staged.keys():
            staged[role].memory = tape.track(role)
        try:
            run_check(test, staged, lambda: self.kept.examples(path, name, test), Shrinking(0.0))
        except Exception:  # a check that its reference fails has nothing to be recorded
            return
        self._keep(path, name, test, staged, tape)

    def _keep(self, path: Path, name: str, test: Any, fixtures: dict[str, Any], tape: Tape) -> None:
        examples = self.kept.examples(path, name, test) or [{}]
        calls = recording.distil(
            lambda staged, arguments: run_once(test, staged, arguments),
            fixtures,
            examples,
            tape,
            name.partition("::")[0],
        )
        self.kept.keep(path, name, Recording(calls, _answers(tape)))


def _forget(fixtures: dict[str, Any]) -> None:
    for role in set(recording.ROLES) & fixtures.keys():
        if isinstance(fixtures[role], Functions):
            fixtures[role].memory = None


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
