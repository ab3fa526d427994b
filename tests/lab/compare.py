"""Compare what the lab says of submissions with what `autograder check` says: ``make lab-class``.

Usage: python tests/lab/compare.py NATIVE_PYTHON [SUBMISSION...]. ``NATIVE_PYTHON`` should have the
versions of NumPy and Hypothesis that the lab has: another Hypothesis makes examples smaller in
another way.
"""

import json
import re
import subprocess
import sys
import tempfile
import time

import labs

CLASS = labs.ROOT / "examples" / "class"
_DECISIVE = ("outcome", "category", "hint", "mistake")
_EXAMPLE = ("message", "error_type", "counterexample")
_NATIVE = """
import sys
from pathlib import Path
from autograder.course import find_assignment
from autograder.engine import run
from autograder.plan import Plan
from autograder.targets import FromPath
path = Path(sys.argv[1]).resolve()
reports = []
plan = Plan(find_assignment(Path(), "homework3"), only_handed_in=True, patience=8.0)
run(plan, [FromPath("submission", path)], reports.append)
print(reports[0].to_json())
"""
_LIMIT = re.compile(r"within \d+ s")  # the lab waits longer
_ROUNDED = re.compile(r"-?\d+\.\d{6,}(e-?\d+)?|\d\.\d*e-\d+")  # a libm differs in the last digits


def natively(path, python=sys.executable):
    """Return the report of `autograder check`, with time to find the smallest examples."""
    command = [python, "-c", _NATIVE, str(path)]
    done = subprocess.run(command, cwd=labs.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def checks_of(report):
    return {
        check["name"]: check
        for problem in report["problems"]
        for exercise in problem["exercises"]
        for check in exercise["checks"]
    }


def _normal(value):
    """Return what is compared of a field: numbers to six digits, no picture."""
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items() if key != "picture"}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    if not isinstance(value, str):
        return value
    text = _LIMIT.sub("within the limit", value)
    return _ROUNDED.sub(lambda match: f"{float(match[0]):.4e}", text)


def differences(ours, native, fields=_DECISIVE + _EXAMPLE):
    """Return a line for each check that the two reports say something else of."""
    here, there = checks_of(ours), checks_of(native)
    lines = [f"only in one report: {name}" for name in sorted(here.keys() ^ there.keys())]
    for name in sorted(here.keys() & there.keys()):
        for field in fields:
            mine, other = _normal(here[name][field]), _normal(there[name][field])
            if mine != other:
                lines.append(f"{name}: {field}\n    lab     {mine}\n    native  {other}")
    return lines


def main(python, names):
    submissions = [path for path in sorted(CLASS.iterdir()) if not names or path.stem in names]
    failures = others = 0
    with tempfile.TemporaryDirectory() as folder:
        labs.build(folder)
        with labs.served(folder) as address, labs.chromium() as browser:
            lab = labs.Lab(browser, address).ready()
            for path in submissions:
                begun = time.monotonic()
                ours = lab.report(labs.files_of(path))["report"]
                seconds = time.monotonic() - begun
                native = natively(path, python)
                found = differences(ours, native, _DECISIVE)
                examples = differences(ours, native, _EXAMPLE)
                failures += len(found)
                others += len(examples)
                print(
                    f"{path.name}: {len(checks_of(ours))} checks, {ours['score']:g} points,",
                    end=" ",
                )
                print(f"{seconds:.0f} s; {len(found)} outcomes and {len(examples)} texts differ")
                print(*(f"  {line}" for line in [*found, *examples]), sep="\n", flush=True)
    print(f"{len(submissions)} submissions: {failures} outcomes and {others} texts differ")
    return 1 if failures or not submissions else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
