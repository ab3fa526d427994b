"""The pages of a student and of a class: what they hold, and how a browser shows them."""

import base64
import hashlib
import os
import re
import shutil
from html.parser import HTMLParser

import pytest
from test_render import HOSTILE, made_of

from autograder.analysis import Analysis
from autograder.feedback import student_view
from autograder.render.pages import class_page, student_page
from autograder.render.svg import drawing
from autograder.report import (
    CheckResult,
    Counterexample,
    ExerciseResult,
    Line,
    ProblemResult,
    Report,
    Sandbox,
)
from autograder.similarity import Pair, Shared

HEATMAP = {
    "kind": "heatmap",
    "actual": [[1.0, 2.0], [3.0, "nan"]],
    "desired": [[1.0, -2.0], [3.0, 4.0]],
}
TRAJECTORY = {
    "kind": "trajectory",
    "actual": [[0.0, 1.0], [0.5, "inf"], [1.0, 3.0], [1.5, 0.0]],
    "desired": [[0.0, 1.0], [0.5, 2.0], [1.0, 2.0], [0.0, 0.0]],
}
NASTY = [
    *HOSTILE,
    "<script>alert(1)</script>",
    "</style><script>alert(2)</script>",
    '"><img src=x onerror=alert(3)>',
    "<svg onload=alert(4)>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egpj.exe",
    "x" * 20_000,
    "javascript:alert(5)",
]


def failed(number, picture=None, **changes):
    example = Counterexample([f"f(np.array([{number}.0]))"], ["np.array([2.0])"], "is 2", picture)
    values = {
        "name": f"p::test_{number}",
        "title": f"Doubles number {number}.",
        "kind": "property",
        "hidden": False,
        "points": 1.0,
        "score": 0.0,
        "outcome": "failed",
        "category": "mismatch",
        "message": "the result is 2.0, but should be 4.0",
        "line": Line("p.py", None, 3, "return z"),
        "counterexample": example,
        "printed": "here",
        "hint": "Multiply, do not square.",
        "mistake": "A square instead of a double",
    }
    return CheckResult(**{**values, **changes})


def passed(number, **changes):
    plain = {"line": None, "counterexample": None, "printed": None, "hint": None, "mistake": None}
    values = {"outcome": "passed", "score": 1.0, "category": None, "message": "", **plain}
    return failed(number, **{**values, **changes})


def report(name="amara", score=0, **changes):
    """Return a report with everything that a page can show."""
    checks = [failed(1, HEATMAP), failed(2, TRAJECTORY), failed(3, hidden=True), passed(4)]
    others = [passed(number) for number in range(5, 5 + score)] or [failed(5)]
    exercises = [
        ExerciseResult("double", checks),
        ExerciseResult("triple", others),
        ExerciseResult("last", [passed(30, carried_from="double")]),
    ]
    problem = ProblemResult("first_problem", ["p.py"], ["cell 3: NameError: x"], [], exercises)
    values = {
        "status": "graded",
        "sandbox": Sandbox("strong"),
        "problems": [problem],
        "seconds": 987.25,
        "submission_sha256": "0" * 64,
    }
    values.update(changes)
    return Report("hw", name, seed_id="seed-id-77", public_seed=False, versions={}, **values)


def of_class(*reports, pairs=()):
    analysis = Analysis()
    for one in reports:
        analysis.add(one)
    return class_page(analysis, list(pairs))


