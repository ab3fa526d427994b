"""Hostile submissions fail in what they aim at, by the evidence, with every set of layers.

`hostile/grade.py` grades all cases in one run for each configuration; each test then looks at the
evidence of one case. The control runs them unconfined: there most aims must be reached, or the
harness could not see success.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hostile import grade

pytestmark = [
    pytest.mark.skipif(
        not sys.platform.startswith("linux"),
        reason="hostile submissions can only be confined on Linux, so they are not run elsewhere",
    ),
]

PROJECT = Path(__file__).resolve().parent.parent
SECONDS = 420  # for one run
AT_ONCE = 6  # runs
NOBODY = 65533
DEBIAN = "/usr/bin/python3"

#: Sets of layers, with the names of the arguments of ``Layers``.
LAYERS = {
    "all_layers": {},
    "no_namespaces": {"namespaces": False},
    "landlock_4": {"namespaces": False, "landlock": 4},
    "landlock_1": {"namespaces": False, "landlock": 1},
}
USERS = ["current", "plain"]  # the current user; if that is root, also one without rights
CASES = {case.name: case for case in grade.cases()}

#: Of the cases whose aim leaves evidence, so many must reach it where nothing confines them.
CONTROL_AT_LEAST = 75


def _run(python, layers, user=None):
    """Grade all cases in a process of its own; return the document."""
    with tempfile.TemporaryDirectory(prefix="evidence-") as folder:
        os.chmod(folder, 0o777)
        file = Path(folder) / "evidence.json"
        command = [python, str(PROJECT / "tests/hostile/grade.py")]
        if user is not None:  # the project may lie where that user cannot read
            copy = Path(folder) / "hostile"
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / "tests/hostile", copy, ignore=ignore)
            subprocess.run(["chmod", "-R", "a+rX", copy], check=True)
            command[1] = str(copy / "grade.py")
        command += ["--layers", layers, "--json", str(file)]
        more = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **more,
        ) as process:
            try:
                output, _ = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()  # SIGTERM is counted, not obeyed
                output, _ = process.communicate()
                pytest.fail(f"the run did not end within {SECONDS} s:\n{output}")
        if not file.exists():
            pytest.fail(f"the run ended with code {process.returncode}:\n{output}")
        return json.loads(file.read_text())


@pytest.fixture(scope="session")
def plain_python():
    """Return a Python that every user may run, with the package installed as a user would."""
    version = "import sys; sys.exit(sys.version_info < (3, 11))"
    if not os.access(DEBIAN, os.X_OK):
        pytest.skip(f"there is no {DEBIAN}, so nothing is tried as a plain user")
    if subprocess.run([DEBIAN, "-c", version], check=False).returncode:
        pytest.skip(f"{DEBIAN} is older than 3.11, so nothing is tried as a plain user")
    folder = Path(tempfile.mkdtemp(prefix="plain-"))
    try:
        folder.chmod(0o755)
        ignore = shutil.ignore_patterns(".*", "__pycache__", "demo", "dist", "build")
        shutil.copytree(PROJECT, folder / "project", ignore=ignore)
        venv = folder / "venv"
        made = subprocess.run(
            [DEBIAN, "-m", "venv", "--without-pip", venv], capture_output=True, text=True
        )
        if made.returncode:
            pytest.skip(f"{DEBIAN} makes no venv: {made.stderr}")
        python = venv / "bin/python"
        constraints = PROJECT / "constraints.txt"
        command = [sys.executable, "-m", "pip", "--python", python, "install", "-q"]
        command += ["-c", constraints, folder / "project"]
        subprocess.run(command, check=True, timeout=300)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        yield str(python)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def runs(request):
    """Start what the chosen tests need, some at a time: most of a run is waiting for hangs."""
    specs = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    wanted = dict.fromkeys(spec["confined"] for spec in specs if "confined" in spec)
    plain = [pair for pair in wanted if pair[1] == "plain"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        started = {"control": pool.submit(_run, sys.executable, "none")}
        for name, user in wanted:
            if user == "current":
                command = sys.executable, json.dumps(LAYERS[name])
                started[name, user] = pool.submit(_run, *command)
        if plain and os.getuid() == 0:
            python = request.getfixturevalue("plain_python")
            for name, user in plain:
                layers = json.dumps(LAYERS[name])
                started[name, user] = pool.submit(_run, python, layers, NOBODY)
        yield started


@pytest.fixture(
    scope="module",
    params=[(name, user) for user in USERS for name in LAYERS],
    ids=lambda pair: "-".join(pair),
)
def confined(request, runs):
    """Return the evidence of one configuration."""
    if request.param not in runs:
        pytest.skip("only root can become another user")
    return runs[request.param].result()


@pytest.fixture(scope="module")
def unconfined(runs):
    """Return the evidence of a run in which nothing but the process boundary confines."""
    return runs["control"].result()


def complaints(result):
    """Return what the evidence says against a case."""
    evidence = result["evidence"]
    found = []
    if evidence["tokens"]:
        found.append(f"it got out: {', '.join(evidence['tokens'])}")
    if evidence["packets"]:
        found.append(f"{evidence['packets']} packets arrived")
    found += [f"written: {what}" for what in evidence["files"]]
    found += [f"the grader got {n} {name}" for name, n in evidence["signals"].items()]
    found += [f"left running: {line}" for line in evidence["processes"][:3]]
    found += [f"of the grader was changed: {what}" for what in evidence["grader"]]
    if evidence["hung"]:
        found.append("the grader hung")
    if result["seconds"] > 8.5:
        found.append(f"it took {result['seconds']} s, and may take 6")
    if result["score"] > grade.most(result["expected"], result["max"]):
        found.append(f"it scored {result['score']}, and should: {result['expected']}")
    if result["expected"] == "full" and result["score"] < result["max"]:
        found.append(f"it scored {result['score']} of {result['max']}, and should score all")
    if result["status"] not in ("graded", "unreadable") or result["expected_status"] not in (
        result["status"],
        "any",
    ):
        found.append(f"its status is {result['status']}, and should be {result['expected_status']}")
    if result["report_bytes"] > 500_000:
        found.append(f"its report has {result['report_bytes']} bytes")
    if result["control_characters"]:
        found.append(f"its report holds {', '.join(result['control_characters'])}")
    if result["seed_shown"]:
        found.append("its report shows the secret seed")
    if result["hidden_inputs_shown"]:
        found.append("the student's view of its report shows inputs of hidden checks")
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_submission_fails_in_its_aim(confined, name):
    result = confined["cases"][name]
    found = complaints(result)
    assert not found, f"{CASES[name].what} {'; '.join(found)}\n{result['messages'][:3]}"


def test_the_honest_neighbours_get_full_marks(confined):
    assert confined["broken"] == ""
    assert len(confined["honest"]) >= 2
    assert _robbed(confined) == []


def _robbed(document):
    """Return the honest submissions that did not get all points, and what they were told."""
    return [
        (honest["submission"], honest["score"], honest["messages"][:2])
        for honest in document["honest"]
        if honest["score"] != 12.0 or honest["status"] != "graded"
    ]


def test_no_worker_is_sent_an_answer_or_a_solution(confined):
    assert confined["answers_known"] > 10
    assert confined["answers_sent"] == []


def test_nothing_is_left_running(confined):
    assert confined["left"] == []


# The control


def test_control_the_harness_sees_success(unconfined):
    """Unconfined, nearly every attack on files, network, processes and signals succeeds."""
    tried = {n: r for n, r in unconfined["cases"].items() if r["aim"] != "score"}
    reached = [n for n, r in tried.items() if set(r["aim"].split(", ")) & set(r["reached"])]
    assert len(reached) >= CONTROL_AT_LEAST, f"not reached: {sorted(set(tried) - set(reached))}"


def test_control_the_honest_neighbours_get_full_marks_unconfined_too(unconfined):
    assert unconfined["broken"] == ""
    assert _robbed(unconfined) == []


def test_every_case_says_what_it_tries():
    assert len(CASES) >= 85
    assert [case.name for case in CASES.values() if not case.what] == []
