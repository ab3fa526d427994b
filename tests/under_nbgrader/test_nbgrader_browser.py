"""The whole way: quickstart, exchange, autograding, formgrader, feedback, export, a student's Lab.

The pictures of docs/nbgrader.md are made by this test: set ``PROPGRADE_SCREENSHOTS`` to ``docs``.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from courses import CONFIG, GOLDEN, SECRET, Course, unavailable
from PIL import Image

ROOT = Path(__file__).parents[2]
TOKEN = "test"
PROBLEM = "neural_network"
STUDENTS = ["amara", "elif", "ines", "kofi", "lena", "nora"]
#: What students do with nbgrader's list of assignments, for all of them in one process.
HAND_IN = """
import os, shutil, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
from nbgrader.apps import FetchAssignmentApp, SubmitApp
homes, works = map(Path, sys.argv[1:3])
for student in sys.argv[3:]:
    (homes / student).mkdir(parents=True)
    os.chdir(homes / student)
    for app, prepare in ((FetchAssignmentApp(), False), (SubmitApp(), True)):
        if prepare:
            for path in Path("homework3").glob("*.ipynb"):
                path.unlink()
            shutil.copytree(works / student, "homework3", dirs_exist_ok=True)
        app.initialize(["homework3", f"--student={student}"])
        app.start()
"""
WRONG = "def relu(z):\n    return np.abs(z)"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a quickstart's course with the first problem, graded for a class of six."""
    folder = tmp_path_factory.mktemp("school")
    (folder / ".jupyter").mkdir()
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)
    (folder / ".jupyter/nbgrader_config.py").write_text(
        "c = get_config()\n"
        f"c.Exchange.root = {str(folder / 'exchange')!r}\n"
        "c.CourseDirectory.course_id = 'course'\n"
    )
    school = Course(folder)
    school.nbgrader("quickstart", "course")
    course = Course(folder / "course", config=folder / ".jupyter")
    course.name, course.school = "homework3", folder
    config = course.folder / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\n{CONFIG}")
    for name in (
        f"assignments/homework3/checks/test_{PROBLEM}.py",
        f"solutions/homework3/{PROBLEM}.py",
        f"solutions/homework3/mistakes/{PROBLEM}.py",
        "solutions/homework3/figures/network.py",
        "solutions/homework3/figures/_svg.py",
    ):
        (course.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, course.folder / name)
    course.run("autograder", "release")
    course.nbgrader("generate_assignment", "homework3")
    course.nbgrader("release_assignment", "homework3")
    for student in STUDENTS:
        work = folder / "works" / student
        work.mkdir(parents=True)
        for path in (ROOT / "examples/class" / student).iterdir():
            if path.stem in (PROBLEM, "hw3_final"):
                shutil.copy(path, work)
    answer(folder / "works/lena", "why_beta", "Because the exponential grows with it.")
    homes = str(folder / "students")
    course.run("python", "-c", HAND_IN, homes, str(folder / "works"), *STUDENTS)
    course.nbgrader("collect", "homework3")
    course.run("autograder", "nbgrader", "sync", "homework3", PROPGRADE_SEED=SECRET)
    return course


def answer(folder, name, text):
    """Give an answer in words to a question of a notebook that was handed in."""
    path = folder / f"{PROBLEM}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            cell["source"] = text
    path.write_text(json.dumps(notebook))


@pytest.fixture(scope="module")
def server(course):
    """Start JupyterLab with the formgrader in the folder of the course; return its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = course.school / "settings/@jupyterlab"
    for name, values in (
        ("notebook-extension/tracker", {"windowingMode": "none"}),
        ("apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False}),
    ):
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", f"--ServerApp.root_dir={course.school}"]
    command += [f"--IdentityProvider.token={TOKEN}"]
    environment = course.environment(
        JUPYTERLAB_SETTINGS_DIR=str(settings.parent), PROPGRADE_SEED=SECRET
    )
    log = (course.school / "server.log").open("w")
    with (
        log,
        subprocess.Popen(
            command, cwd=course.folder, env=environment, stdout=log, stderr=log
        ) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api?token={TOKEN}", process)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(address, process):
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.5)
    pytest.fail("JupyterLab did not start.")


@pytest.fixture(scope="module")
def browser():
    """Start the Chromium of the system, without a window."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        unavailable("Chromium", "apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1000, "height": 640})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def picture(page, tmp_path):
    """Return what takes a picture of the page."""
    folder = Path(os.environ.get("PROPGRADE_SCREENSHOTS") or tmp_path)

    def take(name):
        page.wait_for_timeout(500)  # until what moves has come to rest
        path = folder / f"nbgrader-{name}.png"
        page.screenshot(path=path)
        Image.open(path).quantize(64).save(path, optimize=True)

    return take


