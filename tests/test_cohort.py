"""Grading a class: resumed after a kill, on several processes, and what grading again changed."""

import contextlib
import csv
import dataclasses
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from autograder.course import Assignment
from autograder.plan import Plan
from autograder.pool import grade_in_processes
from autograder.report import Report
from autograder.seeds import Seed
from autograder.targets import FromPath

CHECKS = '''
from hypothesis import given
from autograder.checks import check
from autograder.compare import assert_close
from autograder.strategies import arrays

@check("double", kind="example", points=1)
def test_double_of_two(submission):
    """Two."""
    assert_close(submission.double(2.0), 4.0)

@check("double", kind="agreement", points=2)
@given(x=arrays((3,)))
def test_double_agrees(submission, reference, x):
    """Agrees with the reference."""
    assert_close(submission.double(x), reference.double(x))
'''
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return x * x\n"
CLASS = {f"s{number:02}": RIGHT if number % 3 else WRONG for number in range(12)}


@pytest.fixture
def course(tmp_path):
    checks = tmp_path / "assignments" / "tiny" / "checks"
    solutions = tmp_path / "solutions" / "tiny"
    for folder in (checks, solutions, tmp_path / "class"):
        folder.mkdir(parents=True)
    (checks / "test_arithmetic.py").write_text(CHECKS)
    (solutions / "arithmetic.py").write_text(RIGHT)
    for name, text in CLASS.items():
        (tmp_path / "class" / f"{name}.py").write_text(text + f"# by {name}\n")
    return tmp_path


def command(course, *more):
    arguments = ["grade", "class", "--out", "out", *more]
    return [sys.executable, "-m", "autograder", *arguments]


def environment(course):
    cache = str(course / "cache")
    return {**os.environ, "PROPGRADE_SEED": "secret", "XDG_CACHE_HOME": cache}


def grade(course, *more):
    return subprocess.run(
        command(course, *more),
        cwd=course,
        env=environment(course),
        capture_output=True,
        text=True,
        timeout=120,
    )


def table(course, name):
    text = (course / "out" / f"{name}.csv").read_text()
    return list(csv.DictReader(io.StringIO(text)))


def texts(course):
    """Return the reports without the time that grading took, which is never the same twice."""
    paths = (course / "out" / "reports").glob("*.json")
    reports = {path.stem: Report.from_json(path.read_text()) for path in paths}
    return {
        name: dataclasses.replace(report, seconds=None).to_json()
        for name, report in reports.items()
    }


def scores(course):
    return {name: json.loads(text)["score"] for name, text in texts(course).items()}


EXPECTED = {name: 3.0 if text is RIGHT else 1.0 for name, text in CLASS.items()}


def written(course):
    return {path.stem: path.stat().st_mtime_ns for path in (course / "out" / "reports").iterdir()}


def test_nothing_is_graded_twice_unless_it_changed(course):
    assert grade(course).returncode == 0
    assert scores(course) == EXPECTED
    before = written(course)
    assert grade(course).returncode == 0
    assert written(course) == before
    (course / "class" / "s00.py").write_text(RIGHT)
    done = grade(course, "--changed")
    after = written(course)
    assert [name for name in before if before[name] != after[name]] == ["s00"]
    assert "s00" in done.stdout
    rows = table(course, "changes")
    (row,) = rows
    assert (row["submission"], row["before"], row["after"]) == ("s00", "1", "3")
    assert row["changed"] == "submission"
    assert row["checks"] == "arithmetic::test_double_agrees"


@pytest.mark.parametrize("what", ["checks", "solutions", "seed"])
def test_everything_is_graded_again_when_what_decides_it_changed(course, what):
    assert grade(course).returncode == 0
    before = written(course)
    if what == "checks":
        file = course / "assignments" / "tiny" / "checks" / "test_arithmetic.py"
        file.write_text(CHECKS.replace("points=2", "points=5"))
    elif what == "solutions":
        (course / "solutions" / "tiny" / "arithmetic.py").write_text(RIGHT + "\n")
    arguments = ["--seed", "another"] if what == "seed" else []
    done = grade(course, "--changed", *arguments)
    assert done.returncode == 0
    after = written(course)
    assert all(before[name] != after[name] for name in before)
    rows = table(course, "changes")
    assert {row["submission"] for row in rows} == set(CLASS)
    assert {row["changed"] for row in rows} == {what}
    if what != "checks":
        assert f"{len(CLASS)} more were graded again, to the same result" in done.stdout


