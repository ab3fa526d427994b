"""Hostile submissions that are not one module: notebooks, folders and archives.

Each builder gets an empty folder, and a function that puts the preamble and the postamble around
the text of a module; it returns what is to be graded. The lines behind its first one are read as
the comments of the other cases are.
"""

import io
import json
import os
import struct
import tarfile
import warnings
import zipfile
import zlib

CASES = {}

STEAL = """
@attempt
def stolen():
    return open(TARGETS["solution"]).read()
"""


def case(function):
    CASES[function.__name__] = function
    return function


def notebook(cells, **more):
    code = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c}
        for c in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code, **more})


def zipped(path, members, **more):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def tarred(path, *infos):
    with tarfile.open(path, "w:gz") as archive:
        for info, data in infos:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


# --- Notebooks ----------------------------------------------------------------------------------


@case
def notebook_reads(folder, complete):
    """Reads the solution in a cell of a notebook.

    row: 13
    aim: leak
    """
    path = folder / "tiny.ipynb"
    path.write_text(notebook([complete(STEAL)]))
    return path


@case
def notebook_shell(folder, complete):
    """Runs shell lines and magics, which only a kernel would run.

    row: 35
    score: full
    """
    cells = [
        f"!cp /etc/passwd {folder}/../../writable/shell",
        f"%%bash\ntouch {folder}/../../writable/bash",
        f"files = !touch {folder}/../../writable/assigned",
        f"%system touch {folder}/../../writable/system",
        "get_ipython().system('touch x')",
        "%run -i /etc/passwd\n%load_ext autoreload",
    ]
    path = folder / "tiny.ipynb"
    path.write_text(notebook([*cells, complete("")]))
    return path


@case
def notebook_transformers(folder, complete):
    """Installs transformers of input and of trees, which drop the cells that test.

    row: 15
    score: at most 7
    """
    cell = (
        "ip = get_ipython()\n"
        "ip.input_transformers_cleanup.append(lambda lines: [])\n"
        "ip.ast_transformers.append(None)\n"
    )
    path = folder / "tiny.ipynb"
    path.write_text(notebook([complete(""), cell, "def double(x):\n    return None"]))
    return path


@case
def notebook_displays_score(folder, complete):
    """Displays numbers that a grader may take for the score.

    row: 17
    score: none
    """
    wrong = "def double(x): return None\ntotal = numerical_slope = doubles = double\n12.0"
    outputs = [{"output_type": "execute_result", "data": {"text/plain": "12.0"}, "metadata": {}}]
    book = json.loads(notebook([wrong]))
    book["cells"][0]["outputs"] = outputs
    book["cells"][0]["metadata"]["nbgrader"] = {"points": 1000, "grade": True, "solution": True}
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps(book))
    return path


@case
def notebook_nested(folder, complete):
    """Is JSON that is nested a hundred thousand times.

    row: 58
    score: none
    status: any
    """
    path = folder / "tiny.ipynb"
    path.write_text("[" * 100_000)
    return path


@case
def notebook_wrong_types(folder, complete):
    """Has cells, sources and tags of types that no notebook has.

    row: own
    score: none
    status: any
    """
    cells = [7, None, {"cell_type": "code", "source": [1, {"a": 2}], "metadata": {"tags": 3}}]
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": []}))
    return path


@case
def notebook_large_output(folder, complete):
    """Carries 30 MB of output.

    row: 58
    score: none
    status: any
    """
    book = json.loads(notebook([complete("")]))
    book["cells"][0]["outputs"] = [{"output_type": "stream", "text": "x" * (30 * 2**20)}]
    path = folder / "tiny.ipynb"
    path.write_text(json.dumps(book))
    return path


@case
def notebook_surrogates(folder, complete):
    """Has text in it that is no text: halves of characters.

    row: own
    score: any
    status: any
    """
    path = folder / "tiny.ipynb"
    path.write_text(notebook([complete(""), "x = '\udc80\ud800'", "y = '\x00'"]))
    return path


# --- Folders ------------------------------------------------------------------------------------


@case
def planted_modules(folder, complete):
    """Puts modules beside the submission that would be imported in place of the real ones.

    row: 31
    score: full
    aim: write
    """
    steal = f"open({str(folder.parent.parent / 'writable' / 'planted')!r}, 'w')\n"
    for name in ("numpy", "json", "sitecustomize", "usercustomize", "doctest", "struct", "os"):
        (folder / f"{name}.py").write_text(steal)
    (folder / "tiny.py").write_text(complete("import doctest\nimport json"))
    return folder


