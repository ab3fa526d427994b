"""The course of the benchmarks: what is right passes, what is a mistake fails, for every grader."""

import ast
import json

import numpy as np
import pytest
from hypothesis import Phase, settings

from benchmarks.classes import write_class
from benchmarks.course import PROBLEM, checks, preparation, solutions, variants


def passes(exercise, function):
    names = {"np": np}
    exec(preparation(), names)
    names["HUNDRED"] = settings(names["HUNDRED"], derandomize=True, phases=[Phase.generate])
    exec(f"{ast.unparse(function)}\n\n{checks()[exercise]}", names)
    try:
        names[f"test_{exercise}"]()
    except Exception:
        return False
    return True


@pytest.mark.parametrize("exercise", solutions())
def test_checks_of_the_benchmarks_tell_right_from_wrong(exercise):
    right, wrong = variants(exercise, right=True), variants(exercise, right=False)
    assert len(right) > 1
    assert wrong
    assert [passes(exercise, function) for function in right] == [True] * len(right)
    assert [passes(exercise, function) for function in wrong] == [False] * len(wrong)


def test_a_class_is_of_different_texts_and_the_same_for_every_size(tmp_path):
    ten = sorted(write_class(tmp_path / "ten", 10).glob(f"*/{PROBLEM}.ipynb"))
    five = sorted(write_class(tmp_path / "five", 5).glob(f"*/{PROBLEM}.ipynb"))
    texts = [path.read_text(encoding="utf-8") for path in ten]
    assert len(set(texts)) == 10
    assert [path.read_text(encoding="utf-8") for path in five] == texts[:5]
    assert all(len(json.loads(text)["cells"]) == 1 + 2 * len(solutions()) for text in texts)