class Outline(HTMLParser):
    """Collects what a page is made of, and complains of tags that are not closed."""

    VOID = frozenset({"meta", "input", "rect", "line", "polyline", "circle", "br", "img"})

    def __init__(self, text):
        super().__init__()
        self.tags, self.stack, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def named(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def test_a_failed_check_is_shown_with_all_that_helps():
    page = student_page(student_view(report()))
    for text in (
        "f(np.array([1.0]))",
        "the result is 2.0, but should be 4.0",
        "return z",
        "A square instead of a double",
        "Multiply, do not square.",
        "1 check failed only because of double",
        "cell 3: NameError: x",
        "It should be",
    ):
        assert text in page


def test_a_hidden_check_shows_no_input_in_the_view_of_a_student():
    secret = Counterexample(["f(SECRET-1)"], ["SECRET-2"], "SECRET-3", HEATMAP | {"x": "SECRET-4"})
    hidden = failed(1, hidden=True, message="SECRET-5", printed="SECRET-6", counterexample=secret)
    exercise = ExerciseResult("f", [hidden])
    made = report(problems=[ProblemResult("p", ["p.py"], exercises=[exercise])])
    page = student_page(student_view(made))
    assert "SECRET" not in page
    assert "<svg role" not in page
    assert "f(SECRET-1)" in student_page(made)  # the page of staff has it, so the search can fail


@pytest.mark.parametrize("level", ["full", "hint", "score"])
def test_what_only_staff_may_know_is_on_no_page_of_a_student(level):
    page = student_page(student_view(report(), level))
    for text in ("seed-id-77", "987", "seconds"):
        assert text not in page
    assert ("f(np.array([1.0]))" in page) == (level == "full")
    assert ("Multiply, do not square." in page) == (level != "score")
    assert ("cell 3: NameError" in page) == (level != "score")
    assert "1 of 4 points" in page


def all_pages(text):
    """Return pages in which a submission says ``text`` wherever it can."""
    made = made_of(text)
    made.checks()[0].mistake = text
    shared = Shared("f", ((text, True),), ((text, False),))
    pairs = [Pair("p", text, text, 0.9, (shared,))]
    return student_page(made), of_class(made, pairs=pairs)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:20]))
def test_nothing_that_a_submission_says_is_markup(text):
    for page, clean in zip(all_pages(text), all_pages("x"), strict=True):
        found = Outline(page)
        assert {tag for tag, _ in found.tags} <= {tag for tag, _ in Outline(clean).tags}
        for _, attributes in found.tags:
            assert not [name for name in attributes if name.startswith("on")]
            link = attributes.get("href", "#")
            assert link.startswith(("#", "feedback/"))
        assert not re.search("[\u202a-\u202e\x00-\x08\x0b-\x1f]", page)
        assert len(page) < 200_000


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else():
    for page in (student_page(report()), of_class(report())):
        policy = Outline(page).named("meta")[1]["content"]
        assert policy.startswith("default-src 'none';")
        for tag in ("style", "script"):
            parts = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            hashes = {
                base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts
            }
            assert {f"'sha256-{digest}'" for digest in hashes} == set(
                re.findall(f"{tag}-src ([^;]+)", policy)
            )
        assert " style=" not in page


def test_small_arrays_are_not_drawn_and_odd_values_are():
    assert drawing({"kind": "heatmap", "actual": [[1.0]], "desired": [[2.0]]}) is None
    drawn = drawing(HEATMAP)
    assert drawn.count("<figure>") == 3
    assert "nan" in drawn
    assert drawing(TRAJECTORY).count("<figure>") == 2
    constant = {"kind": "trajectory", "actual": [["nan"]] * 4, "desired": [[0.0]] * 4}
    assert "nan" in drawing(constant)


def test_a_page_of_nothing_can_be_written():
    empty = report(status="unreadable", message="not a zip", problems=[], submission_sha256=None)
    assert "not a zip" in student_page(student_view(empty))
    assert "not a zip" in of_class(empty)


def test_what_broke_the_grader_is_not_told_to_students():
    broken = report(status="error", message="the grader failed: KeyError: SECRET", problems=[])
    assert "SECRET" not in student_page(student_view(broken))


# In a browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the pages of a class."""
    folder = tmp_path_factory.mktemp("pages")
    reports = [report(f"s{number:02}", score=number) for number in range(12)]
    shared = Shared("double", (("def double(x):", True),), (("def double(y):", True),))
    pairs = [Pair("first_problem", "s01", "s02", 0.91, (shared,))]
    (folder / "index.html").write_text(of_class(*reports, pairs=pairs))
    (folder / "feedback").mkdir()
    for one in reports:
        page = student_page(student_view(one))
        (folder / "feedback" / f"{one.submission}.html").write_text(page)
    return folder


