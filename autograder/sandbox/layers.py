"""Which layers of confinement to try, and the bounds of what a worker may use."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

__all__ = ["Layers"]


@dataclass(frozen=True)
class Layers:
    """What to try. Where the machine has not got a layer, the others must do.

    That a layer was tried says nothing: `autograder.sandbox.level` finds out what holds.
    """

    namespaces: bool = True
    landlock: int = 99  # the highest version of Landlock's interface to use; 0 for none
    seccomp: bool = True
    resources: bool = True
    drop_uid: bool = True
    memory: int = 2**30  # bytes of address space; NumPy itself needs some 200 MB

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Layers:
        return cls(**json.loads(text))
