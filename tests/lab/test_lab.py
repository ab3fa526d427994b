"""The page in headless browsers, with every host but loopback out of reach."""

import io
import json
import os
import subprocess
import sys
import zipfile

import labs
import pytest
from compare import CLASS, DECISIVE, checks_of, differences, natively

from autograder.lab.integers import TOO_NARROW

PROBLEM, EXERCISE = "neural_network", "relu"
HOMEWORK = labs.ROOT / "assignments" / "homework3"
STUB = (HOMEWORK / f"{PROBLEM}.py").read_text()
RIGHT = "return np.maximum(z, 0)"
#: Sigmoid as many write it: right, but for a warning where the exponential is too large.
NAIVE = """
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))
"""

#: Right, but the method of a matrix takes int64 only where it is the default integer.
WIDE = """
import numpy as np


def embed(ids, E):
    return np.asarray(E, dtype=float).take(np.asarray(ids).astype(np.int64), axis=0)
"""


def with_body(body):
    """Return the stub of the problem with a body for the exercise."""
    begin = STUB.index("raise NotImplementedError", STUB.index(f"def {EXERCISE}("))
    return STUB[:begin] + body + STUB[begin + len("raise NotImplementedError") :]


@pytest.fixture
def relu(lab):
    """Return a function that checks the exercise with a body and returns the verdict."""

    def checked(body):
        lab.open(PROBLEM)
        lab.upload(**{PROBLEM: with_body(body)})
        lab.run(f"Check {EXERCISE}")
        assert lab.status.startswith(f"{EXERCISE}: ")
        return lab.verdict(EXERCISE)

    return checked


@pytest.mark.every_browser
def test_a_right_answer_passes_and_the_statement_is_rendered(lab, relu):
    assert "Passed. 1.25 of 1.25 points, and 0.25 graded after submission" in relu(RIGHT)
    assert lab.status == "relu: passed, 1.25 of 1.25 points"
    assert lab.page.locator(".statement .katex").count() > 10
    assert lab.page.locator(".katex-error").count() == 0
    assert lab.page.locator(".statement img[alt^='A network']").is_visible()


@pytest.mark.every_browser
def test_a_wrong_answer_shows_the_call_the_answer_and_the_hint(relu):
    verdict = relu("print('here')\n    return abs(z)")
    assert "Not yet." in verdict
    for text in ("You were asked", "relu(-3)", "You returned", "3", "You printed", "here", "Hint"):
        assert text in verdict


def test_an_endless_loop_is_ended_and_said(lab, relu):
    assert "relu did not finish within 8 s" in relu("while True: pass")
    lab.ready()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return input('name')", "input() cannot be answered"),
        ("import os; os._exit(3)", "relu ended the process"),
        ("raise SystemExit", "raised SystemExit"),
        ("return relu(z)", "RecursionError"),
        ("x = [np.ones(10**6)]\n    while True: x.append(x[-1] * 1.0)", "raised MemoryError"),
        ("import pytest; return pytest.approx(z)", "pytest is not available when graded"),
        ("import js; return js.fetch('x')", "js is not available when graded"),
    ],
    ids=["input", "exit", "SystemExit", "recursion", "memory", "pytest", "js"],
)
def test_hostile_code_leaves_the_page_alive(relu, body, said):
    assert said in relu(body)


def test_a_syntax_error_is_told_with_its_line_below_its_cell(lab, relu):
    assert "there is no function relu" in relu("!")
    line = with_body("!").splitlines().index("    !") + 1
    cell = lab.page.locator(f"section.code:has(section[aria-label='Checks of {EXERCISE}'])")
    assert f"line {line}: SyntaxError" in cell.locator(".notes").inner_text()
    assert str(line) in cell.locator(".cm-lineNumbers").inner_text().split()


@pytest.mark.every_browser
def test_stop_ends_a_run_and_the_next_one_works(lab, relu):
    lab.open(PROBLEM)
    lab.upload(**{PROBLEM: with_body("while True: pass")})
    lab.press(f"Check {EXERCISE}")
    lab.page.get_by_text("Your code has been running for 2 s").wait_for()
    lab.page.get_by_role("button", name="Stop").click()
    lab.settled()
    assert lab.status == "Stopped"
    lab.ready()
    assert "Passed" in relu(RIGHT)


def test_what_a_browser_cannot_see_is_left_to_the_grading(lab):
    lab.open("lstm")
    lab.upload(lstm=NAIVE)
    lab.run("Check sigmoid")
    # 0.5 points for agreement with the reference, and 0.25 for raising no warning.
    assert lab.status == "sigmoid: passed, 1.25 of 1.25 points"
    assert "and 0.75 graded after submission" in lab.verdict("sigmoid")


def test_a_right_answer_that_needs_wider_integers_is_left_to_the_grading(lab):
    lab.open("word_embeddings")
    lab.upload(word_embeddings=WIDE)
    lab.run("Check embed")
    assert "not yet" not in lab.status
    assert "Failed" not in lab.verdict("embed")
    report = lab.report({"word_embeddings.py": WIDE}, patience=1)
    mine = [check for check in checks_of(report).values() if check["exercise"] == "embed"]
    assert {check["outcome"] for check in mine} == {"skipped"}
    assert TOO_NARROW in {check["message"] for check in mine}


