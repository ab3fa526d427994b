"""The whole example class in the lab and by the command: ``make lab-test``."""

import os
import sys

import labs
import pytest
from compare import CLASS, PATIENCE, checks_of, differences, natively

pytestmark = pytest.mark.lab

#: A Python with the lab's versions of NumPy and Hypothesis, which others draw and shrink unlike.
NATIVE = os.environ.get("PROPGRADE_LAB_NATIVE", sys.executable)


@pytest.mark.parametrize("path", sorted(CLASS.iterdir()), ids=lambda path: path.stem)
def test_outcomes_and_examples_are_those_of_the_command(lab, path):
    ours = lab.report(labs.files_of(path), PATIENCE)
    assert len(checks_of(ours)) > 200
    assert differences(ours, natively(path, NATIVE)) == []
