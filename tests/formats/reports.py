"""Reports to export: of every kind that grading makes, and made of hostile texts."""

import argparse
import re

from autograder import formats
from autograder.feedback import student_view
from autograder.report import (
    CheckResult,
    Counterexample,
    ExerciseResult,
    Line,
    ProblemResult,
    Report,
    Sandbox,
)

#: What a hidden check gave to the submission, or got from it. No student's format may hold it.
SECRETS = ["CALL-314", "VALUE-271", "PROBLEM-161", "PRINTED-577", "MESSAGE-141", "SECRETTYPE"]

HOSTILE = {
    "escapes": "\x1b[31mred\x1b]0;title\x07\x9b2J\x00\x0b\x7f",
    "workflow": "::set-output name=x::1\n::error::a\n ::warning::b\n##[group]c\n##vso[x]d",
    "percent": "100%0A::set-output name=x::1%25%0D%3A%2C",
    "formula": '=cmd|"/C calc"!A1',
    "markup": "</summary></code></pre><script>alert(1)</script><img src=x onerror=y> & ]]>",
    "markdown": "```\n````\n# head\n[a](http://x) ![b](y) | c | @all #1 <!-- -->\n~~~\n`` ` ``",
    "direction": "a\u202eb\u2066c\u200dd \u05d0\u05d1\u05d2 \ufeff\ufffe\uffff",
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f600 :smile:",
    "surrogate": "\udcff\ud83d x",
    "lines": "a\rb\r\nc\u2028d\u2029e\x85f\n\n\ng",
    "commas": 'a,"b";c\td\'e',
    "empty": "",
    "spaces": "   ",
}
#: What no output may hold: controls, what turns text round, halves of characters.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def check(**changes):
    values = {
        "name": "network::test_softmax",
        "title": "Every row sums to one.",
        "kind": "property",
        "hidden": False,
        "points": 1.0,
        "score": 1.0,
        "outcome": "passed",
    }
    return CheckResult(**{**values, **changes})


def failed(**changes):
    values = {
        "score": 0.0,
        "outcome": "failed",
        "category": "mismatch",
        "message": "row 0 sums to 2",
        "line": Line("network.py", None, 7, "return z"),
        "counterexample": Counterexample(["f([0, 0])"], ["[1, 1]"], "row 0 sums to 2"),
        "hint": "Sum over the last axis.",
    }
    return check(**{**values, **changes})


def hidden(**changes):
    """A hidden check that failed, full of what its student may not see."""
    values = {
        "title": "Agrees with the reference.",
        "kind": "agreement",
        "hidden": True,
        "points": 0.5,
        "message": "MESSAGE-141",
        "error_type": "SECRETTYPE",
        "counterexample": Counterexample(["CALL-314"], ["VALUE-271"], "PROBLEM-161"),
        "printed": "PRINTED-577",
    }
    return failed(**{**values, **changes})


def report(*checks, **changes):
    """A report of one exercise, or of the ``problems`` given."""
    problem = ProblemResult(
        "network", ["network.py"], exercises=[ExerciseResult("softmax", [*checks])]
    )
    values = {
        "assignment": "hw",
        "submission": "anna",
        "status": "graded",
        "seed_id": "abc",
        "public_seed": False,
        "versions": {"numpy": "2"},
        "submission_sha256": "0" * 64,
        "solutions_sha256": "1" * 64,
        "sandbox": Sandbox("strong"),
        "problems": [problem],
        "submitted_at": "2026-11-24T15:00:00Z",
    }
    return Report(**{**values, **changes})


def hostile(text):
    """A report in which a submission has said ``text`` wherever it can say something."""
    said = failed(
        message=text,
        error_type=text,
        category="raised",
        line=Line(text, text, 3, text),
        counterexample=Counterexample([text, "f(x)"], [text, text], text),
        printed=text,
    )
    plain_line = failed(message=text, line=Line(text, None, 3, text))
    problem = ProblemResult(
        "network",
        [text],
        [text],
        exercises=[ExerciseResult("softmax", [said, plain_line, check()])],
    )
    return report(submission=text, message=text, problems=[problem])


def two_problems():
    first = ExerciseResult("softmax", [check(), failed(points=0.25), hidden(points=0.5)])
    second = ExerciseResult("relu", [check(name="network::test_relu", points=1.75, score=1.75)])
    third = ExerciseResult("step", [check(name="lstm::test_step", points=0.5, score=0.5)])
    return report(
        problems=[
            ProblemResult(
                "network", ["network.py"], ["network.py:9: NameError: x"], exercises=[first, second]
            ),
            ProblemResult("lstm", ["lstm.ipynb"], exercises=[third]),
        ]
    )


STOPPED = {
    "category": "stopped",
    "message": "softmax did not answer in 2 s",
    "counterexample": None,
}
LATER = {
    "outcome": "skipped",
    "category": "pending",
    "score": 0.0,
    "message": "graded after submission",
}
KINDS = {
    "mixed": two_problems(),
    "full marks": report(check(), check(title="Is positive.", points=0.25, score=0.25)),
    "nothing right": report(failed(), hidden()),
    "at the student's": report(
        check(),
        failed(),
        check(hidden=True, points=2.0, **LATER),
        solutions_sha256=None,
        sandbox=None,
    ),
    "all for later": report(check(hidden=True, **LATER), solutions_sha256=None),
    "time-out": report(failed(**STOPPED), failed(**STOPPED, points=0.5), hidden(**STOPPED)),
    "grader's fault in a check": report(
        check(),
        hidden(outcome="error", category="grader"),
        failed(outcome="error", category="grader"),
    ),
    "unreadable": report(
        failed(
            category="unreadable", message="anna.zip is no archive", counterexample=None, line=None
        ),
        status="unreadable",
        message="could not be read: anna.zip is no archive",
        submission_sha256=None,
    ),
    "grader's fault": report(
        problems=[], status="error", message="the grader failed: VALUE-271", submission_sha256=None
    ),
    "no checks": report(problems=[]),
    "no exercises": report(problems=[ProblemResult("network")]),
    "without confinement": report(check(), sandbox=Sandbox("none", ("read files",))),
    "a megabyte": hostile("=x\U0001f600`" * 250_000),
    **{name: hostile(text) for name, text in HOSTILE.items()},
}


def made(name, *reports, arguments=()):
    """Return what a format makes of reports, as the command would."""
    chosen = formats.load(name)
    parser = argparse.ArgumentParser()
    chosen.arguments(parser)
    options = parser.parse_args([*map(str, arguments)])
    if chosen.readers == "students":
        reports = [student_view(one) for one in reports]
    return chosen.render(reports, options)
