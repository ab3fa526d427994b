"""The outputs of a check cell: points that nbgrader reads rightly, and inert HTML."""

import numpy as np
import pytest

from autograder.render.cell import feedback_bundle, plain_points
from autograder.report import CheckResult, Counterexample, ExerciseResult, Line


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (2.5, "2.5"),
        (0, "0.0"),
        (0.1 + 0.2, "0.3"),
        (np.float64(0.0), "0.0"),
        (np.float32(2.5), "2.5"),
        (np.array(1.0), "1.0"),
        (float("nan"), "0.0"),
        (float("inf"), "5.0"),
        (-1, "0.0"),
        (5.000001, "5.0"),
        (True, "1.0"),
    ],
)
def test_points_are_a_plain_number_within_the_cell(score, text):
    assert repr(plain_points(score, 5)) == text


def test_text_of_a_submission_is_inert():
    attack = "<script>alert(1)</script>\x1b[31m{{ 7 * 7 }}"
    check = CheckResult(
        name="check",
        title=attack,
        kind="example",
        hidden=False,
        points=1,
        score=0,
        outcome="failed",
        category="mismatch",
        message=attack,
        line=Line(attack, attack, 1, attack),
        counterexample=Counterexample([attack], [attack], attack),
        printed=attack,
        hint=attack,
    )
    later = CheckResult("later", "Later.", "agreement", True, 2, 0, "skipped", "pending")
    bundle = feedback_bundle(ExerciseResult("f", [check, later]), [attack])
    html = bundle["text/html"]
    assert "<script" not in html
    assert "49" not in html
    assert "\x1b" not in html + bundle["text/plain"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "0 of 1 points" in html
    assert "2 graded after submission" in html
