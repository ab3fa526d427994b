"""The second course, released, and kits of it."""

import shutil
import sys
from pathlib import Path

import pytest

from autograder.cli import main

sys.path.insert(0, str(Path(__file__).parent))  # for `container`

COURSE = Path(__file__).parents[1] / "second_course"


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(COURSE, folder, dirs_exist_ok=True)
    assert main(["release", "--course", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def seed():
    return "a secret seed of the kits"


@pytest.fixture(scope="session")
def make_kit(course, seed, tmp_path_factory):
    """Return a function that makes a kit of the course, as a folder."""

    def make(platform, *options):
        out = tmp_path_factory.mktemp("kits") / platform
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PROPGRADE_SEED", seed)
            arguments = ["kit", platform, "--out", str(out), "--course", str(course), *options]
            assert main(arguments) == 0
        return out

    return make
