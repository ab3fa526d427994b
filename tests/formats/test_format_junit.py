"""JUnit XML: read by junitparser, and of the tags and attributes that pytest itself writes."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Properties, Skipped
from reports import HOSTILE, KINDS, check, failed, hostile, made, report, two_problems

from autograder.formats import Unfit

PYTEST = """
import pytest

def test_passes(record_property):
    record_property("points", 1)

def test_fails():
    assert False

@pytest.fixture
def broken():
    raise ValueError

def test_breaks(broken):
    pass

def test_is_skipped():
    pytest.skip("later")
"""


def parsed(text):
    return JUnitXml.fromstring(text.encode())


def outcome(case):
    """Return what became of a case, as junitparser reads it."""
    results = case.result
    kinds = {Failure: "failed", Error: "error", Skipped: "skipped"}
    return kinds[type(results[0])] if results else "passed"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Tags, each with its attributes and children, that pytest writes."""
    folder = tmp_path_factory.mktemp("pytest")
    (folder / "test_it.py").write_text(PYTEST)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--junit-xml=out.xml",
        "-p",
        "no:cacheprovider",
    ]
    command += ["-o", "junit_logging=all", "-c", "/dev/null", "--rootdir=."]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return grammar(ElementTree.parse(folder / "out.xml").getroot())


def grammar(root):
    found = {}
    for element in root.iter():
        attributes, children = found.setdefault(element.tag, (set(), set()))
        attributes.update(element.keys())
        children.update(child.tag for child in element)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_as_pytest_writes_it(kind, known):
    text = made("junit", KINDS[kind], arguments=["--now", "2026-11-24T15:00:00Z"]).text
    for tag, (attributes, children) in grammar(ElementTree.fromstring(text)).items():
        # The type of a failure is in the schema of the family, though pytest leaves it out;
        # properties and the text of a whole suite are so too.
        assert attributes <= known.get(tag, (set(), set()))[0] | {"type"}, tag
        allowed = known.get(tag, (set(), set()))[1]
        assert children <= allowed | ({"properties", "system-out"} if tag == "testsuite" else set())
    required = {
        "testsuite": {"name", "tests", "failures", "errors"},
        "testcase": {"name", "classname"},
    }
    for element in ElementTree.fromstring(text).iter():
        assert required.get(element.tag, set()) <= set(element.keys())


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_counts_as_the_report_does(kind):
    given = KINDS[kind]
    (suite,) = parsed(made("junit", given).text)
    outcomes = [c.outcome for c in given.checks()] or ["error"]  # nothing is never a pass
    assert [outcome(case) for case in suite] == outcomes
    assert (suite.tests, suite.failures) == (len(outcomes), outcomes.count("failed"))
    assert (suite.errors, suite.skipped) == (outcomes.count("error"), outcomes.count("skipped"))
    names = [(case.classname, case.name) for case in suite]
    assert len(set(names)) == len(names)
    assert all(name.strip() for _, name in names)


def test_points_are_properties_of_the_cases():
    (suite,) = parsed(made("junit", two_problems()).text)
    total = 0.0
    for case in suite:
        found = case.child(Properties)
        properties = {p.name: p.value for p in found}
        total += float(properties["score"])
        assert properties["check"].count("::") == 1
    assert total == 3.25
    assert {p.name: p.value for p in suite.properties()} == {
        "assignment": "hw",
        "status": "graded",
        "score": "3.25",
        "max_score": "4",
        "submitted_at": "2026-11-24T15:00:00Z",
    }


def test_a_failure_says_why():
    (suite,) = parsed(made("junit", report(failed())).text)
    (case,) = suite
    (failure,) = case.result
    assert failure.message == "row 0 sums to 2"
    assert "you returned: [1, 1]" in failure.text
    assert "your line: network.py:7" in failure.text


@pytest.mark.parametrize("name", HOSTILE)
def test_what_xml_has_no_character_for_is_left_out(name):
    parsed(made("junit", hostile(HOSTILE[name])).text)


def test_there_is_a_suite_for_each_submission_and_time_only_if_given():
    text = made("junit", report(check()), report(check(), submission="bo")).text
    assert [suite.name for suite in parsed(text)] == ["anna", "bo"]
    assert "timestamp" not in text
    with pytest.raises(Unfit, match="--now"):
        made("junit", report(check()), arguments=["--now", "now"])
