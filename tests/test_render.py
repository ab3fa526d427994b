"""What a submission says is shown as text, wherever it is shown."""

import csv
import html
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.render.cell import feedback_bundle
from autograder.render.table import grades_csv
from autograder.render.terminal import class_table, feedback, show
from autograder.report import (
    CheckResult,
    Counterexample,
    ExerciseResult,
    Line,
    ProblemResult,
    Report,
)
from autograder.summary import summary

#: The same examples in every run, however slow it is.
EXAMPLES = settings(
    max_examples=60,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

HOSTILE = ["[/]", "[red]x", "[link=http://x]y[/link]", "[bold", "\x1b[31mz", "\x1b]0;t\x07u", "::a"]
HOSTILE += [
    "\n::set-output name=x::1",
    " ::error::b",
    "##[group]c",
    "##vso[x]d",
    "\u202ee",
    "f\x9b2J",
]
HOSTILE += [
    "=1+1",
    "\t=1",
    "\udcff",
    "x" * 300 + " ::warning::",
    "   " * 40 + "::g",
    "a\rb",
    "\u2028::h",
]
COMMAND = re.compile(r"^\s*::|##\[|##vso\[", re.MULTILINE)
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


def made_of(text, **changes):
    """Return a report in which a submission has said ``text`` wherever it can say something."""
    check = CheckResult(
        name="p::test_x",
        title="Agrees.",
        kind="example",
        hidden=False,
        points=2.0,
        score=-1.5,
        outcome="failed",
        category="raised",
        message=text,
        error_type=text,
        line=Line(text, text, 3, text),
        counterexample=Counterexample([text, "f(x)"], [text, text], text),
        printed=text,
        hint="Look at the sign.",
    )
    problem = ProblemResult("p", [text], [text], exercises=[ExerciseResult("f", [check])])
    values = {"message": text, "submission_sha256": "0", "problems": [problem], **changes}
    return Report("hw", text, "graded", "id", False, {}, **values)


@pytest.mark.parametrize("width", [40, 100])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_line_in_the_terminal_acts(text, width):
    shown = show(feedback(made_of(text), verbose=True), width=width)
    shown += show(class_table([summary(made_of(text))]), width=width)
    assert not COMMAND.search(shown)
    assert not FORBIDDEN.search(shown)


@EXAMPLES
@given(st.lists(st.sampled_from([*HOSTILE, " ", ":", "words "]), max_size=12), st.integers(20, 90))
def test_nothing_acts_wherever_it_is_wrapped(parts, width):
    report = made_of("".join(parts))
    for shown in (
        show(feedback(report), width=width),
        show(class_table([summary(report)]), width=width),
    ):
        assert not COMMAND.search(shown)
        assert not FORBIDDEN.search(shown)


@pytest.mark.parametrize(
    "text", ["[/]", "[red]x[/red]", "[link=http://x]y[/link]", "[bold", ":smile:"]
)
def test_markup_is_shown_as_it_is(text):
    shown = show(feedback(made_of(text)), width=200)
    assert shown.count(text) == 10
    assert text in show(class_table([summary(made_of(text))]), width=200)


def rows(*reports):
    return list(csv.reader(io.StringIO(grades_csv(list(map(summary, reports))))))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("  =1", "'  =1"),
        ("\"'=1", "'\"'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff201", "'\uff201"),
        ("\u200b=1", "'=1"),
        ("one\ntwo\r\n=3", "one two =3"),
        ("\x1b[31mred", "red"),
        ("anna-b", "anna-b"),
    ],
)
def test_no_cell_is_a_formula(text, cell):
    header, row = rows(made_of(text))
    assert header == ["submission", "status", "score", "max_score", "p", "message"]
    assert row == [cell, "graded", "-1.5", "2", "-1.5", cell]


def test_a_cell_is_short():
    assert len(rows(made_of("x" * 10**6))[1][-1]) <= 1000


def test_what_was_left_out_of_one_notebook_is_said_once():
    noted = [ProblemResult(name, ["all.ipynb"], ["one", "two"]) for name in ("p", "q", "r")]
    noted.append(ProblemResult("s", ["s.py"], ["three"]))
    report = made_of("", problems=noted)
    shown = " ".join(show(class_table([summary(report)]), width=200).split())
    assert shown.endswith("all.ipynb: 2 statements left out; s: 1 statement left out")
    assert shown.count("left out") == 2


def explained():
    """Return an exercise with a check that failed, and one that failed for an earlier exercise."""
    (exercise,) = made_of("<b>").problems[0].exercises
    failed = exercise.checks[0]
    failed.counterexample = Counterexample(["g(1)", "g(2)"], ["0.5", "raised ValueError: no"], "")
    failed.mistake = "Forgetting the factor 1/2"
    counted = CheckResult("p::test_y", "Adds up.", "property", False, 0.5, 0.5, "passed")
    counted.carried_from = "softmax"
    return ExerciseResult("g", [failed, counted])


@pytest.mark.parametrize("form", ["text/plain", "text/html"])
def test_a_notebook_shows_everything_that_helps(form):
    pytest.importorskip("jinja2")
    shown = feedback_bundle(explained())[form]
    words = html.unescape(re.sub(r"<[^>]*>", " ", shown) if form == "text/html" else shown)
    words = " ".join(words.split())
    assert "you were asked g(1) you returned 0.5" in words
    assert "you were asked g(2) you raised ValueError: no" in words
    assert "the problem <b>" in words
    assert "your line <b>, <b>:3 <b>" in words
    assert "looks like Forgetting the factor 1/2" in words
    assert "hint Look at the sign." in words
    assert "1 check failed only because of softmax , and counts" in words.replace("x,", "x ,")
