"""The job summary, read by a CommonMark reader, and within what GitHub takes."""

import pytest
from pages import ACTIVE, cells, headings, kinds, without_folds
from reports import HOSTILE, KINDS, failed, hostile, made, report, two_problems

MEBIBYTE = 2**20


@pytest.mark.parametrize("kind", KINDS)
def test_one_submission_is_its_feedback(kind):
    text = made("github-summary", KINDS[kind]).text
    assert not ACTIVE & set(kinds(text))
    assert len(headings(text)) >= 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_class_is_a_table_and_folded_feedback(name):
    exported = made("github-summary", hostile(HOSTILE[name]), two_problems())
    assert exported.complete
    text = without_folds(exported.text)
    assert not ACTIVE & set(kinds(text))
    head, first, second = cells(text)
    assert head == ["submission", "assignment", "score", "of"]
    assert first[1:] == ["hw", "1", "3"]
    assert second == ["anna", "hw", "3.25", "4"]


def test_what_was_not_graded_is_marked():
    text = made("github-summary", KINDS["grader's fault"], KINDS["unreadable"]).text
    _, first, second = cells(without_folds(text))
    assert first[0] == "anna (error)"
    assert second[0] == "anna (unreadable)"


def test_a_summary_that_would_be_too_large_is_cut_between_blocks_and_says_so():
    long = failed(message="```\n" * 900)
    large = [report(*[long] * 20, submission=f"s{n}") for n in range(40)]
    for given in ([report(*[long] * 600)], large):
        exported = made("github-summary", *given)
        assert not exported.complete
        assert len(exported.text.encode()) <= MEBIBYTE
        assert "no room for the rest" in exported.text.rstrip().splitlines()[-1]
        assert not ACTIVE & set(kinds(without_folds(exported.text)))