@pytest.fixture(scope="module")
def browser():
    """Start the Chromium of the system, without a window."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        message = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, folder):
    """Return what opens a page, and fails if it complains or asks for anything."""
    contexts, said, asked = [], [], []

    def open_page(name, **options):
        context = browser.new_context(**{"viewport": {"width": 1100, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folder / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
    assert all(url.startswith("file://") and url.endswith(".html") for url in asked)
    assert len(asked) == len(contexts)


PAGES = ["index.html", "feedback/s03.html"]

#: What a checker of accessibility would look at first.
FAULTS = """() => {
  const faults = [];
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((h) => +h.tagName[1]);
  levels.forEach((level, k) => {
    if (level > (k ? levels[k - 1] : 0) + 1) faults.push(`heading ${k} jumps to ${level}`);
  });
  if (levels.filter((level) => level === 1).length !== 1) faults.push("not one h1");
  if (!document.documentElement.lang || !document.title) faults.push("no language or title");
  for (const one of ["header", "main", "footer"])
    if (document.querySelectorAll(`body > ${one}`).length !== 1) faults.push(`not one ${one}`);
  for (const th of document.querySelectorAll("th")) if (!th.scope) faults.push("th without scope");
  for (const input of document.querySelectorAll("input"))
    if (!input.labels.length) faults.push("input without label");
  for (const svg of document.querySelectorAll("svg"))
    if (!svg.getAttribute("aria-label") && svg.ariaHidden !== "true") faults.push("nameless svg");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  if (new Set(ids).size !== ids.length) faults.push("an id twice");
  for (const e of document.querySelectorAll("[aria-labelledby]"))
    if (!document.getElementById(e.getAttribute("aria-labelledby"))) faults.push("label lacks");
  for (const a of document.querySelectorAll('a[href^="#"]'))
    if (!document.querySelector(a.getAttribute("href"))) faults.push("link to nothing");
  return faults;
}"""

#: Texts whose contrast with the page is below 4.5 to 1.
PALE = """() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const pale = [];
  for (const e of document.querySelectorAll("body *:not(svg *)")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) pale.push(e.textContent.slice(0, 40));
  }
  return pale;
}"""


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_accessible_in_light_and_dark(opened, name, scheme):
    page = opened(name, color_scheme=scheme)
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(PALE) == []
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_prints(opened, name):
    page = opened(name, viewport={"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert len(page.pdf(format="A4")) > 10_000


def cells(page, column):
    rows = page.locator("#table-of-submissions tbody tr:not([hidden])")
    return [row.split("\t")[column].strip() for row in rows.all_inner_texts()]


def test_the_table_sorts_by_keyboard(opened):
    page = opened("index.html")
    names = [f"s{number:02}" for number in range(12)]
    assert cells(page, 0) == names
    heading = page.locator("#table-of-submissions th", has_text="Score")
    heading.locator("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    scores = list(map(float, cells(page, 1)))
    assert scores == sorted(scores)
    page.keyboard.press("Space")
    assert heading.get_attribute("aria-sort") == "descending"
    assert list(map(float, cells(page, 1))) == sorted(scores, reverse=True)
    assert cells(page, 0)[0] == "s11"
    page.locator("#table-of-submissions th button").first.focus()
    page.keyboard.press("Enter")
    assert cells(page, 0) == names
    assert heading.get_attribute("aria-sort") is None


def test_the_table_filters_by_keyboard_and_says_how_many_are_left(opened):
    page = opened("index.html")
    page.get_by_label("Show those with").focus()
    page.keyboard.type("S1")
    assert cells(page, 0) == ["s10", "s11"]
    assert page.get_by_role("status").inner_text() == "2 of 12"


def test_a_pair_is_folded_until_it_is_asked_for(opened):
    page = opened("index.html")
    code = page.get_by_label("double by s01")
    assert not code.is_visible()
    page.locator("details.pair summary").focus()
    page.keyboard.press("Enter")
    assert code.is_visible()
    assert code.locator("mark").inner_text() == "def double(x):"


def test_passed_checks_are_folded_and_failed_ones_are_not(opened):
    page = opened("feedback/s03.html")
    assert page.get_by_text("Doubles number 1.").is_visible()
    assert not page.get_by_text("Doubles number 4.").is_visible()
    assert page.get_by_role("img").count() == 5
    page.get_by_text("1 check passed").click()
    assert page.get_by_text("Doubles number 4.").is_visible()


def test_a_view_of_scores_has_no_check_by_name():
    page = student_page(student_view(report("x"), "score"))
    assert "Doubles number" not in page
    assert "All checks of this exercise." in page
