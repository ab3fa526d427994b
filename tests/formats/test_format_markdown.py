"""Markdown, read by a CommonMark reader: what a submission says is code, and nothing else."""

import pytest
from pages import ACTIVE, blocks, cells, headings, kinds, tokens
from reports import HOSTILE, KINDS, failed, hostile, made, report, two_problems

from autograder.text import plain


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_makes_anything_but_code(kind):
    assert not ACTIVE & set(kinds(made("markdown", KINDS[kind]).text))


@pytest.mark.parametrize("name", HOSTILE)
def test_the_structure_does_not_depend_on_what_a_submission_says(name):
    def structure(text):
        return [kind for kind in kinds(made("markdown", hostile(text)).text) if kind != "text"]

    if name not in ("empty", "spaces"):  # no message, no block
        assert structure(HOSTILE[name]) == structure("harmless")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_submission_says_is_shown_in_full(name):
    text = HOSTILE[name]
    first = blocks(made("markdown", report(message=text)).text)[:1]
    assert first == ([plain(text) + "\n"] if text else [])


def test_a_student_reads_the_score_and_every_failure():
    text = made("markdown", two_problems()).text
    assert headings(text) == ["`hw`: `anna`", "`network`", "`softmax` 1 of 1.75"]
    assert cells(text) == [
        ["problem", "points", "of", "checks failed"],
        ["network", "2.75", "3.5", "2"],
        ["lstm", "0.5", "0.5", ""],
    ]
    assert "**3.25 of 4 points**" in text
    (note, open_check, hidden_check) = blocks(text)
    assert "NameError" in note
    assert "you were asked   f([0, 0])" in open_check
    assert "you returned     [1, 1]" in open_check
    assert "not shown" in hidden_check
    assert "*Hint:* Sum over the last axis." in text


def test_markup_in_a_title_is_shown_as_it_is():
    text = made("markdown", report(failed(title="a*b*c [x](y) <b> `z` $m$"))).text
    line = text.partition("**Failed:**")[2].partition("\n")[0]
    assert set(kinds(line)) == {"paragraph_open", "inline", "text", "paragraph_close"}
    assert "a*b*c [x](y) <b> `z` $m$" in "".join(token.content for token in tokens(line)[2:])


def test_mistakes_and_carried_errors_are_told():
    known = failed(mistake="Summing over the wrong axis.")
    carried = failed(outcome="passed", score=1.0, message="", carried_from="relu", hint=None)
    text = made("markdown", report(known, carried)).text
    assert "*Looks like:* Summing over the wrong axis." in text
    assert blocks(text)[-1] == "1 check failed only because of relu, and counts all the same\n"


def test_each_submission_has_a_section():
    text = made("markdown", two_problems(), report(failed(), submission="bo")).text
    assert [head for head in headings(text) if head.startswith("`hw`")] == [
        "`hw`: `anna`",
        "`hw`: `bo`",
    ]