def test_the_class_is_graded_as_autograder_grade_does(course):
    scores = dict.fromkeys(STUDENTS, 0.0)
    for (student, _), row in course.grades().items():
        if row["kind"] == "checks":
            scores[student] += float(row["score"])
    assert scores == pytest.approx({name: GOLDEN[name][PROBLEM] for name in STUDENTS}, abs=1e-6)


def test_an_answer_is_graded_by_clicking(course, server, page, picture):
    page.goto(f"{server}/formgrader?token={TOKEN}")  # which gives the browser its cookie
    page.goto(f"{server}/formgrader/gradebook/homework3/{PROBLEM}")
    rows = page.locator("tbody tr")
    rows.nth(len(STUDENTS) - 1).wait_for()
    assert rows.count() == len(STUDENTS)
    picture("gradebook")
    rows.filter(has=page.locator("td:nth-child(7) .glyphicon-ok")).locator("a").first.click()
    score = page.locator("input#why_beta")
    score.scroll_into_view_if_needed()
    assert page.get_by_text("Because the exponential grows with it.").is_visible()
    panel = page.locator(".panel", has=page.locator("input#why_beta")).last
    with page.expect_response(lambda response: "/api/grade/" in response.url):
        panel.locator("button.full-credit").click()
    picture("formgrader")
    row = course.grades()["lena", "why_beta"]
    assert (row["manual_score"], row["score"], row["needs_manual_grade"]) == ("2", "2", "no")


def test_the_formgrader_autogrades_and_keeps_grades_by_hand(course, server, page):
    before = course.grades()
    page.goto(f"{server}/formgrader?token={TOKEN}")
    page.goto(f"{server}/formgrader/manage_submissions/homework3")
    row = page.locator("tbody tr", has_text="lena")
    row.locator(".autograde a").click()
    page.get_by_text("Successfully autograded 'homework3' for student 'lena'.").wait_for()
    after = course.grades()
    assert all(after[key]["manual_score"] == before[key]["manual_score"] for key in before)
    assert all(after[key]["score"] == before[key]["score"] for key in before)


def test_feedback_is_read_in_a_browser(course, page, picture):
    course.nbgrader("generate_feedback", "homework3")
    pages = {name: course.folder / f"feedback/{name}/homework3/{PROBLEM}.html" for name in STUDENTS}
    assert all(path.exists() for path in pages.values())
    assert SECRET not in pages["nora"].read_text()
    page.goto(pages["nora"].as_uri())
    failed = page.locator(".propgrade .failed").first
    failed.wait_for()
    page.locator(".propgrade", has=page.locator(".failed")).first.evaluate(
        "element => element.scrollIntoView()"
    )
    assert page.get_by_text("is wrong on an input that is not shown").first.is_visible()
    picture("feedback")
    header = course.run("head", "-n", "1", "long.csv").stdout
    assert "notebook,name,kind,auto_score" in header


def test_a_student_solves_an_exercise_in_jupyterlab(course, server, page, picture):
    home = course.school / "students/ada"
    shutil.copytree(course.folder / "release", home)
    where = f"students/ada/homework3/{PROBLEM}.ipynb"
    page.goto(f"{server}/lab/tree/{where}?token={TOKEN}")
    page.get_by_text("Python 3", exact=False).first.wait_for()
    with contextlib.suppress(Exception):
        page.get_by_role("tab", name=re.compile("File Browser")).click(timeout=3000)

    def cell(text):
        return page.locator(".jp-CodeCell", has_text=text).first

    def run(text):
        found = cell(text)
        found.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        return found

    run("import numpy as np")
    run("from autograder.notebook import check")
    cell("def relu(z)").locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(WRONG)
    run("def relu(z)")
    check = run('check("relu")')
    check.locator(".propgrade .failed").first.wait_for()
    check.evaluate("element => element.scrollIntoView()")
    picture("check-cell")
    assert check.locator("text=you were asked").first.is_visible()
    assert not check.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count()
    cell("def relu(z)").locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(WRONG.replace("np.abs(z)", "np.maximum(z, np.zeros_like(z))"))
    run("def relu(z)")
    run('check("relu")').locator("b.good").wait_for()
