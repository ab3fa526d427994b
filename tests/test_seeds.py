"""Seeds, and the ids that stand for them."""

import hashlib

import pytest

from autograder import seeds
from autograder.seeds import PUBLIC, Seed


@pytest.mark.skipif(not hasattr(hashlib, "scrypt"), reason="this build of Python has no scrypt")
def test_the_id_of_the_public_seed_is_what_any_other_seed_of_its_text_would_have(monkeypatch):
    known = Seed().id
    monkeypatch.setattr(seeds, "PUBLIC", "another text")
    seed = Seed(PUBLIC)
    assert not seed.public
    assert seed.id == known