@pytest.mark.every_browser
def test_what_is_drawn_and_printed(lab):
    lab.open("lstm")
    lab.upload(lstm=(labs.ROOT / "solutions" / "homework3" / "lstm.py").read_text())
    lab.run("Draw")
    assert lab.status == "Drawn"
    drawn = lab.page.locator(".problem-view:not([hidden]) .drawn").first
    assert drawn.locator("svg[aria-label]").count() == 3
    assert "The scalar unit over time" in drawn.inner_text()
    assert "Not drawn here" not in drawn.inner_text()


@pytest.mark.parametrize("problem", [PROBLEM, "word_embeddings"])
def test_a_submission_gets_the_outcomes_that_the_command_gives(lab, problem):
    # It imports all of NumPy's names, makes each id an int64, and one exercise is wrong.
    path = CLASS / "pavel" / f"{problem}.py"
    ours = lab.report(labs.files_of(path), patience=1)
    assert len(checks_of(ours)) > 70
    # Smallest examples need more time, and the lab's Hypothesis: see `make lab-test`.
    assert differences(ours, natively(path, patience=1), DECISIVE) == []


def test_what_is_downloaded_is_what_grade_takes(lab, relu, tmp_path):
    relu(RIGHT)
    content = lab.download("Download submission").read_bytes()
    submission = tmp_path / "student.zip"
    submission.write_bytes(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read(f"{PROBLEM}.py").decode() == with_body(RIGHT)
    command = [sys.executable, "-m", "autograder", "grade", submission, "--out", tmp_path]
    done = subprocess.run(
        [*map(str, command), "--assignment", "homework3", "--allow-weak-sandbox"],
        cwd=labs.ROOT,
        env={**os.environ, "PROPGRADE_SEED": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 3), done.stderr
    report = json.loads((tmp_path / "reports" / "student.json").read_text())
    mine = [check for check in checks_of(report).values() if check["exercise"] == EXERCISE]
    assert {check["outcome"] for check in mine} == {"passed"}


@pytest.mark.every_browser
def test_what_was_downloaded_can_be_uploaded_again(lab, relu):
    relu(RIGHT)
    content = lab.download("Download submission").read_bytes()
    lab.give("Unknown.zip", content)
    assert lab.download("Download .py").read_text() == with_body(RIGHT)
    lab.give(f"{PROBLEM} (1).py", with_body("return z").encode())
    assert lab.download("Download .py").read_text() == with_body("return z")
    lab.give("notes.py", b"x = 1\n")
    assert "notes.py holds no exercise" in lab.page.inner_text("[role=alert]")


def test_stubs_come_back_byte_for_byte(lab):
    for problem in ("lstm", PROBLEM):
        text = (HOMEWORK / f"{problem}.py").read_text()
        lab.open(problem)
        lab.upload(**{problem: text})
        assert lab.download("Download .py").read_text() == text


@pytest.mark.every_browser
def test_the_keyboard_is_enough_and_progress_is_kept(lab):
    lab.open(PROBLEM)
    lab.upload(**{PROBLEM: STUB})
    lab.page.get_by_role("link", name=EXERCISE, exact=True).press("Enter")  # goes to the code
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.insert_text(f"def relu(z):\n    {RIGHT}")
    lab.page.keyboard.press("Control+Enter")
    lab.settled()
    assert "Passed" in lab.verdict(EXERCISE)
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Tab")
    focused = lab.page.evaluate("document.activeElement.innerText")
    assert focused == f"Check {EXERCISE}"
    lab.page.reload()
    lab.open(PROBLEM)
    assert RIGHT in lab.page.get_by_label(f"Code of {EXERCISE}").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_has_no_sideways_scrolling_in_any_problem(lab, scheme):
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 27)"}[scheme]
    lab.page.set_viewport_size({"width": 390, "height": 800})
    lab.page.emulate_media(color_scheme=scheme)
    for path in sorted(HOMEWORK.glob("*.py")):
        lab.open(path.stem)
        assert lab.page.evaluate("document.documentElement.scrollWidth") == 390
    assert lab.page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


def test_everything_that_can_be_pressed_has_a_name(lab):
    controls = "button, a, input, progress, img, [role=textbox]"
    unnamed = """controls => [...document.querySelectorAll(controls)]
        .filter((each) => !each.hidden && !each.ariaLabel && !each.alt && !each.textContent.trim())
        .map((each) => each.outerHTML)"""
    for path in sorted(HOMEWORK.glob("*.py")):
        lab.open(path.stem)
        assert lab.page.evaluate(unnamed, controls) == []


@pytest.mark.every_browser
def test_nothing_leaves_the_page_and_nothing_complains(lab, address):
    here = address.removesuffix("index.html")
    assert {url for url in lab.requests if not url.startswith((here, "blob:", "data:"))} == set()
    assert lab.complaints == []
    refused = lab.page.evaluate(
        "fetch('https://example.org/').then(() => 'sent', error => String(error))"
    )
    assert "TypeError" in refused


@pytest.mark.every_browser
def test_one_file_from_a_disk(browser, one_file):
    with labs.Lab(browser, one_file.as_uri()) as lab:
        lab.ready().open(PROBLEM)
        lab.upload(**{PROBLEM: with_body(RIGHT)})
        lab.run(f"Check {EXERCISE}")
        assert "Passed" in lab.verdict(EXERCISE)
        assert {
            url for url in lab.requests if not url.startswith(("file:", "blob:", "data:"))
        } == set()
        assert lab.complaints == []
