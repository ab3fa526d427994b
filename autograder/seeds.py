"""Seeds: one for a cohort, one for each check made from it, and an id that does not reveal it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property

__all__ = ["ENVIRONMENT_VARIABLE", "PUBLIC", "Seed", "choose_seed"]

ENVIRONMENT_VARIABLE = "PROPGRADE_SEED"

#: The seed of students, and of a grading run that was given none.
PUBLIC = "public"
_PUBLIC_ID = "ff8d7133da1641bb"  # known beforehand: not every build of Python has scrypt


@dataclass(frozen=True)
class Seed:
    """The text from which the examples of every check are drawn."""

    text: str = PUBLIC

    def __repr__(self) -> str:
        return f"Seed(id={self.id})"  # the text is secret

    @property
    def public(self) -> bool:
        return self.text == PUBLIC

    @cached_property
    def id(self) -> str:
        """A keyed hash, made slow so that a short seed cannot be guessed from it."""
        if self.public:
            return _PUBLIC_ID
        salt = b"propgrade seed id"
        return hashlib.scrypt(self.text.encode(), salt=salt, n=2**14, r=8, p=1, dklen=8).hex()

    def of(self, check: str) -> int:
        """Return the number that seeds the examples of one check."""
        return int.from_bytes(hashlib.sha256(f"{self.text}\0{check}".encode()).digest()[:8], "big")


def choose_seed(given: str | None) -> Seed:
    """Return the seed that was given, else that of the environment, else the public one."""
    return Seed(given or os.environ.get(ENVIRONMENT_VARIABLE) or PUBLIC)
