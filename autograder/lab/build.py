"""Build the page: packages by npm and pip, the bundle by Vite, all of it in one HTML file."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.course import Assignment, CourseError
from autograder.engine import collect
from autograder.files import write_atomically
from autograder.lab import bundle
from autograder.lab.wheels import numpy_wheel, pure_wheels
from autograder.plan import Plan

__all__ = ["build"]

_PAGE = Path(__file__).with_name("page")
_STYLE = Path(__file__).parents[1] / "render" / "page.css"
_PRECOMPILE = Path(__file__).with_name("precompile.py")
_INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev")
_NODE = (20, 19)  # the bundler asks for it
_HEADING = re.compile(r"^# # (.*)$", re.MULTILINE)
_SCRIPT = re.compile(r'<script type="module"[^>]*src="\./(?P<file>[^"]+)"[^>]*></script>')
_SHEET = re.compile(r'<link rel="stylesheet"[^>]*href="\./(?P<file>[^"]+)"[^>]*>')
#: What would end a script, or change how it is read, in HTML; a backslash keeps its meaning.
_IN_SCRIPT = re.compile(r"<(?=/script|!--|script)", re.IGNORECASE)
#: Nothing but the page's own parts: a submission cannot send anything either.
_POLICY = (
    "default-src 'none'; script-src 'sha256-{digest}' 'wasm-unsafe-eval' blob:; worker-src blob:; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src {sources}; "
    "base-uri 'none'; form-action 'none'"
)


def build(
    assignment: Assignment, out: Path, cache: Path, *, single_file: bool, numpy: str | None
) -> list[Path]:
    """Write the page and return its files.

    Parameters
    ----------
    assignment : Assignment
        Its solutions are not looked at.
    out : Path
        Folder for ``index.html`` and ``runtime/``, or for ``<assignment>.html`` alone.
    cache : Path
        Folder for packages that were downloaded.
    single_file : bool
        Put the runtime into the page, which can then be opened from a disk.
    numpy : str or None
        See `numpy_wheel`.
    """
    work = _packages(cache)
    parts = _runtime(assignment, work, numpy, cache)
    _run("node", "node_modules/vite/bin/vite.js", "build", "--logLevel=error", folder=work)
    page = _assembled(work / "dist", _data(assignment, work), parts if single_file else {})
    if single_file:
        files = {out / f"{assignment.name}.html": page.encode()}
    else:
        files = {out / "index.html": page.encode()}
        files |= {out / "runtime" / f"{name}.bin": data for name, data in parts.items()}
    for path, data in files.items():
        write_atomically(path, data)
    return list(files)


def _demand_node() -> None:
    wanted = "Install Node.js {}.{} or later, which the lab needs where it is built.".format(*_NODE)
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise CourseError(f"{tool} was not found. {wanted}")
    found = _run("node", "--version", folder=_PAGE).strip()
    if tuple(map(int, found.removeprefix("v").split(".")[:2])) < _NODE:
        raise CourseError(f"node is {found}. {wanted}")


def _packages(cache: Path) -> Path:
    """Return a folder with the page's sources and the packages that they need."""
    _demand_node()
    lock = (_PAGE / "package-lock.json").read_bytes()
    work = cache / f"page-{hashlib.sha256(lock).hexdigest()[:16]}"
    shutil.rmtree(work / "src", ignore_errors=True)
    shutil.copytree(
        _PAGE, work, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", "dist")
    )
    shutil.copy(_STYLE, work / "src")
    shutil.copy(_PRECOMPILE, work)
    installed = work / "installed"
    if not installed.exists():
        _run("npm", *_INSTALL, folder=work)
        installed.touch()
    return work


def _runtime(
    assignment: Assignment, work: Path, numpy: str | None, cache: Path
) -> dict[str, bytes]:
    """Return the parts that the page loads, by their names there."""
    pyodide = work / "node_modules" / "pyodide"
    wheels = [path.read_bytes() for path in pure_wheels(cache)]
    wheels.append(numpy_wheel(numpy, pyodide / "pyodide-lock.json"))
    _compile(bundle.site(assignment, wheels), work)
    packed = {"wasm": "pyodide.asm.wasm", "script": "pyodide.asm.js"}
    return {
        **{
            name: gzip.compress((pyodide / file).read_bytes(), mtime=0)
            for name, file in packed.items()
        },
        "stdlib": (work / "python_stdlib.zip").read_bytes(),
        "site": (work / "site.zip").read_bytes(),
    }


