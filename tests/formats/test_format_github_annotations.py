"""Workflow commands, read by the rules of GitHub's runner: no text ends one or begins another."""

import re

import pytest
from reports import HOSTILE, KINDS, failed, made, report

from autograder.report import Line

COMMAND = re.compile(r"::(?P<name>[a-z-]+)(?: (?P<properties>[^:]*))?::(?P<message>.*)")
SHOWN = 10  # annotations of a kind, for a step


def unescaped(text):
    for escape, character in (
        ("%0D", "\r"),
        ("%0A", "\n"),
        ("%3A", ":"),
        ("%2C", ","),
        ("%25", "%"),
    ):
        text = text.replace(escape, character)
    return text


def commands(text):
    """Return name, properties and message of each line, all of which must be commands."""
    found = []
    for line in text.splitlines():
        command = COMMAND.fullmatch(line)
        assert command, line
        pairs = [p.split("=", 1) for p in (command["properties"] or "").split(",") if p]
        properties = {key: unescaped(value) for key, value in pairs}
        found.append((command["name"], properties, unescaped(command["message"])))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_is_a_command_of_ours(kind):
    found = commands(made("github-annotations", KINDS[kind]).text)
    assert {name for name, _, _ in found} <= {"error", "notice"}
    assert {key for _, properties, _ in found for key in properties} <= {"title", "file", "line"}
    assert sum(name == "error" for name, _, _ in found) <= SHOWN + 1
    assert found[-1][1]["title"] == "Score"
    for _, properties, _ in found:
        assert properties.get("line", "1").isdigit()


def test_percent_signs_are_no_escapes():
    given = report(failed(message=HOSTILE["percent"]))
    (_, _, message), _ = commands(made("github-annotations", given).text)
    assert HOSTILE["percent"] in message


def test_failures_at_one_line_are_one_annotation():
    elsewhere = failed(title="Is positive.", line=Line("network.py", None, 9, "return -z"))
    given = report(failed(), failed(title="Is finite."), elsewhere, failed(line=None))
    found = commands(made("github-annotations", given, arguments=["--folder", "homework"]).text)
    places = [(p.get("file"), p.get("line")) for _, p, _ in found]
    assert places == [
        ("homework/network.py", "7"),
        ("homework/network.py", "9"),
        (None, None),
        (None, None),
    ]
    assert "Every row" in found[0][2]
    assert "Is finite." in found[0][2]
    assert "Sum over the last axis." in found[0][2]


def test_a_cell_of_a_notebook_has_no_line_in_its_file():
    given = report(failed(line=Line("hw.ipynb", "cell 3", 2, "return z")))
    (_, properties, _), _ = commands(made("github-annotations", given).text)
    assert properties == {"title": "network: softmax", "file": "hw.ipynb"}


def test_what_github_would_not_show_is_counted():
    given = report(*(failed(line=Line("network.py", None, n, "x")) for n in range(1, 31)))
    found = commands(made("github-annotations", given).text)
    assert [name for name, _, _ in found] == ["error"] * SHOWN + ["notice"] * 2
    assert found[SHOWN][2] == "Checks failed in 20 more places."
