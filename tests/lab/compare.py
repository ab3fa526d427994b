"""Compare what the lab says of a submission with what `autograder check` says of it."""

import json
import re
import subprocess
import sys

import labs

from autograder.lab.integers import TOO_NARROW
from autograder.lab.overflow import UNSEEN

CLASS = labs.ROOT / "examples" / "class"
DECISIVE = ("outcome", "category", "hint", "mistake")
EXAMPLE = ("message", "error_type", "counterexample")
PATIENCE = 60.0  # on either side, so that a busy machine finds the same smallest examples
_NATIVE = """
import sys
from pathlib import Path
from autograder.course import find_assignment
from autograder.engine import run
from autograder.plan import Plan
from autograder.targets import FromPath
path, patience = Path(sys.argv[1]).resolve(), float(sys.argv[2])
assignment, reports = find_assignment(Path(), "homework3"), []
names = {file.stem for file in path.iterdir()} if path.is_dir() else set()
problems = sorted(names) if names and names <= set(assignment.problems) else None
plan = Plan(assignment, problems=problems, only_handed_in=True, patience=patience)
run(plan, [FromPath("submission", path)], reports.append)
print(reports[0].to_json())
"""
_LIMIT = re.compile(r"within \d+ s")  # the lab waits longer
_FLOAT = re.compile(r"-?\d+\.\d*(e-?\d+)?")
_DIFFERENCE = re.compile(r"largest (?:absolute|relative) difference ([\d.e-]+)")
_ROUNDING = 1e-5  # relative; sums in single precision depend on the order, which machines choose
#: Messages of checks that a browser leaves to the grading.
_LEFT = (UNSEEN, TOO_NARROW)
#: What is recognised by NumPy's warnings, which a browser does not see.
_BY_WARNING = {
    "A number too large for a float64",
    "The logarithm of zero",
    "A division by zero",
}


def natively(path, python=sys.executable, patience=PATIENCE):
    """Return the report of `autograder check`."""
    command = [python, "-c", _NATIVE, str(path), str(patience)]
    done = subprocess.run(command, cwd=labs.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def checks_of(report):
    return {
        check["name"]: {**check, "exercise": exercise["name"]}
        for problem in report["problems"]
        for exercise in problem["exercises"]
        for check in exercise["checks"]
    }


def differences(ours, native, fields=DECISIVE + EXAMPLE):
    """Return a line for each field in which the reports differ, but for what cannot be alike."""
    here, there = checks_of(ours), checks_of(native)
    by_warning = {check["exercise"] for check in there.values() if check["mistake"] in _BY_WARNING}
    lines = [f"only in one report: {name}" for name in sorted(here.keys() ^ there.keys())]
    for name in sorted(here.keys() & there.keys()):
        mine, other = here[name], there[name]
        if mine["message"] in _LEFT or _by_rounding(mine) or _by_rounding(other):
            continue
        compared = set(fields)
        if _in_single_precision(mine) and _in_single_precision(other):
            compared -= set(EXAMPLE)  # its size is chosen by the last digits, which differ
        if mine["exercise"] in by_warning:
            compared -= {"hint", "mistake"}
        for field in sorted(compared):
            if _normal(mine[field]) != _normal(other[field]):
                lines.append(f"{name}: {field}\n  lab     {mine[field]}\n  native  {other[field]}")
    return lines


def _by_rounding(check):
    """Tell whether a check failed by the last digits of a single-precision number."""
    found = _DIFFERENCE.findall(check["message"])
    return bool(found) and float(found[-1]) < _ROUNDING


def _in_single_precision(check):
    """Tell whether the smallest example that fails has an answer in single precision."""
    example = check["counterexample"]
    return example is not None and any("float32" in text for text in example["returned"])


def _normal(value):
    """Return what is compared of a field: numbers to five digits, no picture."""
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items() if key != "picture"}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    if not isinstance(value, str):
        return value
    text = _LIMIT.sub("within the limit", value)
    return _FLOAT.sub(lambda match: f"{float(match[0]):.4e}", text)
