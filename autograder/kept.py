"""What is kept of the checks of a session: examples, recordings, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder import answers, compare, profile, recording, shipped, wire
from autograder.corpus import Corpus, key_parts
from autograder.plan import Plan
from autograder.recording import Recording
from autograder.sources import GradingSources
from autograder.store import Store, key_of, source_of

__all__ = ["Kept"]

#: What calls and answers are recorded and written by.
_DECIDING = (answers, compare, recording, wire)
#: What decides what a check sees of a mistake.
_SEEING = (*_DECIDING, profile)


class Kept:
    """Has what is known of the checks of each file, and a place for what will be."""

    def __init__(self, plan: Plan, sources: GradingSources) -> None:
        self._plan = plan
        self._sources = sources
        self._corpora: dict[Path, Corpus] = {}
        self._stores: dict[tuple[Path, str], Store] = {}
        self._received: dict[Path, dict[str, bytes]] = {}
        self._recordings: dict[str, Recording] = {}

    def save(self) -> None:
        """Store what was drawn and recorded."""
        for corpus in self._corpora.values():
            corpus.save()
        for store in self._stores.values():
            store.save()

    def examples(self, path: Path, name: str, test: Any) -> list[dict[str, Any]] | None:
        """Return the arguments of each example of a check; None if it draws none."""
        if not hasattr(test, "hypothesis"):
            return None
        if path not in self._corpora:
            handed_out = self._handed_out(path)
            self._corpora[path] = Corpus(path, self._plan.seed, self._plan.cache, handed_out)
        return self._corpora[path].examples(name, test)

    def recording(self, path: Path, name: str) -> Recording | None:
        """Return the recording of a check, if there is one already."""
        if name not in self._recordings:
            stored = self.store(path).get(name)
            if stored is None:
                return None
            self._recordings[name] = Recording.loads(stored)
        return self._recordings[name]

    def keep(self, path: Path, name: str, recorded: Recording) -> None:
        """Keep a recording, if it is not larger than a frame may be."""
        data = recorded.dumps()
        try:
            self._recordings[name] = Recording.loads(data)
        except (wire.WireError, TypeError):
            return
        self.store(path).put(name, data)

    def store(self, path: Path) -> Store:
        """Return where it is kept what the checks of a file ask, and what came of it."""
        return self._store(path, "answers" if self._plan.reference else "calls", _DECIDING)

    def mistakes(self, path: Path) -> Store:
        """Return where it is kept what the checks of a file see of known mistakes."""
        return self._store(path, "mistakes", _SEEING)

    def _handed_out(self, path: Path) -> dict[str, bytes]:
        """Return the examples that a student got with the checks."""
        if self._plan.reference or not self._plan.seed.public:
            return {}
        if path not in self._received:
            self._received[path] = shipped.read(path)
        return self._received[path]

    def _store(self, path: Path, kind: str, deciding: Iterable[ModuleType]) -> Store:
        if (path, kind) not in self._stores:
            parts = [*key_parts(path, self._plan.seed)]
            parts += map(source_of, deciding)
            parts += self._handed_out(path).values()
            if self._plan.reference:
                parts += self._sources.texts(path.stem.removeprefix("test_"))
            cache = None if self._plan.live else self._plan.cache
            self._stores[path, kind] = Store(cache, f"{path.stem}-{kind}", key_of(parts))
        return self._stores[path, kind]
