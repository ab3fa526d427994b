"""The lines for GitHub's autograding reporter, read by its published rules.

Its JavaScript is in no package registry, so its rules stand here as code: what it decodes, the two
sums that it makes, and what it fails on.
"""

import base64
import json
import os
import re
import subprocess
import sys

import pytest
from reports import KINDS, check, failed, made, report, two_problems

from autograder.report import ExerciseResult, ProblemResult

#: Of a whole line of the environment, on Linux.
LIMIT = 128 * 1024


def environment(text):
    """Read ``$GITHUB_ENV`` as the runner does: a name and a value on each line."""
    assert text.endswith("\n")
    pairs = [line.split("=", 1) for line in text.removesuffix("\n").split("\n")]
    assert all(re.fullmatch("[A-Z][A-Z0-9_]*", name) for name, _ in pairs)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def reporter(text):
    """Return what the reporter makes of the lines: passed, and the points by both of its sums."""
    given = environment(text)
    names = given["AUTOGRADER_RUNNERS"]
    assert re.fullmatch("([a-zA-Z0-9]+,)*[a-zA-Z0-9]+", names)
    runners = [
        json.loads(base64.b64decode(given[f"{n.upper()}_RESULTS"])) for n in names.split(",")
    ]
    for results in runners:
        assert results["version"] == 1
        assert results["status"] in ("pass", "fail", "error")
        assert results["tests"]  # it divides by their number
        for test in results["tests"]:
            assert test["status"] in ("pass", "fail", "error")
            assert isinstance(test["score"], int | float)
            assert isinstance(test["line_no"], int)
            assert isinstance(test["name"], str)
            assert isinstance(test["message"], str)
        failing = [test for test in results["tests"] if test["status"] != "pass"]
        assert (results["status"] == "pass") == (not failing)
    counting = [results for results in runners if results["max_score"]]
    notice = sum(test["score"] for results in counting for test in results["tests"])
    table = 0.0
    for results in counting:
        passed = sum(test["status"] == "pass" for test in results["tests"])
        table += passed / len(results["tests"]) * results["max_score"]
    most = sum(results["max_score"] for results in counting)
    return all(results["status"] == "pass" for results in runners), notice, table, most


@pytest.mark.parametrize("kind", KINDS)
def test_both_sums_are_the_score(kind):
    given = KINDS[kind]
    passed, notice, table, most = reporter(made("github-reporter", given).text)
    assert notice == pytest.approx(given.score)
    assert table == pytest.approx(given.score)
    assert most == pytest.approx(given.available)
    ran = [c for c in given.checks() if c.outcome != "skipped"]
    assert passed == (bool(ran) and all(c.outcome == "passed" for c in ran))


@pytest.mark.parametrize("points", [(1, 2, 3), (0.5, 0.25, 1.75), (0.1, 0.2, 0.7), (1 / 3, 1, 2)])
def test_both_sums_agree_for_all_points(points):
    checks = [check(points=p, score=p) if i else failed(points=p) for i, p in enumerate(points)]
    given = report(*checks)
    _, notice, table, most = reporter(made("github-reporter", given).text)
    assert notice == pytest.approx(given.score, abs=1e-3)
    assert table == pytest.approx(given.score, abs=1e-3)
    assert most == pytest.approx(given.max_score, abs=1e-3)


def test_points_with_no_common_measure_are_a_test_for_each_check():
    given = report(check(points=100, score=100), failed(points=0.001), check(points=0.5, score=0.5))
    _, notice, _, most = reporter(made("github-reporter", given).text)
    assert (notice, most) == (100.5, 100.501)


def test_each_problem_is_a_runner_of_its_own():
    text = made("github-reporter", two_problems()).text
    assert environment(text)["AUTOGRADER_RUNNERS"] == "network,lstm"
    names = ["Café!", "lstm", "l_s_t_m", "", "2_layers", "lstm"]
    one = [ExerciseResult("f", [check()])]
    given = report(problems=[ProblemResult(name, exercises=one) for name in names])
    text = made("github-reporter", given).text
    assert (
        environment(text)["AUTOGRADER_RUNNERS"] == "caf,lstm,lstmx2,problem,problem2layers,lstmx3"
    )
    assert reporter(text)[1] == 6


def test_a_failure_names_the_line_and_is_told_once():
    given = report(failed(points=0.75), check(points=0.25, score=0.25))
    encoded = environment(made("github-reporter", given).text)["NETWORK_RESULTS"]
    *parts, passed = json.loads(base64.b64decode(encoded))["tests"]
    assert [part["name"] for part in parts] == [
        f"Every row sums to one. ({n} of 3)" for n in (1, 2, 3)
    ]
    assert [bool(part["message"]) for part in parts] == [True, False, False]
    assert {(part["filename"], part["line_no"]) for part in parts} == {("network.py", 7)}
    assert (passed["line_no"], passed["filename"], passed["message"]) == (0, "", "")


def test_a_process_can_be_started_with_the_lines():
    long = failed(points=0.25, message="\U0001f600" * 10_000, title="\U0001f600" * 150)
    large = report(*[long] * 100)
    assert reporter(made("github-reporter", large).text)[1:] == (0, 0, 25)
    given = environment(made("github-reporter", large).text)
    assert all(len(f"{name}={value}") < LIMIT for name, value in given.items())
    done = subprocess.run([sys.executable, "-c", "pass"], env={**os.environ, **given}, check=False)
    assert done.returncode == 0


def test_thousands_of_checks_are_one_test():
    given = report(*[check(title="\U0001f600" * 150)] * 2999, failed())
    text = made("github-reporter", given).text
    assert len(text) < LIMIT
    assert reporter(text)[1] == 2999
