"""The kit for PrairieLearn: an externally graded question, and the image that grades it."""

from __future__ import annotations

import html
import json
import uuid

from autograder.course import Assignment
from autograder.kits.bundle import Kit, templates
from autograder.kits.staff import course_files, software
from autograder.loading import SUFFIXES
from autograder.platforms.settings import Settings
from autograder.seeds import Seed

__all__ = ["prairielearn_kit"]

_TIMEOUT = 300  # seconds; PrairieLearn allows 600 at most
_SECONDS = _TIMEOUT - 45
_SHELL_SECONDS = _TIMEOUT - 15
_TESTS = "question/tests/"


def prairielearn_kit(
    assignment: Assignment, wheel: tuple[str, bytes], seed: Seed, *, allow_weak: bool
) -> Kit:
    """Return the folders ``question`` and ``image``."""
    settings = Settings(assignment.name, seed.text, _SECONDS, allow_weak)
    image = f"propgrade-{assignment.name.lower()}"
    files = [f"{problem}{suffix}" for problem in assignment.problems for suffix in SUFFIXES]
    values = {
        "ASSIGNMENT": html.escape(assignment.name),
        "FILES": html.escape(", ".join(files)),
        "IMAGE": image,
        "WHEEL": wheel[0],
        "SECONDS": str(_SECONDS),
        "TIMEOUT": str(_TIMEOUT),
        "KILL_SECONDS": str(_SHELL_SECONDS),
    }
    return {
        **templates("prairielearn", values),
        **software(wheel, "image/"),
        **course_files(assignment, f"{_TESTS}course/"),
        f"{_TESTS}settings.json": settings.to_json().encode(),
        "question/info.json": _info(assignment.name, image),
    }


def _info(name: str, image: str) -> bytes:
    """Return what PrairieLearn must know of the question; the same assignment, the same id."""
    info = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"propgrade/{name}")),
        "title": name,
        "topic": name,
        "type": "v3",
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": image,
            "entrypoint": "/grade/tests/grade.sh",
            "timeout": _TIMEOUT,
            "enableNetworking": False,
        },
    }
    return (json.dumps(info, indent=2) + "\n").encode()
