"""JUnit XML, as pytest writes it: a suite for each submission, a case for each check."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from autograder.formats import Export, Format, Unfit
from autograder.formats._told import because, number, whole_text
from autograder.render.told import facts
from autograder.report import CheckResult, Report
from autograder.submitted import as_utc
from autograder.text import plain, plain_line

_NO_CHARACTER = re.compile("[\ufffe\uffff]")  # of XML 1.0; `plain` leaves out all others
_TIME = "0.000"  # not measured for each check; readers want a number


@dataclass(frozen=True)
class _Case:
    """A check with the names that it has in the file."""

    classname: str
    name: str
    check: CheckResult


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--now", metavar="TIME", help="the time of grading, as timestamp")


def _render(reports: Sequence[Report], options: Namespace) -> Export:
    time = None
    if options.now is not None:
        time = as_utc(options.now)
        if time is None:
            raise Unfit(f"--now is {options.now!r}, but should be like 2026-11-24T15:00:00Z.")
    root = ElementTree.Element("testsuites", {"name": "propgrade"})
    for report in reports:
        _add_suite(root, report, time)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return Export(f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n')


def _add_suite(root: ElementTree.Element, report: Report, time: str | None) -> None:
    cases = list(_cases(report))
    outcomes = Counter(case.check.outcome for case in cases)
    if not cases:  # nothing is an error, never a pass
        outcomes["error"] = 1
    suite = ElementTree.SubElement(root, "testsuite", {"name": _line(report.submission)})
    suite.set("tests", str(max(1, len(cases))))
    suite.set("failures", str(outcomes["failed"]))
    suite.set("errors", str(outcomes["error"]))
    suite.set("skipped", str(outcomes["skipped"]))
    suite.set("time", _TIME)
    if time is not None:
        suite.set("timestamp", time.removesuffix("Z"))  # ISO 8601 without a zone, as pytest's was
    values = {"assignment": report.assignment, "status": report.status}
    values |= {"score": f"{number(report.score):g}", "max_score": f"{number(report.max_score):g}"}
    if report.submitted_at is not None:
        values["submitted_at"] = report.submitted_at
    _add_properties(suite, values)
    for case in cases:
        _add_case(suite, case)
    if not cases:
        attributes = {"classname": _line(report.assignment), "name": "grading", "time": _TIME}
        element = ElementTree.SubElement(suite, "testcase", attributes)
        message = _line(report.message) or "no check could be run"
        error = ElementTree.SubElement(element, "error", {"message": message, "type": "grader"})
        error.text = _text(report.message or message)
    ElementTree.SubElement(suite, "system-out").text = _text(whole_text(report))


def _cases(report: Report) -> Iterator[_Case]:
    """Yield the checks; no two of a class have the same name, or a reader drops one of them."""
    used: Counter[tuple[str, str]] = Counter()
    for problem in report.problems:
        for exercise in problem.exercises:
            for check in exercise.checks:
                classname = _line(f"{problem.name}.{exercise.name}")
                name = _line(check.title) or _line(check.name)
                used[classname, name] += 1
                again = used[classname, name]
                yield _Case(classname, name if again == 1 else f"{name} ({again})", check)


def _add_case(suite: ElementTree.Element, case: _Case) -> None:
    attributes = {"classname": case.classname, "name": case.name, "time": _TIME}
    element = ElementTree.SubElement(suite, "testcase", attributes)
    check = case.check
    values = {"check": check.name, "kind": check.kind}
    values |= {"score": f"{number(check.score):g}", "points": f"{number(check.points):g}"}
    _add_properties(element, values)
    if check.outcome == "passed":
        return
    message = {"message": _line(because(check))}
    if check.outcome == "skipped":
        ElementTree.SubElement(element, "skipped", {"type": "pytest.skip", **message})
        return
    tag = "error" if check.outcome == "error" else "failure"
    kind = {"type": _line(check.error_type or check.category or tag)}
    text = "\n".join(f"{label}: {said}" for label, said in facts(check))
    ElementTree.SubElement(element, tag, {**message, **kind}).text = _text(text)


def _add_properties(element: ElementTree.Element, values: dict[str, str]) -> None:
    properties = ElementTree.SubElement(element, "properties")
    for name, value in values.items():
        ElementTree.SubElement(properties, "property", {"name": name, "value": _line(value)})


def _line(text: str) -> str:
    return _NO_CHARACTER.sub("", plain_line(text))


def _text(text: str) -> str:
    return _NO_CHARACTER.sub("", plain(text))


FORMAT = Format("JUnit XML", "students", _render, many=True, arguments=_arguments)