def _compile(site: bytes, work: Path) -> None:
    """Replace Python sources by bytecode, unless that was done of the same sources."""
    parts = [site, _PRECOMPILE.read_bytes(), (work / "compile.mjs").read_bytes()]
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    note = work / "compiled"
    if note.exists() and note.read_text(encoding="utf-8") == key:
        return
    note.unlink(missing_ok=True)
    (work / "source.zip").write_bytes(site)
    _run("node", "compile.mjs", "source.zip", ".", folder=work)
    note.write_text(key, encoding="utf-8")


def _data(assignment: Assignment, work: Path) -> dict[str, Any]:
    """Return what the page shows: statements, stubs, figures, and what the checks are worth."""
    exercises: dict[str, dict[str, dict[str, float]]] = {}
    for problem, check in collect(Plan(assignment)):
        entry = exercises.setdefault(problem, {}).setdefault(
            check.exercise, {"points": 0.0, "later": 0.0, "checks": 0}
        )
        entry["points"] += check.points
        entry["later"] += check.points if check.hidden else 0.0
        entry["checks"] += 1
    stubs = {name: _stub(assignment, name) for name in exercises}
    lock = json.loads((work / "node_modules/pyodide/pyodide-lock.json").read_bytes())
    return {
        "assignment": assignment.name,
        "problems": [
            {"name": name, "text": text, "exercises": exercises[name]}
            for name, text in sorted(stubs.items(), key=lambda item: _title(item[1]))
        ],
        "figures": {
            f"figures/{path.name}": path.read_text(encoding="utf-8")
            for path in sorted((assignment.folder / "figures").glob("*.svg"))
        },
        "versions": {
            "Python": lock["info"]["python"],
            "NumPy": lock["packages"]["numpy"]["version"],
            "Pyodide": lock["info"]["version"],
        },
    }


def _title(stub: str) -> str:
    """Return the first heading, which begins with a number where problems have an order."""
    found = _HEADING.search(stub)
    return found[1] if found else stub


def _stub(assignment: Assignment, problem: str) -> str:
    path = assignment.folder / f"{problem}.py"
    if not path.exists():
        raise CourseError(f"{path} is missing. Run `autograder release`.")
    return path.read_text(encoding="utf-8")


def _assembled(dist: Path, data: Mapping[str, Any], inside: Mapping[str, bytes]) -> str:
    """Return the HTML with script, style and data in it, and a policy that allows nothing else."""
    page = (dist / "index.html").read_text(encoding="utf-8")
    script, sheet = _SCRIPT.search(page), _SHEET.search(page)
    assert script is not None, page
    assert sheet is not None, page
    code = _IN_SCRIPT.sub(r"\\x3C", (dist / script["file"]).read_text(encoding="utf-8"))
    style = (dist / sheet["file"]).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    policy = _POLICY.format(digest=digest, sources="data:" if inside else "'self'")
    facts = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    stored = [f'<script id="lab" type="application/json">{facts}</script>']
    stored += [
        f'<script id="runtime-{name}" type="text/plain">{base64.b64encode(part).decode()}</script>'
        for name, part in inside.items()
    ]
    pieces = {
        "<!--csp-->": f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        "<!--data-->": "\n".join([*stored, f'<script type="module">{code}</script>']),
        script[0]: "",
        sheet[0]: f"<style>{style}</style>",
    }
    for mark, piece in pieces.items():
        page = page.replace(mark, piece)
    return page


def _run(*command: str, folder: Path) -> str:
    """Run a command and return what it printed."""
    program = shutil.which(command[0]) or command[0]  # npm is npm.cmd on Windows
    done = subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-4000:]
        raise CourseError(f"`{' '.join(command)}` failed in {folder}:\n{said}")
    return done.stdout
