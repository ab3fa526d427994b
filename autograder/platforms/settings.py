"""What a kit tells the grader on the platform, in one file that only the grader may read."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """How submissions are graded there."""

    assignment: str
    seed: str = field(repr=False)  # secret
    seconds: float  # for grading one submission; less than the platform allows
    allow_weak_sandbox: bool = False

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Read what `to_json` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
