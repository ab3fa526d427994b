"""The gradebook on a PostgreSQL server, with two graders at once."""

import glob
import os
import shutil
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from courses import DOUBLE, HALF, unavailable

#: Two people who grade an answer of each of their students, in the gradebook of both.
GRADE_BY_HAND = """
import sys
from nbgrader.api import Gradebook
for student in sys.argv[2:]:
    with Gradebook(sys.argv[1]) as book:
        grade = book.find_grade("why_two", "arithmetic", "tiny", student)
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.find_comment("why_two", "arithmetic", "tiny", student).manual_comment = student
        book.db.commit()
"""


def programs():
    """Return the folder of PostgreSQL's programs; Debian does not put them on the path."""
    found = shutil.which("pg_ctl") or max(glob.glob("/usr/lib/postgresql/*/bin/pg_ctl"), default="")
    return Path(found).parent if found else None


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start a server on a free port, and return the URL of its database."""
    folder = programs()
    if folder is None:
        unavailable("PostgreSQL", "apt-get install postgresql")
    data = (
        Path("/tmp") / f"propgrade-postgresql-{os.getpid()}"
    )  # its user reads no folder of root's
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data.mkdir(mode=0o700)
    user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(data, "postgres")
        user = ["runuser", "-u", "postgres", "--"]

    def run(program, *arguments):
        # pg_ctl leaves a server behind, which would hold a pipe open.
        with (tmp_path_factory.getbasetemp() / "postgresql.log").open("a+") as log:
            command = [*user, folder / program, "-D", data, *arguments]
            done = subprocess.run(command, cwd="/", stdout=log, stderr=log, check=False, timeout=60)
            log.seek(0)
            assert done.returncode == 0, log.read()

    try:
        run("initdb", "-A", "trust", "-U", "grader", "--no-sync")
        run("pg_ctl", "-w", "-o", f"-p {port} -k {data} -h 127.0.0.1 -F", "start")
        yield f"postgresql+psycopg://grader@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(data)


def test_two_graders_at_once_lose_nothing(copy_of, server):
    course = copy_of("postgresql")
    config = course.folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.CourseDirectory.db_url = {server!r}\n")
    (course.folder / "gradebook.db").unlink()
    course.nbgrader("generate_assignment", "tiny", "--force")
    classes = ("a0", "a1", "a2"), ("b0", "b1", "b2")
    for student in (*classes[0], *classes[1]):
        half = HALF if student.endswith("0") else "def half(x):\n    return x"
        course.submit(student, course.answered(double=DOUBLE, half=half, why_two=student))
    with ThreadPoolExecutor(2) as both:
        globs = [f"{letter}*" for letter in "ab"]
        list(both.map(lambda who: course.nbgrader("autograde", "tiny", "--student", who), globs))
        by_hand = ("python", "-W", "ignore", "-c", GRADE_BY_HAND, server)
        list(both.map(lambda students: course.run(*by_hand, *students), classes))
    rows = course.grades()
    assert len(rows) == 18
    for (student, name), row in rows.items():
        scores = {"double": 2.5, "half": 2 if student.endswith("0") else 0, "why_two": 1.5}
        assert float(row["score"]) == scores[name], (student, name)
        assert row["needs_manual_grade"] == "no"
    assert not (course.folder / "gradebook.db").exists()