@case
def planted_pytest(folder, complete):
    """Puts a conftest.py, a pytest.ini and a plugin beside the submission.

    row: 32
    score: at most 7
    aim: write
    """
    steal = f"open({str(folder.parent.parent / 'writable' / 'conftest')!r}, 'w')\n"
    for name in ("conftest.py", "evilplug.py", "checks/conftest.py", "checks/test_tiny.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(steal)
    for name in ("pytest.ini", "tox.ini", ".pytest.ini"):
        (folder / name).write_text("[pytest]\naddopts = -p evilplug --co -k none\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '-p evilplug'\n")
    (folder / "tiny.py").write_text(complete("def double(x): return None"))
    return folder


@case
def planted_package(folder, complete):
    """Hides the grader's and the checks' own packages behind folders of those names.

    row: 31
    score: full
    aim: write
    """
    steal = f"open({str(folder.parent.parent / 'writable' / 'package')!r}, 'w')\n"
    for name in ("autograder", "numpy", "hypothesis", "submission"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(steal)
    (folder / "tiny.py").write_text(complete("import numpy as np\nimport submission"))
    return folder


@case
def folder_symlink(folder, complete):
    """Hands in a link to the solution.

    row: 54
    score: none
    status: any
    """
    solution = folder.parent.parent / "course/solutions/tiny/tiny.py"
    (folder / "tiny.py").symlink_to(solution)
    return folder


@case
def folder_symlinked_folder(folder, complete):
    """Hands in a link to the folder of the solutions.

    row: 54
    score: none
    status: any
    """
    (folder / "work").symlink_to(folder.parent.parent / "course/solutions/tiny")
    return folder


@case
def file_symlink(folder, complete):
    """Is itself a link to the solution.

    row: 54
    score: none
    status: any
    """
    path = folder / "tiny.py"
    path.symlink_to(folder.parent.parent / "course/solutions/tiny/tiny.py")
    return path


@case
def folder_fifo(folder, complete):
    """Has a pipe in the place of a file, which no one ever writes to.

    row: own
    score: none
    status: any
    """
    os.mkfifo(folder / "tiny.py")
    return folder


@case
def file_fifo(folder, complete):
    """Is itself a pipe which no one ever writes to.

    row: own
    score: none
    status: any
    aim: harm
    """
    os.mkfifo(folder / "tiny.py")
    return folder / "tiny.py"


@case
def folder_nasty_names(folder, complete):
    """Has files whose names steer a terminal, a page and a spreadsheet.

    row: 64
    score: any
    status: any
    aim: harm
    """
    for name in (
        "=HYPERLINK(1)",
        "\x1b[2Jred",
        "<img src=x onerror=alert(1)>",
        "\u202egnp",
        "a\nb",
    ):
        (folder / f"{name}.py").write_text("x = 1")
    (folder / "\x1b[2J\u202etiny.py").write_text(complete(""))
    return folder


@case
def folder_many_files(folder, complete):
    """Has a thousand files.

    row: own
    score: none
    status: any
    """
    for number in range(1000):
        (folder / f"f{number}.py").write_text("")
    return folder


@case
def file_not_utf8(folder, complete):
    """Is text in another encoding, and says so in a cookie.

    row: 60
    score: none
    status: any
    """
    path = folder / "tiny.py"
    path.write_bytes(b"# coding: utf-16\n" + complete("").encode("utf-16"))
    return path


@case
def file_large(folder, complete):
    """Is a module of 30 MB.

    row: own
    score: none
    status: any
    """
    path = folder / "tiny.py"
    path.write_text("x = 1\n" * (5 * 2**20))
    return path


@case
def file_many_statements(folder, complete):
    """Is a module of a hundred thousand statements and then of nested brackets.

    row: 59
    score: any
    status: any
    """
    path = folder / "tiny.py"
    path.write_text(complete("x = 1\n" * 20_000 + "\n" + "(" * 5000))
    return path


# --- Archives -----------------------------------------------------------------------------------


@case
def zip_bomb(folder, complete):
    """Unpacks to a thousand times its size.

    row: 57
    score: none
    status: any
    """
    return zipped(folder / "bomb.zip", [("tiny.py", b"#" * (64 * 2**20))])


@case
def zip_bomb_many(folder, complete):
    """Unpacks to many files that are each just small enough.

    row: 57
    score: none
    status: any
    """
    return zipped(folder / "many.zip", [(f"f{n}.py", b"#" * (2 * 2**20)) for n in range(60)])


@case
def zip_lies_about_size(folder, complete):
    """Says that its member is small.

    row: 57
    score: none
    status: any
    """
    path = zipped(folder / "lies.zip", [("tiny.py", b"#" * (64 * 2**20))])
    true, told = struct.pack("<I", 64 * 2**20), struct.pack("<I", 100)
    path.write_bytes(path.read_bytes().replace(true, told))
    return path


@case
def zip_climbs(folder, complete):
    """Has members whose names climb out of the folder, or begin at the root.

    row: 55
    score: any
    status: any
    aim: write
    """
    target = folder.parent.parent / "writable"
    names = ["../../../writable/climbed.py", str(target / "absolute.py"), "..\\..\\climbed.py"]
    return zipped(
        folder / "climbs.zip", [*[(n, "x = 1") for n in names], ("tiny.py", complete(""))]
    )


@case
def zip_symlink(folder, complete):
    """Has a link to the solution as a member.

    row: 55
    score: none
    status: any
    """
    info = zipfile.ZipInfo("tiny.py")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    solution = folder.parent.parent / "course/solutions/tiny/tiny.py"
    return zipped(folder / "link.zip", [(info, str(solution))])


@case
def zip_encrypted(folder, complete):
    """Says that it is encrypted.

    row: own
    score: none
    status: any
    """
    path = zipped(folder / "locked.zip", [("tiny.py", complete(""))])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


@case
def zip_truncated(folder, complete):
    """Is cut in the middle.

    row: own
    score: none
    status: any
    """
    path = zipped(folder / "cut.zip", [("tiny.py", complete(""))])
    path.write_bytes(path.read_bytes()[:-100])
    return path


@case
def zip_corrupt(folder, complete):
    """Has wrong bytes in the middle of a member, and a method that no one knows.

    row: own
    score: none
    status: any
    """
    path = zipped(folder / "corrupt.zip", [("tiny.py", complete(""))])
    data = bytearray(path.read_bytes())
    data[60:90] = os.urandom(30)
    path.write_bytes(data)
    return path


@case
def zip_twice(folder, complete):
    """Has two members of one name, so that who looks and who runs may see different ones.

    row: own
    score: at most 12
    status: any
    """
    members = [
        ("tiny.py", "def double(x): return None"),
        ("TINY.PY", "x"),
        ("tiny.py", complete("")),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped(folder / "twice.zip", members)


@case
def zip_in_zip(folder, complete):
    """Is a zip in a zip.

    row: 57
    score: none
    status: any
    """
    inner = zipped(folder / "inner.zip", [("tiny.py", complete(""))]).read_bytes()
    return zipped(folder / "outer.zip", [("inner.zip", inner)])


@case
def tar_climbs(folder, complete):
    """Has members whose names climb out of the folder, or begin at the root.

    row: 56
    score: any
    status: any
    aim: write
    """
    target = folder.parent.parent / "writable" / "absolute.py"
    names = ["../../../writable/climbed.py", str(target), "tiny.py"]
    infos = [(tarfile.TarInfo(name), complete("").encode()) for name in names]
    return tarred(folder / "climbs.tar.gz", *infos)


@case
def tar_links(folder, complete):
    """Has links to the solution, and a file that would be written through one.

    row: 56
    score: none
    status: any
    aim: write
    """
    course = folder.parent.parent / "course/solutions/tiny"
    infos = []
    for name, kind, target in (
        ("tiny.py", tarfile.SYMTYPE, course / "tiny.py"),
        ("hard.py", tarfile.LNKTYPE, course / "tiny.py"),
        ("through", tarfile.SYMTYPE, folder.parent.parent / "writable"),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, str(target)
        infos.append((info, b""))
    infos.append((tarfile.TarInfo("through/written.py"), b"x = 1"))
    return tarred(folder / "links.tar.gz", *infos)


@case
def tar_devices(folder, complete):
    """Has devices and pipes as members.

    row: 56
    score: none
    status: any
    """
    infos = []
    for kind in (tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE):
        info = tarfile.TarInfo("tiny.py")
        info.type, info.devmajor, info.devminor = kind, 1, 5
        infos.append((info, b""))
    return tarred(folder / "devices.tar.gz", *infos)


@case
def tar_bomb(folder, complete):
    """Unpacks to a thousand times its size.

    row: 57
    score: none
    status: any
    """
    return tarred(folder / "bomb.tar.gz", (tarfile.TarInfo("tiny.py"), b"#" * (64 * 2**20)))


@case
def gzip_garbage(folder, complete):
    """Calls itself an archive and is none.

    row: own
    score: none
    status: any
    """
    path = folder / "garbage.tar.gz"
    path.write_bytes(zlib.compress(b"tiny.py" * 1000))
    return path