def test_a_run_that_is_killed_goes_on_where_it_was(course):
    """Killed at many moments: every report is whole or absent, and the end is the same."""
    whole = course / "whole"
    shutil.copytree(course, whole)
    assert grade(whole).returncode == 0
    chance = random.Random(3)
    for _ in range(8):
        run = subprocess.Popen(
            command(course),
            cwd=course,
            env=environment(course),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with run:
            time.sleep(chance.uniform(0.3, 1.6))
            run.send_signal(signal.SIGKILL)
        for text in texts(course).values():
            Report.from_json(text)
    graded = written(course) if (course / "out" / "reports").exists() else {}
    done = grade(course)
    assert done.returncode == 0, done.stderr
    now = written(course)
    assert all(now[name] == moment for name, moment in graded.items() if not name.startswith("."))
    assert texts(course) == texts(whole)
    rows = table(course, "grades")
    assert [row["submission"] for row in rows] == sorted(CLASS)


def test_what_a_killed_regrade_changed_is_told_by_the_run_that_ends_it(course):
    assert grade(course).returncode == 0
    for name in CLASS:
        (course / "class" / f"{name}.py").write_text(RIGHT + "# again\n")
    run = subprocess.Popen(command(course), cwd=course, env=environment(course))
    with run:
        while not (course / "out" / "replaced").exists():
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    assert grade(course, "--changed").returncode == 0
    rows = table(course, "changes")
    assert {row["submission"] for row in rows} == set(CLASS)
    assert not (course / "out" / "replaced").exists()


def test_several_processes_give_the_same_reports(course):
    alone = course / "alone"
    shutil.copytree(course, alone)
    assert grade(alone).returncode == 0
    assert grade(course, "--jobs", "2").returncode == 0
    assert texts(course) == texts(alone)


def plan_of(course):
    assignment = Assignment(course / "assignments" / "tiny", course / "solutions" / "tiny")
    return Plan(assignment, seed=Seed("secret"), reference=True)


def targets_of(course):
    return [FromPath(path.stem, path) for path in sorted((course / "class").iterdir())]


def graders(parent):
    """Return the processes of the pool, which are forks of one that is no fork."""
    family = parent.children(recursive=True)
    forks = [p for p in family if "multiprocessing.forkserver" in " ".join(p.cmdline())]
    return [p for p in forks if p.parent() in forks]


def test_a_killed_run_leaves_no_process(course):
    run = subprocess.Popen(
        command(course, "--jobs", "2"),
        cwd=course,
        env=environment(course),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with run:
        while not (course / "out" / "reports").exists():
            time.sleep(0.01)
        main = psutil.Process(run.pid)
        family = main.children(recursive=True)
        assert len(graders(main)) == 2
        run.send_signal(signal.SIGKILL)
    _, left = psutil.wait_procs(family, timeout=30)
    assert left == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the processors of a process")
@pytest.mark.parametrize("more", [0, 1])
def test_processes_have_a_processor_each_where_there_are_as_many(course, more):
    usable = sorted(os.sched_getaffinity(0))
    jobs = len(usable) + more
    found = {}
    for _ in grade_in_processes(plan_of(course), targets_of(course), jobs):
        with contextlib.suppress(psutil.NoSuchProcess):  # behind the last of them
            found |= {child.pid: child.cpu_affinity() for child in graders(psutil.Process())}
    expected = [usable] * jobs if more else [[processor] for processor in usable]
    assert sorted(found.values()) == expected


def test_what_a_dead_process_was_grading_is_graded_again(course):
    reports = {}
    for report in grade_in_processes(plan_of(course), targets_of(course), 2):
        if not reports:
            for child in graders(psutil.Process()):
                child.kill()
        assert report.submission not in reports
        reports[report.submission] = report.score
    assert reports == EXPECTED


class Deadly:
    """A target whose grading ends the process."""

    name = "deadly"
    submitted_at = None

    def open(self, *_):
        os._exit(1)


def test_a_submission_that_ends_the_grading_process_is_an_error_and_the_others_are_graded(course):
    targets = [*targets_of(course)[:3], Deadly(), *targets_of(course)[3:]]
    reports = {r.submission: r for r in grade_in_processes(plan_of(course), targets, 2)}
    assert reports.pop("deadly").status == "error"
    assert {name: report.score for name, report in reports.items()} == EXPECTED


@pytest.fixture
def scheduler():
    """A Dask scheduler on loopback, with its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    command = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    with started(*command, "--no-dashboard"):
        yield address


@contextlib.contextmanager
def started(*arguments):
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        family = [*psutil.Process(process.pid).children(recursive=True), process]
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        process.wait()


def dask_workers(address, count, folder):
    options = ["--nworkers", str(count), "--nthreads", "1", "--no-dashboard"]
    options += ["--host", "127.0.0.1", "--local-directory", str(folder)]
    return started("-m", "distributed.cli.dask_worker", address, *options)


def test_a_cluster_gives_the_same_reports_though_a_worker_is_killed(course, scheduler, tmp_path):
    alone = course / "alone"
    shutil.copytree(course, alone)
    assert grade(alone).returncode == 0
    with dask_workers(scheduler, 2, tmp_path / "dask") as workers:
        run = subprocess.Popen(
            command(course, "--cluster", scheduler),
            cwd=course,
            env=environment(course),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with run:
            while not (course / "out" / "reports").exists() and run.poll() is None:
                time.sleep(0.01)
            nannies = psutil.Process(workers.pid).children(recursive=True)
            victims = [p for p in nannies if "spawn_main" in " ".join(p.cmdline())]
            assert victims
            victims[0].kill()
            _, errors = run.communicate(timeout=120)
    assert run.returncode == 0, errors
    assert texts(course) == texts(alone)


def test_a_cluster_that_is_not_there_is_told(course):
    done = grade(course, "--cluster", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler at tcp://127.0.0.1:9" in done.stderr


def test_nobody_is_graded_by_a_check_that_the_reference_fails(course):
    (course / "solutions" / "tiny" / "arithmetic.py").write_text(
        "def double(x):\n    return 3 * x\n"
    )
    done = grade(course)
    assert done.returncode == 2
    assert "The reference does not pass arithmetic::test_double_of_two" in done.stderr
    assert not (course / "out" / "reports").exists()
